// Every operation of the client on a real server: that it is answered, that licensed ones are refused clearly, and that
// each field that the server sends is read or deliberately left.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { buildInfoSchema } from "../../provider/client/buildinfo";
import { createClient, type CoderClient } from "../../provider/client/client";
import { evaluatedParametersSchema } from "../../provider/client/dry-runs";
import { organizationSchema } from "../../provider/client/organizations";
import {
  provisionerDaemonSchema,
  provisionerJobLogSchema,
  provisionerJobSchema,
} from "../../provider/client/provisioner";
import {
  presetSchema,
  templateVersionParameterSchema,
  templateVersionSchema,
  templateVersionVariableSchema,
  type TemplateVersion,
} from "../../provider/client/template-versions";
import {
  dailyActiveUsersSchema,
  templateExampleSchema,
  templateSchema,
  type Template,
} from "../../provider/client/templates";
import { timingsSchema } from "../../provider/client/timings";
import { userSchema } from "../../provider/client/users";
import { resolvedAutostartSchema } from "../../provider/client/workspace-activity";
import { workspaceBuildParameterSchema, workspaceBuildSchema } from "../../provider/client/workspace-builds";
import { workspaceResourceSchema } from "../../provider/client/workspace-resources";
import { workspaceSchema, type Workspace } from "../../provider/client/workspaces";
import { ApiError } from "../../provider/errors";
import { isServerBefore, useLive } from "./live";
import type { Fault } from "./recording-proxy";
import { eventually, failureOf, hasEnded } from "./server-api";
import { archiveOf, templateWithParameters } from "./templates";

// This is registered before `useLive`, so it runs before the check for leftovers.
afterAll(async () => {
  const build = await client.createWorkspaceBuild(workspace.id, { transition: "delete" });
  await endedBuild(build.id);
  await client.deleteTemplate(template.id);
  await client.close();
});

const live = useLive("oper");

const NO_ID = "00000000-0000-0000-0000-000000000001";

/** What the server sends and nobody needs, by the path in the answer: `[]` stands for the entries of a list. */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  // How the dashboard draws it.
  evaluate: ["parameters[].styling"],
};

/**
 * What the client reads and the server leaves out of what this test makes, by where the object is met first, and when
 * it is there.
 */
const CONDITIONAL: Readonly<Record<string, readonly string[]>> = {
  // Of those who have one.
  "/users/me": ["avatar_url"],
  // Of roles in an organization.
  "/users/me.roles[]": ["organization_id"],
  // Of jobs that failed, were cancelled, or wait.
  "/organizations/default/provisionerjobs[]": ["canceled_at", "error", "error_code", "available_workers"],
  "/organizations/default/provisionerjobs[].input": ["error"],
  // Of versions with warnings, or whose job waits.
  "/templates/:id/versions[]": ["warnings", "matched_provisioners"],
  "/templates/:id/versions[].created_by": ["avatar_url"],
  // Of agents that have connected.
  "/templateversions/:id/resources[].agents[]": [
    "first_connected_at",
    "last_connected_at",
    "disconnected_at",
    "started_at",
    "ready_at",
    "instance_id",
    "expanded_directory",
  ],
  // What runs in a workspace reports them.
  "/templateversions/:id/resources[].agents[].apps[].statuses[]": [
    "id",
    "created_at",
    "workspace_id",
    "agent_id",
    "app_id",
    "state",
    "message",
    "uri",
  ],
  // Of agents that are not well.
  "/templateversions/:id/resources[].agents[].health": ["reason"],
  // Of parameters with such a rule.
  "/templateversions/:id/rich-parameters[]": ["validation_error", "validation_regex", "validation_monotonic"],
  // Where it is switched on.
  "/workspaces.workspaces[]": ["autostart_schedule"],
  // Of owners with a picture, and of templates with tasks.
  "/workspaces.workspaces[].latest_build": ["workspace_owner_avatar_url", "ai_task_sidebar_app_id"],
  // Of agents that have connected.
  "/workspaces/:id/timings.agent_script_timings[]": [
    "started_at",
    "ended_at",
    "exit_code",
    "stage",
    "status",
    "display_name",
    "workspace_agent_id",
    "workspace_agent_name",
  ],
  // Of agents that have connected.
  "/workspaces/:id/timings.agent_connection_timings[]": [
    "started_at",
    "ended_at",
    "stage",
    "workspace_agent_id",
    "workspace_agent_name",
  ],
};

