data "coder_parameter" "size" {
  name    = "size"
  defualt = "small"
}
