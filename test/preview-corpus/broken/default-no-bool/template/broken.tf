data "coder_parameter" "size" {
  name = "size"
  type    = "bool"
  default = "yes"
}
