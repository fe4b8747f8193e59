variable "copy" {
  default = local.size
}
locals {
  size = 1
}
