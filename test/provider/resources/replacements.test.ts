// Replacements: the old object is deleted first or the creation is refused before anything is touched.
import { workspaceHandler } from "../../../provider/resources/workspace";
import { beginRun, beginRunElsewhere, resource, setUp } from "./workspace-runs";

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
