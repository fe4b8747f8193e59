// Every function on both hosts, in plain and in Output form, compared with the server's API. Also secrets, unknown
// values at preview, and messages about wrong arguments.
import { WEEKDAYS } from "../../provider/enumerations";
import { functionNames, type FunctionName } from "../../provider/functions/registry";
import { isServerBefore, useLive } from "./live";
import { pluginProgram, pluginStack } from "./host-programs";
import type { FoundVersion, FoundWorkspace } from "./server-api";
import { useObjects, type MadeTemplate } from "./server-objects";
import type { Stack } from "./stack";
import { plainTemplate, templateWithParameters, templateWithVariables } from "./templates";

const objects = useObjects(() => live);
const live = useLive("func");

/** A key of the engine's envelope around a secret. */
const SECRET_KEY = "4dabf18193072939515e22adb298388d";
const SECRETS: readonly FunctionName[] = [
  "getWorkspaceBuildState",
  "getWorkspaceResourceMetadata",
  "getTemplateVersionVariables",
];
/** Value of a sensitive item of a resource's metadata. */
const HIDDEN = "hidden-in-metadata";
const METADATA = `
resource "coder_metadata" "main" {
  count       = data.coder_workspace.me.start_count
  resource_id = terraform_data.main[0].id
  daily_cost  = 7
  item {
    key   = "size"
    value = "large"
  }
  item {
    key       = "password"
    value     = "${HIDDEN}"
    sensitive = true
  }
}
`;
const EVALUATION = "evaluateTemplateVersionParameters" satisfies FunctionName;
/** The functions that the server is new enough for. */
const ANSWERED = functionNames.filter((name) => name !== EVALUATION || !isServerBefore(2, 24));

interface MadeResource {
  id: string;
  type: string;
  name: string;
  metadata: { key: string; value: string; sensitive: boolean }[];
}

interface Call {
  args: Record<string, unknown>;
  /** Part of the answer; lists must be complete. */
  answer: Record<string, unknown>;
}

let template: MadeTemplate;
let second: FoundVersion;
let workspace: FoundWorkspace;
let calls: Record<FunctionName, Call>;

beforeAll(async () => {
  const files = {
    ...templateWithParameters(),
    "metadata.tf": METADATA,
    "variables.tf": templateWithVariables()["main.tf"]?.replace(/resource[^]*/, "") ?? "",
  };
  const settings = { default_ttl_ms: 3_600_000, display_name: "Größe 模板", description: "Für 🚀 and “quotes”." };
  template = await objects.template(`${live.prefix}a`, files, settings, {
    region: "us",
    password: "hidden-in-template",
  });
  second = await objects.version(template, "second", plainTemplate("second"));
  workspace = await objects.workspace(template, `${live.prefix}a`, {
    rich_parameter_values: [{ name: "cpus", value: "4" }],
    autostart_schedule: "CRON_TZ=Europe/Berlin 0 9 * * 1-5",
  });
  calls = await expectedCalls();
});

