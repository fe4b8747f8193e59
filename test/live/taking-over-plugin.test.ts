// Which resource has which object, when several processes of the plugin work, and when an option makes the engine keep
// or forget an object.
import { pluginProgram, pluginStack } from "./host-programs";
import { useLive } from "./live";
import { moodyTemplate } from "./templates";
import { baseStack, historyOf } from "./workspaces";

const live = useLive("ownp");

let templateId = "";

beforeAll(async () => {
  templateId = (await baseStack(live)).stateOf("template").id ?? "";
});

beforeEach(() => expect(templateId).not.toBe(""));

function workspace(resource: string, inputs: Record<string, unknown>, options = "{}"): string {
  return `new coderd.Workspace(${JSON.stringify(resource)}, ${JSON.stringify({ templateId, ...inputs })}, ${options});`;
}

it("keeps a workspace whose resource gets another name and another provider at once, whichever process deletes", async () => {
  const name = `${live.prefix}two`;
  const providers = `
const address = { url: ${JSON.stringify(live.proxy.url)}, token: pulumi.secret(${JSON.stringify(live.api.token)}) };
const [one, two] = ["one", "two"].map((each) => new coderd.Provider(each, address));
`;
  const stack = await pluginStack(live, providers + workspace("old", { name }, "{ provider: one }"));
  await stack.up();
  const { id = "" } = stack.stateOf("old");
  stack.writeProgram(pluginProgram(providers + workspace("new", { name }, "{ provider: two }")));
  live.proxy.clear();
  for (const flags of [[], ["--continue-on-error"]]) {
    await stack.upFailing(flags);
    expect(await historyOf(live.api, id)).toEqual(["start running base"]);
    expect(stack.stateOf("old").id).toBe(id);
  }
  expect(live.proxy.mutations()).toEqual([]);
  const other = `${live.prefix}same`;
  stack.writeProgram(
    pluginProgram(
      providers +
        workspace("a", { name: other }, "{ provider: one }") +
        workspace("b", { name: other }, "{ provider: two }"),
    ),
  );
  expect((await stack.previewFailing()).text).toMatch(
    /Another resource of this program, "urn:.*::[ab]", declares the workspace/,
  );
  await stack.destroy();
});

it("takes back by `adopt` what `retainOnDelete` kept, and says so when it is declared again", async () => {
  const name = `${live.prefix}kept`;
  const stack = await pluginStack(live, workspace("dev", { name }, "{ retainOnDelete: true }"));
  await stack.up();
  const { id = "" } = stack.stateOf("dev");
  stack.writeProgram(pluginProgram(""));
  await stack.up();
  expect(await historyOf(live.api, id)).toEqual(["start running base"]);
  stack.writeProgram(pluginProgram(workspace("dev", { name })));
  expect((await stack.upFailing()).text).toContain(`\`adopt: "${id}"\``);
  stack.writeProgram(pluginProgram(workspace("dev", { name, adopt: id })));
  await stack.up();
  expect(stack.stateOf("dev").id).toBe(id);
  expect(await historyOf(live.api, id)).toEqual(["start running base"]);
  await stack.expectNoChanges();
  await stack.destroy();
});

it("keeps what a template is made of when the resource of its version is renamed", async () => {
  const name = `${live.prefix}version`;
  const program = (resource: string): string => `
const version = new coderd.TemplateVersion(${JSON.stringify(resource)}, ${JSON.stringify({ templateName: name, source: { files: moodyTemplate("version") } })});
const template = new coderd.Template("template", { name: ${JSON.stringify(name)}, activeVersionId: version.id });
new coderd.Workspace("dev", { name: ${JSON.stringify(name)}, templateId: template.id });
`;
  const stack = await pluginStack(live, program("old"));
  await stack.up();
  const { id = "" } = stack.stateOf("dev");
  stack.writeProgram(pluginProgram(program("new")));
  await stack.up();
  const active = await live.api.template(name);
  expect(active.active_version_id).toBe(stack.stateOf("new").id);
  expect((await live.api.version(active.active_version_id)).job.status).toBe("succeeded");
  expect((await live.api.workspace(id)).latest_build.status).toBe("running");
  await stack.expectNoChanges();
  await stack.destroy();
});
