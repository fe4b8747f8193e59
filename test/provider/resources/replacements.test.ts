// Replacements: the old object is deleted first or the creation is refused before anything is touched.
import { workspaceHandler } from "../../../provider/resources/workspace/workspace";
import { beginRun, beginRunElsewhere, renamed, resource, setUp, statusOf } from "../../fakes/workspace-runs";

function takenBy({ id, name }: { id: string; name: string }): unknown {
  const reason = expect.stringMatching(
    new RegExp(`^The name "${name}" is taken by workspace ${id} (?!.*It is what this resource has now)`),
  ) as string;
  return { property: "name", reason };
}

describe("a replacement by command or by option", () => {
  it("deletes first when `replaceOnChanges` makes one of a change in place", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    expect(await workspace.diff({ templateId, automaticUpdates: "always" })).toEqual({
      changes: [{ property: "automaticUpdates", kind: "update" }],
      deleteBeforeReplace: true,
    });
  });

  it("is refused before anything is touched, and works where the old workspace is deleted first", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    // The engine asks as for a new resource.
    const again = resource(coder);
    await expect(again.up({ templateId })).rejects.toThrow(
      /This resource had it when its state was last seen here\. If the state has it no longer, take it over by `adopt: .*\. Otherwise it can't be replaced \(`--replace`, `replaceWith`, `replaceOnChanges`, a taint\) before it is gone: set `deleteBeforeReplace: true` in the resource's options, which deletes that workspace first, with what it holds\./,
    );
    expect(coder.mutations).toHaveLength(1);
    expect(coder.workspace(workspace.id).latest_build.status).toBe("running");

    beginRun(coder);
    expect(await again.check({ templateId })).toEqual([]);
    await workspace.destroy();
    await again.up({ templateId });
    expect(again.id).not.toBe(workspace.id);
  });

  it("deletes nothing when the run before died so that the note of the creation is still there", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder, { isAfterCrash: true });
    const again = resource(coder);
    await again.up({ templateId });
    await workspace.destroy();
    expect(again.id).toBe(workspace.id);
    expect(coder.workspace(workspace.id).latest_build.status).toBe("running");
  });

  it("is refused at preview where the host knows that the old one is not deleted first", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    const context = { ...coder.context(), deletesBeforeReplace: false };
    const { failures } = await workspaceHandler.check(context, { templateId });
    expect(failures).toEqual([
      { property: "name", reason: expect.stringContaining("`deleteBeforeReplace: true`") as string },
    ]);
    expect((await workspaceHandler.check({ ...context, deletesBeforeReplace: true }, { templateId })).failures).toEqual(
      [],
    );
    // Elsewhere nothing tells it from a new resource, but a refresh in the same run.
    beginRunElsewhere(coder);
    const elsewhere = { ...context, ownership: coder.ownership, deletesBeforeReplace: true };
    expect((await workspaceHandler.check(elsewhere, { templateId })).failures).toHaveLength(1);
    await workspaceHandler.read(elsewhere, workspace.id, workspace.outputs);
    expect((await workspaceHandler.check(elsewhere, { templateId })).failures).toEqual([]);
  });

  it("checks no name of a resource that changes so that it is replaced", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { zone: "a" } });
    beginRunElsewhere(coder);
    const { changes, deleteBeforeReplace } = await workspace.diff({ templateId, parameters: { zone: "b" } });
    expect({ changes, deleteBeforeReplace }).toEqual({
      changes: [{ property: "parameters.zone", kind: "replace" }],
      deleteBeforeReplace: true,
    });
    // The dynamic host knows that the program says nothing of what is deleted first: the difference has said it.
    for (const deletesBeforeReplace of [undefined, false, true]) {
      const context = { ...coder.context(), deletesBeforeReplace };
      expect((await workspaceHandler.check(context, { templateId, parameters: { zone: "b" } })).failures).toEqual([]);
    }
  });
});

describe("a replacement of a workspace whose resource has another name by now", () => {
  it("deletes the old workspace under its former URN", async () => {
    const { coder, templateId } = await setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev", parameters: { zone: "a" } });
    beginRun(coder);
    const news = { templateId, name: "dev", parameters: { zone: "b" } };
    expect(await renamed(old, "new").diff(news)).toMatchObject({ deleteBeforeReplace: true });
    const replacement = resource(coder, "new");
    expect(await replacement.check(news)).toEqual([]);
    await old.destroy();
    expect(statusOf(old)).toBe("deleted");
    await replacement.up(news);
    expect(replacement.id).not.toBe(old.id);
    expect(coder.told).toEqual([]);
  });

  it("deletes it also when the new one is made first, for another owner", async () => {
    const { coder, templateId } = await setUp();
    const old = resource(coder, "old");
    await old.up({ templateId, name: "dev" });
    beginRun(coder);
    const news = { templateId, name: "dev", owner: "bob" };
    expect(await renamed(old, "new").diff(news)).toMatchObject({ deleteBeforeReplace: false });
    const replacement = resource(coder, "new");
    await replacement.up(news);
    await old.destroy();
    expect([statusOf(old), statusOf(replacement)]).toEqual(["deleted", "running"]);
  });
});

describe("a replacement that is to have what somebody else has", () => {
  it.each([undefined, true, false])(
    "is refused at preview where the new owner has the name, `deleteBeforeReplace` %s",
    async (option) => {
      const { coder, templateId, versionId } = await setUp();
      const bobs = coder.addWorkspace("bob", { name: "dev", template_version_id: versionId });
      const mine = resource(coder);
      await mine.up({ templateId });
      beginRun(coder);
      const context = { ...coder.context(), deletesBeforeReplace: option };
      const news = { templateId, owner: "bob" };
      const { inputs, failures } = await workspaceHandler.check(context, news, mine.inputs);
      expect(failures).toEqual([]);
      const { changes } = await workspaceHandler.diff(context, mine.id, mine.outputs, inputs);
      expect(changes).toEqual([{ property: "owner", kind: "replace" }]);
      expect((await workspaceHandler.check(context, news)).failures).toEqual([takenBy(bobs)]);
    },
  );

  it("is refused at preview where its new name is taken, though the old one is to be deleted first", async () => {
    const { coder, templateId, versionId } = await setUp();
    const other = coder.addWorkspace("me", { name: "taken", template_version_id: versionId });
    const mine = resource(coder);
    await mine.up({ templateId });
    beginRun(coder);
    const context = { ...coder.context(), deletesBeforeReplace: true };
    const news = { templateId, name: "taken" };
    const { inputs } = await workspaceHandler.check(context, news, mine.inputs);
    const { changes } = await workspaceHandler.diff(context, mine.id, mine.outputs, inputs);
    expect(changes).toEqual([{ property: "name", kind: "replace" }]);
    expect((await workspaceHandler.check(context, news)).failures).toEqual([takenBy(other)]);
  });

  it("is none at all for a new resource, whatever its option", async () => {
    const { coder, templateId, versionId } = await setUp();
    const other = coder.addWorkspace("me", { name: "dev", template_version_id: versionId });
    const context = { ...coder.context(), deletesBeforeReplace: true };
    expect((await workspaceHandler.check(context, { templateId })).failures).toEqual([takenBy(other)]);
  });

  it("is refused at preview after a move to a server where a person has the name", async () => {
    const { coder, templateId, versionId } = await setUp();
    const persons = coder.addWorkspace("me", { name: "dev", template_version_id: versionId });
    const news = { templateId, name: "dev" };
    // The state is of another server: the host answers the diff itself, with a replacement.
    expect((await workspaceHandler.check(coder.context(), news, news)).failures).toEqual([]);
    expect((await workspaceHandler.check(coder.context(), news)).failures).toEqual([takenBy(persons)]);
  });
});

describe("a replacement of what was adopted, while `adopt` is still in the program", () => {
  it("makes another workspace when a value that stays changes", async () => {
    const { coder, templateId, versionId } = await setUp();
    const held = [{ name: "zone", value: "a" }];
    const { id } = coder.addWorkspace("me", {
      name: "dev",
      template_version_id: versionId,
      rich_parameter_values: held,
    });
    const workspace = resource(coder);
    await workspace.up({ templateId, adopt: id, parameters: { zone: "a" } });
    beginRun(coder);
    const news = { templateId, adopt: id, parameters: { zone: "b" } };
    expect(await workspace.diff(news)).toMatchObject({ deleteBeforeReplace: true });
    const { inputs, failures } = await workspaceHandler.check(coder.context(), news);
    expect(failures).toEqual([]);
    await workspace.destroy();
    const replacement = await workspaceHandler.create(coder.context(), inputs);
    expect(replacement.id).not.toBe(id);
    expect(replacement.outputs).toMatchObject({ status: "running", parameters: { zone: "b" } });
  });

  it("deletes the old workspace when it comes by command, and says that there is none to adopt then", async () => {
    const { coder, templateId, versionId } = await setUp();
    const { id } = coder.addWorkspace("me", { name: "dev", template_version_id: versionId });
    const workspace = resource(coder);
    await workspace.up({ templateId, adopt: id });
    beginRun(coder);
    // Nothing tells it from the adoption by a new resource.
    const { inputs, failures } = await workspaceHandler.check(coder.context(), { templateId, adopt: id });
    expect(failures).toEqual([]);
    await workspace.destroy();
    expect(statusOf(workspace)).toBe("deleted");
    await expect(workspaceHandler.create(coder.context(), inputs)).rejects.toThrow(
      `Workspace ${id} was not adopted. There is no workspace ${id}`,
    );
  });
});
