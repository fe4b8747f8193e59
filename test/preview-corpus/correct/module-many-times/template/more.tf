module "counted" {
  source = "./modules/net"
  count  = 2
  zone   = "z${count.index}"
}
module "each" {
  source   = "./modules/net"
  for_each = { a = 1, b = 2 }
  zone     = each.key
  size     = each.value
}
resource "terraform_data" "uses" {
  input = [module.counted[0].id, module.each["a"].zone, module.counted[*].zone, [for net in module.each : net.id]]
}
