// Who may have what: evidence before anything is taken over, one owner for each object, and nothing deleted that another resource has.
import { randomUUID } from "node:crypto";
import { workspaceHandler } from "../../../provider/resources/workspace";
import type { Properties } from "../../../provider/values";
import { apiError, bob, type FakeCoder } from "./fake-coder";
import type { ResourceHarness } from "./resource-harness";
import { beginRun, beginRunElsewhere, parameters, resource, setUp } from "./workspace-runs";

/** The server acts, and the process is killed before it knows. */
async function kill(coder: FakeCoder, harness: ResourceHarness, news: Properties): Promise<void> {
  coder.failures.set("createWorkspace", [{ error: new Error("killed"), isDone: true }]);
  await expect(harness.up(news)).rejects.toThrow("killed");
}

async function holderOf(coder: FakeCoder, name = "dev"): Promise<string> {
  return (await coder.client.getWorkspaceByOwnerAndName("me", name)).id;
}

describe("a run that was killed before it knew of its own creation", () => {
  it("is continued by the note, whatever has become of the workspace and the program since", async () => {
    const { coder, templateId } = setUp();
    await kill(coder, resource(coder), { templateId, transition: "stop" });
    const id = await holderOf(coder);
    coder.build(id, { transition: "stop" });
    // The template has another version by now, and the program another value.
    coder.template(templateId).active_version_id = coder.addVersion(templateId, "v2", parameters);
    beginRun(coder);
    const workspace = resource(coder);
    expect(await workspace.check({ templateId, transition: "stop", parameters: { cpus: 4 } })).toEqual([]);
    await workspace.up({ templateId, transition: "stop", parameters: { cpus: 4 } });
    expect(workspace.id).toBe(id);
    expect(workspace.outputs).toMatchObject({ status: "stopped", parameters: { cpus: 4 } });
    expect(coder.told).toContain('Workspace "dev" was made by an update that was broken off: this one goes on with it.');
  });

  it("keeps its id when the workspace can't be brought to what the program says by now", async () => {
    const { coder, templateId } = setUp();
    await kill(coder, resource(coder), { templateId, parameters: { zone: "a" } });
    const id = await holderOf(coder);
    beginRun(coder);
    const workspace = resource(coder);
    coder.failures.set("createWorkspaceBuild", [undefined, { error: apiError(400, "zone is immutable"), isDone: false }]);
    await expect(workspace.up({ templateId, parameters: { zone: "b" } })).rejects.toThrow("zone is immutable");
    expect(workspace.id).toBe(id);
  });

  it("is refused on another machine, and taken over by `adopt` there", async () => {
    const { coder, templateId } = setUp();
    await kill(coder, resource(coder), { templateId });
    const id = await holderOf(coder);
    beginRunElsewhere(coder);
    const workspace = resource(coder);
    const [failure] = await workspace.check({ templateId });
    expect(failure?.reason).toContain(`take it over by \`adopt: "${id}"\``);
    await workspace.up({ templateId, adopt: id });
    expect(workspace.id).toBe(id);
    expect(coder.mutations).toEqual([]);
    // Read at the creation, and never again.
    expect(await workspace.up({ templateId, adopt: randomUUID() })).toEqual([]);
    expect(await workspace.up({ templateId })).toEqual([]);
  });

  it("takes no workspace that was made long after the note, by somebody else, or of another version", async () => {
    for (const change of [
      (coder: FakeCoder, id: string) => void (coder.workspace(id).created_at = new Date(Date.now() + 3_600_000).toISOString()),
      (coder: FakeCoder, id: string) => void (coder.workspace(id).created_at = new Date(Date.now() - 60_000).toISOString()),
      (coder: FakeCoder, id: string) => void (coder.workspace(id).latest_build.initiator_id = bob.id),
      (coder: FakeCoder, id: string) => void (coder.workspace(id).latest_build.template_version_id = "other"),
    ]) {
      const { coder, templateId } = setUp();
      await kill(coder, resource(coder), { templateId });
      change(coder, await holderOf(coder));
      beginRun(coder);
      expect(await resource(coder).check({ templateId })).toEqual([
        { property: "name", reason: expect.stringContaining('The name "dev" is taken by workspace') as string },
      ]);
    }
  });

  it("goes on within the same run, as an error hook makes the engine create again", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    coder.endings.push("failed");
    await expect(workspace.up({ templateId })).rejects.toThrow("did not succeed");
    const { id } = workspace;
    const { inputs } = await workspaceHandler.check(coder.context("dev"), { templateId });
    const again = await workspaceHandler.create(coder.context("dev"), inputs);
    expect(again.id).toBe(id);
    expect(again.outputs["status"]).toBe("running");
  });

  it("needs no note once the state has the id", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    await workspace.up({ templateId });
    // The state is lost: nothing says any more that this resource made it just now.
    beginRun(coder);
    expect(await resource(coder).check({ templateId, name: "DEV" })).toEqual([]);
    await expect(resource(coder).up({ templateId })).rejects.toThrow("`deleteBeforeReplace: true`");
  });
});

