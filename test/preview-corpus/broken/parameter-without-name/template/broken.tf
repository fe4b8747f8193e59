data "coder_parameter" "size" {
  default = "a"
}
