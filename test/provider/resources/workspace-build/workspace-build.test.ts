import type { Workspace } from "../../../../provider/client/workspaces";
import { workspaceBuildHandler } from "../../../../provider/resources/workspace-build/workspace-build";
import { UNKNOWN } from "../../../../provider/values";
import { apiError } from "../../../fakes/call-recorder";
import type { FakeCoder } from "../../../fakes/coder";
import { refuse } from "../../../fakes/coder/common";
import { parameter } from "../../../fakes/coder/template-versions";
import { Driver } from "../../../fakes/driver";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

const parameters = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("once", "string", { ephemeral: true }),
  parameter("region", "string", { default_value: "eu", mutable: false }),
];

async function setUp(): Promise<{ coder: FakeCoder; build: Driver; workspace: Workspace; templateId: string }> {
  const coder = await startCoder();
  const { templateId, versionId } = addTemplate(coder, parameters);
  const workspace = coder.addWorkspace("bob", { name: "dev", template_version_id: versionId });
  return { coder, build: new Driver(workspaceBuildHandler, coder), workspace, templateId };
}

describe("workspaceBuild.check", () => {
  it("refuses what the workspace's version does not take, but takes ephemeral parameters", async () => {
    const { build, workspace } = await setUp();
    const inputs = { workspaceId: workspace.id, transition: "start" };
    expect(await build.check({ ...inputs, parameters: { once: "yes" } })).toEqual([]);
    expect(await build.check({ ...inputs, parameters: { cpu: 1, region: "us" } })).toEqual([
      { property: "parameters", reason: 'Template version "v1" has no parameter "cpu". Did you mean "cpus"?' },
      {
        property: "parameters",
        reason:
          'Parameter "region" is immutable: its value was decided when the workspace was created, and can\'t change.',
      },
    ]);
  });

  it("refuses a workspace that is not there, and a version of another template", async () => {
    const { coder, build, workspace } = await setUp();
    const none = "11111111-1111-4111-8111-111111111111";
    expect(await build.check({ workspaceId: none, transition: "stop" })).toEqual([
      {
        property: "workspaceId",
        reason: `There is no workspace ${none}, or the token's user may not see it. Give the id of a workspace of this server.`,
      },
    ]);
    const { versionId } = addTemplate(coder, [], { name: "other" });
    expect(await build.check({ workspaceId: workspace.id, transition: "start", templateVersionId: versionId })).toEqual(
      [
        {
          property: "templateVersionId",
          reason:
            'Template version "v1" is not of template "docker", which the workspace is of. Use a version of that template.',
        },
      ],
    );
  });

  it("asks nothing while workspace or version are not known", async () => {
    const { coder, build, workspace } = await setUp();
    expect(await build.check({ workspaceId: UNKNOWN, transition: "start" })).toEqual([]);
    expect(await build.check({ workspaceId: workspace.id, transition: "start", templateVersionId: UNKNOWN })).toEqual(
      [],
    );
    expect(coder.reads).toEqual([]);
  });
});

