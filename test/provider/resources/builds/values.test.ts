import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createClient } from "../../../../provider/client/client";
import type { Workspace } from "../../../../provider/client/workspaces";
import { buildParametersHandler } from "../../../../provider/resources/build-parameters/build-parameters";
import { possibleSecrets, secretsOfBuild, valuesOfBuild } from "../../../../provider/resources/builds/values";
import { followBuild, waitUntilIdle } from "../../../../provider/resources/builds/following";
import { deleteWorkspace } from "../../../../provider/resources/builds/running";
import { loadVersion } from "../../../../provider/resources/builds/version-facts";
import { workspaceHandler } from "../../../../provider/resources/workspace/workspace";
import { workspaceBuildHandler } from "../../../../provider/resources/workspace-build/workspace-build";
import { apiError } from "../../../fakes/call-recorder";
import { pollingClock } from "../../../fakes/clocks";
import type { FakeCoder } from "../../../fakes/coder";
import { evaluated, parameter } from "../../../fakes/coder/template-versions";
import { Driver } from "../../../fakes/driver";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

const options = [{ name: "EU", description: "", value: "eu-west", icon: "" }];
const parameters = [
  parameter("region", "string", { options }),
  parameter("token"),
  parameter("editor", "string", { default_value: "vim" }),
  parameter("cpus", "number"),
  parameter("debug", "bool"),
  parameter("keys", "list(string)"),
];

interface Setup {
  coder: FakeCoder;
  workspace: Workspace;
  templateId: string;
  versionId: string;
}

async function setUp(token = "s3cret"): Promise<Setup> {
  const coder = await startCoder();
  const template = addTemplate(coder, parameters);
  coder.log.push(`Error: logging in with s3cret and old-s3cret to eu-west failed`);
  const request = { template_version_id: template.versionId, rich_parameter_values: [{ name: "token", value: token }] };
  return { coder, workspace: coder.addWorkspace("me", { name: "dev", ...request }), ...template };
}

/** The message of the failure; no secret may have been shown on the way, either. */
async function failureOf(coder: FakeCoder, run: Promise<unknown>): Promise<string> {
  const thrown: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const message = thrown instanceof Error ? thrown.message : "It did not fail.";
  expect([...coder.shown, ...coder.told].join("\n")).not.toContain("s3cret");
  return message;
}

const hidden = "Error: logging in with [secret] and old-[secret] to eu-west failed";

describe("possibleSecrets", () => {
  it("leaves out what the template itself publishes, numbers and booleans, and takes a list by its entries", async () => {
    const { coder, versionId } = await setUp();
    const facts = await loadVersion(coder.context(), versionId, "x");
    const values = {
      region: "eu-west",
      token: "s3cret",
      editor: "vim",
      cpus: "4096",
      debug: "true",
      keys: '["key-a","key-b"]',
    };
    expect(possibleSecrets(new Map(Object.entries(values)), facts)).toEqual(["s3cret", "key-a", "key-b"]);
    expect(possibleSecrets(new Map([["more", "s3cret"]]), facts)).toEqual(["s3cret"]);
  });

  it("takes all texts where it is not known what the template publishes", () => {
    expect(possibleSecrets(new Map(Object.entries({ region: "eu-west", debug: "true" })), undefined)).toEqual([
      "eu-west",
    ]);
  });
});

describe("valuesOfBuild", () => {
  it("asks once for each build, whose values never change", async () => {
    const { coder, workspace } = await setUp();
    const ask = (): Promise<unknown> => valuesOfBuild(coder.context(), workspace.latest_build.id);
    await Promise.all([ask(), ask()]);
    await ask();
    expect(coder.reads).toEqual(["getWorkspaceBuildParameters"]);
  });

  it("asks again with another token, which may see less", async () => {
    const { coder, workspace } = await setUp();
    await valuesOfBuild(coder.context(), workspace.latest_build.id);
    const client = createClient({ url: coder.url, token: "another" });
    await valuesOfBuild({ ...coder.context(), client }, workspace.latest_build.id);
    expect(coder.http.requests.filter(({ path }) => path.endsWith("/parameters"))).toHaveLength(2);
    await client.close();
  });
});