describe("a workspace that has another owner in the program", () => {
  it("is refused to a resource that was renamed, with the alias that mends it; and the old resource does not delete it then", async () => {
    const { coder, templateId } = setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev" });
    beginRun(coder);
    const [failure] = await resource(coder, "new").check({ templateId, name: "dev" });
    expect(failure?.reason).toContain('add `aliases: ["urn:pulumi:test::project::coder:index:Fake::old"]` to this resource\'s options');
    await expect(old.destroy()).rejects.toThrow(
      'was not deleted: resource "urn:pulumi:test::project::coder:index:Fake::new" of this program asks for it, and does not have it.',
    );
    expect(coder.mutations).toEqual([]);
  });

  it("is left alone by the old resource when the new one has adopted it", async () => {
    const { coder, templateId } = setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev" });
    beginRun(coder);
    await old.refresh();
    const renamed = resource(coder, "new");
    await renamed.up({ templateId, name: "dev", adopt: old.id });
    await old.destroy();
    expect(coder.mutations).toEqual([]);
    expect(coder.workspace(old.id ?? "").latest_build.status).toBe("running");
    expect(coder.told).toContain(
      `warning: The workspace ${old.id} stays: resource "urn:pulumi:test::project::coder:index:Fake::new" has it now. It is only forgotten here.`,
    );
    beginRun(coder);
    await renamed.destroy();
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "delete" }]]);
  });

  it("can't be adopted by one resource while another of the program has it", async () => {
    const { coder, templateId } = setUp();
    coder.allowsRenames = true;
    const first = resource(coder, "first");
    await first.up({ templateId });
    beginRun(coder);
    await first.up({ templateId });
    expect(await resource(coder, "second").check({ templateId, adopt: first.id })).toEqual([
      {
        property: "adopt",
        reason: `The workspace ${first.id} can't be taken over: resource "urn:pulumi:test::project::coder:index:Fake::first" of this program has it. Take one of the two out.`,
      },
    ]);
  });

  it("can't have its name declared twice, however the owner is named", async () => {
    const { coder, templateId } = setUp();
    expect(await resource(coder, "one").check({ templateId, name: "dev" })).toEqual([]);
    const twice = [
      {
        property: "name",
        reason:
          'Another resource of this program, "urn:pulumi:test::project::coder:index:Fake::one", declares the workspace "DEV" as well, and only one can have it. ' +
          "Take one of the two out, or choose another `name`.",
      },
    ];
    expect(await resource(coder, "two").check({ templateId, name: "DEV" })).toEqual(twice);
    expect(await resource(coder, "two").check({ templateId, name: "DEV", owner: "admin" })).toEqual(twice);
    expect(await resource(coder, "three").check({ templateId, name: "dev", owner: "bob" })).toEqual([]);
    // The same resource asks as often as it likes, and may ask for another name.
    expect(await resource(coder, "one").check({ templateId, name: "dev1" })).toEqual([]);
    expect(await resource(coder, "four").check({ templateId, name: "dev" })).toEqual([]);
  });

  it("is deleted by the last of two resources that an older version gave one workspace", async () => {
    const { coder, templateId } = setUp();
    const one = resource(coder, "one");
    await one.up({ templateId, name: "dev" });
    const two = resource(coder, "two");
    Object.assign(two, { id: one.id, outputs: one.outputs, inputs: one.inputs });
    beginRun(coder);
    await one.diff({ templateId, name: "dev" });
    await two.destroy();
    expect(coder.mutations).toEqual([]);
    await one.destroy();
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "delete" }]]);
  });
});

describe("adopting a workspace", () => {
  it("refuses at preview one that is gone, of another template or owner, with another name, or with other values that stay", async () => {
    const { coder, templateId, versionId } = setUp();
    const other = coder.addTemplate(parameters, { name: "other" });
    const strange = coder.add("me", { name: "strange", template_version_id: other.versionId }).id;
    const bobs = coder.add("bob", { name: "bobs", template_version_id: versionId }).id;
    const mine = coder.add("me", {
      name: "mine",
      template_version_id: versionId,
      rich_parameter_values: [{ name: "zone", value: "a" }],
    }).id;
    const reasonOf = async (name: string, news: Properties): Promise<string> => {
      const [failure] = await resource(coder, name).check({ templateId, ...news });
      return `${failure?.property}: ${failure?.reason}`;
    };
    const none = randomUUID();
    expect(await reasonOf("none", { adopt: none })).toBe(`adopt: There is no workspace ${none}, or the token's user may not see it.`);
    expect(await reasonOf("strange", { adopt: strange })).toContain('adopt: Workspace "strange" is of template "other", which no update');
    expect(await reasonOf("bobs", { adopt: bobs })).toBe(
      'adopt: Workspace "bobs" belongs to "bob", which no update changes. Set `owner: "bob"`.',
    );
    expect(await reasonOf("other", { adopt: mine })).toBe(
      'adopt: The workspace is called "mine", and the server does not rename any. Set `name: "mine"`.',
    );
    expect(await reasonOf("mine", { adopt: mine, parameters: { zone: "b" } })).toContain('parameters: Parameter "zone" is immutable');
    expect(await reasonOf("mine", { adopt: "dev" })).toBe("adopt: Must be the id of a workspace (a UUID).");
  });

  it("changes it to what is declared, renames it where the server does, and leaves alone what is not declared", async () => {
    const { coder, templateId, versionId } = setUp();
    coder.allowsRenames = true;
    const { id } = coder.add("me", { name: "mine", template_version_id: versionId, automatic_updates: "always" });
    coder.build(id, { transition: "stop" });
    const workspace = resource(coder);
    await workspace.up({ templateId, adopt: id, parameters: { cpus: 4 } });
    expect(coder.mutations).toEqual([
      ["updateWorkspace", { name: "dev" }],
      ["createWorkspaceBuild", { transition: "stop", rich_parameter_values: [{ name: "cpus", value: "4" }] }],
    ]);
    expect(workspace.outputs).toMatchObject({ name: "dev", automaticUpdates: "always", status: "stopped", parameters: { cpus: 4 } });
  });
});
