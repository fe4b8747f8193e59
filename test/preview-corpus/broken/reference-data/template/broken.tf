resource "terraform_data" "broken" {
  input = data.coder_parameter.regoin.value
}
