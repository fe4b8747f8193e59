terraform {
  required_providers {
    coder = { source = "coder/coder" }
  }
}
variable "order" {
  type = number
}
data "coder_parameter" "choice" {
  name    = "choice"
  default = "a"
  order   = var.order
}
output "value" {
  value = data.coder_parameter.choice.value
}
