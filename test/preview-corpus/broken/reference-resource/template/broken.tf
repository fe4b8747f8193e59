resource "terraform_data" "broken" {
  input = terraform_data.disk.id
}
