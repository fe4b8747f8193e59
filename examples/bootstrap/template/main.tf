# The template: an agent with a startup script. The machine that the agent runs on is in machine.tf.
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

  # Users who log in wait until this script has ended, and so does `waitForAgents`.
  startup_script_behavior = "blocking"
  startup_script          = <<-EOT
    #!/bin/sh
    set -eu
    echo "Installing what the environment needs"
    sleep 1
  EOT
}
