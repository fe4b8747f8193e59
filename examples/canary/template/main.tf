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

  # `waitForAgents` waits until this script has ended, and fails if it fails.
  startup_script_behavior = "blocking"
  startup_script          = <<-EOT
    #!/bin/sh
    set -eu
    echo "Checking what the environment needs"
    test -d /tmp
  EOT
}
