// The client against a real server, without an engine: the server answers as the fake one of the unit tests does.
import { randomBytes, randomUUID } from "node:crypto";
import { createClient, type CoderClient } from "../../provider/client/client";
import type { Template, UpdateTemplateRequest } from "../../provider/client/templates";
import type { TemplateVersion } from "../../provider/client/template-versions";
import type { Workspace } from "../../provider/client/workspaces";
import { ApiError, ConfigurationError } from "../../provider/errors";
import { collect } from "../fakes/client";
import { isServerBefore, useLive } from "./live";
import { eventually, failureOf, hasEnded } from "./server-api";
import { archiveOf, templateWithParameters } from "./templates";

// This is registered before `useLive`, so it runs before the check for leftovers.
afterAll(async () => {
  await deleteWorkspace(workspace.id);
  await client.deleteTemplate(template.id);
  await client.close();
});

const live = useLive("client");

const NO_ID = "00000000-0000-0000-0000-000000000001";

let client: CoderClient;
let name: string;
let archive: Buffer;
let version: TemplateVersion;
let template: Template;
let workspace: Workspace;

beforeAll(async () => {
  client = createClient({ url: live.proxy.url, token: live.api.token });
  name = `${live.prefix}a`;
  archive = await archiveOf({ ...templateWithParameters(), "marker.txt": randomBytes(8).toString("hex") });
  const { id: fileId } = await client.uploadFile(archive, "application/x-tar");
  version = await client.createTemplateVersion("default", { name: "first", message: "hello", file_id: fileId });
  await collect(client.streamTemplateVersionLogs(version.id));
  version = await ended(() => client.getTemplateVersion(version.id));
  template = await client.createTemplate("default", { name, template_version_id: version.id });
  workspace = await client.createWorkspace("me", { name, template_id: template.id });
});

describe("uploads", () => {
  it("of equal bytes are one request of a process, and one file of a user", async () => {
    live.proxy.clear();
    const bytes = await archiveOf({ "main.tf": `# ${randomBytes(8).toString("hex")}` });
    const [first, second] = await Promise.all([0, 1].map(() => client.uploadFile(bytes, "application/x-tar")));
    expect(second).toEqual(first);
    expect(live.proxy.matching({ method: "POST", path: /^\/files$/ })).toHaveLength(1);
    // The client takes another address for another server; here it is the same one.
    const other = createClient({ url: live.api.url.replace("127.0.0.1", "localhost"), token: live.api.token });
    expect(await other.uploadFile(bytes, "application/x-tar")).toEqual({ ...first, isKnown: true });
    expect(await client.getFile(first?.id ?? "")).toEqual(bytes);
    await other.close();
  });

  it("of an owner are not limited, those of others wait and say so", async () => {
    const uploads = (each: CoderClient) =>
      Array.from({ length: 14 }, () =>
        each.uploadFile(randomBytes(64), "application/x-tar").catch((thrown: unknown) => thrown),
      );
    const files = await Promise.all(uploads(client));
    expect(files.filter((file) => file instanceof Error)).toEqual([]);

    const user = await live.user(["template-admin"]);
    const refusal = await fetch(`${live.api.url}/api/v2/files`, {
      method: "POST",
      headers: {
        "coder-session-token": user.api.token,
        "x-coder-bypass-ratelimit": "true",
        "content-type": "application/x-tar",
      },
      body: "x",
    });
    expect(refusal.status).toBe(428);
    const controller = new AbortController();
    const notices: string[] = [];
    const onWait = (message: string): void => {
      notices.push(message);
      controller.abort();
    };
    const theirs = createClient({ url: live.api.url, token: user.api.token });
    const results = await Promise.all(uploads(theirs.with({ signal: controller.signal, onWait })));
    expect(notices[0]).toMatch(
      /^The server limits requests: (this one is next|\d+ before this one), about \d+ s left$/,
    );
    expect(results.filter((result) => !(result instanceof DOMException)).length).toBeGreaterThanOrEqual(11);
    await theirs.close();
  });
});

