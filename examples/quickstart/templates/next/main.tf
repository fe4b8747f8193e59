# The version that one workspace tries first: that of `stable`, with a choice of editor (editor.tf). It makes no machine
# and needs no cloud account: put a docker_container, a kubernetes_pod or a virtual machine in the place of
# terraform_data.machine.
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

variable "channel" {
  description = "Which of the two versions this is; shown in the workspace."
  type        = string
}

data "coder_workspace" "me" {}

data "coder_workspace_owner" "me" {}

data "coder_parameter" "region" {
  name         = "region"
  display_name = "Region"
  description  = "Where the workspace runs. It can't move later."
  type         = "string"
  default      = "eu"
  mutable      = false

  option {
    name  = "Europe"
    value = "eu"
  }
  option {
    name  = "United States"
    value = "us"
  }
}

data "coder_parameter" "cpus" {
  name         = "cpus"
  display_name = "CPUs"
  type         = "number"
  default      = "2"
  mutable      = true

  validation {
    min = 1
    max = 8
  }
}

data "coder_parameter" "dotfiles_url" {
  name         = "dotfiles_url"
  display_name = "Dotfiles"
  description  = "Repository to take dotfiles from; empty for none."
  type         = "string"
  default      = ""
  mutable      = true
}

data "coder_workspace_preset" "small" {
  name = "Small"
  parameters = {
    region = "eu"
    cpus   = "1"
  }
}

resource "coder_agent" "main" {
  os   = "linux"
  arch = "amd64"
  env = {
    DOTFILES_URL = data.coder_parameter.dotfiles_url.value
  }
}

resource "coder_app" "documentation" {
  agent_id     = coder_agent.main.id
  slug         = "documentation"
  display_name = "Documentation"
  url          = "https://coder.com/docs"
  external     = true
}

# This is kept when the workspace stops.
resource "terraform_data" "home" {
  input = "home of ${data.coder_workspace_owner.me.name} in ${data.coder_parameter.region.value}"

  lifecycle {
    ignore_changes = all
  }
}

# This exists only while the workspace runs.
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = "${data.coder_parameter.cpus.value} CPUs for agent ${coder_agent.main.id}"
}

resource "coder_metadata" "machine" {
  count       = data.coder_workspace.me.start_count
  resource_id = terraform_data.machine[0].id

  item {
    key   = "channel"
    value = var.channel
  }
  item {
    key   = "region"
    value = data.coder_parameter.region.value
  }
  item {
    key   = "cpus"
    value = data.coder_parameter.cpus.value
  }
}
