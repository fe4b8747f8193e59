# The template `web`: an agent, and an app for the user's development server.
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

data "coder_workspace" "me" {}

resource "coder_agent" "main" {
  os   = "linux"
  arch = "amd64"
}

resource "coder_app" "preview" {
  agent_id     = coder_agent.main.id
  slug         = "preview"
  display_name = "Preview"
  url          = "http://localhost:3000"

  healthcheck {
    url       = "http://localhost:3000/health"
    interval  = 5
    threshold = 6
  }
}

# Makes no machine: put a docker_container, a kubernetes_pod or a virtual machine in its place.
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.id
}
