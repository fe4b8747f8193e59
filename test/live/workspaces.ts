// What the tests of workspaces share: a template whose builds can be told to fail or to take long, and a look at what
// was built.
import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import type { FoundWorkspace, ServerApi } from "./server-api";
import type { TemplateFiles } from "./templates";

/**
 * What runs `WAITING` goes on once this file exists; where the server can't see it, after a minute. Each test file has
 * its own.
 */
export const GO_FILE = path.join(os.tmpdir(), `pulumi-coderd-live-${randomUUID()}-go`);

/** A command of builds. Those of `moodyTemplate` run it when their `mood` is "wait". */
export const WAITING = `for turn in $(seq 240); do [ -e '${GO_FILE}' ] && break; sleep 0.25; done`;

/** Parameters of every type, a preset, and a start that does what the parameter `mood` says. */
export function moodyTemplate(marker = "one"): TemplateFiles {
  return {
    "main.tf": `
terraform {
  required_providers {
    coder = { source = "coder/coder" }
  }
}
data "coder_parameter" "region" {
  name    = "region"
  default = "eu"
  mutable = false
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
data "coder_parameter" "mood" {
  name    = "mood"
  type    = "string"
  default = "good"
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
  input = "${marker} \${data.coder_parameter.mood.value}"
  # A start on top of a start does it, too.
  triggers_replace = data.coder_parameter.mood.value
  provisioner "local-exec" {
    command = data.coder_parameter.mood.value == "wait" ? ${JSON.stringify(WAITING)} : data.coder_parameter.mood.value == "fail" ? "exit 3" : "true"
  }
}
`,
  };
}

/**
 * A program with a template of two versions ("one" and "two", same parameters), of which one is active; at first "one".
 * `resources` can use `coderd`, `pulumi`, `template`, `one`, `two` and `workspace(name, arguments, options)`, which
 * puts the prefix before the workspace's name.
 */
export function workspaceProgram(prefix: string, resources: string, active: "one" | "two" = "one"): string {
  const version = (name: string): string =>
    JSON.stringify({
      templateName: `${prefix}template`,
      name,
      source: { files: moodyTemplate(name) },
      onDelete: "retain",
    });
  const template = `const template = new coderd.Template("template", { name: "${prefix}template", activeVersionId: ${active}.id });`;
  const one = `const one = new coderd.TemplateVersion("one", ${version("one")});`;
  // The second belongs to the template because that is there already when it is made.
  const two = `const two = new coderd.TemplateVersion("two", ${version("two")}, { dependsOn: ${active === "one" ? "template" : "one"} });`;
  return `
const coderd = require("pulumi-coderd");
const pulumi = require("@pulumi/pulumi");
${(active === "one" ? [one, template, two] : [one, two, template]).join("\n")}
const workspace = (name, inputs, options) => new coderd.Workspace(name, { name: "${prefix}" + name, ...inputs }, options);
${resources}
`;
}

export interface FoundBuild {
  id: string;
  build_number: number;
  transition: string;
  status: string;
  template_version_name: string;
  [field: string]: unknown;
}

/** Oldest first. */
export async function buildsOf(api: ServerApi, workspaceId: string): Promise<FoundBuild[]> {
  const builds = await api.request<FoundBuild[]>("GET", `/workspaces/${workspaceId}/builds`);
  return builds.sort((left, right) => left.build_number - right.build_number);
}

/** As "transition status version", oldest first. */
export async function historyOf(api: ServerApi, workspaceId: string): Promise<string[]> {
  const builds = await buildsOf(api, workspaceId);
  return builds.map(({ transition, status, template_version_name: version }) => `${transition} ${status} ${version}`);
}

/** Values of the latest build. */
export async function valuesOf(api: ServerApi, workspaceId: string): Promise<Record<string, string>> {
  const { latest_build: latest } = await api.workspace(workspaceId);
  const values = await api.request<{ name: string; value: string }[]>(
    "GET",
    `/workspacebuilds/${latest.id}/parameters`,
  );
  return Object.fromEntries(values.map(({ name, value }) => [name, value]));
}

/** The one workspace of this name. */
export async function workspaceNamed(api: ServerApi, name: string): Promise<FoundWorkspace> {
  const found = (await api.workspaces(name)).filter((workspace) => workspace.name === name);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`There are ${found.length} workspaces named "${name}".`);
  return found[0];
}