describe("template versions", () => {
  it("are read with all that they declare", async () => {
    expect(version).toMatchObject({ name: "first", message: "hello", archived: false, job: { status: "succeeded" } });
    expect(version.job.error).toBeUndefined();
    expect(version.created_by?.username).toBe((await client.getCurrentUser()).username);
    const parameters = await client.getTemplateVersionParameters(version.id);
    expect(new Set(parameters.map((parameter) => parameter.type))).toEqual(
      new Set(["string", "number", "bool", "list(string)"]),
    );
    expect(
      (await client.getTemplateVersionResources(version.id)).map((resource) => resource.workspace_transition),
    ).toContain("start");
    const [preset] = await client.getTemplateVersionPresets(version.id);
    expect([preset?.id, preset?.name, preset?.parameters[0]?.name].map((field) => typeof field)).toEqual([
      "string",
      "string",
      "string",
    ]);
    expect(await client.getTemplateVersionVariables(version.id)).toEqual([]);
    expect(await client.getTemplateVersionExternalAuth(version.id)).toEqual([]);
    expect((await client.getTemplateVersionByName(template.id, "first")).id).toBe(version.id);
    expect((await client.getTemplateVersions(template.id)).map((each) => each.id)).toEqual([version.id]);
  });

  it("stream the same logs as they list, also after a line that is known", async () => {
    const logs = await client.getTemplateVersionLogs(version.id);
    expect(logs.length).toBeGreaterThan(10);
    expect(await collect(client.streamTemplateVersionLogs(version.id))).toEqual(logs);
    const after = logs[4]?.id ?? 0;
    expect(await collect(client.streamTemplateVersionLogs(version.id, { after }))).toEqual(logs.slice(5));
    expect(await client.getTemplateVersionLogs(version.id, { after })).toEqual(logs.slice(5));
  });

  it("refuse names that are taken, with 409 at creation and 400 afterwards", async () => {
    const request = { file_id: version.job.file_id, template_id: template.id };
    const other = await client.createTemplateVersion("default", { ...request, name: "second" });
    expect(await failure(client.createTemplateVersion("default", { ...request, name: "first" }))).toMatchObject({
      status: 409,
      validations: [{ field: "name" }],
    });
    expect(await failure(client.updateTemplateVersion(other.id, { name: "first" }))).toMatchObject({ status: 400 });
    expect(await client.updateTemplateVersion(other.id, { name: "third", message: "" })).toMatchObject({
      name: "third",
      message: "",
    });
    await collect(client.streamTemplateVersionLogs(other.id));
    await ended(() => client.getTemplateVersion(other.id));
    expect(await failure(client.cancelTemplateVersion(other.id))).toMatchObject({ status: 400 });
    await client.archiveTemplateVersion(other.id);
    expect(await failure(client.archiveTemplateVersion(other.id))).toMatchObject({ status: 400 });
    expect(
      (await client.getTemplateVersions(template.id, { include_archived: true })).map((each) => each.archived),
    ).toEqual([false, true]);
    await client.unarchiveTemplateVersion(other.id);
    expect(await failure(client.archiveTemplateVersion(version.id))).toMatchObject({ status: 500 });
  });

  it("evaluate parameters, and run dry", async () => {
    if (!isServerBefore(2, 24)) {
      const { id } = await client.getCurrentUser();
      const evaluated = await client.evaluateDynamicParameters(version.id, { id: 1, inputs: {}, owner_id: id });
      expect(evaluated.parameters.length).toBe((await client.getTemplateVersionParameters(version.id)).length);
    }
    const job = await client.createDryRun(version.id, { workspace_name: "dry", rich_parameter_values: [] });
    const lines = await collect(client.streamDryRunLogs(version.id, job.id));
    expect(await client.getDryRunLogs(version.id, job.id)).toEqual(lines);
    expect((await ended(async () => ({ job: await client.getDryRun(version.id, job.id) }))).job.status).toBe(
      "succeeded",
    );
    expect(await client.getDryRunResources(version.id, job.id)).not.toEqual([]);
    expect(await failure(client.cancelDryRun(version.id, job.id))).toMatchObject({ status: 400 });
  });

  it("of Terraform that can't be parsed are refused with 500, which is not tried again, or fail in their import", async () => {
    const { id } = await client.uploadFile(await archiveOf({ "main.tf": "resource {" }), "application/x-tar");
    live.proxy.clear();
    if (!isServerBefore(2, 25)) {
      const broken = await client.createTemplateVersion("default", { file_id: id });
      expect((await ended(() => client.getTemplateVersion(broken.id))).job.status).toBe("failed");
      return;
    }
    const error = await failure(client.createTemplateVersion("default", { file_id: id }));
    expect(error).toMatchObject({ status: 500, isForbidden: false, isAnswerLost: false });
    expect(error.detail).toContain("parse module");
    expect(live.proxy.mutations()).toEqual(["POST /organizations/default/templateversions"]);
  });
});

