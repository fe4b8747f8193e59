locals {
  a = <<-EOT
    one
  EOT
}
resource "terraform_data" "lines" {
  input = local.a
}
