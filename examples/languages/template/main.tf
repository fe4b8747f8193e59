# The template that the programs in the four languages upload. It makes no machine: put a docker_container, a
# kubernetes_pod or a virtual machine in the place of terraform_data.
terraform {
  required_providers {
    coder = { source = "coder/coder" }
  }
}

variable "greeting" {
  type    = string
  default = "Hello"
}

data "coder_workspace" "me" {}

resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = "${var.greeting}, ${data.coder_workspace.me.name}"
}
