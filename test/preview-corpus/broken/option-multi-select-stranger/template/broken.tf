data "coder_parameter" "size" {
  name = "size"
  type = "list(string)"
  form_type = "multi-select"
  default = jsonencode(["vim", "ed"])
  option {
    name  = "Vim"
    value = "vim"
  }
}