/** The expected answers, read from the API without the client under test. */
async function expectedCalls(): Promise<Record<FunctionName, Call>> {
  const { api } = live;
  type Found = Record<string, unknown> & { id: string; name: string };
  const me = await api.request<Found & { username: string; email: string }>("GET", "/users/me");
  const organization = await api.request<Found>("GET", "/organizations/default");
  const daemons = await api.request<Found[]>("GET", "/organizations/default/provisionerdaemons");
  // Another may have had no job yet.
  const daemon = daemons.find((each) => each["previous_job"] !== null && each["previous_job"] !== undefined);
  const version = template.version;
  const build = await api.request<Found & { job: Found; resources: MadeResource[] }>(
    "GET",
    `/workspacebuilds/${workspace.latest_build.id}`,
  );
  const logs = async (path: string): Promise<unknown[]> =>
    (await api.request<Found[]>("GET", path)).map(({ id, output, stage }) => ({ id, output, stage }));
  const [buildLogs, versionLogs] = [
    await logs(`/workspacebuilds/${build.id}/logs`),
    await logs(`/templateversions/${version.id}/logs`),
  ];
  const parameters = await api.request<Found[]>("GET", `/templateversions/${version.id}/rich-parameters`);
  const [preset] = await api.request<(Record<string, unknown> & { ID: string; Name: string })[]>(
    "GET",
    `/templateversions/${version.id}/presets`,
  );
  const raw = await api.request<
    Found & { build_time_stats: Record<string, { P50: number | null; P95: number | null }> }
  >("GET", `/templates/${template.id}`);
  const rawVersion = await api.request<Found>("GET", `/templateversions/${version.id}`);
  const examples = await api.request<Found[]>("GET", "/templates/examples");
  const timings = await api.request<{ provisioner_timings: { resource: string }[] }>(
    "GET",
    `/workspaces/${workspace.id}/timings`,
  );
  const state = await api.request<{ serial: number; lineage: string }>("GET", `/workspacebuilds/${build.id}/state`);

  const [templateVersionId, workspaceBuildId, workspaceId] = [version.id, build.id, workspace.id];
  const job = { id: build.job.id, status: "succeeded", type: "workspace_build", fileId: build.job["file_id"] };
  const made = build.resources.map(({ id, type, name, metadata }) => ({ id, type, name, metadata }));
  const readable = made.map(({ id, type, name, metadata }) => ({
    id,
    type,
    name,
    dailyCost: 7,
    workspaceTransition: "start",
    metadata: metadata.map(({ key, value, sensitive }) => (sensitive ? { key, sensitive } : { key, value, sensitive })),
  }));
  expect(made.flatMap(({ metadata }) => metadata)).toContainEqual({ key: "password", value: HIDDEN, sensitive: true });
  const text: unknown = expect.any(String);
  const [initiator, overflow] = [build.job["initiator_id"], build.job["logs_overflowed"]];
  const told = {
    ...job,
    organizationId: organization.id,
    workerId: build.job["worker_id"],
    workerName: text,
    availableWorkers: [],
    input: { workspaceBuildId, error: "" },
    metadata: {
      templateVersionName: "first",
      templateId: template.id,
      templateName: template.name,
      templateDisplayName: "Größe 模板",
      workspaceId,
      workspaceName: workspace.name,
    },
    // Not from an older server.
    ...(initiator !== undefined && { initiatorId: initiator }),
    logsOverflowed: overflow ?? false,
  };
  const builds = {
    id: build.id,
    number: 1,
    workspaceId,
    workspaceOwnerName: me.username,
    transition: "start",
    status: "running",
    reason: "initiator",
    initiatorName: me.username,
    // The whole is counted where quotas are licensed.
    dailyCost: build["daily_cost"],
    deadline: build["deadline"],
    resources: readable,
    job: { ...job, input: { workspaceBuildId: build.id } },
  };
  const found = {
    id: template.id,
    name: template.name,
    displayName: "Größe 模板",
    description: "Für 🚀 and “quotes”.",
    defaultTtlMilliseconds: 3_600_000,
    organizationName: organization.name,
    organizationDisplayName: organization["display_name"],
    organizationIcon: organization["icon"],
    provisioner: "terraform",
    activeVersionId: version.id,
    buildTimes: Object.fromEntries(
      Object.entries(raw.build_time_stats).map(([transition, { P50, P95 }]) => [
        transition,
        { ...(P50 !== null && { medianMilliseconds: P50 }), ...(P95 !== null && { percentile95Milliseconds: P95 }) },
      ]),
    ),
    autostopRequirement: { daysOfWeek: [], weeks: 1 },
    autostartRequirement: { daysOfWeek: WEEKDAYS },
    ...(raw["use_classic_parameter_flow"] !== undefined && {
      useClassicParameterFlow: raw["use_classic_parameter_flow"],
    }),
    createdById: me.id,
    createdByName: me.username,
    updatedAt: raw["updated_at"],
  };
  const details = {
    id: workspaceId,
    name: workspace.name,
    ownerName: me.username,
    templateName: template.name,
    outdated: false,
    ttlMilliseconds: 3_600_000,
    autostartSchedule: "CRON_TZ=Europe/Berlin 0 9 * * 1-5",
    automaticUpdates: "never",
    allowRenames: false,
    healthy: true,
    failingAgents: [],
    deadline: build["deadline"],
    status: "running",
    latestBuild: { id: build.id, jobId: build.job.id, reason: "initiator", job: { id: build.job.id } },
    agents: [],
    resources: readable,
  };
  const first = {
    id: version.id,
    name: "first",
    templateId: template.id,
    archived: false,
    job: { id: version.job.id, input: { templateVersionId: version.id } },
    createdById: me.id,
    createdByName: me.username,
    updatedAt: rawVersion["updated_at"],
  };
  const resource = { type: "terraform_data", name: "main" };

  return {
    getProvisionerDaemons: {
      args: { ids: [daemon?.id], status: ["idle", "busy"] },
      answer: {
        daemons: [
          {
            id: daemon?.id,
            provisioners: daemon?.["provisioners"],
            tags: daemon?.["tags"],
            apiVersion: daemon?.["api_version"],
            keyId: daemon?.["key_id"],
            organizationId: organization.id,
            previousJob: { id: text, status: text, templateName: text },
          },
        ],
      },
    },
    getProvisionerJobs: { args: { ids: [job.id], status: ["succeeded"] }, answer: { jobs: [told] } },
    getWorkspaceBuild: { args: { owner: "me", workspaceName: workspace.name, number: 1 }, answer: builds },
    getWorkspaceBuildLogs: { args: { workspaceBuildId }, answer: { logs: buildLogs } },
    getBuildParameters: {
      args: { workspaceBuildId },
      answer: { parameters: { region: "eu", cpus: "4", gpu: "false", tools: '["git"]', once: "" } },
    },
    getWorkspaceBuildState: { args: { workspaceBuildId }, answer: { state: expect.stringContaining(state.lineage) } },
    getWorkspaceResourceMetadata: { args: { workspaceBuildId }, answer: { resources: made } },
    getWorkspaceTimings: {
      args: { workspaceId },
      answer: {
        provisionerTimings: timings.provisioner_timings.map((timing) => ({ resource: timing.resource })),
        agentScriptTimings: [],
      },
    },
    getWorkspaceBuilds: { args: { workspaceId }, answer: { workspaceBuilds: [builds] } },
    getTemplates: { args: { query: `exact_name:${template.name}` }, answer: { templates: [found] } },
    getTemplateExamples: { args: {}, answer: { examples: examples.map(({ id, name }) => ({ id, name })) } },
    getTemplate: { args: { name: template.name }, answer: found },
    getTemplateDailyActiveUsers: {
      args: { templateId: template.id, timezoneOffsetHours: 2 },
      answer: { entries: expect.any(Array), timezoneOffsetHours: 2 },
    },
    getTemplateImpact: {
      args: { templateId: template.id, templateVersionId: second.id },
      answer: {
        templateName: template.name,
        templateVersionName: "second",
        workspaceCount: 1,
        followingCount: 0,
        blockedCount: 1,
        uncheckedCount: 0,
        causes: ["cpus", "gpu", "region", "tools"].map((name) => ({
          kind: "removedParameter",
          name,
          workspaces: [{ id: workspaceId, name: workspace.name, ownerName: me.username }],
        })),
      },
    },
    getTemplateVersions: {
      args: { templateId: template.id },
      answer: { templateVersions: [first, { id: second.id, name: "second" }] },
    },
    getTemplateVersion: { args: { templateId: template.id, name: "first" }, answer: first },
    getPreviousTemplateVersion: {
      args: { template: template.name, name: "second" },
      answer: { templateVersion: first },
    },
    getTemplateVersionLogs: { args: { templateVersionId }, answer: { logs: versionLogs } },
    getTemplateVersionParameters: {
      args: { templateVersionId },
      answer: { parameters: parameters.map(({ name, type, mutable }) => ({ name, type, mutable })) },
    },
    getTemplateVersionVariables: {
      args: { templateVersionId },
      answer: {
        variables: expect.arrayContaining([
          expect.objectContaining({ name: "region", value: "us", sensitive: false }),
          expect.objectContaining({ name: "password", value: "*redacted*", sensitive: true }),
        ]),
      },
    },
    getTemplateVersionPresets: {
      args: { templateVersionId },
      answer: {
        presets: [
          {
            id: preset?.ID,
            name: "Large",
            isDefault: false,
            parameters: { region: "us", cpus: "8" },
            description: preset?.["Description"] ?? "",
            icon: preset?.["Icon"] ?? "",
          },
        ],
      },
    },
    dryRunTemplateVersion: {
      args: { templateVersionId, parameters: { cpus: "3" } },
      answer: {
        job: { status: "succeeded", type: "template_version_dry_run" },
        resources: [{ ...resource, workspaceTransition: "start", agents: [] }],
      },
    },
    evaluateTemplateVersionParameters: {
      args: { templateVersionId, parameters: { region: "us" } },
      answer: {
        parameters: expect.arrayContaining([
          expect.objectContaining({
            name: "region",
            value: "us",
            defaultValue: "eu",
            options: [expect.objectContaining({ value: "eu" }), expect.objectContaining({ value: "us" })],
          }),
        ]),
        diagnostics: [],
      },
    },
    getWorkspace: { args: { id: workspaceId.toUpperCase() }, answer: details },
    getWorkspaces: {
      args: { owner: "me", name: workspace.name, template: template.name, parameters: { cpus: "4", gpu: "false" } },
      answer: { workspaces: [details] },
    },
    resolveWorkspaceAutostart: { args: { workspaceId }, answer: { parameterMismatch: false } },
    getUser: {
      args: {},
      answer: {
        id: me.id,
        username: me.username,
        email: me.email,
        avatarUrl: me["avatar_url"] ?? "",
        roles: ["owner"],
        updatedAt: me["updated_at"],
      },
    },
    getOrganization: {
      args: { organization: organization.name },
      answer: { id: organization.id, isDefault: true, updatedAt: organization["updated_at"] },
    },
  };
}

