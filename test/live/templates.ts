// Small template sources: what a program passes as `source: { files }`. All but `agentTemplate` need nothing beyond
// Terraform itself.
import http from "node:http";
import type { AddressInfo } from "node:net";

export type TemplateFiles = Record<string, string>;

const CODER_PROVIDER = `
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

/** Parameters of every type, and a preset. */
export function templateWithParameters(marker = "one"): TemplateFiles {
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
data "coder_parameter" "once" {
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
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  input = "${marker} \${data.coder_parameter.region.value} \${data.coder_parameter.cpus.value}"
}
`,
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
  return { "main.tf": `resource "terraform_data" "main" {\n  input = terraform_data.absent.output\n}\n` };
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

/**
 * Holds imports back: their template gets a module from here, and waits until it is let through. Needs a server on this
 * machine.
 */
export class ImportGate {
  private readonly waiting: http.ServerResponse[] = [];
  private isOpen = false;

  private constructor(
    private readonly server: http.Server,
    private readonly url: string,
  ) {}

  static async start(): Promise<ImportGate> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const gate = new ImportGate(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (_request: http.IncomingMessage, response: http.ServerResponse) => {
      if (gate.isOpen) answer(response);
      else gate.waiting.push(response);
    });
    return gate;
  }

  template(marker = "one"): TemplateFiles {
    return {
      "main.tf": `module "held" {\n  source = "${this.url}/module.tar.gz"\n}\nresource "terraform_data" "main" {\n  input = "${marker}"\n}\n`,
    };
  }

  /** How many imports wait at this moment. */
  get held(): number {
    return this.waiting.filter((response) => !response.destroyed).length;
  }

  open(): void {
    this.isOpen = true;
    for (const response of this.waiting.splice(0)) answer(response);
  }

  shut(): void {
    this.isOpen = false;
  }

  async close(): Promise<void> {
    this.open();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A gzipped tar that holds one empty file, main.tf. */
const EMPTY_MODULE = Buffer.from(
  "H4sIAAAAAAACA+3KMQ5AQAAEwHvKvUCOCO/RSBRIOP8nShIqqplmN9kdu2Eqch++lA5NXZ95uOa9l6ltqhBT+MG25m6JMSzznJ9+bzsAAAAAAAAAAAD8aAfdbeZnACgAAA==",
  "base64",
);

function answer(response: http.ServerResponse): void {
  response
    .writeHead(200, { "Content-Type": "application/gzip", "Content-Length": EMPTY_MODULE.length })
    .end(EMPTY_MODULE);
}
