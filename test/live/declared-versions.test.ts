// One program that changes a template and its workspaces at once, on the real engine and server: a preview refuses what
// the new version would not take, and what it lets through is done as it said.
import { HOSTS, programOn, usePlugin, type Host } from "./host-programs";
import { useLive } from "./live";
import { messagesAt, type Stack } from "./stack";
import { CODER_PROVIDER, type TemplateFiles } from "./templates";

const live = useLive("decl");

const MAIN = `${CODER_PROVIDER}\nresource "terraform_data" "main" {}\n`;

function parameter(name: string, body: string): string {
  return `data "coder_parameter" "${name}" {\n  name = "${name}"\n${body}}\n`;
}

const CPUS = parameter(
  "cpus",
  '  type = "number"\n  default = 2\n  mutable = true\n  validation {\n    min = 1\n    max = 8\n  }\n',
);
const FIRST: TemplateFiles = { "main.tf": MAIN + CPUS };
const NEXT: TemplateFiles = {
  "main.tf":
    MAIN +
    CPUS.replace("max = 8", "max = 4") +
    parameter("region", '  mutable = true\n  option {\n    name = "EU"\n    value = "eu"\n  }\n') +
    'data "coder_workspace_preset" "small" {\n  name = "Small"\n  parameters = { region = "eu" }\n}\n',
};

interface Declared {
  files: TemplateFiles;
  /** Of the workspace that follows the version, as code. */
  held: string;
  /** Of the one that follows the template with a source. */
  follower: string;
  /** More resources. */
  more?: string;
}

/** By the package's own classes: only they tell where a version comes from. */
function program(host: Host, name: string, { files, held, follower, more = "" }: Declared): string {
  const text = `
    const source = { files: ${JSON.stringify(files)} };
    const version = new coderd.TemplateVersion("version", { templateName: "${name}", source });
    const template = new coderd.Template("template", { name: "${name}", activeVersionId: version.id });
    const own = new coderd.Template("own", { name: "${name}-own", source });
    new coderd.Workspace("held", {
      name: "${name}-held", templateVersionId: template.activeVersionId, transition: "stop", ${held}
    });
    new coderd.Workspace("follower", {
      name: "${name}-follower", templateVersionId: own.activeVersionId, transition: "stop", ${follower}
    });
    ${more}
  `;
  if (host === "dynamic") return programOn(host, text);
  return `const coderd = require("pulumi-coderd/plugin");\n${text}`;
}

function errorsAt(result: Parameters<typeof messagesAt>[0], name: string): string {
  return messagesAt(result, name, "error").join("\n");
}

/** The first difference that is refused ends a preview: one is wrong at a time. */
async function expectRefused(stack: Stack, text: string, resource: string, messages: readonly string[]): Promise<void> {
  stack.writeProgram(text);
  live.proxy.clear();
  const errors = errorsAt(await stack.previewFailing(), resource);
  for (const message of messages) expect(errors).toContain(message);
  expect(live.proxy.mutations()).toEqual([]);
}

it.each(HOSTS)("a version and its workspaces change in one program on the %s host", async (host) => {
  const name = `${live.prefix}${host}`;
  const first = { files: FIRST, held: "parameters: { cpus: 6 }", follower: "parameters: { cpus: 6 }" };
  const stack = await live.stack(program(host, name, first));
  if (host === "plugin") usePlugin(stack);
  await stack.up();

  const good = 'parameters: { cpus: 4, region: "eu" }';
  const fresh = (settings: string): string =>
    `new coderd.Workspace("fresh", { name: "${name}-fresh", templateId: own.id, transition: "stop", ${settings} });`;
  const next = { files: NEXT, held: good, follower: good };
  await expectRefused(stack, program(host, name, { ...next, held: first.held }), "held", [
    'Parameter "cpus" must be at least 1 and at most 4.',
    `Parameter "region" is missing: the declared version of template "${name}" requires it.`,
  ]);
  await expectRefused(stack, program(host, name, { ...next, follower: first.follower }), "follower", [
    `Parameter "region" is missing: the declared version of template "${name}-own" requires it.`,
  ]);
  await expectRefused(stack, program(host, name, { ...next, more: fresh('preset: "Large"') }), "fresh", [
    `\`preset\`: The declared version of template "${name}-own" has no preset "Large". It has "Small".`,
  ]);

  stack.writeProgram(program(host, name, { ...next, more: fresh('preset: "Small"') }));
  const preview = await stack.preview();
  const done = await stack.up();
  expect(done.operations).toEqual(preview.operations);
  await stack.expectNoChanges();
  expect(JSON.stringify(stack.state().map(({ inputs, outputs }) => [inputs, outputs]))).not.toContain("__sources");
});
