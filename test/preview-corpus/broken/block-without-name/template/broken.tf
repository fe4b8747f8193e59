data "coder_parameter" {
  name = "size"
}
