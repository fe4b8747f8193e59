data "coder_parameter" "size" {
  name = "size"
  dynamic "option" {
    for_each = var.sizes
    content {
      name  = option.value
      value = option.value
    }
  }
}
