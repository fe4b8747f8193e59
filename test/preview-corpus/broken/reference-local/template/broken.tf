resource "terraform_data" "broken" {
  input = "in ${local.zone}"
}
