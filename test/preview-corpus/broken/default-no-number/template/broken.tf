data "coder_parameter" "size" {
  name = "size"
  type    = "number"
  default = "four"
}
