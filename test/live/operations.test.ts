// Every operation of docs/api.md on a real server, through the client: that it is answered, and does what it says, and
// that licensed ones are refused clearly. What the answers hold is in answers.test.ts.
import { randomBytes } from "node:crypto";
import { createClient, type CoderClient } from "../../provider/client/client";
import type { TemplateVersion } from "../../provider/client/template-versions";
import type { Template } from "../../provider/client/templates";
import type { Workspace } from "../../provider/client/workspaces";
import { ApiError } from "../../provider/errors";
import { collect } from "../fakes/client";
import { operationOf, rows } from "../provider/client/operations";
import { everythingTemplate } from "./everything-template";
import { isServerBefore, useLive } from "./live";
import type { Fault, RecordedRequest } from "../faults/fault-proxy";
import { eventually, failureOf, hasEnded } from "./server-api";
import { archiveOf } from "./templates";

// This is registered before `useLive`, so it runs before the check for leftovers.
afterAll(async () => {
  await client.close();
});

// This, too: it comes before the requests of the test before are forgotten.
beforeEach(() => {
  requests.push(...live.proxy.requests);
});

const live = useLive("oper");

const NO_ID = "00000000-0000-0000-0000-000000000001";

/** What a server without a licence, with users and without renaming refuses: operation → the status. */
const REFUSED: Readonly<Record<string, readonly number[]>> = {
  "GET /templates/{template}/acl": [403, 404],
  "PATCH /templates/{template}/acl": [403, 404],
  "POST /organizations/{organization}/groups": [403, 404],
  "GET /organizations/{organization}/groups/{group}": [403, 404],
  "GET /groups/{group}": [403, 404],
  "PATCH /groups/{group}": [403, 404],
  "DELETE /groups/{group}": [403, 404],
  "POST /users/first": [409],
  "PATCH /workspaces/{workspace}": [400],
};

/** All requests of this file. */
const requests: RecordedRequest[] = [];

let client: CoderClient;
let name: string;
let fileId: string;
let version: TemplateVersion;
let template: Template;
let workspace: Workspace;

beforeAll(async () => {
  client = createClient({ url: live.proxy.url, token: live.api.token });
  name = `${live.prefix}a`;
  const files = everythingTemplate(randomBytes(8).toString("hex"));
  ({ id: fileId } = await client.uploadFile(await archiveOf(files), "application/x-tar"));
  version = await endedVersion((await client.createTemplateVersion("default", { name: "first", file_id: fileId })).id);
  template = await client.createTemplate("default", {
    name,
    template_version_id: version.id,
    default_ttl_ms: 3_600_000,
  });
  workspace = await client.createWorkspace("me", { name, template_id: template.id });
  await endedBuild(workspace.latest_build.id);
  workspace = await client.getWorkspace(workspace.id);
});

describe("accounts", () => {
  it("log in without a token, make tokens, and are not the first", async () => {
    const credentials = { email: `${live.prefix}login@example.com`, password: randomBytes(16).toString("base64url") };
    const { organization_ids } = await client.getUser("me");
    const account = { ...credentials, username: `${live.prefix}login`, login_type: "password", organization_ids };
    const { id } = await live.api.request<{ id: string }>("POST", "/users", account);
    const anonymous = createClient({ url: live.proxy.url });
    expect((await anonymous.getBuildInfo()).version).toMatch(/^v/);
    const { session_token } = await anonymous.login(credentials);
    const user = createClient({ url: live.proxy.url, token: session_token });
    const { key } = await user.createToken("me", { token_name: "first", lifetimeSeconds: 3600 });
    const tokened = createClient({ url: live.proxy.url, token: key });
    expect((await tokened.getCurrentUser()).username).toBe(account.username);
    // With `include_all` the list has everybody's, else only the caller's own.
    const tokens = await live.api.request<{ user_id: string; lifetime_seconds: number }[]>(
      "GET",
      "/users/me/keys/tokens?include_all=true",
    );
    expect(tokens.filter(({ user_id }) => user_id === id).map(({ lifetime_seconds }) => lifetime_seconds)).toEqual([
      3600,
    ]);
    const first = { ...credentials, username: "first" };
    expect((await refusal(anonymous.createFirstUser(first))).status).toBe(409);
    expect((await refusal(anonymous.login({ ...credentials, password: "wrong" }))).message).toContain(
      "Incorrect email or password",
    );
    await live.api.request("DELETE", `/users/${id}`);
    await Promise.all([anonymous, user, tokened].map((each) => each.close()));
  });
});

