module "net" {
  source = "./modules/net"
  zone   = data.coder_parameter.region.value
}
resource "terraform_data" "uses" {
  input = "${module.net.id} ${module.net.zone}"
}
