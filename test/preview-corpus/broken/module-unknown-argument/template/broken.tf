module "net" {
  source = "./net"
  zone   = "a"
  cidr   = "10.0.0.0/8"
}
