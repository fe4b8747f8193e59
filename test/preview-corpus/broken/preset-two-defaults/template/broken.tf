data "coder_workspace_preset" "first" {
  name    = "First"
  default = true
}
data "coder_workspace_preset" "second" {
  name    = "Second"
  default = true
}
