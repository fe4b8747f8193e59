module "choice" {
  source = "./modules/choice"
  order  = 3
}
resource "terraform_data" "uses" {
  input = module.choice.value
}
