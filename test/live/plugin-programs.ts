// Programs on the plugin host: the engine's own resource class with the plugin's types, which needs no generated SDK.
import path from "node:path";
import type { Live } from "./live";
import type { Stack, StackOptions } from "./stack";

export const PLUGIN_FOLDER = path.join(__dirname, "..", "..", "dist", "plugin");

const PREAMBLE = `
const pulumi = require("@pulumi/pulumi");
const resource = (type, outputs) => class extends pulumi.CustomResource {
  constructor(name, args, options) {
    super("coderd:index:" + type, name, { ...Object.fromEntries(outputs.map((key) => [key, undefined])), ...args }, options);
  }
  static get(name, id) { return new this(name, {}, { id }); }
};
const coderd = {
  Group: resource("Group", ["url", "members"]),
  Template: resource("Template", ["url", "displayName", "organizationId"]),
  TemplateVersion: resource("TemplateVersion", ["name", "digest", "status", "url"]),
  Workspace: resource("Workspace", ["url", "ownerId"]),
  WorkspaceBuild: resource("WorkspaceBuild", ["buildNumber", "status"]),
  BuildParameters: resource("BuildParameters", ["buildStatus"]),
  Provider: class extends pulumi.ProviderResource {
    constructor(name, args, options) { super("coderd", name, args, options); }
  },
};
`;

/** The program sees \`pulumi\` and \`coderd\`. */
export function pluginProgram(text: string): string {
  return PREAMBLE + text;
}

export async function pluginStack(live: Live, text: string, options?: StackOptions): Promise<Stack> {
  const stack = await live.stack(pluginProgram(text), options);
  usePlugin(stack);
  return stack;
}

/** Makes the engine take the plugin that the repository's build left. */
export function usePlugin(stack: Stack): void {
  const project = path.basename(stack.root);
  const plugins = `plugins:\n  providers:\n    - name: coderd\n      path: ${JSON.stringify(PLUGIN_FOLDER)}\n`;
  stack.writeFile("Pulumi.yaml", `name: ${project}\nruntime: nodejs\nmain: index.js\n${plugins}`);
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
