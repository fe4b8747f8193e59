resource "terraform_data" "broken" {
  input = module.net.id
}
