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

  # Logging in, and `waitForAgents`, wait for this to end.
  startup_script_behavior = "blocking"
  startup_script          = <<-EOT
    #!/bin/sh
    set -eu
    echo "Installing what the environment needs"
    sleep 1
  EOT
}
