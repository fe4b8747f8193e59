// Programs for both hosts. Those for the plugin use the engine's own resource class, which needs no generated SDK.
import path from "node:path";
import type { Live } from "./live";
import type { Stack, StackOptions } from "./stack";

export type Host = "dynamic" | "plugin";

export const HOSTS: readonly Host[] = ["dynamic", "plugin"];

export const PLUGIN_FOLDER = path.join(__dirname, "..", "..", "dist", "plugin");

const PREAMBLES: Record<Host, string> = {
  dynamic: `
const coderd = require("pulumi-coderd");
const pulumi = require("@pulumi/pulumi");
`,
  plugin: `
const pulumi = require("@pulumi/pulumi");
const resource = (type, outputs) => class extends pulumi.CustomResource {
  constructor(name, args, options) {
    super("coderd:index:" + type, name, { ...Object.fromEntries(outputs.map((key) => [key, undefined])), ...args }, options);
  }
  static get(name, id) { return new this(name, {}, { id }); }
};
const coderd = {
  Group: resource("Group", ["url", "members"]),
  Template: resource("Template", ["url", "displayName", "organizationId", "activeVersionId", "sourceVersion"]),
  TemplateVersion: resource("TemplateVersion", ["name", "digest", "status", "url", "git"]),
  TemplatePromotion: resource("TemplatePromotion", ["previousVersionId", "templateVersionName", "url"]),
  Workspace: resource("Workspace", ["url", "ownerId"]),
  WorkspaceBuild: resource("WorkspaceBuild", ["buildNumber", "status"]),
  BuildParameters: resource("BuildParameters", ["buildStatus"]),
  Provider: class extends pulumi.ProviderResource {
    constructor(name, args, options) { super("coderd", name, args, options); }
  },
};
`,
};

/** The text can use `pulumi` and `coderd`. */
export function programOn(host: Host, text: string): string {
  return PREAMBLES[host] + text;
}

export async function stackOn(host: Host, live: Live, text: string, options?: StackOptions): Promise<Stack> {
  const stack = await live.stack(programOn(host, text), options);
  if (host === "plugin") usePlugin(stack);
  return stack;
}

export function pluginProgram(text: string): string {
  return programOn("plugin", text);
}

export function pluginStack(live: Live, text: string, options?: StackOptions): Promise<Stack> {
  return stackOn("plugin", live, text, options);
}

/** Makes the engine take the plugin in this folder: by default, what the repository's build left. */
export function usePlugin(stack: Stack, folder = PLUGIN_FOLDER): void {
  const project = path.basename(stack.root);
  const plugins = `plugins:\n  providers:\n    - name: coderd\n      path: ${JSON.stringify(folder)}\n`;
  stack.writeFile("Pulumi.yaml", `name: ${project}\nruntime: nodejs\nmain: index.js\n${plugins}`);
}

/** `pulumi import` of resources of the plugin, in one command, without code or protection. */
export async function importInto(
  stack: Stack,
  resources: readonly (readonly [type: string, name: string, id: string])[],
): Promise<string> {
  stack.writeFile(
    "import.json",
    JSON.stringify({ resources: resources.map(([type, name, id]) => ({ type: `coderd:index:${type}`, name, id })) }),
  );
  const flags = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
  const { text } = await stack.run(["import", "--file", "import.json", ...flags]);
  stack.removeFile("import.json");
  return text;
}

/** A version and the template that activates it. `options` is code. */
export function pair(
  name: string,
  files: Record<string, string>,
  template: Record<string, unknown> = {},
  options = "{}",
): string {
  return `
const version = new coderd.TemplateVersion("version", ${JSON.stringify({ templateName: name, source: { files } })}, ${options});
const template = new coderd.Template("template", { name: ${JSON.stringify(name)}, activeVersionId: version.id, ...${JSON.stringify(template)} }, ${options});
`;
}
