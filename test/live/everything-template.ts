// A template source with everything that the API tells of one: variables, parameters with rules, a preset, agents,
// apps, scripts and metadata. Its agent "main" runs where agents can; "spare" never connects.
import { canRunAgents, runningAgentTemplate } from "./agent-template";
import { templateWithParameters, type TemplateFiles } from "./templates";

const MORE = `
variable "region" {
  type        = string
  default     = "eu"
  description = "Where it runs."
}
variable "password" {
  type      = string
  default   = "none"
  sensitive = true
}
data "coder_parameter" "team" {
  name         = "team"
  display_name = "Team"
  description  = "Who uses **it**."
  icon         = "/icon/code.svg"
  default      = "research"
  mutable      = true
  validation {
    regex = "^[a-z]+$"
    error = "Small letters only."
  }
}
data "coder_parameter" "disk" {
  name    = "disk"
  type    = "number"
  default = "10"
  mutable = true
  validation {
    monotonic = "increasing"
  }
}
resource "coder_agent" "main" {
  os                      = "linux"
  arch                    = "amd64"
  dir                     = "/tmp"
  env                     = { LANGUAGE = "de" }
  troubleshooting_url     = "https://coder.example.com/help"
  startup_script_behavior = "blocking"
  startup_script          = "#!/bin/sh\\ntrue\\n"
  display_apps {
    vscode = true
  }
}
resource "coder_agent" "spare" {
  os                 = "linux"
  arch               = "amd64"
  auth               = "aws-instance-identity"
  connection_timeout = 1
}
resource "coder_agent_instance" "spare" {
  count       = data.coder_workspace.me.start_count
  agent_id    = coder_agent.spare.id
  instance_id = "i-\${data.coder_workspace.me.id}"
}
resource "coder_script" "start" {
  agent_id     = coder_agent.main.id
  display_name = "Start"
  script       = "#!/bin/sh\\ntrue\\n"
  cron         = "0 0 9 * * 1-5"
  run_on_start = true
  timeout      = 60
  icon         = "/icon/code.svg"
}
resource "coder_app" "editor" {
  agent_id     = coder_agent.main.id
  slug         = "editor"
  display_name = "Editor"
  icon         = "/icon/code.svg"
  url          = "http://localhost:8080"
  subdomain    = true
  share        = "owner"
  group        = "Editors"
  healthcheck {
    url       = "http://localhost:8080/healthz"
    interval  = 10
    threshold = 3
  }
}
resource "coder_app" "shell" {
  agent_id = coder_agent.main.id
  slug     = "shell"
  command  = "bash"
}
resource "terraform_data" "other" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.spare.id
}
resource "coder_metadata" "machine" {
  count       = data.coder_workspace.me.start_count
  resource_id = terraform_data.machine[0].id
  icon        = "/icon/code.svg"
  daily_cost  = 2
  item {
    key   = "size"
    value = "large"
  }
  item {
    key       = "address"
    value     = "10.0.0.1"
    sensitive = true
  }
}
`;

const IDLE_MACHINE = `
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.id
}
`;

/** Another marker is another content. */
export function everythingTemplate(marker: string): TemplateFiles {
  const machine = runningAgentTemplate();
  const parameters = templateWithParameters(marker)["main.tf"] ?? "";
  return {
    "main.tf": parameters,
    "more.tf": MORE,
    "README.md": "# Everything\n",
    ...(canRunAgents
      ? { "machine.tf": machine["machine.tf"] ?? "", "agent.sh": machine["agent.sh"] ?? "" }
      : { "machine.tf": IDLE_MACHINE }),
  };
}
