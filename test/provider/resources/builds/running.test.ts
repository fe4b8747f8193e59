import type { CreateWorkspaceBuildRequest } from "../../../../provider/client/workspace-builds";
import type { Workspace } from "../../../../provider/client/workspaces";
import { CoderError } from "../../../../provider/errors";
import { buildUntilDone, deleteWorkspace } from "../../../../provider/resources/builds/running";
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

/** Wants one build. */
function once(request: CreateWorkspaceBuildRequest): () => Promise<CreateWorkspaceBuildRequest | undefined> {
  const wanted = [request];
  return () => Promise.resolve(wanted.shift());
}

describe("buildUntilDone", () => {
  it("asks again what to build when somebody else's build was faster", async () => {
    const { coder, workspace } = await setUp();
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(409), isDone: false }]);
    const seen: number[] = [];
    const clock = pollingClock(() => seen.length === 1 && coder.build(workspace.id, { transition: "stop" }));
    const done = await buildUntilDone(
      coder.context(),
      workspace.id,
      ({ latest_build: latest }) => {
        seen.push(latest.build_number);
        return Promise.resolve(latest.transition === "stop" ? undefined : { transition: "stop" });
      },
      { clock },
    );
    expect(seen).toEqual([1, 2]);
    expect(done.latest_build.build_number).toBe(2);
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "stop" }]]);
  });

  it("gives up at the deadline when the server refuses every build, asks ever more seldom, and says what holds the workspace", async () => {
    const { coder, workspace } = await setUp();
    coder.build(workspace.id, { transition: "stop" }, { initiator_name: "bob" });
    const refusal = { error: apiError(409, "A workspace build is already active."), isDone: false };
    coder.failures.set(
      "createWorkspaceBuild",
      Array.from({ length: 100 }, () => refusal),
    );
    const clock = pollingClock();
    await expect(
      buildUntilDone(coder.context(), workspace.id, () => Promise.resolve({ transition: "start" }), { clock }),
    ).rejects.toThrow(
      'Workspace "admin/dev" took no build (start) within 60 seconds (`coderd:jobTimeoutSeconds`): the server says that another is in its way ' +
        '("A workspace build is already active."). Its latest is build 2 (stop), begun by "bob", which is stopped. ' +
        `See what holds the workspace, end it, then run \`pulumi up\` again: ${coder.url}/@admin/dev`,
    );
    expect(clock.now()).toBe(60_000);
    expect(coder.mutations.length).toBeLessThan(18);
  });

  it("counts all waits for others together, however often somebody else is faster", async () => {
    const { coder, workspace } = await setUp();
    let hasStart = false;
    const clock = pollingClock((pauses) => pauses % 4 === 0 && coder.end(workspace.id));
    const decide = (): Promise<CreateWorkspaceBuildRequest> => {
      coder.failures.set("createWorkspaceBuild", [{ error: apiError(409), isDone: false }]);
      coder.endings.push("active");
      hasStart = !hasStart;
      coder.build(workspace.id, { transition: hasStart ? "start" : "stop" }, { initiator_name: "bob" });
      return Promise.resolve({ transition: "stop" });
    };
    await expect(buildUntilDone(coder.context(), workspace.id, decide, { clock })).rejects.toThrow(
      "60 seconds (`coderd:jobTimeoutSeconds`)",
    );
    expect(clock.now()).toBe(60_000);
  });

  it("allows the waits for others no more than is left of the program's time", async () => {
    const { coder, workspace } = await setUp();
    const refusal = { error: apiError(409), isDone: false };
    coder.failures.set(
      "createWorkspaceBuild",
      Array.from({ length: 100 }, () => refusal),
    );
    const clock = pollingClock();
    const context = {
      ...coder.context(),
      deadline: { milliseconds: 60_000, setting: "customTimeouts", since: -50_000 },
    };
    await expect(
      buildUntilDone(context, workspace.id, () => Promise.resolve({ transition: "stop" }), { clock }),
    ).rejects.toThrow("within 60 seconds (`customTimeouts`)");
    expect(clock.now()).toBe(10_000);
  });

  it("cancels its build when it is interrupted before anything of the build is known", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    const interrupt = new AbortController();
    const context = { ...coder.context(), signal: interrupt.signal };
    const onBuild = (): void => interrupt.abort(new CoderError("The operation was interrupted."));
    await expect(buildUntilDone(context, workspace.id, once({ transition: "stop" }), { onBuild })).rejects.toThrow(
      "interrupted",
    );
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "stop" }], ["cancelWorkspaceBuild"]]);
  });

  it("asks about the workspace once more than it builds: at the end", async () => {
    const { coder, workspace } = await setUp();
    const requests: CreateWorkspaceBuildRequest[] = [{ transition: "stop" }, { transition: "start" }];
    const done = await buildUntilDone(coder.context(), workspace.id, () => Promise.resolve(requests.shift()), {
      seen: workspace,
    });
    expect(done.latest_build).toMatchObject({ build_number: 3, status: "running" });
    expect(coder.reads.filter((read) => read === "getWorkspace")).toHaveLength(1);
  });

  it("asks again what to build when somebody else built before the end was read", async () => {
    const { coder, workspace } = await setUp();
    const seen: number[] = [];
    await buildUntilDone(coder.context(), workspace.id, ({ latest_build: latest }) => {
      seen.push(latest.build_number);
      if (seen.length === 2) coder.build(workspace.id, { transition: "start" }, { initiator_name: "bob" });
      return Promise.resolve(seen.length === 1 ? { transition: "stop" } : undefined);
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  it.each([undefined, 502, 504])(
    "finds the build whose answer was lost (%s) instead of sending it twice",
    async (status) => {
      const { coder, workspace } = await setUp();
      coder.failures.set("createWorkspaceBuild", [{ error: apiError(status), isDone: true }]);
      const done = await buildUntilDone(coder.context(), workspace.id, once({ transition: "stop" }));
      expect(done.latest_build).toMatchObject({ build_number: 2, status: "stopped" });
      expect(coder.mutations).toHaveLength(1);
      expect(coder.told).toEqual([
        'info: Build 2 (stop) of workspace "admin/dev" was begun although the server\'s answer was lost.',
      ]);
    },
  );

  it("takes nobody else's build for its own when an answer was lost", async () => {
    const { coder, workspace } = await setUp();
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(undefined, "Connection lost."), isDone: false }]);
    coder.endings.push("active");
    const running = buildUntilDone(
      coder.context(),
      workspace.id,
      () => {
        coder.build(workspace.id, { transition: "stop" }, { initiator_id: bob.id });
        return Promise.resolve({ transition: "stop" });
      },
      { clock: pollingClock() },
    );
    await expect(running).rejects.toThrow("Connection lost.");
  });

  it("does not repeat a build that the server refuses", async () => {
    const { coder, workspace } = await setUp();
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(400, "No such version."), isDone: false }]);
    await expect(buildUntilDone(coder.context(), workspace.id, once({ transition: "start" }))).rejects.toThrow(
      "No such version.",
    );
    expect(coder.mutations).toHaveLength(1);
  });

  it("wakes a dormant workspace before it starts it, and not before it stops it", async () => {
    const { coder, workspace } = await setUp();
    coder.workspace(workspace.id).dormant_at = "2026-01-02T03:04:05Z";
    const requests: CreateWorkspaceBuildRequest[] = [{ transition: "stop" }, { transition: "start" }];
    await buildUntilDone(coder.context(), workspace.id, () => Promise.resolve(requests.shift()));
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["setWorkspaceDormant", false],
      ["createWorkspaceBuild", { transition: "start" }],
    ]);
    expect(coder.told).toEqual([
      'info: Workspace "dev" is dormant: it is woken up, as a dormant workspace can\'t start.',
    ]);
  });
});

