// Who may have what: evidence before anything is taken over, one owner for each object, and nothing deleted that another resource has.
import { randomUUID } from "node:crypto";
import { passingOwnership } from "../../../provider/ownership/ownership";
import { workspaceHandler } from "../../../provider/resources/workspace";
import type { Properties } from "../../../provider/values";
import { apiError, bob, FakeCoder, parameter } from "./fake-coder";
import { ResourceHarness } from "./resource-harness";

const parameters = [parameter("cpus", "number", { default_value: "2" }), parameter("zone", "string", { mutable: false })];

interface Setup {
  coder: FakeCoder;
  templateId: string;
  versionId: string;
}

function setUp(): Setup {
  const coder = new FakeCoder();
  return { coder, ...coder.addTemplate(parameters) };
}

/** Another run of the program on this machine: of the one before it has the notes, and no word of who had what. */
function beginRun(coder: FakeCoder, { isAfterCrash = false } = {}): void {
  if (!isAfterCrash) coder.ownership.notes.settleOwn();
  const { notes, holdings } = coder.ownership;
  coder.ownership = { ...passingOwnership(), notes, holdings };
}

/** Another run on another machine. */
function beginRunElsewhere(coder: FakeCoder): void {
  coder.ownership = passingOwnership();
}

function resource(coder: FakeCoder, name = "dev"): ResourceHarness {
  return new ResourceHarness(workspaceHandler, coder, name);
}

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
      `warning: The workspace ${old.id} stays: resource "urn:pulumi:test::project::coder:index:Fake::new" has it now, and "urn:pulumi:test::project::coder:index:Fake::old" only forgets it.`,
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

describe("a replacement by command or by option", () => {
  it("deletes first when `replaceOnChanges` makes one of a change in place", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    expect(await workspace.diff({ templateId, automaticUpdates: "always" })).toEqual({
      changes: [{ property: "automaticUpdates", kind: "update" }],
      deleteBeforeReplace: true,
    });
  });

  it("is refused before anything is touched, and works where the old workspace is deleted first", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    // The engine asks as for a new resource.
    const again = resource(coder);
    await expect(again.up({ templateId })).rejects.toThrow(
      "This resource had it when its state was last seen here, and it can't be replaced (`--replace`, `replaceWith`, `replaceOnChanges`, a taint) before it is gone: " +
        "set `deleteBeforeReplace: true` in the resource's options, which deletes that workspace first, with what it holds.",
    );
    expect(coder.mutations).toHaveLength(1);
    expect(coder.workspace(workspace.id ?? "").latest_build.status).toBe("running");

    beginRun(coder);
    expect(await again.check({ templateId })).toEqual([]);
    await workspace.destroy();
    await again.up({ templateId });
    expect(again.id).not.toBe(workspace.id);
  });

  it("deletes nothing when the run before died so that the note of the creation is still there", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder, { isAfterCrash: true });
    const again = resource(coder);
    await again.up({ templateId });
    await workspace.destroy();
    expect(again.id).toBe(workspace.id);
    expect(coder.workspace(workspace.id ?? "").latest_build.status).toBe("running");
  });

  it("is refused at preview where the host knows that the old one is not deleted first", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    const context = { ...coder.context("dev"), deletesBeforeReplace: false };
    const { failures } = await workspaceHandler.check(context, { templateId });
    expect(failures).toEqual([{ property: "name", reason: expect.stringContaining("`deleteBeforeReplace: true`") as string }]);
    expect((await workspaceHandler.check({ ...context, deletesBeforeReplace: true }, { templateId })).failures).toEqual([]);
    // Elsewhere nothing tells it from a new resource, but a refresh in the same run.
    beginRunElsewhere(coder);
    const elsewhere = { ...context, ownership: coder.ownership, deletesBeforeReplace: true };
    expect((await workspaceHandler.check(elsewhere, { templateId })).failures).toHaveLength(1);
    await workspaceHandler.read(elsewhere, workspace.id ?? "", workspace.outputs);
    expect((await workspaceHandler.check(elsewhere, { templateId })).failures).toEqual([]);
  });

  it("checks no name of a resource that changes so that it is replaced", async () => {
    const { coder, templateId } = setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { zone: "a" } });
    beginRunElsewhere(coder);
    const { changes, deleteBeforeReplace } = await workspace.diff({ templateId, parameters: { zone: "b" } });
    expect({ changes, deleteBeforeReplace }).toEqual({
      changes: [{ property: "parameters.zone", kind: "replace" }],
      deleteBeforeReplace: true,
    });
    expect((await workspaceHandler.check(coder.context("dev"), { templateId, parameters: { zone: "b" } })).failures).toEqual([]);
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
      beginRun(coder);
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

describe("a workspace that was stopped on the way to a start", () => {
  async function stopped(setup: Setup): Promise<ResourceHarness> {
    const { coder, templateId } = setup;
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    const { inputs } = await workspaceHandler.check(coder.context("dev"), { templateId, parameters: { cpus: 4 } }, workspace.inputs);
    const context = coder.context("dev");
    // Killed after the stop: nothing reaches the state.
    coder.failures.set("createWorkspaceBuild", [undefined, { error: new Error("killed"), isDone: false }]);
    await expect(workspaceHandler.update(context, workspace.id ?? "", workspace.outputs, inputs)).rejects.toThrow("killed");
    expect(coder.workspace(workspace.id ?? "").latest_build.status).toBe("stopped");
    coder.mutations.length = 0;
    return workspace;
  }

  it("is started with what was to be built, by the note", async () => {
    const setup = setUp();
    const workspace = await stopped(setup);
    beginRun(setup.coder);
    await workspace.up({ templateId: setup.templateId, parameters: { cpus: 4 } });
    expect(setup.coder.mutations.map(([, request]) => request)).toEqual([
      { transition: "start", rich_parameter_values: [{ name: "cpus", value: "4" }] },
    ]);
    expect(await workspace.up({ templateId: setup.templateId, parameters: { cpus: 4 } })).toEqual([]);
  });

  it("is started when the program has gone back to what was before, and after a refresh", async () => {
    for (const isRefreshed of [false, true]) {
      const setup = setUp();
      const workspace = await stopped(setup);
      beginRun(setup.coder);
      if (isRefreshed) await workspace.refresh();
      expect(await workspace.up({ templateId: setup.templateId, parameters: { cpus: 2 } })).toEqual(["update transition"]);
      expect(workspace.outputs).toMatchObject({ status: "running", transition: "start" });
    }
  });

  it("is started on another machine, by what the server tells", async () => {
    const setup = setUp();
    const workspace = await stopped(setup);
    beginRunElsewhere(setup.coder);
    await workspace.up({ templateId: setup.templateId, parameters: { cpus: 4 } });
    expect(workspace.outputs["status"]).toBe("running");
  });

  it("stays stopped when somebody else stopped it, a refresh has seen a person's stop, or the program says so", async () => {
    for (const stop of ["bob", "refreshed", "declared"]) {
      const { coder, templateId } = setUp();
      const workspace = resource(coder);
      await workspace.up({ templateId, parameters: { cpus: 2 } });
      beginRun(coder);
      coder.build(workspace.id ?? "", { transition: "stop" }, stop === "bob" ? { initiator_id: bob.id } : {});
      if (stop === "refreshed") await workspace.refresh();
      await workspace.up({ templateId, parameters: { cpus: 4 }, ...(stop === "declared" && { transition: "stop" }) });
      expect(workspace.outputs).toMatchObject({ status: "stopped", parameters: { cpus: 4 } });
    }
  });
});
