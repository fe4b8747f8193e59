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
resource "coder_app" "editor" {
  agent_id     = coder_agent.main.id
  slug         = "editor"
  display_name = "Editor"
  url          = "http://localhost:8080/?folder=/home"
  share        = "owner"
  subdomain    = false
  healthcheck {
    url       = "http://localhost:8080/healthz"
    interval  = 5
    threshold = 6
  }
}
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.init_script
}