describe("deleteWorkspace", () => {
  it("builds the deletion once and asks whether it is gone", async () => {
    const { coder, workspace } = await setUp();
    await deleteWorkspace(coder.context(), workspace.id, false);
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "delete" }]]);
    await deleteWorkspace(coder.context(), workspace.id, false);
    expect(coder.mutations).toHaveLength(1);
  });

  it("leaves what was built behind when it is orphaned, and warns", async () => {
    const { coder, workspace } = await setUp();
    await deleteWorkspace(coder.context(), workspace.id, true);
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "delete", orphan: true }]]);
    expect(coder.told).toEqual([
      'warning: Workspace "dev" is deleted without destroying what it was built of (`orphanOnDelete`).',
    ]);
  });

  it("waits for a deletion that is under way instead of asking for another", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    coder.build(workspace.id, { transition: "delete" });
    const clock = pollingClock((pauses) => pauses === 2 && coder.end(workspace.id));
    await deleteWorkspace(coder.context(), workspace.id, false, { clock });
    expect(coder.mutations).toEqual([]);
  });

  it("cancels a build that no provisioner has taken up, and deletes then", async () => {
    const { coder, workspace } = await setUp();
    const pending = coder.build(workspace.id, { transition: "start" });
    pending.job.status = "pending";
    await deleteWorkspace(coder.context(), workspace.id, false);
    expect(coder.mutations).toEqual([["cancelWorkspaceBuild"], ["createWorkspaceBuild", { transition: "delete" }]]);
  });

  it("waits for a pending build that it may not cancel", async () => {
    const { coder, workspace } = await setUp();
    const pending = coder.build(workspace.id, { transition: "start" });
    pending.job.status = "pending";
    coder.failures.set("cancelWorkspaceBuild", [{ error: apiError(403), isDone: false }]);
    await deleteWorkspace(coder.context(), workspace.id, false, { clock: pollingClock(() => coder.end(workspace.id)) });
    expect(coder.mutations).toEqual([["cancelWorkspaceBuild"], ["createWorkspaceBuild", { transition: "delete" }]]);
  });

  it("fails when the delete build does, so that the resource stays in the state, and deletes at the next attempt", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("failed");
    await expect(deleteWorkspace(coder.context(), workspace.id, false)).rejects.toThrow(
      'Build 2 (delete) of workspace "admin/dev" did not succeed: its job failed.',
    );
    await deleteWorkspace(coder.context(), workspace.id, false);
    await expect(coder.client.getWorkspace(workspace.id)).rejects.toMatchObject({ status: 410 });
  });
});