describe("rights", () => {
  it("are asked for by names of the caller's own", async () => {
    const object = { resource_type: "template", organization_id: template.organization_id };
    const gone = { resource_type: "template", resource_id: NO_ID };
    const answer = await client.checkAuthorization({
      makes: { object, action: "create" },
      finds: { object: gone, action: "read" },
    });
    expect(answer).toEqual({ makes: true, finds: false });
  });
});

describe("organizations and provisioners", () => {
  it("are found by name and id", async () => {
    const organization = await client.getOrganization("default");
    expect((await client.getOrganizations()).map(({ id }) => id)).toContain(organization.id);
    expect((await client.getProvisionerDaemons(organization.id, { limit: 1 })).length).toBe(1);
    expect((await client.getProvisionerJobs("default", { ids: [version.job.id] })).map(({ id }) => id)).toEqual([
      version.job.id,
    ]);
    expect((await client.getProvisionerJob("default", version.job.id)).id).toBe(version.job.id);
  });
});

describe("templates", () => {
  it("are listed, found, changed and counted", async () => {
    expect(
      (await client.getTemplates({ organization: "default", q: `exact_name:${name}` })).map(({ id }) => id),
    ).toEqual([template.id]);
    expect((await client.getTemplates({ q: `exact_name:${name}` })).map(({ id }) => id)).toEqual([template.id]);
    expect((await client.getTemplateByName("default", name)).id).toBe(template.id);
    const update = { name, description: "Größer." };
    expect((await client.updateTemplate(template.id, update))?.description).toBe("Größer.");
    expect(await client.updateTemplate(template.id, update)).toBeUndefined();
    expect((await client.getTemplateExamples()).length).toBeGreaterThan(0);
    expect(await client.getOrganizationTemplateExamples("default")).toEqual(await client.getTemplateExamples());
    const { entries, tz_hour_offset } = await client.getTemplateDailyActiveUsers(template.id, { tz_offset: 2 });
    expect([entries.length > 0, tz_hour_offset]).toEqual([true, 2]);
    await client.promoteTemplateVersion(template.id, version.id);
    expect((await client.getFile(fileId)).length).toBeGreaterThan(0);
  });

  it("without a licence have no access list, and organizations no groups, which is said", async () => {
    const refusals = await Promise.all([
      refusal(client.getTemplateAcl(template.id)),
      refusal(client.updateTemplateAcl(template.id, { user_perms: {} })),
      refusal(client.createGroup("default", { name: "research" })),
      refusal(client.getGroup(NO_ID)),
      refusal(client.getGroupByName("default", "Everyone")),
      refusal(client.updateGroup(NO_ID, { name: "research" })),
      refusal(client.deleteGroup(NO_ID)),
    ]);
    // 404 where the server is built without licensed features, which then says nothing of an object.
    for (const { status, isGone } of refusals) expect([403, 404].includes(status ?? 0) && !isGone).toBe(true);
    const entitlements = await client.getEntitlements().catch((thrown: unknown) => {
      expect(thrown).toMatchObject({ status: 404, serverMessage: "Route not found." });
    });
    const [{ status } = { status: 0 }] = refusals;
    expect([entitlements?.features["template_rbac"]?.enabled ?? "no such path", status]).toEqual(
      entitlements === undefined ? ["no such path", 404] : [false, 403],
    );
  });
});

