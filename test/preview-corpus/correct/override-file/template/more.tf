variable "size" {
  default = "a"
}
resource "terraform_data" "uses" {
  input = var.size
}
