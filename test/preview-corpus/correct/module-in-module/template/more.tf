module "outer" {
  source = "./modules/outer"
}
output "zone" {
  value = module.outer.zone
}