describe("template versions", () => {
  it("are paged, found and read", async () => {
    expect(await client.getTemplateVersionExternalAuth(version.id)).toEqual([]);
    expect((await client.getTemplateVersionParameters(version.id)).length).toBeGreaterThan(0);
    const variables = (await client.getTemplateVersionVariables(version.id)).sort((left, right) =>
      left.name < right.name ? -1 : 1,
    );
    expect(variables).toMatchObject([
      { name: "password", sensitive: true, value: "*redacted*", default_value: "*redacted*" },
      { name: "region", value: "eu", description: "Where it runs." },
    ]);
    expect((await client.getTemplateVersionPresets(version.id)).length).toBeGreaterThan(0);
    expect((await client.getTemplateVersionResources(version.id)).length).toBeGreaterThan(0);
    const logs = await client.getTemplateVersionLogs(version.id);
    expect(await collect(client.streamTemplateVersionLogs(version.id))).toEqual(logs);

    expect((await refusal(client.getPreviousTemplateVersion("default", name, "first"))).isGone).toBe(true);
    const request = { file_id: fileId, template_id: template.id };
    const second = await endedVersion(
      (await client.createTemplateVersion("default", { ...request, name: "second" })).id,
    );
    // No daemon takes it: it waits until it is cancelled.
    const waiting = { ...request, name: "third", tags: { nobody: "here" } };
    const third = await client.createTemplateVersion("default", waiting);
    expect(third.job.status).toBe("pending");
    await client.cancelTemplateVersion(third.id);
    const { job } = await endedVersion(third.id);
    expect([job.status, typeof job.canceled_at]).toEqual(["canceled", "string"]);
    expect((await refusal(client.cancelTemplateVersion(third.id))).status).toBe(400);
    expect((await client.getPreviousTemplateVersion("default", name, "second")).id).toBe(version.id);
    expect((await client.getTemplateVersionByNames("default", name, "second")).id).toBe(second.id);
    expect((await client.getTemplateVersionByName(template.id, "second")).id).toBe(second.id);
    const ids = [version.id, second.id, third.id];
    expect((await collect(client.iterateTemplateVersions(template.id, { pageSize: 1 }))).map(({ id }) => id)).toEqual(
      ids,
    );
    expect(
      (await client.getTemplateVersions(template.id, { limit: 1, after_id: version.id })).map(({ id }) => id),
    ).toEqual([second.id]);

    expect((await client.updateTemplateVersion(second.id, { message: "größer" })).message).toBe("größer");
    await client.archiveTemplateVersion(second.id);
    await client.unarchiveTemplateVersion(second.id);
    const { archived_ids } = await client.archiveUnusedTemplateVersions(template.id, { all: true });
    expect(archived_ids.sort()).toEqual([second.id, third.id].sort());
    expect((await client.getAllTemplateVersions(template.id)).map(({ id }) => id)).toEqual([version.id]);
    expect(
      (await client.getAllTemplateVersions(template.id, { include_archived: true, pageSize: 2 })).map(({ id }) => id),
    ).toEqual(ids);
  });

  it("are run dry, and their parameters evaluated", async () => {
    const { id } = await client.createDryRun(version.id, { workspace_name: "dry", rich_parameter_values: [] });
    expect((await client.getDryRunMatchedProvisioners(version.id, id)).count).toBeGreaterThan(0);
    const logs = await collect(client.streamDryRunLogs(version.id, id));
    await eventually(
      () => client.getDryRun(version.id, id),
      ({ status }) => status === "succeeded",
    );
    expect(await client.getDryRunLogs(version.id, id)).toEqual(logs);
    expect((await client.getDryRunResources(version.id, id)).length).toBeGreaterThan(0);
    expect((await refusal(client.cancelDryRun(version.id, id))).status).toBe(400);
    const other = await client.createDryRun(version.id, { workspace_name: "other", rich_parameter_values: [] });
    await client.cancelDryRun(version.id, other.id);
    const cancelled = await eventually(
      () => client.getDryRun(version.id, other.id),
      (job) => hasEnded({ job }),
    );
    expectCancelled(cancelled);
    if (isServerBefore(2, 24)) {
      const evaluation = client.evaluateDynamicParameters(version.id, { id: 0, inputs: {}, owner_id: NO_ID });
      const streamed = collect(client.streamDynamicParameters(version.id, []));
      for (const promise of [evaluation, streamed])
        await expect(promise).rejects.toThrow(/^Evaluating parameters needs Coder 2\.24 or newer/);
      return;
    }
    const { id: owner_id } = await client.getCurrentUser();
    const once = await client.evaluateDynamicParameters(version.id, { id: 0, inputs: { region: "us" }, owner_id });
    const streamed = await collect(client.streamDynamicParameters(version.id, [{ region: "us" }, {}]));
    expect(streamed.map((answer) => answer.id)).toEqual([-1, 0, 1]);
    expect(streamed[1]?.parameters).toEqual(once.parameters);
    expect(streamed[2]?.parameters).toEqual(streamed[0]?.parameters);
  });
});

