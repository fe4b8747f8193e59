variable "default_size" {
  type    = string
  default = "small"
}
locals {
  sizes = ["small", "large"]
}
data "coder_parameter" "size" {
  name    = "size"
  default = var.default_size
  dynamic "option" {
    for_each = local.sizes
    content {
      name  = title(option.value)
      value = option.value
    }
  }
}
data "coder_parameter" "again" {
  name    = "again"
  default = data.coder_parameter.size.value
}
