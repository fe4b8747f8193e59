import type { Workspace } from "../../../../provider/client/workspaces";
import { CoderError } from "../../../../provider/errors";
import { waitUntilIdle } from "../../../../provider/resources/builds/following";
import { apiError } from "../../../fakes/call-recorder";
import { pollingClock } from "../../../fakes/clocks";
import type { FakeCoder } from "../../../fakes/coder";
import { bob } from "../../../fakes/coder/users";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

async function setUp(): Promise<{ coder: FakeCoder; workspace: Workspace }> {
  const coder = await startCoder();
  const { versionId } = addTemplate(coder);
  const workspace = coder.addWorkspace("me", { name: "dev", template_version_id: versionId });
  return { coder, workspace };
}

describe("waitUntilIdle", () => {
  it("waits for the build of somebody else without cancelling it, and says whose it is", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    coder.build(workspace.id, { transition: "stop" }, { initiator_name: "bob" });
    const clock = pollingClock((pauses) => pauses === 3 && coder.end(workspace.id, "failed"));
    const idle = await waitUntilIdle(coder.context(), workspace.id, { clock });
    expect(idle.latest_build.status).toBe("failed");
    expect(coder.mutations).toEqual([]);
    expect(coder.told).toEqual([
      'info: Build 2 (stop) of workspace "admin/dev" is under way, begun by "bob": it is waited for first.',
    ]);
  });

  it("follows a build that an earlier run of the resource began, and leaves its failure to what is decided next", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    const { id } = coder.build(workspace.id, { transition: "stop" });
    const clock = pollingClock((pauses) => pauses === 2 && coder.end(workspace.id, "failed"));
    const idle = await waitUntilIdle(coder.context(), workspace.id, { clock, ownBuildId: id });
    expect(idle.latest_build.status).toBe("failed");
    expect(coder.reads).toContain("getWorkspaceBuild");
    expect(coder.told).toEqual([
      'info: Build 2 (stop) of workspace "admin/dev" was begun by an earlier run: it is followed to its end first.',
    ]);
  });

  it("only waits for a build that the state knows but somebody else began", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    const { id } = coder.build(workspace.id, { transition: "stop" }, { initiator_id: bob.id, initiator_name: "bob" });
    const clock = pollingClock((pauses) => pauses === 2 && coder.end(workspace.id));
    await waitUntilIdle(coder.context(), workspace.id, { clock, ownBuildId: id });
    expect(coder.reads).not.toContain("getWorkspaceBuild");
  });

  it("gives up at the deadline, and says what to do", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    coder.build(workspace.id, { transition: "stop" }, { initiator_name: "bob" });
    await expect(waitUntilIdle(coder.context(), workspace.id, { clock: pollingClock() })).rejects.toThrow(
      'Build 2 (stop) of workspace "admin/dev", begun by "bob", was still stopping after 60 seconds (`coderd:jobTimeoutSeconds`). ' +
        `Wait for it to end, or cancel it, then run \`pulumi up\` again: ${coder.url}/@admin/dev/builds/2`,
    );
  });

  it("counts the time since the operation began where the program's time holds for all of it", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    coder.build(workspace.id, { transition: "stop" }, { initiator_name: "bob" });
    const clock = pollingClock(() => {
      throw new Error("There was nothing left to wait for.");
    });
    const context = {
      ...coder.context(),
      deadline: { milliseconds: 60_000, setting: "customTimeouts", since: clock.now() - 60_000 },
    };
    await expect(waitUntilIdle(context, workspace.id, { clock })).rejects.toThrow(
      "after 60 seconds (`customTimeouts`)",
    );
  });

  it("ends with the interrupt", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    coder.build(workspace.id, { transition: "stop" });
    const interrupt = new AbortController();
    const clock = pollingClock(() => interrupt.abort(new CoderError("The operation was interrupted.")));
    const context = { ...coder.context(), signal: interrupt.signal };
    await expect(waitUntilIdle(context, workspace.id, { clock })).rejects.toThrow("The operation was interrupted.");
  });

  it("refuses a workspace that is deleted: the server would build it", async () => {
    const { coder, workspace } = await setUp();
    coder.build(workspace.id, { transition: "delete" });
    await expect(waitUntilIdle(coder.context(), workspace.id)).rejects.toThrow(
      `Workspace ${workspace.id} does not exist any more, or the token's user may not see it. Run \`pulumi ` +
        `refresh\`, then \`pulumi up\` to make it anew.`,
    );
  });

  it("follows the build of an earlier run once: if it still seems active then, it is waited for until the deadline", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    const { id } = coder.build(workspace.id, { transition: "stop" });
    coder.failures.set("getWorkspaceBuild", [{ error: apiError(404), isDone: false }]);
    coder.http.on("GET /organizations/:organization/provisionerjobs", { status: 404, json: { message: "No." } });
    const clock = pollingClock();
    await expect(waitUntilIdle(coder.context(), workspace.id, { clock, ownBuildId: id })).rejects.toThrow(
      "was still stopping after 60 seconds",
    );
  });
});
