// @ts-check
// The programs that the bench runs: the same templates and workspaces for every tool, and for the floor resources of
// the same shape that do nothing. Texts only; writes nothing.

/**
 * How a program declares a template: with its files (one resource), or with a version of its own (two resources).
 * @typedef {"one" | "two"} Shape
 */
/** @typedef {{ prefix: string, count: number, shape: Shape }} Templates */

/** What each tool uploads: quick to import, and another content for every template. */
export function templateText(/** @type {string} */ marker) {
  return `resource "terraform_data" "main" {\n  input = "${marker}"\n}\n`;
}

/** Where a program finds the files of a template. */
function templateFolder(/** @type {number | string} */ index) {
  return `../templates/${index}`;
}

/**
 * A JavaScript program for one of the hosts.
 * @param {"pulumi-coderd" | "pulumi-coderd/plugin"} host
 * @param {Templates} templates
 */
export function templatesProgram(host, { prefix, count, shape }) {
  const body =
    shape === "one"
      ? "new coderd.Template(`template${index}`, { name, source: { directory } });"
      : `const version = new coderd.TemplateVersion(\`version\${index}\`, { templateName: name, source: { directory } });
  new coderd.Template(\`template\${index}\`, { name, activeVersionId: version.id });`;
  return `const coderd = require(${JSON.stringify(host)});
for (let index = 0; index < ${count}; index += 1) {
  const name = \`${prefix}\${index}\`;
  const directory = \`${templateFolder("${index}")}\`;
  ${body}
}
`;
}

/**
 * The same in TypeScript.
 * @param {Templates} templates
 */
export function typescriptProgram(templates) {
  return templatesProgram("pulumi-coderd/plugin", templates).replace(
    'const coderd = require("pulumi-coderd/plugin");',
    'import * as coderd from "pulumi-coderd/plugin";',
  );
}

/**
 * The same in YAML.
 * @param {Templates} templates
 */
export function templatesYaml({ prefix, count, shape }) {
  return yaml(count, (index) => {
    const name = `${prefix}${index}`;
    const source = { directory: templateFolder(index) };
    if (shape === "one") return { [`template${index}`]: { type: "coderd:Template", properties: { name, source } } };
    return {
      [`version${index}`]: { type: "coderd:TemplateVersion", properties: { templateName: name, source } },
      [`template${index}`]: {
        type: "coderd:Template",
        properties: { name, activeVersionId: `\${version${index}.id}` },
      },
    };
  });
}

/**
 * The floor of the dynamic host: a stock dynamic resource with three outputs, whose provider does nothing.
 * @param {Templates} templates
 */
export function dynamicFloorProgram(templates) {
  return `const pulumi = require("@pulumi/pulumi");
const provider = {
  check: async (_olds, news) => ({ inputs: news, failures: [] }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => ({ id: inputs.name, outs: inputs }),
};
class Floor extends pulumi.dynamic.Resource {
  constructor(name, args, options) {
    super(provider, name, { source: undefined, url: undefined, ...args }, options);
  }
}
${floorLoop(templates)}`;
}

/**
 * The floor of the plugin: a stock resource with three outputs on a plugin that does nothing.
 * @param {Templates} templates
 */
export function pluginFloorProgram(templates) {
  return `const pulumi = require("@pulumi/pulumi");
class Floor extends pulumi.CustomResource {
  constructor(name, args, options) {
    super("floor:index:Thing", name, { source: undefined, url: undefined, ...args }, options);
  }
}
${floorLoop(templates)}`;
}

/** @param {Templates} templates */
function floorLoop({ count, shape }) {
  const body =
    shape === "one"
      ? "new Floor(`template${index}`, { name, source: directory });"
      : `const version = new Floor(\`version\${index}\`, { name, source: directory });
  new Floor(\`template\${index}\`, { name, source: version.id });`;
  return `for (let index = 0; index < ${count}; index += 1) {
  const name = \`floor\${index}\`;
  const directory = \`${templateFolder("${index}")}\`;
  ${body}
}
`;
}

/**
 * The floor of YAML, on the same plugin.
 * @param {Templates} templates
 */
export function floorYaml({ count, shape }) {
  return yaml(count, (index) => {
    const thing = (/** @type {string} */ source) => ({
      type: "floor:Thing",
      properties: { name: `floor${index}`, source },
    });
    if (shape === "one") return { [`template${index}`]: thing(templateFolder(index)) };
    return {
      [`version${index}`]: thing(templateFolder(index)),
      [`template${index}`]: thing(`\${version${index}.id}`),
    };
  });
}

/**
 * One template, and workspaces that follow it.
 * @param {"pulumi-coderd" | "pulumi-coderd/plugin"} host
 * @param {{ prefix: string, count: number }} workspaces
 */
export function workspacesProgram(host, { prefix, count }) {
  return `const coderd = require(${JSON.stringify(host)});
const template = new coderd.Template("template", { name: "${prefix}template", source: { directory: "${templateFolder(0)}" } });
for (let index = 0; index < ${count}; index += 1)
  new coderd.Workspace(\`workspace\${index}\`, {
    name: \`${prefix}\${index}\`,
    templateVersionId: template.activeVersionId,
  });
`;
}

/**
 * Workspaces with a version that is known, for the simulation.
 * @param {{ count: number, versionId: string }} workspaces
 */
export function pinnedWorkspacesProgram({ count, versionId }) {
  return `const coderd = require("pulumi-coderd/plugin");
for (let index = 0; index < ${count}; index += 1)
  new coderd.Workspace(\`workspace\${index}\`, {
    name: \`workspace-\${index}\`,
    templateVersionId: "${versionId}",
    parameters: { cpus: 2 },
  });
`;
}

/**
 * The templates as the Terraform provider coderd has them.
 * @param {{ prefix: string, count: number }} templates
 */
export function terraformConfiguration({ prefix, count }) {
  return `terraform {
  required_providers {
    coderd = { source = "coder/coderd" }
  }
}
provider "coderd" {}
resource "coderd_template" "template" {
  count    = ${count}
  name     = "${prefix}\${count.index}"
  versions = [{ directory = "${templateFolder("${count.index}")}", active = true }]
}
`;
}

/**
 * YAML holds JSON, which needs no indentation.
 * @param {number} count
 * @param {(index: number) => object} resourcesOf
 */
function yaml(count, resourcesOf) {
  const resources = Array.from({ length: count }, (_, index) => Object.entries(resourcesOf(index))).flat();
  return `resources:\n${resources.map(([name, resource]) => `  ${name}: ${JSON.stringify(resource)}\n`).join("")}`;
}
