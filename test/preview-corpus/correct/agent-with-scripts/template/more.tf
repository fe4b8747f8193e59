resource "coder_agent" "main" {
  os   = "linux"
  arch = data.coder_provisioner.me.arch
  dir  = "/home/coder"
  startup_script = <<-EOT
    set -e
    echo "${data.coder_workspace.me.name}" > ~/.name
  EOT
  env = { GIT_NAME = coalesce(data.coder_workspace_owner.me.full_name, "x") }
  metadata {
    display_name = "CPU"
    key          = "cpu"
    script       = "coder stat cpu"
    interval     = 10
    timeout      = 1
  }
  display_apps {
    vscode = false
  }
}
data "coder_workspace_owner" "me" {}
data "coder_provisioner" "me" {}
resource "coder_script" "start" {
  agent_id     = coder_agent.main.id
  display_name = "Start"
  icon         = "/icon/a.svg"
  run_on_start = true
  script       = file("${path.module}/start.sh")
}
resource "coder_env" "path" {
  agent_id = coder_agent.main.id
  name     = "NAME"
  value    = "a"
}
resource "coder_metadata" "machine" {
  count       = data.coder_workspace.me.start_count
  resource_id = terraform_data.machine[0].id
  item {
    key   = "size"
    value = "large"
  }
}
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.token
}
