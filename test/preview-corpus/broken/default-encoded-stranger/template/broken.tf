data "coder_parameter" "shell" {
  name      = "shell"
  type      = "list(string)"
  form_type = "multi-select"
  default   = jsonencode(["bash", "fish"])
  option {
    name  = "Bash"
    value = "bash"
  }
}
