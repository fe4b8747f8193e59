data "coder_parameter" "size" {
  name = "size"
  form_type = "combo"
}