/** Calls each function in both forms. Each answer is an output of its own: one secret would make them all secret. */
function everyCall(form: { plain: string; lifted: string }): string {
  return `
const calls = ${JSON.stringify(Object.fromEntries(ANSWERED.map((name) => [name, calls[name]])))};
module.exports = async () => {
  const answers = {};
  for (const [name, { args }] of Object.entries(calls)) {
    answers["lifted " + name] = ${form.lifted};
    answers["plain " + name] = ${form.plain};
  }
  return Object.fromEntries(await Promise.all(Object.entries(answers).map(async ([key, answer]) => [key, pulumi.Output.isInstance(answer) ? answer : await answer])));
};`;
}

/**
 * The server's answer. It changes at midnight and with each visit, so the function must return the answer from just
 * before or just after its call.
 */
async function dailyActiveUsers(): Promise<unknown> {
  return (await live.api.request<{ entries: unknown }>("GET", `/templates/${template.id}/daus?tz_offset=2`)).entries;
}

async function expectAnswers(stack: Stack): Promise<void> {
  const entries = [await dailyActiveUsers()];
  const result = await stack.up();
  entries.push(await dailyActiveUsers());
  const opened = (await stack.openState()).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  for (const form of ["plain", "lifted"]) {
    for (const name of ANSWERED) {
      const key = `${form} ${name}`;
      const isSecret = isEnvelope(result.outputs[key]);
      expect([key, isSecret]).toEqual([key, form === "lifted" && SECRETS.includes(name)]);
      const value = opened[key];
      const answer: unknown = isEnvelope(value) ? JSON.parse(value.plaintext) : value;
      expect({ [key]: answer }).toMatchObject({ [key]: calls[name].answer });
      if (!SECRETS.includes(name)) expect(JSON.stringify(answer)).not.toContain(HIDDEN);
      if (name === "getTemplateDailyActiveUsers")
        expect(entries).toContainEqual((answer as { entries: unknown }).entries);
    }
  }
  // Compares names only: a failure must not print the whole text.
  const isMasked = (name: FunctionName): boolean =>
    new RegExp(`^ +lifted ${name} *: \\[secret\\]$`, "m").test(result.text);
  expect(SECRETS.filter((name) => !isMasked(name))).toEqual([]);
}

