module "net" {
  source = "../net"
  zone   = "deep"
}
