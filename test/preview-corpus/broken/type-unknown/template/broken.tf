data "coder_parameter" "size" {
  name = "size"
  type = "text"
}