/** Everything that an agent, its apps and scripts may hold, and variables. */
const AGENT = `
variable "region" {
  type        = string
  default     = "eu"
  description = "Where it runs."
}
variable "password" {
  type      = string
  default   = "none"
  sensitive = true
}
resource "coder_agent" "main" {
  os                 = "linux"
  arch               = "amd64"
  dir                = "/tmp"
  env                = { LANGUAGE = "de" }
  troubleshooting_url = "https://coder.example.com/help"
  display_apps {
    vscode = true
  }
}
resource "coder_script" "start" {
  agent_id     = coder_agent.main.id
  display_name = "Start"
  script       = "true"
  cron         = "0 0 9 * * 1-5"
  run_on_start = true
  timeout      = 60
  icon         = "/icon/code.svg"
}
resource "coder_app" "editor" {
  agent_id     = coder_agent.main.id
  slug         = "editor"
  display_name = "Editor"
  icon         = "/icon/code.svg"
  url          = "http://localhost:8080"
  subdomain    = true
  share        = "owner"
  group        = "Editors"
  healthcheck {
    url       = "http://localhost:8080/healthz"
    interval  = 10
    threshold = 3
  }
}
resource "coder_app" "shell" {
  agent_id = coder_agent.main.id
  slug     = "shell"
  command  = "bash"
}
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.id
}
resource "coder_metadata" "machine" {
  count       = data.coder_workspace.me.start_count
  resource_id = terraform_data.machine[0].id
  icon        = "/icon/code.svg"
  item {
    key   = "size"
    value = "large"
  }
}
`;

/** What servers before 2.24 send besides; it has a path of its own since. */
const OLDER: readonly string[] = ["theme_preference"];

/** What servers after 2.24 send besides, and no resource or function shows; by the end of its place. */
const NEWER: readonly string[] = [
  // Who asked for the job, which the build tells too; whether its log was cut off.
  "initiator_id",
  "logs_overflowed",
  "created_by.name",
  // Agents outside of what Terraform makes, workspaces made in advance, and tasks.
  "has_external_agent",
  "is_prebuild",
  "task_id",
  ".DesiredPrebuildInstances",
  // How the dashboard draws a preset, and what apps of a workspace may do across addresses.
  ".Description",
  ".Icon",
  "cors_behavior",
];

let client: CoderClient;
let name: string;
let fileId: string;
let version: TemplateVersion;
let template: Template;
let workspace: Workspace;

