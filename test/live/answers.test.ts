// What the server answers, object by object: that each field is read or deliberately left, that what the client reads
// is really sent, and that the answers which the unit tests have on record have the same shape still.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { buildInfoSchema } from "../../provider/client/buildinfo";
import { createClient } from "../../provider/client/client";
import { evaluatedParametersSchema } from "../../provider/client/dry-runs";
import { organizationSchema } from "../../provider/client/organizations";
import {
  matchedProvisionersSchema,
  provisionerDaemonSchema,
  provisionerJobLogSchema,
  provisionerJobSchema,
} from "../../provider/client/provisioner";
import {
  presetSchema,
  templateVersionParameterSchema,
  templateVersionSchema,
  templateVersionVariableSchema,
} from "../../provider/client/template-versions";
import { dailyActiveUsersSchema, templateExampleSchema, templateSchema } from "../../provider/client/templates";
import { timingsSchema } from "../../provider/client/timings";
import { userSchema } from "../../provider/client/users";
import { resolvedAutostartSchema } from "../../provider/client/workspace-activity";
import { workspaceBuildParameterSchema, workspaceBuildSchema } from "../../provider/client/workspace-builds";
import { workspaceAppStatusSchema, workspaceResourceSchema } from "../../provider/client/workspace-resources";
import { workspaceSchema } from "../../provider/client/workspaces";
import { readRecorded } from "../provider/client/answers";
import { canRunAgents } from "./agent-template";
import { AnswerFields } from "./answer-fields";
import { callFunction } from "./call-function";
import { everythingTemplate } from "./everything-template";
import { isServerBefore, useLive } from "./live";
import { anonymous, isRecording, shapeOf, writeRecorded } from "./recorded-answers";
import {
  eventually,
  hasEnded,
  ServerApi,
  type FoundTemplate,
  type FoundVersion,
  type FoundWorkspace,
} from "./server-api";
import { archiveOf, templateWithRequiredVariable, type TemplateFiles } from "./templates";

// This is registered before `useLive`, so it runs before the check for leftovers.
afterAll(async () => {
  await live.api.build(workspace.id, { transition: "delete" });
  await live.api.request("DELETE", `/templates/${template.id}`);
});

const live = useLive("answer");

/** What the unit tests have on record is of this release. */
const is224 = !isServerBefore(2, 24) && isServerBefore(2, 25);

const NAMES: ReadonlyMap<z.core.$ZodType, string> = new Map<z.core.$ZodType, string>([
  [buildInfoSchema, "BuildInfo"],
  [userSchema, "User"],
  [organizationSchema, "Organization"],
  [provisionerDaemonSchema, "Daemon"],
  [provisionerJobSchema, "Job"],
  [provisionerJobLogSchema, "LogLine"],
  [matchedProvisionersSchema, "MatchedProvisioners"],
  [templateSchema, "Template"],
  [templateExampleSchema, "TemplateExample"],
  [templateVersionSchema, "TemplateVersion"],
  [templateVersionParameterSchema, "Parameter"],
  [templateVersionVariableSchema, "Variable"],
  [presetSchema, "Preset"],
  [workspaceResourceSchema, "Resource"],
  [workspaceAppStatusSchema, "AppStatus"],
  [workspaceSchema, "Workspace"],
  [workspaceBuildSchema, "Build"],
  [workspaceBuildParameterSchema, "BuildParameter"],
  [timingsSchema, "Timings"],
  [evaluatedParametersSchema, "Evaluation"],
]);

/** What the server sends and no schema reads, with the reason. The answers of the client have it nevertheless. */
const UNREAD: Readonly<Record<string, string>> = {
  "Evaluation.parameters[].styling": "how the dashboard draws it",
};

/** What only servers before 2.24 send; it has a path of its own since. */
const UNREAD_BEFORE: readonly string[] = ["User.theme_preference"];

/** What only newer servers send: agents outside of what Terraform makes, tasks, and how the dashboard draws it. */
const UNREAD_SINCE: readonly string[] = [
  "Build.has_external_agent",
  "Template.cors_behavior",
  "TemplateVersion.created_by.name",
  "TemplateVersion.has_external_agent",
  "Workspace.task_id",
];

