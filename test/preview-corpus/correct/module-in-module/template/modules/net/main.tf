variable "zone" {
  type = string
}
variable "size" {
  type    = number
  default = 1
}
resource "terraform_data" "net" {
  input = "${var.zone}${var.size}"
}
output "id" {
  value = terraform_data.net.id
}
output "zone" {
  value = var.zone
}