describe("workspaces", () => {
  it("are paged and found, also where nothing is", async () => {
    expect((await client.getWorkspaceByOwnerAndName("me", name)).id).toBe(workspace.id);
    expect((await client.getWorkspaces({ q: `name:${name}`, limit: 1 })).count).toBe(1);
    expect(
      (await collect(client.iterateWorkspaces({ q: `template:${name}`, pageSize: 1 }))).map(({ id }) => id),
    ).toEqual([workspace.id]);
    expect(await client.getAllWorkspaces({ q: "name:none-of-this-name" })).toEqual([]);
  });

  it("take their settings, are extended and used", async () => {
    await client.setWorkspaceAutostart(workspace.id, "CRON_TZ=UTC 0 9 * * 1-5");
    await client.setWorkspaceTtl(workspace.id, 7_200_000);
    await client.setWorkspaceAutomaticUpdates(workspace.id, "always");
    await client.setWorkspaceFavorite(workspace.id, true);
    expect(await client.getWorkspace(workspace.id)).toMatchObject({
      autostart_schedule: "CRON_TZ=UTC 0 9 * * 1-5",
      ttl_ms: 7_200_000,
      automatic_updates: "always",
      favorite: true,
    });
    await client.setWorkspaceAutostart(workspace.id, undefined);
    await client.setWorkspaceAutomaticUpdates(workspace.id, "never");
    await client.setWorkspaceFavorite(workspace.id, false);
    const reset = await client.getWorkspace(workspace.id);
    expect([reset.autostart_schedule, reset.automatic_updates, reset.favorite]).toEqual([undefined, "never", false]);
    const deadline = new Date(Math.ceil(Date.now() / 1000) * 1000 + 5 * 3_600_000);
    await client.extendWorkspace(workspace.id, deadline);
    expect(Date.parse((await client.getWorkspace(workspace.id)).latest_build.deadline ?? "")).toBe(deadline.getTime());
    expect((await refusal(client.extendWorkspace(workspace.id, new Date()))).status).toBe(400);
    await client.reportWorkspaceUsage(workspace.id);
    await client.setWorkspaceTtl(workspace.id, undefined);
    expect((await client.getWorkspace(workspace.id)).ttl_ms).toBeUndefined();
    expect(await client.resolveWorkspaceAutostart(workspace.id)).toEqual({ parameter_mismatch: false });
    expect((await refusal(client.updateWorkspace(workspace.id, { name: `${name}b` }))).status).toBe(400);
    await client.setWorkspaceDormant(workspace.id, true);
    expect((await client.getWorkspace(workspace.id)).dormant_at).toBeDefined();
    await client.setWorkspaceDormant(workspace.id, false);
    expect((await client.getWorkspace(workspace.id)).dormant_at).toBeUndefined();
  });

  it("are built, watched, and leave logs, timings and a state", async () => {
    // What made it dormant has stopped it.
    await eventually(
      () => client.getWorkspace(workspace.id),
      ({ latest_build }) => !["pending", "running"].includes(latest_build.job.status),
    );
    const { id: cancelledId } = await client.createWorkspaceBuild(workspace.id, { transition: "start" });
    await client.cancelWorkspaceBuild(cancelledId);
    expectCancelled((await eventually(() => client.getWorkspaceBuild(cancelledId), hasEnded)).job);
    const build = await client.createWorkspaceBuild(workspace.id, { transition: "start" });
    for await (const { latest_build } of client.watchWorkspace(workspace.id)) {
      if (latest_build.id === build.id && latest_build.job.status === "succeeded") break;
    }
    expect((await refusal(client.cancelWorkspaceBuild(build.id))).status).toBe(400);
    const done = await client.getWorkspaceBuild(build.id);
    expect((await client.getWorkspaceBuildByNumber("me", name, done.build_number)).id).toBe(build.id);
    const builds = (await client.getWorkspaceBuilds(workspace.id)).map(({ id }) => id);
    expect((await collect(client.iterateWorkspaceBuilds(workspace.id, { pageSize: 1 }))).map(({ id }) => id)).toEqual(
      builds,
    );
    expect(
      await client.getAllWorkspaceBuilds(workspace.id, { since: new Date(Date.now() + 60_000).toISOString() }),
    ).toEqual([]);
    expect((await client.getWorkspaceBuildResources(build.id)).length).toBeGreaterThan(0);
    expect((await client.getWorkspaceBuildParameters(build.id)).length).toBeGreaterThan(0);
    expect(await client.getWorkspaceBuildLogs(build.id)).toEqual(
      await collect(client.streamWorkspaceBuildLogs(build.id)),
    );
    expect(JSON.parse((await client.getWorkspaceBuildState(build.id)).toString("utf8"))).toHaveProperty(
      "terraform_version",
    );
    expect((await client.getWorkspaceBuildTimings(build.id)).provisioner_timings.length).toBeGreaterThan(0);
    expect((await client.getWorkspaceTimings(workspace.id)).provisioner_timings.length).toBeGreaterThan(0);
  });

  it.each<[string, Fault]>([
    ["is refused", { kind: "answer", status: 502 }],
    ["breaks off", { kind: "cut-socket", afterBytes: 2_000 }],
  ])("leave a log that is streamed whole, each line once, when a connection %s", async (_what, kind) => {
    const { latest_build } = await client.getWorkspace(workspace.id);
    const logs = await client.getWorkspaceBuildLogs(latest_build.id);
    const fault = live.proxy.inject({ method: "GET", path: /\/logs\?follow/ }, kind);
    const waited: string[] = [];
    const streamed = await collect(
      client.streamWorkspaceBuildLogs(latest_build.id, {}, { onWait: (message) => waited.push(message) }),
    );
    expect(streamed).toEqual(logs);
    expect([fault.hits, waited.length]).toEqual([1, 1]);
  });

  it("go by server-sent events where a WebSocket can't be opened", async () => {
    const fault = live.proxy.inject({ method: "GET", path: /watch-ws$/ }, { kind: "answer", status: 502 });
    for await (const { id } of client.watchWorkspace(workspace.id)) {
      expect(id).toBe(workspace.id);
      break;
    }
    // A server that knows no WebSocket for it is asked for one once.
    expect(fault.hits).toBe(isServerBefore(2, 23) ? 0 : 1);
    expect(live.proxy.matching({ method: "GET", path: /\/watch$/ })).toHaveLength(1);
  });
});