/** What the client reads and the objects of this test do not make the server send, with the reason. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  "Build.ai_task_sidebar_app_id": "of templates with tasks",
  "Build.workspace_owner_avatar_url": "of owners with a picture",
  "Job.available_workers": "while a job waits for one of several daemons",
  "Job.initiator_id": "of newer servers",
  "Job.input.error": "of jobs that the server can't prepare",
  "Job.logs_overflowed": "of newer servers",
  "Preset.Description": "of newer servers",
  "Preset.DesiredPrebuildInstances": "of newer servers",
  "Preset.Icon": "of newer servers",
  "Resource.agents[].disconnected_at": "of agents that lost their connection",
  "Template.build_time_stats{}.p50": "servers write P50; the API's documents have small letters",
  "Template.build_time_stats{}.p95": "servers write P95; the API's documents have small letters",
  "TemplateVersion.created_by.avatar_url": "of people with a picture",
  "TemplateVersion.warnings": "of versions that need what is going to be removed",
  "User.avatar_url": "of users with a picture",
  "User.roles[].organization_id": "of roles in an organization",
  "Workspace.is_prebuild": "of newer servers",
};

/** Places that hold something or nothing by what else the server does at that moment, or has done before. */
const CHANGING: readonly (readonly [place: RegExp, reason: string])[] = [
  [/^GET \S+\/provisionerdaemons \[\]\.current_job\./, "a job of another test file may run"],
  [/^GET \S+\/provisionerdaemons \[\]\.previous_job\./, "the first daemons of the list may have had none"],
  [/\bavailable_workers\[\]$/, "only while a job waits for one of several daemons"],
  [/\bbuild_time_stats\.\w+\.P\d+$/, "the server computes them from time to time"],
];

/** Operation → what reads its answer. Others are on record, too, and are read as one of these. */
const SCHEMAS: Readonly<Record<string, z.core.$ZodType>> = {
  "GET /buildinfo": buildInfoSchema,
  "GET /users/{user}": userSchema,
  "GET /organizations": z.array(organizationSchema),
  "GET /organizations/{organization}/provisionerdaemons": z.array(provisionerDaemonSchema),
  "GET /organizations/{organization}/provisionerjobs": z.array(provisionerJobSchema),
  "GET /organizations/{organization}/provisionerjobs/{job}": provisionerJobSchema,
  "POST /organizations/{organization}/templateversions": templateVersionSchema,
  "GET /templates": z.array(templateSchema),
  "GET /templates/examples": z.array(templateExampleSchema),
  "GET /templates/{template}/daus": dailyActiveUsersSchema,
  "GET /templates/{template}/versions": z.array(templateVersionSchema),
  "GET /templateversions/{templateversion}/logs": z.array(provisionerJobLogSchema),
  "GET /templateversions/{templateversion}/resources": z.array(workspaceResourceSchema),
  "GET /templateversions/{templateversion}/rich-parameters": z.array(templateVersionParameterSchema),
  "GET /templateversions/{templateversion}/variables": z.array(templateVersionVariableSchema),
  "GET /templateversions/{templateversion}/presets": z.array(presetSchema),
  "POST /templateversions/{templateversion}/dynamic-parameters/evaluate": evaluatedParametersSchema,
  "GET /workspaces": z.object({ workspaces: z.array(workspaceSchema), count: z.number() }),
  "GET /workspaces/{workspace}": workspaceSchema,
  "GET /workspaces/{workspace}/builds": z.array(workspaceBuildSchema),
  "GET /workspaces/{workspace}/resolve-autostart": resolvedAutostartSchema,
  "GET /workspaces/{workspace}/timings": timingsSchema,
  "GET /workspacebuilds/{workspacebuild}": workspaceBuildSchema,
  "GET /workspacebuilds/{workspacebuild}/parameters": z.array(workspaceBuildParameterSchema),
};

const NEW_PARAMETER = `
data "coder_parameter" "owner" {
  name    = "owner"
  type    = "string"
  mutable = true
}
`;