function isEnvelope(value: unknown): value is { plaintext: string } {
  return typeof value === "object" && value !== null && SECRET_KEY in value;
}

const DYNAMIC = 'const coderd = require("pulumi-coderd");\nconst pulumi = require("@pulumi/pulumi");\n';

const hosts = [
  {
    host: "the dynamic host",
    form: { plain: "coderd[name](args)", lifted: 'coderd[name + "Output"](args)' },
    create: (text: string): Promise<Stack> => live.stack(DYNAMIC + text),
    refusedInPlainForm: (call: string): string[] => [`module.exports = async () => ({ found: await ${call} });`],
    preamble: DYNAMIC,
  },
  {
    host: "the plugin",
    form: {
      plain: 'pulumi.runtime.invoke("coderd:index:" + name, args)',
      lifted: 'pulumi.runtime.invokeOutput("coderd:index:" + name, args)',
    },
    create: (text: string): Promise<Stack> => pluginStack(live, text),
    // None: the rejection of Pulumi's own plain form keeps the language host busy for a minute.
    refusedInPlainForm: (): string[] => [],
    preamble: pluginProgram(""),
  },
];

describe.each(hosts)("on $host", ({ form, create, preamble, refusedInPlainForm }) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await create("");
  });

  it("every function answers in both forms as the server does, and only in Output form its secrets stay secret", async () => {
    stack.writeProgram(preamble + everyCall(form));
    await expectAnswers(stack);
    // A second call with the same answers shows no change.
    expect((await stack.preview()).operations).toEqual({});
  });

  it("in Output form what depends on something unknown is unknown at preview, and not asked for", async () => {
    const name = `${live.prefix}new`;
    const version = { templateName: name, source: { files: plainTemplate("new") } };
    const lifted = (fn: FunctionName, args: string): string =>
      form.lifted
        .replace('coderd[name + "Output"]', `coderd.${fn}Output`)
        .replace("+ name", `+ "${fn}"`)
        .replace("args", args);
    stack.writeProgram(`${preamble}
const version = new coderd.TemplateVersion("version", ${JSON.stringify(version)});
const found = ${lifted("getTemplateVersion", "{ id: version.id }")};
const template = new coderd.Template("template", { name: "${name}", activeVersionId: found.apply(({ id }) => id) });
exports.found = found.name;
exports.status = ${lifted("dryRunTemplateVersion", '{ templateVersionId: version.id, workspaceName: "dry" }')}.job.status;
exports.variables = ${lifted("getTemplateVersionVariables", "{ templateVersionId: version.id }")}.variables;
`);
    live.proxy.clear();
    const preview = await stack.preview();
    expect(preview.operations).toEqual({ version: ["create"], template: ["create"] });
    expect(preview.text).toMatch(/found *: \[unknown\]\n/);
    expect(preview.text).toMatch(/status *: \[unknown\]\n/);
    expect(live.proxy.matching({ method: "GET", path: /templateversions/ })).toEqual([]);
    expect(live.proxy.mutations()).toEqual([]);

    const { outputs } = await stack.up();
    const { id } = stack.stateOf("version");
    expect(outputs).toMatchObject({ found: (await live.api.version(id ?? "")).name, status: "succeeded" });
    expect(isEnvelope(outputs["variables"])).toBe(true);
    expect((await live.api.template(name)).active_version_id).toBe(id);
    await stack.destroy();
  });

  it("wrong arguments are all told at once, with the function's name, and the server is not asked", async () => {
    const args = { ownr: "me", status: "runing", limit: 0, lastUsedBefore: "yesterday", parameters: { region: 3 } };
    for (const exported of [`exports.found = ${form.lifted};`, ...refusedInPlainForm(form.plain)]) {
      stack.writeProgram(`${preamble}const [name, args] = ["getWorkspaces", ${JSON.stringify(args)}];\n${exported}`);
      live.proxy.clear();
      const { text } = await stack.previewFailing();
      expect(text).toContain("getWorkspaces");
      expect(text).toContain('Unknown property "ownr". Did you mean "owner"?');
      expect(text).toMatch(/Must be one of "pending", .*\. Did you mean "running"\?/);
      expect(text).toContain("Must be at least 1; it is 0.");
      expect(text).toContain("Must be a time in RFC 3339");
      expect(text).toContain("At `parameters.region`: Must be a string; it is the number 3.");
      for (const key of Object.keys(args)) expect(text).toMatch(new RegExp(`\\(${key}\\)|\`${key}\``));
      expect(text).not.toMatch(/\/dist\/|defect/);
      expect(live.proxy.requests).toEqual([]);
    }
  });

  it("what the server refuses is told in its words, with the function's name and without the token", async () => {
    const missing = JSON.stringify({ id: template.version.id });
    stack.writeProgram(
      `${preamble}const [name, args] = ["getTemplate", ${missing}];\nmodule.exports = async () => ({ found: await ` +
        `${form.plain} });`,
    );
    const { text } = await stack.previewFailing();
    expect(text).toMatch(
      new RegExp(
        `getTemplate\\b.*Resource not found.*\\(GET /api/v2/templates/${template.version.id}: status 404, request ` +
          `.*\\)`,
      ),
    );
    expect(text).not.toMatch(/\/dist\/|defect/);
    expect(text).not.toContain(live.api.token);

    if (!isServerBefore(2, 24)) return;
    const { args } = calls[EVALUATION];
    stack.writeProgram(
      `${preamble}const [name, args] = ["${EVALUATION}", ${JSON.stringify(args)}];\nmodule.exports = async () => ` +
        `({ found: await ${form.plain} });`,
    );
    const { text: tooOld } = await stack.previewFailing();
    expect(tooOld).toMatch(
      new RegExp(`${EVALUATION}\\b.*Evaluating parameters needs Coder 2\\.24 or newer, and this server is v`),
    );
  });
});

