# The template `python`: an agent that installs the packages its user chooses.
terraform {
  required_providers {
    coder = {
      source = "coder/coder"
    }
  }
}

variable "python_version" {
  description = "Version of Python on the machine."
  type        = string
}

data "coder_workspace" "me" {}

data "coder_parameter" "packages" {
  name         = "packages"
  display_name = "Packages"
  description  = "Packages to install when the workspace starts."
  type         = "list(string)"
  default      = jsonencode(["ruff", "pytest"])
  mutable      = true
}

resource "coder_agent" "main" {
  os             = "linux"
  arch           = "amd64"
  startup_script = "pip install ${join(" ", jsondecode(data.coder_parameter.packages.value))}"
}

# Makes no machine: put a docker_container, a kubernetes_pod or a virtual machine in its place.
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = "Python ${var.python_version} for agent ${coder_agent.main.id}"
}