describe("docs/api.md", () => {
  it("tells rightly of paths that nothing asks for", async () => {
    const { api } = live;
    for (const end of ["schema", "parameters"])
      expect(await api.request("GET", `/templateversions/${version.id}/${end}`)).toEqual([]);
    for (const end of ["", "/previous"])
      await expect(api.request("GET", `/organizations/default/templateversions/first${end}`)).rejects.toThrow(/: 404 /);
    const { latest_build } = await client.getWorkspace(workspace.id);
    const resources = await api.request<{ id: string }[]>("GET", `/workspacebuilds/${latest_build.id}/resources`);
    const idsOf = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id).sort();
    expect(idsOf(resources)).toEqual(idsOf(latest_build.resources));
  });

  it("has no path that this file does not ask for, with success or with the refusal that it is due", async () => {
    const build = await client.createWorkspaceBuild(workspace.id, { transition: "delete" });
    await endedBuild(build.id);
    await client.deleteTemplate(template.id);
    requests.push(...live.proxy.requests);
    const called = rows.filter((row) => row.called.length + row.scripts.length > 0).map(({ operation }) => operation);
    const statuses = new Map<string, Set<number>>(called.map((operation) => [operation, new Set()]));
    for (const { method, path, status, fault } of requests) {
      const operation = operationOf(method, path.split("?")[0] ?? "", called) ?? `${method} ${path}`;
      if (fault === undefined) statuses.set(operation, (statuses.get(operation) ?? new Set()).add(status ?? 0));
    }
    const isAsFit = ([operation, found]: [string, Set<number>]): boolean =>
      [...found].some((status) => REFUSED[operation]?.includes(status) ?? (status > 0 && status < 400));
    const unfit = [...statuses].filter((each) => !isAsFit(each)).map(([operation, found]) => [operation, ...found]);
    // The parameters can't be evaluated before 2.24, and a server without licensed features knows no licence.
    const excused = (operation: unknown): boolean =>
      operation === "GET /entitlements" || (isServerBefore(2, 24) && String(operation).includes("/dynamic-parameters"));
    expect(unfit.filter(([operation]) => !excused(operation))).toEqual([]);
  });
});

/** It may have been too far gone to be stopped cleanly. */
function expectCancelled({ status, canceled_at }: { status: string; canceled_at?: string | undefined }): void {
  expect([["canceled", "failed"].includes(status), typeof canceled_at]).toEqual([true, "string"]);
}

async function endedVersion(id: string): Promise<TemplateVersion> {
  return eventually(() => client.getTemplateVersion(id), hasEnded);
}

async function endedBuild(id: string): Promise<void> {
  const { job } = await eventually(() => client.getWorkspaceBuild(id), hasEnded);
  expect({ id, status: job.status }).toEqual({ id, status: "succeeded" });
}

function refusal(promise: Promise<unknown>): Promise<ApiError> {
  return failureOf(promise, ApiError);
}