describe("workspaceBuild.create", () => {
  it("makes the build that is asked for, whatever the workspace is", async () => {
    const { coder, build, workspace, templateId } = await setUp();
    const v2 = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters,
      presets: [{ id: "preset-1", name: "Big", default: false, parameters: [] }],
    }).id;
    await build.up({
      workspaceId: workspace.id,
      transition: "stop",
      templateVersionId: v2,
      parameters: { cpus: 4 },
      preset: "Big",
      logLevel: "debug",
    });
    expect(coder.mutations).toEqual([
      [
        "createWorkspaceBuild",
        {
          transition: "stop",
          template_version_id: v2,
          rich_parameter_values: [{ name: "cpus", value: "4" }],
          template_version_preset_id: "preset-1",
          log_level: "debug",
        },
      ],
    ]);
    expect(build.id).toBe(coder.workspace(workspace.id).latest_build.id);
    expect(build.outputs).toMatchObject({
      workspaceId: workspace.id,
      templateVersionName: "v2",
      buildNumber: 2,
      status: "stopped",
      parameters: { cpus: 4 },
      url: `${coder.url}/@bob/dev/builds/2`,
    });
    await new Driver(workspaceBuildHandler, coder).up({ workspaceId: workspace.id, transition: "stop" });
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "stop" }]]);
  });

  it("restarts a workspace that runs: its id is the start's", async () => {
    const { coder, build, workspace } = await setUp();
    await build.up({ workspaceId: workspace.id, transition: "start", parameters: { once: "yes" } });
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: [{ name: "once", value: "yes" }] }],
    ]);
    expect(build.outputs).toMatchObject({ buildNumber: 3, transition: "start", status: "running" });
  });

  it("keeps the id of a build that failed, and makes another one the next time", async () => {
    const { coder, build, workspace } = await setUp();
    coder.endings.push("failed");
    const inputs = { workspaceId: workspace.id, transition: "stop" };
    await expect(build.up(inputs)).rejects.toThrow('Build 2 (stop) of workspace "bob/dev" did not succeed');
    expect(build.id).toBe(coder.workspace(workspace.id).latest_build.id);
    expect(build.outputs["status"]).toBe("failed");
    expect(await build.up(inputs)).toEqual(["replace transition"]);
  });

  it("keeps the id of a build that was made and can't be read any more, and makes no other one", async () => {
    const { coder, build, workspace } = await setUp();
    const inputs = { workspaceId: workspace.id, transition: "stop" };
    coder.http.on("GET /workspacebuilds/:id", refuse(500, "It went wrong."));
    await expect(build.up(inputs)).rejects.toThrow("It went wrong. (GET /api/v2/workspacebuilds/");
    expect(build.id).toBe(coder.workspace(workspace.id).latest_build.id);
    coder.http.on("GET /workspacebuilds/:id", ({ parameters }) => ({
      json: coder.builds.find(({ id }) => id === parameters["id"]),
    }));
    await build.up(inputs);
    expect(coder.mutations).toEqual([]);
    expect(build.outputs["status"]).toBe("stopped");
  });

  it("keeps nothing when the build was refused", async () => {
    const { coder, build, workspace } = await setUp();
    coder.failures.set("createWorkspaceBuild", [
      { error: apiError(400, "Terraform debug mode is disabled."), isDone: false },
    ]);
    await expect(build.up({ workspaceId: workspace.id, transition: "stop", logLevel: "debug" })).rejects.toThrow(
      "Terraform debug mode is disabled.",
    );
    expect(build.id).toBe("");
  });
});

describe("workspaceBuild.diff", () => {
  it("replaces for any other input, and for none that says the same", async () => {
    const { build, workspace } = await setUp();
    const inputs = {
      workspaceId: workspace.id,
      transition: "start",
      triggers: { commit: "a" },
      parameters: { cpus: 4 },
    };
    await build.up(inputs);
    expect(await build.up({ ...inputs, parameters: { cpus: "4" } })).toEqual([]);
    expect(await build.diff({ ...inputs, triggers: { commit: "b" } })).toEqual({
      changes: [{ property: "triggers", kind: "replace" }],
    });
    expect(await build.diff({ ...inputs, triggers: UNKNOWN, parameters: { cpus: 5 } })).toEqual({
      changes: [
        { property: "triggers", kind: "replace" },
        { property: "parameters.cpus", kind: "replace" },
      ],
    });
    expect(await build.diff({ workspaceId: workspace.id, transition: "start" })).toEqual({
      changes: [
        { property: "parameters", kind: "replace" },
        { property: "triggers", kind: "replace" },
      ],
    });
  });
});

describe("workspaceBuild.update", () => {
  it("follows the build of a run that was broken off", async () => {
    const { coder, build, workspace } = await setUp();
    const inputs = { workspaceId: workspace.id, transition: "stop" };
    await build.up(inputs);
    build.outputs["status"] = "stopping";
    expect(await build.up(inputs)).toEqual(["update transition"]);
    expect(coder.mutations).toEqual([]);
    expect(build.outputs["status"]).toBe("stopped");
  });
});

describe("workspaceBuild.read and delete", () => {
  it("is gone when its workspace is, and deletes nothing", async () => {
    const { coder, build, workspace } = await setUp();
    await build.up({ workspaceId: workspace.id, transition: "stop", triggers: ["a"] });
    coder.build(workspace.id, { transition: "start" });
    expect(await build.refresh()).toBe(true);
    expect(build.outputs).toMatchObject({ transition: "stop", triggers: ["a"], buildNumber: 2 });
    await build.destroy();
    expect(coder.mutations).toEqual([]);
    coder.build(workspace.id, { transition: "delete" });
    expect(await build.refresh()).toBe(false);
  });
});
