variable "size" {
  type    = number
  default = 4
}
resource "terraform_data" "uses" {
  input = var.size
}
