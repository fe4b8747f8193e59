data "coder_parameter" "size" {
  name = "size"
  type      = "number"
  form_type = "slider"
  option {
    name  = "One"
    value = "1"
  }
}
