// Who may have what: evidence before anything is taken over, one owner for each object, and nothing deleted that
// another resource has.
import { randomUUID } from "node:crypto";
import type { Context } from "../../../provider/handler";
import { Holdings } from "../../../provider/ownership/holdings";
import { Notes } from "../../../provider/ownership/notes";
import { passingOwnership } from "../../../provider/ownership/ownership";
import type { Shelf } from "../../../provider/ownership/shelf";
import { workspaceHandler } from "../../../provider/resources/workspace/workspace";
import type { Properties } from "../../../provider/values";
import { apiError } from "../../fakes/call-recorder";
import type { FakeCoder } from "../../fakes/coder";
import { bob } from "../../fakes/coder/users";
import type { Driver } from "../../fakes/driver";
import {
  beginRun,
  beginRunElsewhere,
  parameters,
  renamed,
  resource,
  setUp,
  statusOf,
} from "../../fakes/workspace-runs";

/** The server acts, and the process is killed before it knows. */
async function kill(coder: FakeCoder, harness: Driver, news: Properties): Promise<void> {
  coder.failures.set("createWorkspace", [{ error: new Error("killed"), isDone: true }]);
  await expect(harness.up(news)).rejects.toThrow("killed");
}

async function holderOf(coder: FakeCoder, name = "dev"): Promise<string> {
  return (await coder.client.getWorkspaceByOwnerAndName("me", name)).id;
}

describe("a run that was killed before it knew of its own creation", () => {
  it("is continued by the note, whatever has become of the workspace and the program since", async () => {
    const { coder, templateId } = await setUp();
    await kill(coder, resource(coder), { templateId, transition: "stop" });
    const id = await holderOf(coder);
    coder.build(id, { transition: "stop" });
    // The template has another version by now, and the program another value.
    coder.template(templateId).active_version_id = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters,
    }).id;
    beginRun(coder);
    const workspace = resource(coder);
    expect(await workspace.check({ templateId, transition: "stop", parameters: { cpus: 4 } })).toEqual([]);
    await workspace.up({ templateId, transition: "stop", parameters: { cpus: 4 } });
    expect(workspace.id).toBe(id);
    expect(workspace.outputs).toMatchObject({ status: "stopped", parameters: { cpus: 4 } });
    expect(coder.told).toContain(
      'info: Workspace "dev" was made by an update that was broken off: this one goes on with it.',
    );
  });

  it("keeps its id when the workspace can't be brought to what the program says by now", async () => {
    const { coder, templateId } = await setUp();
    await kill(coder, resource(coder), { templateId, parameters: { zone: "a" } });
    const id = await holderOf(coder);
    beginRun(coder);
    const workspace = resource(coder);
    coder.failures.set("createWorkspaceBuild", [
      undefined,
      { error: apiError(400, "zone is immutable"), isDone: false },
    ]);
    await expect(workspace.up({ templateId, parameters: { zone: "b" } })).rejects.toThrow("zone is immutable");
    expect(workspace.id).toBe(id);
  });

  it("is refused on another machine, and taken over by `adopt` there", async () => {
    const { coder, templateId } = await setUp();
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
      (coder: FakeCoder, id: string) =>
        void (coder.workspace(id).created_at = new Date(Date.now() + 3_600_000).toISOString()),
      (coder: FakeCoder, id: string) =>
        void (coder.workspace(id).created_at = new Date(Date.now() - 10 * 60_000).toISOString()),
      (coder: FakeCoder, id: string) => void (coder.workspace(id).latest_build.initiator_id = bob.id),
      (coder: FakeCoder, id: string) => void (coder.workspace(id).latest_build.template_version_id = "other"),
    ]) {
      const { coder, templateId } = await setUp();
      await kill(coder, resource(coder), { templateId });
      change(coder, await holderOf(coder));
      beginRun(coder);
      expect(await resource(coder).check({ templateId })).toEqual([
        { property: "name", reason: expect.stringContaining('The name "dev" is taken by workspace') as string },
      ]);
    }
  });

  it("goes on within the same run, as an error hook makes the engine create again", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    coder.endings.push("failed");
    await expect(workspace.up({ templateId })).rejects.toThrow("did not succeed");
    const { id } = workspace;
    const { inputs } = await workspaceHandler.check(coder.context(), { templateId });
    const again = await workspaceHandler.create(coder.context(), inputs);
    expect(again.id).toBe(id);
    expect(again.outputs["status"]).toBe("running");
  });

  it("takes no workspace that a person made later under the name, when its own request never arrived", async () => {
    const { coder, templateId, versionId } = await setUp();
    coder.failures.set("createWorkspace", [{ error: new Error("killed"), isDone: false }]);
    await expect(resource(coder).up({ templateId })).rejects.toThrow("killed");
    beginRun(coder, { isAfterCrash: true });
    const { id } = coder.addWorkspace("me", { name: "dev", template_version_id: versionId });
    coder.workspace(id).created_at = new Date(Date.now() + 9 * 60_000).toISOString();
    expect(await resource(coder).check({ templateId })).toEqual([
      { property: "name", reason: expect.stringContaining(`The name "dev" is taken by workspace ${id}`) as string },
    ]);
  });

  it("needs no note once the state has the id", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    await workspace.up({ templateId });
    // The state is lost: nothing says any more that this resource made it just now.
    beginRun(coder);
    expect(await resource(coder).check({ templateId, name: "DEV" })).toEqual([]);
    await expect(resource(coder).up({ templateId })).rejects.toThrow("`deleteBeforeReplace: true`");
  });

  it("is over once the state has had the id and has lost it: a warning, as a replacement asks alike, then a refusal with `adopt`", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    await workspace.up({ templateId });
    // `pulumi state delete`, or `retainOnDelete`.
    beginRun(coder);
    const again = resource(coder);
    expect(await again.check({ templateId })).toEqual([]);
    const refusal = `If the state has it no longer, take it over by \`adopt: "${workspace.id}"\``;
    expect(coder.told).toEqual([expect.stringMatching(/^warning: The name "dev" is taken by workspace /)]);
    expect(coder.told[0]).toContain(refusal);
    await expect(again.up({ templateId })).rejects.toThrow(refusal);
    expect(statusOf(workspace)).toBe("running");
    await again.up({ templateId, adopt: workspace.id });
    expect(again.id).toBe(workspace.id);
  });
});