describe("templates", () => {
  it("are updated, or answered with 304 when nothing differs", async () => {
    const changed = await client.updateTemplate(template.id, { description: "changed" });
    expect(changed).toMatchObject({ description: "changed", name });
    expect(await client.updateTemplate(template.id, { name, description: "changed" })).toBeUndefined();
    await client.promoteTemplateVersion(template.id, version.id);
    expect((await client.getTemplateByName("default", name)).active_version_id).toBe(version.id);
    expect((await client.getTemplates({ q: `exact_name:${name}` })).map((each) => each.id)).toEqual([template.id]);
  });

  it("keep whatever a part of them does not name, each setting on its own", async () => {
    const parts: UpdateTemplateRequest[] = [
      { display_name: "Größe" },
      { description: "For Go." },
      { icon: "/icon/go.svg" },
      { default_ttl_ms: 3_600_000 },
      { activity_bump_ms: 7_200_000 },
      { allow_user_cancel_workspace_jobs: true },
      ...(isServerBefore(2, 23) ? [] : [{ use_classic_parameter_flow: false }]),
    ];
    let before = await client.getTemplate(template.id);
    for (const part of parts) {
      await client.updateTemplate(template.id, part);
      const after = await client.getTemplate(template.id);
      expect(after).toEqual({ ...before, ...part, updated_at: after.updated_at });
      before = after;
    }
    // A second round: none of them may reset what the first one set.
    for (const part of parts) expect(await client.updateTemplate(before, { name, ...part })).toBeUndefined();
    expect(await client.getTemplate(template.id)).toEqual(before);
    await client.updateTemplate(template.id, { display_name: "", default_ttl_ms: 0, allow_user_autostart: true });
    const { display_name, default_ttl_ms, icon } = await client.getTemplate(template.id);
    expect([display_name, default_ttl_ms, icon]).toEqual(["", 0, "/icon/go.svg"]);
  });

  it("refuse a name that is taken, whatever its case, and to go while a workspace is there", async () => {
    const error = await failure(
      client.createTemplate("default", { name: name.toUpperCase(), template_version_id: version.id }),
    );
    expect(error).toMatchObject({ status: 409, validations: [{ field: "name" }] });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await failure(client.deleteTemplate(template.id))).toMatchObject({ status: 400 });
  });
});

