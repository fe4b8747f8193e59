data "coder_parameter" "size" {
  name = "size"
  type    = "list(string)"
  default = "vim"
}
