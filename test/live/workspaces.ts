// What the tests of workspaces share: programs around a moody template, and a look at what was built.
import type { Live } from "./live";
import { templateProgram } from "./programs";
import type { FoundWorkspace, ServerApi } from "./server-api";
import type { Stack } from "./stack";
import { moodyTemplate } from "./templates";

/** A stack with a moody template, which others make workspaces of: its version is "version", named "base". */
export async function baseStack(live: Live): Promise<Stack> {
  const version = { name: "base", source: { files: moodyTemplate("base") } };
  const stack = await live.stack(templateProgram([{ version, template: { name: `${live.prefix}base` } }]));
  await stack.up();
  return stack;
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
  // The second is made after the template, so that it belongs to it.
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
