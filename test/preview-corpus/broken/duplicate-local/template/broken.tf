locals {
  size = 1
}
locals {
  size = 2
}