const answers: Record<string, unknown> = {};
let template: FoundTemplate;
let workspace: FoundWorkspace;

/** Asks the server itself, and notes the answer; the first one of an operation is the one on record. */
async function ask<Answer>(operation: string, path: string, body?: unknown): Promise<Answer> {
  const [method = ""] = operation.split(" ");
  const answer = await live.api.request<Answer>(method, path, body);
  answers[operation] ??= answer;
  return answer;
}

async function importVersion(files: TemplateFiles, more: Record<string, unknown>): Promise<FoundVersion> {
  const { hash } = await ask<{ hash: string }>("POST /files", "/files", await archiveOf(files));
  const request = { storage_method: "file", provisioner: "terraform", file_id: hash, ...more };
  const path = "/organizations/default/templateversions";
  return ask("POST /organizations/{organization}/templateversions", path, request);
}

async function imported(files: TemplateFiles, more: Record<string, unknown>): Promise<FoundVersion> {
  return live.api.endedVersion((await importVersion(files, more)).id);
}

interface FoundResource {
  agents?: { status: string; lifecycle_state: string }[];
}

/** The agents of the workspace, once the one that runs is ready, and the other one has been given up. */
async function settledAgents(): Promise<void> {
  const statesOf = async (): Promise<string[]> => {
    const { latest_build } = await live.api.request<{ latest_build: { resources: FoundResource[] } }>(
      "GET",
      `/workspaces/${workspace.id}`,
    );
    const agents = latest_build.resources.flatMap((resource) => resource.agents ?? []);
    return agents.map(({ status, lifecycle_state }) => `${status} ${lifecycle_state}`);
  };
  const isSettled = (states: string[]): boolean =>
    states.includes("timeout created") && (!canRunAgents || states.includes("connected ready"));
  await eventually(statesOf, isSettled, 60_000);
}

/** As an agent does that works on something, with the token of the agent. */
async function reportAppStatus(): Promise<void> {
  const { resources } = await live.api.request<{
    resources: { type: string; name: string; instances: { attributes: { token?: string } }[] }[];
  }>("GET", `/workspacebuilds/${workspace.latest_build.id}/state`);
  const agent = resources.find(({ type, name }) => type === "coder_agent" && name === "main");
  const api = new ServerApi(live.api.url, agent?.instances[0]?.attributes.token ?? "");
  const status = { app_slug: "editor", state: "working", message: "Compiling", uri: "https://coder.example.com/log" };
  await api.request("PATCH", "/workspaceagents/me/app-status", status);
}

beforeAll(async () => {
  const name = `${live.prefix}a`;
  const marker = randomBytes(8).toString("hex");
  const files = everythingTemplate(marker);
  const first = await imported(files, { name: "first", message: "The first." });
  expect(first.job.status).toBe("succeeded");
  template = await ask("POST /organizations/{organization}/templates", "/organizations/default/templates", {
    name,
    template_version_id: first.id,
    default_ttl_ms: 3_600_000,
  });
  await ask("PATCH /templates/{template}", `/templates/${template.id}`, { name, description: "Everything." });
  workspace = await ask("POST /users/{user}/workspaces", "/users/me/workspaces", {
    name,
    template_id: template.id,
    autostart_schedule: "CRON_TZ=UTC 0 9 * * 1-5",
    ttl_ms: 7_200_000,
    automatic_updates: "always",
    rich_parameter_values: [{ name: "cpus", value: "4" }],
  });
  const build = await eventually(
    () => live.api.request<FoundVersion>("GET", `/workspacebuilds/${workspace.latest_build.id}`),
    hasEnded,
  );
  expect(build.job.status).toBe("succeeded");
  const second = await imported({ ...files, "new.tf": NEW_PARAMETER }, { name: "second", template_id: template.id });
  await live.api.request("PATCH", `/templates/${template.id}/versions`, { id: second.id });
  const failed = await imported(templateWithRequiredVariable(), { name: "failed", template_id: template.id });
  expect(failed.job.status).toBe("failed");
  const waiting = await importVersion(files, { name: "waiting", template_id: template.id, tags: { nobody: "here" } });
  // There is no such daemon: it would wait for ever.
  await live.api.request("PATCH", `/templateversions/${waiting.id}/cancel`);
  await settledAgents();
  await reportAppStatus();
  await askEverything([first, second, failed, waiting]);
});

