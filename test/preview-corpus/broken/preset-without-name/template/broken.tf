data "coder_workspace_preset" "blank" {
  name = ""
}
