variable "regions" {
  type = list(object({ name = string, code = string }))
  default = [
    { name = "Europe", code = "eu" },
    { name = "Asia", code = "asia" },
  ]
}
data "coder_parameter" "place" {
  name    = "place"
  default = "eu"
  dynamic "option" {
    for_each = var.regions
    iterator = entry
    content {
      name  = entry.value.name
      value = entry.value["code"]
      icon  = "/icon/${entry.key}.svg"
    }
  }
}
data "coder_parameter" "shape" {
  name    = "shape"
  default = "round"
  dynamic "option" {
    for_each = toset(["round", "square"])
    content {
      name  = title(option.value)
      value = option.key
    }
  }
}
