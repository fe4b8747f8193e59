// Small template sources, to be passed as `source: { files }`.
import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { FILE_MODE, packTar } from "../../provider/source/tar";

export type TemplateFiles = Record<string, string>;

/** Begins a file that uses Coder's Terraform provider. */
export const CODER_PROVIDER = `
terraform {
  required_providers {
    coder = { source = "coder/coder" }
  }
}
`;

/** The quickest to import. Another marker is another content. */
export function plainTemplate(marker = "one"): TemplateFiles {
  return { "main.tf": `resource "terraform_data" "main" {\n  input = "${marker}"\n}\n` };
}

/** Terraform variables: one with a default, one list, one sensitive. */
export function templateWithVariables({ region = "eu", marker = "one" } = {}): TemplateFiles {
  return {
    "main.tf": `
variable "region" {
  type    = string
  default = "${region}"
}
variable "zones" {
  type    = list(string)
  default = ["a", "b"]
}
variable "password" {
  type      = string
  default   = "none"
  sensitive = true
}
resource "terraform_data" "main" {
  input = "${marker} \${var.region} \${join(",", var.zones)} \${length(var.password)}"
}
`,
  };
}

/** Can't be imported without a value of `license`. */
export function templateWithRequiredVariable(): TemplateFiles {
  return {
    "main.tf": `variable "license" {\n  type = string\n}\nresource "terraform_data" "main" {\n  input = var.license\n}\n`,
  };
}

/**
 * A build that waits goes on once this file exists; where the server can't see it, after a minute. Each test file has
 * its own.
 */
export const GO_FILE = path.join(os.tmpdir(), `pulumi-coderd-live-${randomUUID()}-go`);

/** A command of builds that waits for the file. */
export const WAITING = `for turn in $(seq 240); do [ -e '${GO_FILE}' ] && break; sleep 0.25; done`;

/** Parameters of every type, and a preset. */
export function templateWithParameters(marker = "one"): TemplateFiles {
  return parametersTemplate(
    "",
    `
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  input = "${marker} \${data.coder_parameter.region.value} \${data.coder_parameter.cpus.value}"
}
`,
  );
}

/** The same, and a start that does what the parameter `mood` says: "good", "fail" or "wait". */
export function moodyTemplate(marker = "one"): TemplateFiles {
  const mood = `data "coder_parameter" "mood" {
  name    = "mood"
  type    = "string"
  default = "good"
  mutable = true
}
`;
  return parametersTemplate(
    mood,
    `
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  input = "${marker} \${data.coder_parameter.mood.value}"
  # A start on top of a start does it, too.
  triggers_replace = data.coder_parameter.mood.value
  provisioner "local-exec" {
    command = data.coder_parameter.mood.value == "wait" ? ${JSON.stringify(WAITING)} : data.coder_parameter.mood.value == "fail" ? "exit 3" : "true"
  }
}
`,
  );
}

function parametersTemplate(moreParameters: string, resource: string): TemplateFiles {
  return {
    "main.tf": `${CODER_PROVIDER}
data "coder_parameter" "region" {
  name         = "region"
  display_name = "Region"
  description  = "Where it runs."
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
  name    = "cpus"
  type    = "number"
  default = "2"
  mutable = true
  validation {
    min = 1
    max = 8
  }
}
data "coder_parameter" "gpu" {
  name    = "gpu"
  type    = "bool"
  default = "false"
  mutable = true
}
data "coder_parameter" "tools" {
  name    = "tools"
  type    = "list(string)"
  default = jsonencode(["git"])
  mutable = true
}
${moreParameters}data "coder_parameter" "once" {
  name      = "once"
  type      = "string"
  default   = ""
  mutable   = true
  ephemeral = true
}
data "coder_workspace_preset" "large" {
  name = "Large"
  parameters = {
    region = "us"
    cpus   = "8"
  }
}
data "coder_workspace" "me" {}
${resource}`,
  };
}

/** A workspace with an agent (which never connects), an app and a start-up script. */
export function agentTemplate(): TemplateFiles {
  return {
    "main.tf": `${CODER_PROVIDER}
data "coder_workspace" "me" {}
resource "coder_agent" "main" {
  os             = "linux"
  arch           = "amd64"
  startup_script = "true"
}
resource "coder_app" "editor" {
  agent_id = coder_agent.main.id
  slug     = "editor"
  url      = "http://localhost:8080"
}
# The server knows an agent only where a resource uses it.
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.id
}
`,
  };
}

/** The import job fails: a value refers to what does not exist. */
export function failingTemplate(): TemplateFiles {
  return { "main.tf": `resource "terraform_data" "main" {\n  input = nothing()\n}\n` };
}

/** Imports, but its workspaces don't start while `command` fails; `sleep 5` makes a slow build. */
export function templateThatRuns(command: string): TemplateFiles {
  return {
    "main.tf": `${CODER_PROVIDER}
data "coder_workspace" "me" {}
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  provisioner "local-exec" {
    command = ${JSON.stringify(command)}
  }
}
`,
  };
}

/** A tar archive of the files, the same bytes for the same files. */
export function archiveOf(files: TemplateFiles): Promise<Buffer> {
  const packed = Object.entries(files).map(([path, text]) => ({ path, mode: FILE_MODE, bytes: Buffer.from(text) }));
  return packTar(packed.sort((left, right) => (left.path < right.path ? -1 : 1)));
}
