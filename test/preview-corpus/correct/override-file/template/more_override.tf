variable "size" {
  default = "b"
}
resource "terraform_data" "uses" {
  input = upper(var.size)
}
