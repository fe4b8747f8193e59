data "coder_workspace_preset" "other" {
  name = "Large"
  parameters = {
    cpus = "4"
  }
}