describe("secretsOfBuild", () => {
  it("names the values of the build and of the one before, which a plan shows too", async () => {
    const { coder, workspace } = await setUp("old-s3cret");
    const build = coder.build(workspace.id, {
      transition: "stop",
      rich_parameter_values: [{ name: "token", value: "s3cret" }],
    });
    expect(await secretsOfBuild(coder.context(), build)).toEqual(["s3cret", "old-s3cret"]);
  });

  it("asks for no values where a classic version has no parameters", async () => {
    const coder = await startCoder();
    const { versionId } = addTemplate(coder);
    const build = coder.addWorkspace("me", { name: "dev", template_version_id: versionId }).latest_build;
    expect(await secretsOfBuild(coder.context(), build, { builds: [build], isClassic: true })).toEqual([]);
    expect(coder.reads).not.toContain("getWorkspaceBuildParameters");
  });
});

describe("the log of a build", () => {
  it("shows nothing when it can't be told what is secret, and the build is followed all the same", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("failed");
    const build = coder.build(workspace.id, { transition: "stop" });
    coder.failures.set("getWorkspaceBuildParameters", [{ error: apiError(500), isDone: false }]);
    const message = await failureOf(coder, followBuild(coder.context(), build));
    expect(message).toContain('did not succeed: its job failed at the stage "Apply".\n\n[secret]');
  });

  it("hides secret values when a workspace is deleted", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("failed");
    expect(await failureOf(coder, deleteWorkspace(coder.context(), workspace.id, false))).toContain(hidden);
  });

  it("hides them while a build is followed that an earlier run began", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("active");
    const { id } = coder.build(workspace.id, { transition: "stop" });
    const clock = pollingClock(async () => {
      if (coder.shown.some((line) => line.includes("Error"))) coder.end(workspace.id, "failed");
      else await setTimeout(5);
    });
    await waitUntilIdle(coder.context(), workspace.id, { clock, ownBuildId: id });
    expect(coder.shown.join("\n")).toContain(hidden);
    expect(coder.shown.join("\n")).not.toContain("s3cret");
  });

  it("hides them in the stop before a start, and when a broken-off `WorkspaceBuild` is followed", async () => {
    const { coder, workspace } = await setUp();
    coder.endings.push("failed");
    const inputs = { workspaceId: workspace.id, transition: "start" };
    const resource = new Driver(workspaceBuildHandler, coder);
    expect(await failureOf(coder, resource.up(inputs))).toContain(hidden);
    coder.endings.push("failed");
    const { id } = coder.build(workspace.id, { transition: "start" });
    const update = workspaceBuildHandler.update(coder.context(), id, {}, inputs);
    expect(await failureOf(coder, update)).toContain(hidden);
  });

  it("hides what the first stop of a change was made with", async () => {
    const { coder, workspace, templateId } = await setUp();
    const { outputs } = (await workspaceHandler.read(coder.context(), workspace.id, {})) ?? {};
    coder.endings.push("failed");
    const news = { templateId, name: "dev", parameters: { cpus: 4 } };
    expect(
      await failureOf(coder, workspaceHandler.update(coder.context(), workspace.id, outputs ?? {}, news)),
    ).toContain(hidden);
    coder.build(workspace.id, { transition: "start" });
    coder.endings.push("failed");
    const created = buildParametersHandler.create(coder.context(), {
      workspaceId: workspace.id,
      parameters: { cpus: 8 },
    });
    expect(await failureOf(coder, created)).toContain(hidden);
  });

  it("hides new values, too", async () => {
    const { coder, versionId } = await setUp();
    coder.endings.push("failed");
    const inputs = { templateVersionId: versionId, parameters: { token: "s3cret" } };
    expect(await failureOf(coder, new Driver(workspaceHandler, coder, { resourceName: "other" }).up(inputs))).toContain(
      hidden,
    );
  });

  it("hides what only the build before had when the stop of a roll-out fails in the dynamic flow", async () => {
    const { coder, templateId, versionId } = await setUp();
    coder.template(templateId)["use_classic_parameter_flow"] = false;
    coder.evaluation = [evaluated("cpus", "number")];
    const resource = new Driver(workspaceHandler, coder, { resourceName: "other" });
    await resource.up({ templateVersionId: versionId, parameters: { cpus: 2 } });
    const { id } = coder.build(resource.id, { transition: "start" });
    // A value that counts for one build only.
    coder.http.on("GET /workspacebuilds/:id/parameters", ({ path }) => ({
      json: path.includes(id) ? [{ name: "once", value: "s3cret" }] : [{ name: "cpus", value: "2" }],
    }));
    const next = coder.addVersion({ parameters, template_id: templateId }).id;
    coder.endings.push("failed");
    expect(await failureOf(coder, resource.up({ templateVersionId: next, parameters: { cpus: 4 } }))).toContain(hidden);
  });

  it("tells where the stop of a roll-out was when it is interrupted, without what is secret", async () => {
    const { coder, templateId, versionId } = await setUp();
    coder.template(templateId)["use_classic_parameter_flow"] = false;
    coder.evaluation = [evaluated("token", "string")];
    const inputs = { templateVersionId: versionId, parameters: { token: "s3cret" } };
    const resource = new Driver(workspaceHandler, coder, { resourceName: "other" });
    await resource.up(inputs);
    const next = coder.addVersion({ parameters, template_id: templateId }).id;
    const interrupt = new AbortController();
    coder.endings.push("active");
    coder.http.onStream("GET /workspacebuilds/:id/logs", (stream) => {
      const [output = ""] = coder.log;
      const created_at = "2026-01-02T03:04:05Z";
      stream.send({ created_at, log_source: "provisioner", log_level: "info", stage: "Apply", id: 1, output });
      void setTimeout(100).then(() => interrupt.abort(new Error("Interrupted.")));
    });
    const context = coder.context({ resourceName: "other", signal: interrupt.signal });
    const news = { ...resource.inputs, templateVersionId: next };
    expect(await failureOf(coder, workspaceHandler.update(context, resource.id, resource.outputs, news))).toContain(
      `It was at the stage "Apply": ${hidden}`,
    );
  });

  it("hides what the template's code computes for a workspace that is made without values", async () => {
    const { coder, templateId, versionId } = await setUp();
    coder.template(templateId)["use_classic_parameter_flow"] = false;
    coder.http.on("GET /workspacebuilds/:id/parameters", { json: [{ name: "token", value: "s3cret" }] });
    coder.endings.push("failed");
    const resource = new Driver(workspaceHandler, coder, { resourceName: "other" });
    expect(await failureOf(coder, resource.up({ templateVersionId: versionId }))).toContain(hidden);
  });

  describe.each(["created", "updated"])("of a workspace that is %s", (how) => {
    async function upFailing({ coder }: Setup, templateVersionId: string, preset?: string): Promise<string> {
      const resource = new Driver(workspaceHandler, coder, { resourceName: "other" });
      if (how === "updated") await resource.up({ templateVersionId, parameters: { cpus: 2 } });
      coder.endings.push(...(how === "updated" ? ["succeeded" as const] : []), "failed");
      return failureOf(coder, resource.up({ templateVersionId, parameters: { cpus: 4 }, ...(preset && { preset }) }));
    }

    it("hides the values of a preset", async () => {
      const setup = await setUp();
      const preset = { id: randomUUID(), name: "large", parameters: [{ name: "token", value: "s3cret" }] };
      const { id } = setup.coder.addVersion({ parameters, presets: [{ ...preset, default: false }] });
      setup.coder.addTemplate({ active_version_id: id });
      expect(await upFailing(setup, id, "large")).toContain(hidden);
    });

    it("hides what the template's code computes", async () => {
      const setup = await setUp();
      const { id } = setup.coder.addVersion({ parameters });
      setup.coder.addTemplate({ active_version_id: id, use_classic_parameter_flow: false });
      setup.coder.evaluation = [evaluated("cpus", "number")];
      // The build that fails has a value that no request has brought, and that no build before it had.
      setup.coder.http.on("GET /workspacebuilds/:id/parameters", ({ path }) => {
        const latest = setup.coder.workspaces.at(-1)?.latest_build;
        const hasFailed = latest?.job.status === "failed" && path.includes(latest.id);
        return { json: hasFailed ? [{ name: "token", value: "s3cret" }] : [{ name: "cpus", value: "2" }] };
      });
      expect(await upFailing(setup, id)).toContain(hidden);
    });
  });
});
