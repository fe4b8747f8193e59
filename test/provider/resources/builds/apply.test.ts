// How far bringing a workspace to its content came, told as a value.
import type { Workspace } from "../../../../provider/client/workspaces";
import { applyBuilds, type Content, type Reached } from "../../../../provider/resources/builds/apply";
import { apiError } from "../../../fakes/call-recorder";
import type { FakeCoder } from "../../../fakes/coder";
import { parameter } from "../../../fakes/coder/template-versions";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";

async function setUp(): Promise<{ coder: FakeCoder; workspace: Workspace }> {
  const coder = await startCoder();
  const { versionId } = addTemplate(coder, [parameter("cpus", "number", { default_value: "2" })]);
  return { coder, workspace: coder.addWorkspace("me", { name: "dev", template_version_id: versionId }) };
}

function apply(coder: FakeCoder, workspace: Workspace, content: Content): Promise<Reached> {
  return applyBuilds(coder.context(), {
    workspace,
    content,
    before: { buildId: undefined, status: undefined, isRestartOpen: false },
    versionProperty: "workspaceId",
  });
}

describe("applyBuilds", () => {
  it("makes no build while the content holds", async () => {
    const { coder, workspace } = await setUp();
    const reached = await apply(coder, workspace, { parameters: { cpus: 2 } });
    expect(reached).toMatchObject({ isContentBuilt: false, isRestartOpen: false, buildId: undefined });
    expect(reached).not.toHaveProperty("failure");
    expect(coder.mutations).toEqual([]);
  });

  it("returns the workspace with its new values, and the build that gave them", async () => {
    const { coder, workspace } = await setUp();
    const reached = await apply(coder, workspace, { parameters: { cpus: 4 } });
    expect(reached).toMatchObject({ isContentBuilt: true, isRestartOpen: false });
    expect(reached.workspace.latest_build).toMatchObject({ id: reached.buildId, status: "running" });
    expect(reached.held).toEqual(new Map([["cpus", "4"]]));
  });

  it("returns that the start is still to be made when it fails after the stop", async () => {
    const { coder, workspace } = await setUp();
    const failure = apiError(500, "Broken.");
    coder.failures.set("createWorkspaceBuild", [undefined, { error: failure, isDone: false }]);
    const reached = await apply(coder, workspace, { parameters: { cpus: 4 } });
    expect(reached).toMatchObject({ isContentBuilt: false, isRestartOpen: true, failure });
    expect(reached.workspace.latest_build).toMatchObject({ id: reached.buildId, transition: "stop" });
  });

  it("stops nothing for a preset that can't be had", async () => {
    const { coder, workspace } = await setUp();
    const reached = await apply(coder, workspace, { preset: "Big", isPresetNew: true });
    expect(reached.failure?.message).toContain('has no preset "Big"');
    expect(coder.mutations).toEqual([]);
  });
});