describe("a provider in the options", () => {
  it("of a generated function is whose server is asked", async () => {
    const member = await live.user();
    const stack = await pluginStack(live, "", { environment: { CODER_URL: "", CODER_SESSION_TOKEN: "" } });
    stack.writeProgram(
      pluginProgram(`
const provider = (name, token) => new coderd.Provider(name, { url: ${JSON.stringify(live.proxy.url)}, token });
const [owner, member] = [provider("owner", ${JSON.stringify(live.api.token)}), provider("member", ${JSON.stringify(member.api.token)})];
const user = (provider) => pulumi.runtime.invokeOutput("coderd:index:getUser", {}, { provider }).apply(({ username }) => username);
exports.owner = user(owner);
exports.member = user(member);
module.exports = async () => ({ ...exports, plain: (await pulumi.runtime.invoke("coderd:index:getUser", {}, { provider: member })).username });
`),
    );
    await stack.preview();
    const { outputs } = await stack.up();
    expect(outputs).toEqual({ owner: workspace.owner_name, member: member.username, plain: member.username });

    stack.writeProgram(pluginProgram(`exports.user = pulumi.runtime.invokeOutput("coderd:index:getUser", {});`));
    expect((await stack.previewFailing()).text).toContain("No Coder server is configured.");
  });

  it("is refused on the dynamic host, which would ask another server", async () => {
    const stack = await live.stack(`${DYNAMIC}exports.user = coderd.getUserOutput({}, { provider: {} });`);
    const { text } = await stack.previewFailing();
    expect(text).toContain(
      "getUser failed: It takes no options, and asks the server of the stack's configuration or of the environment.",
    );
    expect(live.proxy.requests).toEqual([]);
  });
});
