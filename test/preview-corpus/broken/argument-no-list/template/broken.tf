data "coder_parameter" "editor" {
  name    = "editor"
  type    = "list(string)"
  default = ["vim"]
}