describe("a workspace that has another owner in the program", () => {
  it("is refused to a resource that was renamed, with the alias that mends it; and the old resource does not delete it then", async () => {
    const { coder, templateId } = await setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev" });
    beginRun(coder);
    const [failure] = await resource(coder, "new").check({ templateId, name: "dev" });
    expect(failure?.reason).toContain(
      'add `aliases: ["urn:pulumi:test::project::coderd:index:Fake::old"]` to this resource\'s options',
    );
    await expect(old.destroy()).rejects.toThrow(
      'was not deleted: resource "urn:pulumi:test::project::coderd:index:Fake::new" of this program asks for it, and does not have it.',
    );
    expect(coder.mutations).toEqual([]);
  });

  it("is left alone by the old resource when the new one has adopted it", async () => {
    const { coder, templateId } = await setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev" });
    beginRun(coder);
    await old.refresh();
    const renamed = resource(coder, "new");
    await renamed.up({ templateId, name: "dev", adopt: old.id });
    await old.destroy();
    expect(coder.mutations).toEqual([]);
    expect(coder.workspace(old.id).latest_build.status).toBe("running");
    expect(coder.told).toContain(
      `warning: The workspace ${old.id} stays: resource "urn:pulumi:test::project::coderd:index:Fake::new" has it ` +
        `now, and "urn:pulumi:test::project::coderd:index:Fake::old" only forgets it.`,
    );
    beginRun(coder);
    await renamed.destroy();
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "delete" }]]);
  });

  it("can't be adopted by one resource while another of the program has it", async () => {
    const { coder, templateId } = await setUp();
    coder.allowsRenames = true;
    const first = resource(coder, "first");
    await first.up({ templateId });
    beginRun(coder);
    await first.up({ templateId });
    expect(await resource(coder, "second").check({ templateId, adopt: first.id })).toEqual([
      {
        property: "adopt",
        reason:
          `The workspace ${first.id} can't be taken over: resource ` +
          `"urn:pulumi:test::project::coderd:index:Fake::first" of this program has it. Take one of the two out.`,
      },
    ]);
  });

  it("can't be adopted by one resource when the one that has it comes later", async () => {
    const { coder, templateId } = await setUp();
    coder.allowsRenames = true;
    const owner = resource(coder, "owner");
    await owner.up({ templateId });
    beginRun(coder);
    expect(await resource(coder, "adopter").check({ templateId, adopt: owner.id })).toEqual([]);
    await expect(owner.diff({ templateId })).rejects.toThrow(
      `The workspace ${owner.id} is this resource's, and resource ` +
        `"urn:pulumi:test::project::coderd:index:Fake::adopter" of this program is to adopt it. Take one of the two ` +
        "out.",
    );
  });

  it("is not deleted by its former resource while the one that is to adopt it has not done so", async () => {
    const { coder, templateId } = await setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev" });
    beginRun(coder);
    // Its creation comes to nothing, and `--continue-on-error` goes on.
    expect(await resource(coder, "new").check({ templateId, name: "dev", adopt: old.id })).toEqual([]);
    await expect(old.destroy()).rejects.toThrow(
      'was not deleted: resource "urn:pulumi:test::project::coderd:index:Fake::new" of this program asks for it, and does not have it.',
    );
    expect(statusOf(old)).toBe("running");
  });

  it("is not deleted by its former resource when a refused one had it before the state was renamed", async () => {
    const { coder, templateId } = await setUp();
    const declared = resource(coder, "declared");
    await declared.up({ templateId, name: "dev" });
    beginRun(coder);
    await declared.diff({ templateId, name: "dev" });
    const inState = renamed(declared, "in-state");
    beginRun(coder);
    await expect(resource(coder, "declared").up({ templateId, name: "dev" })).rejects.toThrow(
      'The name "dev" is taken by workspace',
    );
    await expect(inState.destroy()).rejects.toThrow(
      'was not deleted: resource "urn:pulumi:test::project::coderd:index:Fake::declared" of this program asks for it, and does not have it.',
    );
    expect(statusOf(inState)).toBe("running");
  });

  it("is told as another stack's when that has it, without an alias", async () => {
    const { coder, templateId } = await setUp();
    const contextOf = (stack: string): Context => ({
      ...coder.context(),
      urn: `urn:pulumi:${stack}::project::coderd:index:Workspace::dev`,
    });
    const { inputs } = await workspaceHandler.check(contextOf("one"), { templateId });
    await workspaceHandler.create(contextOf("one"), inputs);
    beginRun(coder);
    const { failures } = await workspaceHandler.check(contextOf("two"), { templateId });
    expect(failures).toEqual([
      {
        property: "name",
        reason: expect.stringContaining(
          'Another stack has it as "urn:pulumi:one::project::coderd:index:Workspace::dev"',
        ) as string,
      },
    ]);
    expect(failures[0]?.reason).not.toContain("aliases");
  });

  it("can't have its name declared twice, however the owner is named", async () => {
    const { coder, templateId } = await setUp();
    expect(await resource(coder, "one").check({ templateId, name: "dev" })).toEqual([]);
    const twice = [
      {
        property: "name",
        reason:
          'Another resource of this program, "urn:pulumi:test::project::coderd:index:Fake::one", declares the workspace "DEV" as well, and only one can have it. ' +
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
    const { coder, templateId } = await setUp();
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

  it("is deleted although nothing can be removed from the notes", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    const denied = (): never => {
      throw new Error("EACCES: permission denied");
    };
    const shelf: Shelf = { read: () => undefined, names: () => [], write: denied, remove: denied };
    coder.ownership = { ...passingOwnership(), notes: new Notes(shelf), holdings: new Holdings(shelf) };
    await workspace.destroy();
    expect(statusOf(workspace)).toBe("deleted");
  });
});
