module "zone" {
  source = "./zone"
}