/** Versions: one that is imported, one that is active, one whose import failed, and one whose import waits. */
type Versions = readonly [FoundVersion, FoundVersion, FoundVersion, FoundVersion];

async function askEverything([first, second, failed, waiting]: Versions): Promise<void> {
  const organization = "/organizations/default";
  const jobs = [first, second, failed, waiting, workspace.latest_build].map(({ job }) => (job as { id: string }).id);
  const build = workspace.latest_build.id;
  const paths: Readonly<Record<string, string>> = {
    "/buildinfo": "/buildinfo",
    "/users/{user}": "/users/me",
    "/organizations": "/organizations",
    "/organizations/{organization}": organization,
    "/organizations/{organization}/provisionerdaemons": `${organization}/provisionerdaemons`,
    "/organizations/{organization}/provisionerjobs": `${organization}/provisionerjobs?ids=${jobs.join()}`,
    "/organizations/{organization}/provisionerjobs/{job}": `${organization}/provisionerjobs/${failed.job.id}`,
    "/organizations/{organization}/templates": `${organization}/templates?q=exact_name:${template.name}`,
    "/organizations/{organization}/templates/examples": `${organization}/templates/examples`,
    "/organizations/{organization}/templates/{templatename}": `${organization}/templates/${template.name}`,
    "/organizations/{organization}/templates/{templatename}/versions/{templateversionname}": `${organization}/templates/${template.name}/versions/second`,
    "/organizations/{organization}/templates/{templatename}/versions/{templateversionname}/previous": `${organization}/templates/${template.name}/versions/second/previous`,
    "/templates": `/templates?q=exact_name:${template.name}`,
    "/templates/examples": "/templates/examples",
    "/templates/{template}": `/templates/${template.id}`,
    "/templates/{template}/daus": `/templates/${template.id}/daus`,
    "/templates/{template}/versions": `/templates/${template.id}/versions`,
    "/templates/{template}/versions/{templateversionname}": `/templates/${template.id}/versions/failed`,
    "/workspaces": `/workspaces?q=owner:me+name:${template.name}`,
    "/workspaces/{workspace}": `/workspaces/${workspace.id}`,
    "/workspaces/{workspace}/builds": `/workspaces/${workspace.id}/builds`,
    "/workspaces/{workspace}/resolve-autostart": `/workspaces/${workspace.id}/resolve-autostart`,
    "/workspaces/{workspace}/timings": `/workspaces/${workspace.id}/timings`,
    "/users/{user}/workspace/{workspacename}": `/users/me/workspace/${template.name}`,
    "/users/{user}/workspace/{workspacename}/builds/{buildnumber}": `/users/me/workspace/${template.name}/builds/1`,
    ...below("/templateversions/{templateversion}", `/templateversions/${first.id}`, VERSION_PATHS),
    ...below("/workspacebuilds/{workspacebuild}", `/workspacebuilds/${build}`, BUILD_PATHS),
  };
  for (const [operation, path] of Object.entries(paths)) await ask(`GET ${operation}`, path);
  await askDryRun(first.id);
  await ask("PATCH /templateversions/{templateversion}", `/templateversions/${first.id}`, { message: "Changed." });
  if (!isServerBefore(2, 24)) {
    const { id: owner_id } = answers["GET /users/{user}"] as { id: string };
    const request = { id: 1, inputs: { cpus: "99" }, owner_id };
    const evaluate = "/dynamic-parameters/evaluate";
    const path = `/templateversions/${first.id}${evaluate}`;
    await ask(`POST /templateversions/{templateversion}${evaluate}`, path, request);
  }
  const builds = `/workspaces/${workspace.id}/builds`;
  await ask("POST /workspaces/{workspace}/builds", builds, { transition: "stop" });
  await eventually(
    () => live.api.workspace(workspace.id),
    ({ latest_build }) => latest_build.status === "stopped",
  );
  await ask("PUT /workspaces/{workspace}/dormant", `/workspaces/${workspace.id}/dormant`, { dormant: true });
  await ask("POST /templates/{template}/versions/archive", `/templates/${template.id}/versions/archive`, { all: true });
}

