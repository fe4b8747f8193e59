variable "password" {
  type      = string
  sensitive = true
}
variable "quoted" {
  sensitive = "true"
  default   = "none"
}
resource "terraform_data" "uses" {
  input = length("${var.password}${var.quoted}")
}