beforeAll(async () => {
  client = createClient({ url: live.proxy.url, token: live.api.token });
  name = `${live.prefix}a`;
  const files = { ...templateWithParameters(), "agent.tf": AGENT, "marker.txt": randomBytes(8).toString("hex") };
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

describe("what the server sends", () => {
  it("is read, or deliberately left", async () => {
    const me = await client.getCurrentUser();
    const build = workspace.latest_build.id;
    // Of lists that have everybody's, only what this file made: what other files make has other fields.
    const jobs = `${version.job.id},${workspace.latest_build.job.id}`;
    const answers: [string, z.ZodType][] = [
      ["/buildinfo", buildInfoSchema],
      ["/users/me", userSchema],
      ["/organizations", z.array(organizationSchema)],
      ["/organizations/default", organizationSchema],
      ["/organizations/default/provisionerdaemons", z.array(provisionerDaemonSchema)],
      [`/organizations/default/provisionerjobs?ids=${jobs}`, z.array(provisionerJobSchema)],
      [`/organizations/default/provisionerjobs/${version.job.id}`, provisionerJobSchema],
      [`/templates?q=exact_name:${name}`, z.array(templateSchema)],
      ["/templates/examples", z.array(templateExampleSchema)],
      [`/templates/${template.id}`, templateSchema],
      [`/templates/${template.id}/daus`, dailyActiveUsersSchema],
      [`/templates/${template.id}/versions`, z.array(templateVersionSchema)],
      [`/templateversions/${version.id}`, templateVersionSchema],
      [`/templateversions/${version.id}/logs`, z.array(provisionerJobLogSchema)],
      [`/templateversions/${version.id}/resources`, z.array(workspaceResourceSchema)],
      [`/templateversions/${version.id}/rich-parameters`, z.array(templateVersionParameterSchema)],
      [`/templateversions/${version.id}/variables`, z.array(templateVersionVariableSchema)],
      [`/templateversions/${version.id}/presets`, z.array(presetSchema)],
      [`/workspaces?q=owner:me+name:${name}`, z.object({ workspaces: z.array(workspaceSchema), count: z.number() })],
      [`/workspaces/${workspace.id}`, workspaceSchema],
      [`/workspaces/${workspace.id}/builds`, z.array(workspaceBuildSchema)],
      [`/workspaces/${workspace.id}/resolve-autostart`, resolvedAutostartSchema],
      [`/workspaces/${workspace.id}/timings`, timingsSchema],
      [`/workspacebuilds/${build}`, workspaceBuildSchema],
      [`/workspacebuilds/${build}/parameters`, z.array(workspaceBuildParameterSchema)],
      [`/workspacebuilds/${build}/timings`, timingsSchema],
    ];
    const unread = new Set<string>();
    const seen: SeenFields = new Map();
    const look = (place: string, schema: z.ZodType, answer: unknown): void => {
      expect([place, schema.safeParse(answer).success]).toEqual([place, true]);
      for (const field of unreadFields(schema, answer)) unread.add(`${place}: ${field}`);
      noteFields(schema, answer, place, seen);
    };
    for (const [path, schema] of answers) {
      look(path.split("?")[0]?.replace(/[0-9a-f-]{36}/g, ":id") ?? "", schema, await live.api.request("GET", path));
    }
    if (!isServerBefore(2, 24)) {
      const evaluation = { id: 1, inputs: { cpus: "99" }, owner_id: me.id };
      const evaluatePath = `/templateversions/${version.id}/dynamic-parameters/evaluate`;
      look("evaluate", evaluatedParametersSchema, await live.api.request("POST", evaluatePath, evaluation));
    }
    const neverSent = [...seen.values()].flatMap(({ place, fields, sent }) =>
      fields.filter((field) => !sent.has(field)).map((field) => `${place}: ${field}`),
    );
    const conditional = Object.entries(CONDITIONAL).flatMap(([place, fields]) =>
      fields.map((field) => `${place}: ${field}`),
    );
    // What other releases lack is not of interest.
    const is224 = !isServerBefore(2, 24) && isServerBefore(2, 25);
    expect(neverSent.filter((field) => is224 && !conditional.includes(field))).toEqual([]);
    const others = isServerBefore(2, 24) ? OLDER : isServerBefore(2, 25) ? [] : NEWER;
    const ignored = Object.entries(IGNORED).flatMap(([path, fields]) => fields.map((field) => `${path}: ${field}`));
    const unexpected = [...unread].filter((place) => !others.some((field) => place.endsWith(field))).sort();
    expect(unexpected).toEqual(
      ignored.filter((place) => !isServerBefore(2, 24) || !place.startsWith("evaluate:")).sort(),
    );
  });
});

describe("accounts", () => {
  it("log in without a token, make tokens, and are not the first", async () => {
    const credentials = { email: `${live.prefix}login@example.com`, password: randomBytes(16).toString("base64url") };
    const { organization_ids } = await client.getUser("me");
    const account = { ...credentials, username: `${live.prefix}login`, login_type: "password", organization_ids };
    const { id } = await live.api.request<{ id: string }>("POST", "/users", account);
    const anonymous = createClient({ url: live.api.url });
    expect((await anonymous.getBuildInfo()).version).toMatch(/^v/);
    const { session_token } = await anonymous.login(credentials);
    const user = createClient({ url: live.api.url, token: session_token });
    const { key } = await user.createToken("me", { token_name: "first", lifetimeSeconds: 3600 });
    const tokened = createClient({ url: live.api.url, token: key });
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
    expect((await client.getTemplateByName("default", name)).id).toBe(template.id);
    const { default_ttl_ms, display_name, icon, activity_bump_ms, failure_ttl_ms, time_til_dormant_ms } =
      await client.getTemplate(template.id);
    const {
      allow_user_autostart,
      allow_user_autostop,
      allow_user_cancel_workspace_jobs,
      time_til_dormant_autodelete_ms,
    } = template;
    const kept = { default_ttl_ms, display_name, icon, activity_bump_ms, failure_ttl_ms, time_til_dormant_ms };
    const allowed = {
      allow_user_autostart,
      allow_user_autostop,
      allow_user_cancel_workspace_jobs,
      require_active_version: false,
    };
    const update = { name, ...kept, ...allowed, time_til_dormant_autodelete_ms, description: "Größer." };
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
    expect(await all(client.streamTemplateVersionLogs(version.id))).toEqual(logs);

    expect((await refusal(client.getPreviousTemplateVersion("default", name, "first"))).isGone).toBe(true);
    const request = { file_id: fileId, template_id: template.id };
    const second = await endedVersion(
      (await client.createTemplateVersion("default", { ...request, name: "second" })).id,
    );
    const third = await client.createTemplateVersion("default", { ...request, name: "third" });
    await client
      .cancelTemplateVersion(third.id)
      .catch((thrown: unknown) => expect(thrown).toMatchObject({ status: 400 }));
    await endedVersion(third.id);
    expect((await client.getPreviousTemplateVersion("default", name, "second")).id).toBe(version.id);
    expect((await client.getTemplateVersionByNames("default", name, "second")).id).toBe(second.id);
    expect((await client.getTemplateVersionByName(template.id, "second")).id).toBe(second.id);
    const ids = [version.id, second.id, third.id];
    expect((await all(client.iterateTemplateVersions(template.id, { pageSize: 1 }))).map(({ id }) => id)).toEqual(ids);
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
    const logs = await all(client.streamDryRunLogs(version.id, id));
    await eventually(
      () => client.getDryRun(version.id, id),
      ({ status }) => status === "succeeded",
    );
    expect(await client.getDryRunLogs(version.id, id)).toEqual(logs);
    expect((await client.getDryRunResources(version.id, id)).length).toBeGreaterThan(0);
    expect((await refusal(client.cancelDryRun(version.id, id))).status).toBe(400);
    if (isServerBefore(2, 24)) {
      const evaluation = client.evaluateDynamicParameters(version.id, { id: 0, inputs: {}, owner_id: NO_ID });
      const streamed = all(client.streamDynamicParameters(version.id, []));
      for (const promise of [evaluation, streamed])
        await expect(promise).rejects.toThrow(/^Evaluating parameters needs Coder 2\.24 or newer/);
      return;
    }
    const { id: owner_id } = await client.getCurrentUser();
    const once = await client.evaluateDynamicParameters(version.id, { id: 0, inputs: { region: "us" }, owner_id });
    const streamed = await all(client.streamDynamicParameters(version.id, [{ region: "us" }, {}]));
    expect(streamed.map((answer) => answer.id)).toEqual([-1, 0, 1]);
    expect(streamed[1]?.parameters).toEqual(once.parameters);
    expect(streamed[2]?.parameters).toEqual(streamed[0]?.parameters);
  });
});

describe("workspaces", () => {
  it("are paged and found, also where nothing is", async () => {
    expect((await client.getWorkspaceByOwnerAndName("me", name)).id).toBe(workspace.id);
    expect((await client.getWorkspaces({ q: `name:${name}`, limit: 1 })).count).toBe(1);
    expect((await all(client.iterateWorkspaces({ q: `template:${name}`, pageSize: 1 }))).map(({ id }) => id)).toEqual([
      workspace.id,
    ]);
    expect(await client.getAllWorkspaces({ q: "name:none-of-this-name" })).toEqual([]);
  });

  it("take their settings, are extended and used", async () => {
    await client.setWorkspaceAutostart(workspace.id, "CRON_TZ=UTC 0 9 * * 1-5");
    await client.setWorkspaceTtl(workspace.id, 7_200_000);
    await client.setWorkspaceAutomaticUpdates(workspace.id, "never");
    await client.setWorkspaceFavorite(workspace.id, true);
    const deadline = new Date(Math.ceil(Date.now() / 1000) * 1000 + 5 * 3_600_000);
    await client.extendWorkspace(workspace.id, deadline);
    expect(Date.parse((await client.getWorkspace(workspace.id)).latest_build.deadline ?? "")).toBe(deadline.getTime());
    expect((await refusal(client.extendWorkspace(workspace.id, new Date()))).status).toBe(400);
    await client.reportWorkspaceUsage(workspace.id);
    expect(await client.resolveWorkspaceAutostart(workspace.id)).toEqual({ parameter_mismatch: false });
    expect((await refusal(client.updateWorkspace(workspace.id, { name: `${name}b` }))).status).toBe(400);
    await client.setWorkspaceDormant(workspace.id, true);
    await client.setWorkspaceDormant(workspace.id, false);
  });

  it("are built, watched, and leave logs, timings and a state", async () => {
    // What made it dormant has stopped it.
    await eventually(
      () => client.getWorkspace(workspace.id),
      ({ latest_build }) => !["pending", "running"].includes(latest_build.job.status),
    );
    const build = await client.createWorkspaceBuild(workspace.id, { transition: "start" });
    for await (const { latest_build } of client.watchWorkspace(workspace.id)) {
      if (latest_build.id === build.id && latest_build.job.status === "succeeded") break;
    }
    expect((await refusal(client.cancelWorkspaceBuild(build.id))).status).toBe(400);
    const done = await client.getWorkspaceBuild(build.id);
    expect((await client.getWorkspaceBuildByNumber("me", name, done.build_number)).id).toBe(build.id);
    const builds = (await client.getWorkspaceBuilds(workspace.id)).map(({ id }) => id);
    expect((await all(client.iterateWorkspaceBuilds(workspace.id, { pageSize: 1 }))).map(({ id }) => id)).toEqual(
      builds,
    );
    expect(
      await client.getAllWorkspaceBuilds(workspace.id, { since: new Date(Date.now() + 60_000).toISOString() }),
    ).toEqual([]);
    expect((await client.getWorkspaceBuildResources(build.id)).length).toBeGreaterThan(0);
    expect((await client.getWorkspaceBuildParameters(build.id)).length).toBeGreaterThan(0);
    expect(await client.getWorkspaceBuildLogs(build.id)).toEqual(await all(client.streamWorkspaceBuildLogs(build.id)));
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
    const streamed = await all(
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

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Paths of what is in the answer and in no part of the schema. */
function unreadFields(schema: z.core.$ZodType, value: unknown, path = ""): string[] {
  if (value === null || value === undefined) return [];
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((entry) => unreadFields(inner.element, entry, `${path}[]`));
  }
  if (typeof value !== "object") return [];
  if (inner instanceof z.ZodRecord)
    return Object.values(value).flatMap((entry) => unreadFields(inner.valueType, entry, `${path}{}`));
  if (!(inner instanceof z.ZodObject)) return [path];
  const shape = inner.shape as Readonly<Record<string, z.core.$ZodType>>;
  return Object.entries(value).flatMap(([key, entry]) => {
    const field = shape[key];
    const place = path === "" ? key : `${path}.${key}`;
    return field === undefined ? [place] : unreadFields(field, entry, place);
  });
}

/** Object of a schema → where it was met first, what it reads, and what of that was sent anywhere. */
type SeenFields = Map<z.core.$ZodType, { place: string; fields: string[]; sent: Set<string> }>;

function noteFields(schema: z.core.$ZodType, value: unknown, place: string, seen: SeenFields): void {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) {
    // An empty list, too, has a schema of which nothing was sent.
    for (const entry of Array.isArray(value) && value.length > 0 ? value : [undefined])
      noteFields(inner.element, entry, `${place}[]`, seen);
    return;
  }
  if (!(inner instanceof z.ZodObject)) return;
  const shape = inner.shape as Readonly<Record<string, z.core.$ZodType>>;
  const noted = seen.get(inner) ?? { place, fields: Object.keys(shape), sent: new Set<string>() };
  seen.set(inner, noted);
  const sent = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
  for (const [key, field] of Object.entries(shape)) {
    if (sent.has(key)) noted.sent.add(key);
    noteFields(field, sent.get(key), `${place}.${key}`, seen);
  }
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.def.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodCatch)
    return unwrapped(schema.def.innerType);
  return schema;
}
