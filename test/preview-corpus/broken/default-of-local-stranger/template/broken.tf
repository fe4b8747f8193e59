locals {
  zone = "mars"
}
data "coder_parameter" "zone" {
  name    = "zone"
  default = local.zone
  option {
    name  = "Earth"
    value = "earth"
  }
}
