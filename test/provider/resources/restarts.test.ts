// A stop on the way to a start, told from a person's wish, after the run in between was killed or refused.
import { buildParametersHandler } from "../../../provider/resources/build-parameters/build-parameters";
import { CoderError } from "../../../provider/errors";
import { workspaceHandler } from "../../../provider/resources/workspace/workspace";
import { apiError } from "../../fakes/call-recorder";
import { bob } from "../../fakes/coder/users";
import { Driver } from "../../fakes/driver";
import { beginRun, beginRunElsewhere, resource, setUp, type Setup, statusOf } from "../../fakes/workspace-runs";

describe("a workspace that was stopped on the way to a start", () => {
  async function stopped(setup: Setup): Promise<Driver> {
    const { coder, templateId } = setup;
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    const { inputs } = await workspaceHandler.check(
      coder.context(),
      { templateId, parameters: { cpus: 4 } },
      workspace.inputs,
    );
    const context = coder.context();
    // Killed after the stop: nothing reaches the state.
    coder.failures.set("createWorkspaceBuild", [undefined, { error: new Error("killed"), isDone: false }]);
    await expect(workspaceHandler.update(context, workspace.id, workspace.outputs, inputs)).rejects.toThrow("killed");
    expect(coder.workspace(workspace.id).latest_build.status).toBe("stopped");
    coder.mutations.length = 0;
    return workspace;
  }

  it("is started with what was to be built, by the note", async () => {
    const setup = await setUp();
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
      const setup = await setUp();
      const workspace = await stopped(setup);
      beginRun(setup.coder);
      if (isRefreshed) await workspace.refresh();
      expect(await workspace.up({ templateId: setup.templateId, parameters: { cpus: 2 } })).toEqual([
        "update transition",
      ]);
      expect(workspace.outputs).toMatchObject({ status: "running", transition: "start" });
    }
  });

  it("is started on another machine, by what the server tells", async () => {
    const setup = await setUp();
    const workspace = await stopped(setup);
    beginRunElsewhere(setup.coder);
    await workspace.up({ templateId: setup.templateId, parameters: { cpus: 4 } });
    expect(workspace.outputs["status"]).toBe("running");
  });

  it("stays stopped when somebody else stopped it, a refresh has seen a person's stop, or the program says so", async () => {
    for (const stop of ["bob", "refreshed", "declared"]) {
      const { coder, templateId } = await setUp();
      const workspace = resource(coder);
      await workspace.up({ templateId, parameters: { cpus: 2 } });
      beginRun(coder);
      coder.build(workspace.id, { transition: "stop" }, stop === "bob" ? { initiator_id: bob.id } : {});
      if (stop === "refreshed") await workspace.refresh();
      await workspace.up({ templateId, parameters: { cpus: 4 }, ...(stop === "declared" && { transition: "stop" }) });
      expect(workspace.outputs).toMatchObject({ status: "stopped", parameters: { cpus: 4 } });
    }
  });

  it("stays stopped when a run was killed before its stop, and somebody else stopped it since", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    coder.failures.set("createWorkspaceBuild", [{ error: new Error("killed"), isDone: false }]);
    await expect(workspace.up({ templateId, parameters: { cpus: 4 } })).rejects.toThrow("killed");
    beginRun(coder, { isAfterCrash: true });
    const minuteLater = new Date(Date.now() + 60_000).toISOString();
    coder.build(workspace.id, { transition: "stop" }, { initiator_id: bob.id, created_at: minuteLater });
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    expect(statusOf(workspace)).toBe("stopped");
  });

  it("is started when the stop's answer was lost, and the stop could not be looked for either", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(undefined, "lost"), isDone: true }]);
    coder.failures.set("getWorkspaceBuilds", [{ error: apiError(403, "no"), isDone: false }]);
    await expect(workspace.up({ templateId, parameters: { cpus: 4 } })).rejects.toThrow("lost");
    expect(statusOf(workspace)).toBe("stopped");
    coder.workspace(workspace.id).latest_build.created_at = new Date().toISOString();
    beginRun(coder);
    await workspace.refresh();
    await workspace.up({ templateId, parameters: { cpus: 4 } });
    expect(statusOf(workspace)).toBe("running");
  });

  it("stays stopped when its stop was refused and the wait interrupted, and the user stopped it by hand since", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    const { inputs } = await workspaceHandler.check(
      coder.context(),
      { templateId, parameters: { cpus: 4 } },
      workspace.inputs,
    );
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(409, "busy"), isDone: false }]);
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new CoderError("The operation was interrupted.")), 300);
    const context = coder.context({ signal: interrupt.signal });
    await expect(workspaceHandler.update(context, workspace.id, workspace.outputs, inputs)).rejects.toThrow(
      "interrupted",
    );
    beginRun(coder);
    coder.build(workspace.id, { transition: "stop" }, { created_at: new Date(Date.now() + 60_000).toISOString() });
    await workspace.refresh();
    expect(await workspace.up({ templateId, parameters: { cpus: 2 } })).toEqual([]);
    expect(statusOf(workspace)).toBe("stopped");
  });

  it("stays stopped when the server refused its stop, and the user stopped it by hand since", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(403, "no"), isDone: false }]);
    await expect(workspace.up({ templateId, parameters: { cpus: 4 } })).rejects.toThrow("no");
    beginRun(coder);
    coder.build(workspace.id, { transition: "stop" }, { created_at: new Date(Date.now() + 60_000).toISOString() });
    await workspace.refresh();
    expect(await workspace.up({ templateId, parameters: { cpus: 2 } })).toEqual([]);
    expect(statusOf(workspace)).toBe("stopped");
  });

  it("stays stopped when somebody has started and stopped it since, though the state still knows of the start to be made", async () => {
    const { coder, templateId } = await setUp();
    const workspace = resource(coder);
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    coder.failures.set("createWorkspaceBuild", [undefined, { error: apiError(400, "no"), isDone: false }]);
    await expect(workspace.up({ templateId, parameters: { cpus: 4 } })).rejects.toThrow("no");
    beginRun(coder);
    for (const transition of ["start", "stop"] as const)
      coder.build(workspace.id, { transition }, { initiator_id: bob.id });
    await workspace.refresh();
    await workspace.up({ templateId, parameters: { cpus: 2 } });
    expect(statusOf(workspace)).toBe("stopped");
  });

  it("stays stopped when it is another's, whose values a run was about to change when it was killed, and the server stopped it", async () => {
    const { coder, versionId } = await setUp();
    const { id: workspaceId } = coder.addWorkspace("bob", { name: "dev", template_version_id: versionId });
    const values = new Driver(buildParametersHandler, coder, { resourceName: "values" });
    await values.up({ workspaceId, parameters: { cpus: 2 } });
    coder.failures.set("createWorkspaceBuild", [{ error: new Error("killed"), isDone: false }]);
    await expect(values.up({ workspaceId, parameters: { cpus: 4 } })).rejects.toThrow("killed");
    beginRun(coder, { isAfterCrash: true });
    const minuteLater = new Date(Date.now() + 60_000).toISOString();
    coder.build(
      workspaceId,
      { transition: "stop" },
      { initiator_id: bob.id, reason: "autostop", created_at: minuteLater },
    );
    await values.up({ workspaceId, parameters: { cpus: 2 } });
    expect(coder.workspace(workspaceId).latest_build.status).toBe("stopped");
  });
});
