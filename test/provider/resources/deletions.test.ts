// A deletion whose run was killed: the state still has the object. The next run looks what has become of it.
import { MemoryShelf } from "../../../provider/ownership/shelf";
import { Notes } from "../../../provider/ownership/notes";
import type { FakeCoder } from "../../fakes/coder";
import type { Driver } from "../../fakes/driver";
import { beginRun, beginRunElsewhere, resource, setUp, statusOf } from "../../fakes/workspace-runs";

const ANEW = "was deleted by a run that was broken off: it is made anew.";

/** The process is killed at the request for the deletion, before or after the server has acted. */
async function kill(coder: FakeCoder, workspace: Driver, isDone: boolean): Promise<void> {
  coder.failures.set("createWorkspaceBuild", [{ error: new Error("killed"), isDone }]);
  await expect(workspace.destroy()).rejects.toThrow("killed");
  coder.failures.clear();
  beginRun(coder, { isAfterCrash: true });
}

describe("a deletion that was killed", () => {
  it("has the next update make the workspace anew, once the server is done with the old one", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    const { id } = workspace;
    beginRun(coder);
    coder.endings.push("active");
    await kill(coder, workspace, true);
    expect(statusOf(workspace)).toBe("deleting");
    setTimeout(() => coder.end(id), 50);
    expect(await workspace.up({ templateId })).toEqual(["replace id"]);
    expect(workspace.id).not.toBe(id);
    expect(coder.liveWorkspaces.map((each) => each.id)).toEqual([workspace.id]);
    expect(coder.told.at(-1)).toBe(`info: Workspace ${id} ${ANEW}`);

    beginRun(coder);
    expect(await workspace.up({ templateId })).toEqual([]);
  });

  it("has the next update make it anew when the old one is gone, after a replacement that deletes first as well", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { zone: "a" } });
    const { id } = workspace;
    beginRun(coder);
    const news = { templateId, parameters: { zone: "b" } };
    expect(await workspace.diff(news)).toMatchObject({ deleteBeforeReplace: true });
    await kill(coder, workspace, true);
    expect(await workspace.up(news)).toEqual(["replace id"]);
    expect(workspace.id).not.toBe(id);
    expect(workspace.outputs).toMatchObject({ status: "running", parameters: { zone: "b" } });
    expect(coder.liveWorkspaces).toHaveLength(1);
  });

  it("changes nothing where the server never got the request", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    beginRun(coder);
    await kill(coder, workspace, false);
    expect(await workspace.up({ templateId })).toEqual([]);
    expect(statusOf(workspace)).toBe("running");
    // Somebody deletes it later: only a refresh tells of that.
    coder.build(workspace.id, { transition: "delete" });
    beginRun(coder);
    expect(await workspace.up({ templateId })).toEqual([]);
  });

  it("is waited for by a refresh, which then forgets the workspace, on any machine", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    coder.endings.push("active");
    await kill(coder, workspace, true);
    beginRunElsewhere(coder);
    setTimeout(() => coder.end(workspace.id), 50);
    expect(await workspace.refresh()).toBe(false);
    const anew = resource(coder);
    await anew.up({ templateId });
    expect(coder.liveWorkspaces.map(({ id }) => id)).toEqual([anew.id]);
  });

  it("leaves a workspace whose deletion then failed as it is", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId });
    coder.endings.push("active");
    await kill(coder, workspace, true);
    setTimeout(() => coder.end(workspace.id, "failed"), 50);
    expect(await workspace.refresh()).toBe(true);
    expect(workspace.outputs).toMatchObject({ status: "failed" });
  });
});

it("forgets a deletion once the engine has ended the run in order", async () => {
  const { coder, templateId } = await setUp();
  const shelf = new MemoryShelf();
  coder.ownership = { ...coder.ownership, notes: new Notes(shelf) };
  const workspace = resource(coder);
  await workspace.up({ templateId });
  coder.ownership.notes.settleOwn();
  await workspace.destroy();
  expect(shelf.names()).toHaveLength(1);
  coder.ownership.notes.settleOwn();
  expect(shelf.names()).toEqual([]);
});