const VERSION_PATHS = ["", "/logs", "/resources", "/rich-parameters", "/variables", "/presets", "/external-auth"];
const BUILD_PATHS = ["", "/logs", "/parameters", "/resources", "/timings"];

function below(operation: string, path: string, ends: readonly string[]): Record<string, string> {
  return Object.fromEntries(ends.map((end) => [`${operation}${end}`, `${path}${end}`]));
}

async function askDryRun(versionId: string): Promise<void> {
  const operation = "/templateversions/{templateversion}/dry-run";
  const path = `/templateversions/${versionId}/dry-run`;
  const request = { workspace_name: "dry", rich_parameter_values: [] };
  const { id } = await ask<{ id: string }>(`POST ${operation}`, path, request);
  const getJob = (): Promise<{ status: string }> => live.api.request("GET", `${path}/${id}`);
  await eventually(getJob, (job) => hasEnded({ job }));
  for (const end of ["", "/logs", "/resources", "/matched-provisioners"])
    await ask(`GET ${operation}/{jobID}${end}`, `${path}/${id}${end}`);
}

describe("the answers of the server", () => {
  it("are read by the client field by field, or it is said why not", () => {
    const fields = new AnswerFields(NAMES);
    for (const [operation, schema] of Object.entries(SCHEMAS)) {
      const answer = answers[operation];
      if (isServerBefore(2, 24) && answer === undefined) continue;
      expect([operation, schema["~standard"].validate(answer)]).not.toHaveProperty([1, "issues"]);
      fields.look(operation, schema, answer);
    }
    if (!is224) {
      const known = [...Object.keys(UNREAD), ...(isServerBefore(2, 24) ? UNREAD_BEFORE : UNREAD_SINCE)];
      expect(fields.unread.filter((field) => !known.includes(field))).toEqual([]);
      return;
    }
    expect(fields.unread).toEqual(Object.keys(UNREAD).sort());
    // Where no agent can run, nothing is sent of agents that ran.
    const expectedHere = (names: readonly string[]): string[] =>
      names.filter((field) => canRunAgents || !/agent|Timings/i.test(field)).sort();
    expect(expectedHere(fields.neverSent)).toEqual(expectedHere(Object.keys(NEVER_SENT)));
  });

  (is224 && canRunAgents ? it : it.skip)("have the shape of those that the unit tests have on record", () => {
    const own = [
      [live.prefix, "live-"],
      [live.api.url, "https://coder.example.com"],
    ] as const;
    const now = anonymous(answers, own);
    if (isRecording) writeRecorded(now);
    const recorded = readRecorded();
    expect(Object.keys(now).sort()).toEqual(Object.keys(recorded).sort());
    for (const [operation, answer] of Object.entries(now)) {
      const shape = shapeOf(answer);
      const before = shapeOf(recorded[operation]);
      const differing = [...new Set([...shape.keys(), ...before.keys()])].filter(
        (place) =>
          shape.get(place) !== before.get(place) &&
          !CHANGING.some(([changing]) => changing.test(`${operation} ${place}`)),
      );
      expect({ operation, differing }).toEqual({ operation, differing: [] });
    }
  });

  it("tell of an autostart that would need values for new parameters", async () => {
    expect(answers["GET /workspaces/{workspace}/resolve-autostart"]).toEqual({ parameter_mismatch: true });
    const client = createClient({ url: live.api.url, token: live.api.token });
    expect(await client.resolveWorkspaceAutostart(workspace.id)).toEqual({ parameter_mismatch: true });
    await client.close();
    expect(await callFunction(live, "resolveWorkspaceAutostart", { workspaceId: workspace.id })).toEqual({
      parameterMismatch: true,
    });
  });
});
