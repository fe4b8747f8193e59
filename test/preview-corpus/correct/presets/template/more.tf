data "coder_workspace_preset" "small" {
  name = "Small"
  parameters = {
    (data.coder_parameter.cpus.name) = 1
    region                           = "eu"
    tools                            = jsonencode(["vim"])
  }
}
data "coder_workspace_preset" "plain" {
  name = "Plain"
}
data "coder_workspace_preset" "each" {
  for_each = toset(["eu", "us"])
  name     = "In ${each.key}"
  parameters = {
    region = each.key
  }
}
