// From the dynamic host to the plugin of the same package: one changed import and the `plugins` lines, and the server
// notices nothing.
import { useLive } from "./live";
import type { Stack } from "./stack";
import { failingTemplate, moodyTemplate, plainTemplate } from "./templates";

const live = useLive("moving");

const SECRET = "hunter2-5d0f1c2ab7";
const ENTRIES = { dynamic: "pulumi-coderd", plugin: "pulumi-coderd/plugin" };

function program(entry: keyof typeof ENTRIES, text: string): string {
  return `const coderd = require("${ENTRIES[entry]}");\nconst pulumi = require("@pulumi/pulumi");\n${text}`;
}

function addPlugins(stack: Stack): void {
  const [before] = stack.allFiles().filter(({ file }) => file.endsWith("/program/Pulumi.yaml"));
  stack.writeFile(
    "Pulumi.yaml",
    `${before?.text ?? ""}plugins:
  providers:
    - name: coderd
      path: node_modules/pulumi-coderd/dist/plugin
`,
  );
}

/** Name → id of what is on the server. */
function idsOf(stack: Stack): Record<string, string> {
  const resources = stack.state().filter(({ type }) => type.includes("coderd") && !type.startsWith("pulumi:"));
  return Object.fromEntries(resources.map(({ urn, id = "" }) => [urn.split("::").at(-1) ?? "", id]));
}

function hostsOf(stack: Stack): string[] {
  const types = stack.state().map(({ type }) => /^(coderd|pulumi-nodejs:dynamic\/coderd):/.exec(type)?.[1]);
  return [...new Set(types.filter((type) => type !== undefined))];
}

async function expectSecretHidden(stack: Stack): Promise<void> {
  const open = JSON.stringify(await stack.openState());
  expect(open).toContain(SECRET);
  expect((await stack.run(["stack", "export"])).text).not.toContain(SECRET);
  expect(stack.allFiles().filter(({ text }) => text.includes(SECRET))).toEqual([]);
}

/** Everything that the move may not touch: the program on the plugin is the one of before but for the import. */
async function move(stack: Stack, text: string): Promise<void> {
  const ids = idsOf(stack);
  expect(hostsOf(stack)).toEqual(["pulumi-nodejs:dynamic/coderd"]);
  addPlugins(stack);
  stack.writeProgram(program("plugin", text));
  live.proxy.clear();
  expect((await stack.preview(["--diff"])).operations).toEqual({});
  const moved = await stack.up();
  expect(moved.operations).toEqual({});
  expect(live.proxy.mutations()).toEqual([]);
  expect(hostsOf(stack)).toEqual(["coderd"]);
  expect(idsOf(stack)).toEqual(ids);
  await stack.expectNoChanges();
  expect((await stack.refresh()).operations).toEqual({});
  await stack.expectNoChanges();
  expect(idsOf(stack)).toEqual(ids);
}

/** A template with a secret variable in a component, and a workspace with a secret parameter below the template. */
function team(name: string): string {
  const files = {
    ...moodyTemplate(name),
    "variables.tf": 'variable "password" {\n  type      = string\n  sensitive = true\n}\n',
  };
  return `
const secret = new pulumi.Config().requireSecret("secret");
class Team extends pulumi.ComponentResource {
  constructor(name, options) {
    super("acme:index:Team", name, {}, options);
    const version = new coderd.TemplateVersion("version", {
      templateName: "${name}", source: { files: ${JSON.stringify(files)} }, variables: { password: secret },
    }, { parent: this });
    const template = new coderd.Template("template", { name: "${name}", activeVersionId: version.id }, { parent: this });
    const workspace = new coderd.Workspace("dev", {
      name: "${name}", templateId: template.id, parameters: { mood: secret },
    }, { parent: template });
    this.workspaceId = workspace.id;
    this.registerOutputs({});
  }
}
`;
}

async function teamStack(name: string, text: string): Promise<Stack> {
  const stack = await live.stack(program("dynamic", "exports.nothing = true;"));
  await stack.configure({ [`${stack.root.split("/").at(-1) ?? ""}:secret`]: { secret: SECRET } });
  stack.writeProgram(program("dynamic", text));
  await stack.up();
  await expectSecretHidden(stack);
  expect(Object.keys(idsOf(stack)).sort()).toEqual(["dev", "template", "version"]);
  expect((await live.api.template(name)).active_version_id).toBe(idsOf(stack)["version"]);
  return stack;
}

it("touches nothing below a component or below a resource, and keeps secrets", async () => {
  const name = `${live.prefix}team`;
  const text = `${team(name)}\nexports.workspaceId = new Team("team").workspaceId;`;
  const stack = await teamStack(name, text);
  await move(stack, text);
  await expectSecretHidden(stack);
  await stack.destroy();
  expect(await live.api.templates(name)).toEqual([]);
});

it("takes an explicit provider on the way, which is all that is made", async () => {
  const name = `${live.prefix}explicit`;
  const provider = `new coderd.Provider("server", { url: ${JSON.stringify(live.proxy.url)}, token: pulumi.secret(${JSON.stringify(live.api.token)}) })`;
  const stack = await teamStack(name, `${team(name)}\nnew Team("team");`);
  await move(stack, `${team(name)}\nnew Team("team", { providers: [${provider}] });`);
  await expectSecretHidden(stack);
  expect(JSON.stringify(stack.state())).not.toContain(live.api.token);
  expect(stack.stateOf("server").type).toBe("pulumi:providers:coderd");
  await stack.destroy();
  expect(await live.api.templates(name)).toEqual([]);
});

it("takes over what failed, and makes it good there", async () => {
  const name = `${live.prefix}failed`;
  const text = (files?: Record<string, string>): string => `
${files === undefined ? "" : `new coderd.TemplateVersion("version", ${JSON.stringify({ templateName: name, source: { files } })});`}
const good = new coderd.TemplateVersion("good", ${JSON.stringify({ templateName: `${name}-good`, source: { files: plainTemplate(name) } })});
new coderd.Template("template", { name: "${name}-good", activeVersionId: good.id });
`;
  const stack = await live.stack(program("dynamic", text()));
  await stack.up();
  stack.writeProgram(program("dynamic", text(failingTemplate())));
  await stack.upFailing();
  const ids = idsOf(stack);
  expect(Object.keys(ids).sort()).toEqual(["good", "template", "version"]);
  expect((await live.api.version(ids["version"] ?? "")).job.status).toBe("failed");
  const before = await stack.preview();
  addPlugins(stack);
  stack.writeProgram(program("plugin", text(failingTemplate())));
  live.proxy.clear();
  const after = await stack.preview();
  expect(after.operations).toEqual(before.operations);
  expect(Object.keys(after.operations)).toEqual(["version"]);
  expect(live.proxy.mutations()).toEqual([]);

  stack.writeProgram(program("plugin", text(plainTemplate("repaired"))));
  await stack.up();
  expect(hostsOf(stack)).toEqual(["coderd"]);
  const { version, ...untouched } = idsOf(stack);
  expect(untouched).toEqual({ good: ids["good"], template: ids["template"] });
  expect((await live.api.version(version ?? "")).job.status).toBe("succeeded");
  await stack.expectNoChanges();
  await stack.destroy();
  expect(await live.api.templates(`${name}-good`)).toEqual([]);
});