describe("workspaces", () => {
  it("are watched, built, and read with their builds", async () => {
    const states: string[] = [];
    for await (const state of client.watchWorkspace(workspace.id)) {
      states.push(state.latest_build.job.status);
      if (state.latest_build.job.status === "succeeded") break;
    }
    expect(states.at(-1)).toBe("succeeded");
    const build = await client.getWorkspaceBuild(workspace.latest_build.id);
    expect(build).toMatchObject({
      build_number: 1,
      status: "running",
      transition: "start",
      template_version_name: "first",
    });
    expect(await collect(client.streamWorkspaceBuildLogs(build.id))).toEqual(
      await client.getWorkspaceBuildLogs(build.id),
    );
    expect((await client.getWorkspaceBuildParameters(build.id)).length).toBeGreaterThan(0);
    expect((await client.getWorkspaceBuildByNumber("me", name, 1)).id).toBe(build.id);
    expect((await client.getWorkspaceBuilds(workspace.id, { limit: 1 })).map((each) => each.id)).toEqual([build.id]);
    expect(await failure(client.cancelWorkspaceBuild(build.id))).toMatchObject({ status: 400 });
    expect((await client.getProvisionerJob("default", build.job.id)).input?.workspace_build_id).toBe(build.id);
    expect((await client.getProvisionerJobs("default", { ids: [build.job.id] })).map((job) => job.id)).toEqual([
      build.job.id,
    ]);
    const daemons = await client.getProvisionerDaemons("default", { offline: true });
    const online = daemons.filter(({ status }) => status !== "offline");
    expect(online.length).toBeGreaterThan(0);
    // A daemon that ends becomes offline only after a while, so there may be none that is.
    expect(await client.getProvisionerDaemons("default", { status: ["offline"] })).toHaveLength(
      daemons.length - online.length,
    );
    expect(await client.getProvisionerDaemons("default", { status: ["idle", "busy"] })).toHaveLength(online.length);
    expect(await client.getProvisionerDaemons("default", { offline: false, limit: 1 })).toHaveLength(1);
  });

  it("take each setting, and lose it again", async () => {
    await Promise.all([
      client.setWorkspaceAutostart(workspace.id, "CRON_TZ=Europe/Berlin 0 9 * * 1-5"),
      client.setWorkspaceTtl(workspace.id, 3_600_000),
      client.setWorkspaceAutomaticUpdates(workspace.id, "always"),
      client.setWorkspaceFavorite(workspace.id, true),
      client.setWorkspaceDormant(workspace.id, true),
    ]);
    const set = await client.getWorkspace(workspace.id);
    expect(set).toMatchObject({ autostart_schedule: "CRON_TZ=Europe/Berlin 0 9 * * 1-5", ttl_ms: 3_600_000 });
    expect(set).toMatchObject({ automatic_updates: "always", favorite: true });
    expect(set.dormant_at).toBeDefined();
    // Unchanged: 304.
    expect(await client.setWorkspaceDormant(workspace.id, true)).toBeUndefined();
    const woken = await client.setWorkspaceDormant(workspace.id, false);
    expect(woken).toMatchObject({ id: workspace.id, automatic_updates: "always", dormant_at: undefined });
    await client.setWorkspaceAutostart(workspace.id, undefined);
    await client.setWorkspaceTtl(workspace.id, undefined);
    await client.setWorkspaceFavorite(workspace.id, false);
    const cleared = await client.getWorkspaceByOwnerAndName("me", name);
    expect([cleared.favorite, cleared.dormant_at, cleared.autostart_schedule, cleared.ttl_ms]).toEqual([
      false,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("refuse a name that is taken, and what their builds can't do, in whatever form the server says it", async () => {
    expect(await failure(client.createWorkspace("me", { name, template_id: template.id }))).toMatchObject({
      status: 409,
    });
    const error = await failure(client.createWorkspaceBuild(workspace.id, { transition: "stop", orphan: true }));
    expect(error).toMatchObject({ status: 400, serverMessage: "Orphan is only permitted when deleting a workspace." });
    const stop = await client.createWorkspaceBuild(workspace.id, { transition: "stop" });
    const busy = await failure(client.createWorkspaceBuild(workspace.id, { transition: "start" }));
    expect(busy.status).toBe(409);
    await ended(() => client.getWorkspaceBuild(stop.id));
  });

  it("are built on the state that a build is given instead of the one before", async () => {
    const [before] = await client.getWorkspaceBuilds(workspace.id, { limit: 1 });
    const state = JSON.parse((await client.getWorkspaceBuildState(before?.id ?? "")).toString("utf8")) as object;
    // Terraform keeps the lineage of a state as long as it goes on with it.
    const lineage = randomUUID();
    const pushed = JSON.stringify({ ...state, lineage });
    for (const given of [pushed, undefined]) {
      const { id } = await client.createWorkspaceBuild(workspace.id, { transition: "stop", state: given });
      expect((await ended(() => client.getWorkspaceBuild(id))).job.status).toBe("succeeded");
      expect(JSON.parse((await client.getWorkspaceBuildState(id)).toString("utf8"))).toMatchObject({ lineage });
    }
    const orphan = { transition: "delete", orphan: true, state: pushed } as const;
    expect(await failure(client.createWorkspaceBuild(workspace.id, orphan))).toMatchObject({ status: 400 });
  });

  it("that are deleted are gone, with 410 by id and 404 by name", async () => {
    const { id } = await client.createWorkspace("me", { name: `${live.prefix}b`, template_id: template.id });
    await deleteWorkspace(id);
    const error = await failure(client.getWorkspace(id));
    expect(error).toMatchObject({ status: 410, isGone: true });
    expect(await failure(client.getWorkspaceByOwnerAndName("me", `${live.prefix}b`))).toMatchObject({
      status: 404,
      isGone: true,
    });
    expect((await client.getWorkspace(id, { includeDeleted: true })).latest_build.status).toBe("deleted");
    expect(
      (await client.getWorkspaces({ q: `owner:me name:${live.prefix}`, limit: 10 })).workspaces.map(
        (each) => each.name,
      ),
    ).toEqual([name]);
  });
});

describe("what does not exist", () => {
  it("is gone, streams of it too; but an unknown user is a bad request", async () => {
    expect(await failure(client.getTemplate(NO_ID))).toMatchObject({ status: 404, isGone: true });
    expect(await failure(collect(client.streamTemplateVersionLogs(NO_ID)))).toMatchObject({
      status: 404,
      isGone: true,
    });
    expect(await failure(collect(client.watchWorkspace(NO_ID)))).toMatchObject({ status: 404, isGone: true });
    expect(await failure(client.getUser("nobody-of-this-name"))).toMatchObject({ status: 400 });
  });
});

describe("a wrong configuration", () => {
  it("of the address is recognised by the page that answers", async () => {
    const error = await failureOf(
      createClient({ url: `${live.api.url}/templates`, token: live.api.token }).getCurrentUser(),
      ConfigurationError,
    );
    expect(error.message).toContain("brought an HTML page with status 200");
  });

  it("of the token is told as such, also by a stream", async () => {
    const refused = createClient({ url: live.api.url, token: "abcdefghij-0123456789abcdefghijkl" });
    for (const asked of [refused.getCurrentUser(), collect(refused.streamTemplateVersionLogs(NO_ID))])
      expect((await failureOf(asked, ConfigurationError)).message).toContain("The token was refused");
  });
});

it("tells the server's version", async () => {
  expect(client.serverVersion).toBe((await client.getBuildInfo()).version);
  const organization = await client.getOrganization("default");
  expect((await client.getOrganizations()).map(({ id }) => id)).toContain(organization.id);
});

/** The log stream ends a moment before the job does. */
function ended<Object extends { job: { status: string } }>(ask: () => Promise<Object>): Promise<Object> {
  return eventually(ask, hasEnded);
}

async function deleteWorkspace(id: string): Promise<void> {
  await ended(async () => (await client.getWorkspace(id)).latest_build);
  const build = await client.createWorkspaceBuild(id, { transition: "delete" });
  const { job } = await ended(() => client.getWorkspaceBuild(build.id));
  if (job.status !== "succeeded") throw new Error(`The workspace was not deleted: ${job.error}`);
}

function failure(promise: Promise<unknown>): Promise<ApiError> {
  return failureOf(promise, ApiError);
}
