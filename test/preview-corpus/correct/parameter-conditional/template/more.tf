data "coder_parameter" "key" {
  count   = data.coder_parameter.region.value == "eu" ? 1 : 0
  name    = "key"
  default = "none"
}
resource "terraform_data" "key" {
  input = try(data.coder_parameter.key[0].value, "")
}
