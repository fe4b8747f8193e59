// Which resource has which object, on the real engine and on both hosts: renamed resources, replacements by command,
// names that are taken, and runs that are killed. No workspace is lost, and none is taken that may be somebody else's.
import { HOSTS, programOn, stackOn } from "./host-programs";
import { useLive } from "./live";
import { killTree } from "./processes";
import { eventually } from "./server-api";
import type { Result, Stack } from "./stack";
import { moodyTemplate } from "./templates";
import { baseStack, buildsOf, historyOf, valuesOf } from "./workspaces";

const live = useLive("own");

let templateId = "";
let versionId = "";

beforeAll(async () => {
  const base = await baseStack(live);
  templateId = base.stateOf("template").id ?? "";
  versionId = base.stateOf("version").id ?? "";
});

describe.each(HOSTS)("the %s host", (host) => {
  let count = 0;
  const nameOf = (): string => `${live.prefix}${host.charAt(0)}${(count += 1)}`;
  const textOf = (text: string): string => programOn(host, text);
  const stackOf = (text: string): Promise<Stack> => stackOn(host, live, text);
  const workspace = (resource: string, inputs: Record<string, unknown>, options = "{}"): string =>
    `new coderd.Workspace(${JSON.stringify(resource)}, ${JSON.stringify({ templateId, ...inputs })}, ${options});`;
  /** The failure says this, and the workspace has not been touched. */
  const expectUntouched = async (result: Result, id: string | undefined, says: string): Promise<void> => {
    expect(result.text).toContain(says);
    expect(await historyOf(live.api, id ?? "")).toEqual(["start running base"]);
  };

  beforeEach(() => expect(templateId).not.toBe(""));

  it("refuses a renamed resource at preview and in the update, with the alias that mends it; the alias keeps the workspace", async () => {
    const name = nameOf();
    const stack = await stackOf(workspace("old", { name }));
    await stack.up();
    const { id, urn } = stack.stateOf("old");
    stack.writeProgram(textOf(workspace("new", { name })));
    live.proxy.clear();
    const refused = `The name "${name}" is taken by workspace ${id}`;
    const preview = await stack.previewFailing();
    await expectUntouched(preview, id, refused);
    expect(preview.text).toContain(`add \`aliases: ["${urn}"]\` to this resource's options`);
    await expectUntouched(await stack.upFailing(), id, refused);
    await expectUntouched(await stack.upFailing(["--continue-on-error"]), id, refused);
    expect(live.proxy.mutations()).toEqual([]);
    expect(stack.stateOf("old").id).toBe(id);
    stack.writeProgram(textOf(workspace("new", { name }, JSON.stringify({ aliases: [urn] }))));
    expect((await stack.up()).operations).toEqual({});
    expect(stack.stateOf("new").id).toBe(id);
    await stack.destroy();
  });

  it("refuses a component that was put around a resource, and takes the workspace from the old one where `adopt` says so", async () => {
    const name = nameOf();
    const stack = await stackOf(workspace("dev", { name }));
    await stack.up();
    const { id } = stack.stateOf("dev");
    const within = (inputs: Record<string, unknown>): string =>
      textOf(
        `const team = new pulumi.ComponentResource("acme:index:Team", ` +
          `"team");\n${workspace("dev", { name, ...inputs }, "{ parent: team }")}`,
      );
    stack.writeProgram(within({}));
    await expectUntouched(await stack.previewFailing(), id, `The name "${name}" is taken by workspace ${id}`);
    stack.writeProgram(within({ adopt: id }));
    expect((await stack.preview()).operations).toMatchObject({ dev: ["create", "delete"] });
    const adopted = await stack.up();
    expect(adopted.text).toContain(`The workspace ${id} stays`);
    expect(await historyOf(live.api, id ?? "")).toEqual(["start running base"]);
    expect(stack.stateOf("dev").id).toBe(id);
    await stack.expectNoChanges();
    await stack.destroy();
    await expect(live.api.workspace(id ?? "")).rejects.toThrow("410");
  });

  it("refuses `--replace` and a taint before anything is touched, and replaces where the old workspace is deleted first", async () => {
    const name = nameOf();
    const stack = await stackOf(workspace("dev", { name }));
    await stack.up();
    const { id, urn } = stack.stateOf("dev");
    const advice = "set `deleteBeforeReplace: true` in the resource's options";
    await expectUntouched(await stack.upFailing(["--replace", urn]), id, advice);
    await stack.run(["state", "taint", urn, "--yes"]);
    await expectUntouched(await stack.upFailing(), id, advice);
    await stack.run(["state", "untaint", urn, "--yes"]);
    await stack.expectNoChanges();
    stack.writeProgram(textOf(workspace("dev", { name }, "{ deleteBeforeReplace: true }")));
    expect((await stack.preview(["--replace", urn])).exitCode).toBe(0);
    await stack.up(["--replace", urn]);
    const replaced = stack.stateOf("dev").id;
    expect(replaced).not.toBe(id);
    expect(await historyOf(live.api, replaced ?? "")).toEqual(["start running base"]);
    await stack.expectNoChanges();
    await stack.destroy();
  });

  it("shows another name as a replacement, which `protect` refuses, and keeps the workspace where the program says so", async () => {
    const [name, other] = [nameOf(), nameOf()];
    const stack = await stackOf(workspace("dev", { name }, "{ protect: true }"));
    await stack.up();
    const { id = "" } = stack.stateOf("dev");
    stack.writeProgram(textOf(workspace("dev", { name: other }, "{ protect: true }")));
    await expectUntouched(await stack.upFailing(), id, "protect");
    expect((await live.api.workspaces(other)).map((found) => found.name)).toEqual([]);
    const kept = "{ retainOnDelete: true }";
    stack.writeProgram(textOf(workspace("dev", { name }, kept)));
    await stack.up();
    stack.writeProgram(textOf(workspace("dev", { name: other }, kept)));
    expect((await stack.preview()).operations["dev"]).toContain("create-replacement");
    await stack.up();
    expect(stack.stateOf("dev").id).not.toBe(id);
    expect(await historyOf(live.api, id)).toEqual(["start running base"]);
    stack.writeProgram(textOf(workspace("dev", { name: other })));
    await stack.up();
    await stack.destroy();
    await live.api.build(id, { transition: "delete" });
  });

  // `replaceOnChanges` needs a provider that says which property changes, which the dynamic host can't.
  const itReplaces = host === "plugin" ? it : it.skip;
  itReplaces(
    "deletes first where `replaceOnChanges` makes a replacement of a change in place, and never what is protected",
    async () => {
      const name = nameOf();
      const program = (inputs: Record<string, unknown>, options: string): string =>
        textOf(workspace("dev", { name, ...inputs }, options));
      const stack = await stackOf(workspace("dev", { name }, "{ protect: true }"));
      await stack.up();
      const { id } = stack.stateOf("dev");
      stack.writeProgram(
        program({ automaticUpdates: "always" }, '{ replaceOnChanges: ["automaticUpdates"], protect: true }'),
      );
      await expectUntouched(await stack.upFailing(), id, "protect");
      stack.writeProgram(program({}, "{}"));
      await stack.up();
      stack.writeProgram(program({ automaticUpdates: "always" }, '{ replaceOnChanges: ["automaticUpdates"] }'));
      await stack.up();
      expect(stack.stateOf("dev").id).not.toBe(id);
      expect((await live.api.workspace(stack.stateOf("dev").id ?? "")).latest_build.status).toBe("running");
      await stack.expectNoChanges();
      await stack.destroy();
    },
  );

  it("refuses a workspace that its user made by hand, and two resources of one name, at preview", async () => {
    const name = nameOf();
    const made = await live.api.createWorkspace("me", { name, template_id: templateId });
    const stack = await stackOf(workspace("dev", { name }));
    await expectUntouched(await stack.previewFailing(), made.id, `The name "${name}" is taken by workspace ${made.id}`);
    await expectUntouched(await stack.upFailing(), made.id, `\`adopt: "${made.id}"\``);
    expect(stack.isEmpty()).toBe(true);
    const other = nameOf();
    stack.writeProgram(
      textOf(`${workspace("one", { name: other })}\n${workspace("two", { name: other.toUpperCase() })}`),
    );
    expect((await stack.previewFailing()).text).toMatch(
      /Another resource of this program, "urn:.*::(one|two)", declares the workspace/,
    );
    await stack.upFailing();
    expect((await live.api.workspaces(other)).length).toBeLessThan(2);
    stack.writeProgram(textOf(workspace("dev", { name, adopt: made.id, parameters: { cpus: 3 } })));
    await stack.up();
    expect(await valuesOf(live.api, made.id)).toMatchObject({ cpus: "3" });
    await stack.expectNoChanges();
    await stack.destroy();
  });

  it("keeps a template and its workspaces when the template's resource is renamed, `forceDelete` or not", async () => {
    const name = nameOf();
    const program = (resource: string, more: Record<string, unknown>): string =>
      textOf(`
const version = new coderd.TemplateVersion("version", ${JSON.stringify({ templateName: name, source: { files: moodyTemplate("kept") } })});
new coderd.Template(${JSON.stringify(resource)}, { name: ${JSON.stringify(name)}, activeVersionId: version.id, ...${JSON.stringify(more)} });
`);
    const stack = await stackOf("");
    stack.writeProgram(program("old", { forceDelete: true }));
    await stack.up();
    const { id, urn } = stack.stateOf("old");
    const inUse = await live.api.createWorkspace("me", { name, template_id: id ?? "" });
    stack.writeProgram(program("new", { forceDelete: true, description: "Another." }));
    for (const result of [
      await stack.previewFailing(),
      await stack.upFailing(),
      await stack.upFailing(["--continue-on-error"]),
    ]) {
      expect(result.text).toContain(`The name "${name}" is taken by template ${id}`);
    }
    expect((await stack.upFailing(["--replace", urn])).text).toContain(`taken by template ${id}`);
    stack.writeProgram(program("old", { forceDelete: true }));
    expect((await stack.upFailing(["--replace", urn])).text).toContain("`deleteBeforeReplace: true`");
    expect((await live.api.workspace(inUse.id)).latest_build.status).toBe("running");
    await stack.expectNoChanges();
    await stack.destroy();
  });

  it("starts a workspace again whose run was killed between stop and start", async () => {
    const name = nameOf();
    const program = (cpus: number): string => workspace("dev", { name, parameters: { cpus } });
    const stack = await stackOf(program(2));
    await stack.up();
    const { id = "" } = stack.stateOf("dev");
    stack.writeProgram(textOf(program(4)));
    const held = live.proxy.inject(
      { method: "POST", path: new RegExp(`^/workspaces/${id}/builds`) },
      { kind: "hold" },
      { skip: 1 },
    );
    const running = stack.begin("up");
    await eventually(
      () => held.hits,
      (hits) => hits === 1,
    );
    killTree(running.pid);
    await running.ended;
    held.remove();
    expect((await buildsOf(live.api, id)).map(({ transition }) => transition)).toEqual(["start", "stop"]);
    await stack.run(["cancel", "--yes"]).catch(() => undefined);
    await stack.up();
    expect((await live.api.workspace(id)).latest_build.status).toBe("running");
    expect(await valuesOf(live.api, id)).toMatchObject({ cpus: "4" });
    expect((await buildsOf(live.api, id)).map(({ transition }) => transition)).toEqual(["start", "stop", "start"]);
    await stack.expectNoChanges();
    await stack.destroy();
  });

  it("goes on with a workspace whose run was killed before its id was known", async () => {
    const name = nameOf();
    const stack = await stackOf(workspace("dev", { name }));
    const lost = live.proxy.inject(
      { method: "GET", path: /^\/workspaces\/[0-9a-f-]{36}$/ },
      { kind: "hold" },
      { times: 100 },
    );
    const running = stack.begin("up");
    await eventually(
      () => lost.hits,
      (hits) => hits > 0,
    );
    killTree(running.pid);
    await running.ended;
    lost.remove();
    const [made] = await live.api.workspaces(name);
    await stack.run(["cancel", "--yes"]).catch(() => undefined);
    expect((await stack.preview()).operations).toEqual({ dev: ["create"] });
    await stack.up();
    expect(stack.stateOf("dev").id).toBe(made?.id);
    expect(await live.api.workspaces(name)).toHaveLength(1);
    await stack.expectNoChanges();
    await stack.destroy();
  });
});

it("keeps the version that all of this is of", async () => {
  expect((await live.api.version(versionId)).job.status).toBe("succeeded");
});
