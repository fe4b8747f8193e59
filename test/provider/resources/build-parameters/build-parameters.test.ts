import type { Workspace } from "../../../../provider/client/workspaces";
import { buildParametersHandler } from "../../../../provider/resources/build-parameters/build-parameters";
import { UNKNOWN } from "../../../../provider/values";
import { apiError } from "../../../fakes/call-recorder";
import type { FakeCoder } from "../../../fakes/coder";
import { parameter } from "../../../fakes/coder/template-versions";
import { Driver } from "../../../fakes/driver";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

const parameters = [
  parameter("cpus", "number", { default_value: "2", validation_max: 8 }),
  parameter("editor", "string", { default_value: "vim" }),
  parameter("once", "string", { ephemeral: true }),
  parameter("region", "string", { default_value: "eu", mutable: false }),
];

async function setUp(): Promise<{ coder: FakeCoder; values: Driver; workspace: Workspace }> {
  const coder = await startCoder();
  const { versionId } = addTemplate(coder, parameters);
  const workspace = coder.addWorkspace("bob", { name: "dev", template_version_id: versionId });
  return { coder, values: new Driver(buildParametersHandler, coder), workspace };
}

function sent(cpus: string): unknown {
  return [{ name: "cpus", value: cpus }];
}

describe("buildParameters.check", () => {
  it("refuses names and values that the workspace's version does not take", async () => {
    const { values, workspace } = await setUp();
    const reasons = async (parameters: unknown): Promise<string[]> =>
      (await values.check({ workspaceId: workspace.id, parameters })).map(({ reason }) => reason);
    expect(await reasons({})).toEqual(["Must name at least one parameter."]);
    expect(await reasons({ cpu: 4, region: "us", once: "x", cpus: 9 })).toEqual([
      'Template version "v1" has no parameter "cpu". Did you mean "cpus"?',
      'Parameter "region" is immutable: its value was decided when the workspace was created, and can\'t change.',
      'Parameter "once" is ephemeral: it holds for a single build, so it can\'t be kept at a value. Remove it here, and set it in a `WorkspaceBuild` when a build needs it.',
      'Parameter "cpus" must be at most 8.',
    ]);
    expect(await reasons({ cpus: UNKNOWN, region: "eu" })).toEqual([]);
  });

  it("refuses a workspace that is not there, asks nothing about one that is not known, nor when nothing has changed", async () => {
    const { coder, values, workspace } = await setUp();
    const none = "11111111-1111-4111-8111-111111111111";
    expect(await values.check({ workspaceId: none, parameters: { cpus: 4 } })).toEqual([
      {
        property: "workspaceId",
        reason: `There is no workspace ${none}, or the token's user may not see it. Give the id of a workspace of this server.`,
      },
    ]);
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } });
    coder.reads.length = 0;
    expect(await values.check({ workspaceId: UNKNOWN, parameters: { cpus: 4 } })).toEqual([]);
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).toEqual([]);
    expect(coder.reads).toEqual([]);
  });
});

describe("buildParameters.create", () => {
  it("builds nothing when the values hold", async () => {
    const { coder, values, workspace } = await setUp();
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 2, editor: "vim" } });
    expect(coder.mutations).toEqual([]);
    expect(values.id).toBe(workspace.id);
    expect(values.outputs).toMatchObject({
      parameters: { cpus: 2, editor: "vim" },
      workspaceName: "dev",
      ownerName: "bob",
    });
    expect(values.outputs).not.toHaveProperty("buildId");
  });

  it("restarts a workspace that runs with the named values, and nothing else", async () => {
    const { coder, values, workspace } = await setUp();
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } });
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: sent("4") }],
    ]);
    expect(values.outputs).toMatchObject({ parameters: { cpus: 4 }, buildStatus: "running" });
  });

  it("does not start a workspace that is stopped", async () => {
    const { coder, values, workspace } = await setUp();
    coder.build(workspace.id, { transition: "stop" });
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } });
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop", rich_parameter_values: sent("4") }],
    ]);
    expect(values.outputs).toMatchObject({ parameters: { cpus: 4 }, buildStatus: "stopped" });
  });

  it("keeps a failed build in the state, and repeats it although the values hold in it", async () => {
    const { coder, values, workspace } = await setUp();
    coder.build(workspace.id, { transition: "stop" });
    coder.endings.push("failed");
    await expect(values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).rejects.toThrow(
      'Build 3 (stop) of workspace "bob/dev"',
    );
    expect(values.outputs).toMatchObject({ parameters: { cpus: 4 }, buildStatus: "failed" });
    await values.refresh();
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).toEqual(["update parameters"]);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop", rich_parameter_values: sent("4") }],
    ]);
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).toEqual([]);
  });

  it("leaves a failed build of somebody else alone while the values hold", async () => {
    const { coder, values, workspace } = await setUp();
    coder.endings.push("failed");
    coder.build(workspace.id, { transition: "start" });
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 2 } });
    expect(coder.mutations).toEqual([]);
  });

  it("starts the workspace again the next time when the restart was broken off after the stop", async () => {
    const { coder, values, workspace } = await setUp();
    coder.failures.set("createWorkspaceBuild", [undefined, { error: apiError(500, "Broken."), isDone: false }]);
    await expect(values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).rejects.toThrow("Broken.");
    await values.refresh();
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).toEqual(["update parameters.cpus"]);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: sent("4") }],
    ]);
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } })).toEqual([]);
  });
});

describe("buildParameters.update", () => {
  it("puts back what the owner changed, of the named values only", async () => {
    const { coder, values, workspace } = await setUp();
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 2 } });
    coder.build(workspace.id, { transition: "stop", rich_parameter_values: [{ name: "editor", value: "nano" }] });
    await values.refresh();
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 2 } })).toEqual([]);
    coder.build(workspace.id, { transition: "stop", rich_parameter_values: [{ name: "cpus", value: "3" }] });
    await values.refresh();
    expect(values.outputs["parameters"]).toEqual({ cpus: 3 });
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 2 } })).toEqual(["update parameters.cpus"]);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop", rich_parameter_values: sent("2") }],
    ]);
  });

  it("keeps the value of a name that is taken out, without a build", async () => {
    const { coder, values, workspace } = await setUp();
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 2, editor: "vim" } });
    expect(await values.up({ workspaceId: workspace.id, parameters: { cpus: 2 } })).toEqual([
      "update parameters.editor",
    ]);
    expect(coder.mutations).toEqual([]);
    expect(values.outputs["parameters"]).toEqual({ cpus: 2 });
  });

  it("is another resource for another workspace", async () => {
    const { values, workspace } = await setUp();
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 2 } });
    expect(await values.diff({ workspaceId: UNKNOWN, parameters: { cpus: 2 } })).toEqual({
      changes: [{ property: "workspaceId", kind: "replace" }],
    });
  });
});

describe("buildParameters.read and delete", () => {
  it("is gone when the workspace is, and leaves the values when it is deleted", async () => {
    const { coder, values, workspace } = await setUp();
    await values.up({ workspaceId: workspace.id, parameters: { cpus: 4 } });
    await values.destroy();
    expect(coder.mutations).toEqual([]);
    coder.build(workspace.id, { transition: "delete" });
    expect(await values.refresh()).toBe(false);
  });

  it("fills in all values on an import", async () => {
    const { coder, workspace } = await setUp();
    const read = await buildParametersHandler.read(coder.context(), workspace.id, {});
    expect(read?.outputs["parameters"]).toEqual({ cpus: "2", editor: "vim", once: "", region: "eu" });
  });
});
