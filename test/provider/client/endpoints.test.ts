// One row per endpoint function: the request it sends, and what it makes of an answer.
import type { CoderClient } from "../../../provider/client/client";
import { BUILD, clientOf, collect, JOB, LOG, OWNER, TEMPLATE, VERSION, WORKSPACE } from "../../fakes/client";
import { FakeServer } from "../../fakes/http-server";

type Row = [
  name: keyof CoderClient,
  call: (client: CoderClient) => unknown,
  answer: unknown,
  request: string,
  body?: unknown,
];

const FULL_UPDATE = {
  display_name: "Docker",
  description: "",
  icon: "",
  default_ttl_ms: 0,
  activity_bump_ms: 0,
  allow_user_autostart: true,
  allow_user_autostop: true,
  allow_user_cancel_workspace_jobs: true,
  failure_ttl_ms: 0,
  time_til_dormant_ms: 0,
  time_til_dormant_autodelete_ms: 0,
  require_active_version: false,
};
const VALUES = [{ name: "region", value: "eu" }];
const ORGANIZATION = { id: "o1", name: "coder" };

const ROWS: Row[] = [
  ["getBuildInfo", (client) => client.getBuildInfo(), { version: "v2.24.0" }, "GET /buildinfo"],
  ["explainLack", (client) => client.explainLack("presetBuilds"), { version: "v2.22.1" }, "GET /buildinfo"],
  ["getUser", (client) => client.getUser("ada"), OWNER, "GET /users/ada"],
  ["getCurrentUser", (client) => client.getCurrentUser(), OWNER, "GET /users/me"],
  ["getOrganization", (client) => client.getOrganization("default"), ORGANIZATION, "GET /organizations/default"],
  ["getOrganizations", (client) => client.getOrganizations(), [ORGANIZATION], "GET /organizations"],
  ["getFile", (client) => client.getFile("f1"), "text", "GET /files/f1"],

  ["getTemplate", (client) => client.getTemplate("t1"), TEMPLATE, "GET /templates/t1"],
  [
    "getTemplateByName",
    (client) => client.getTemplateByName("default", "docker"),
    TEMPLATE,
    "GET /organizations/default/templates/docker",
  ],
  [
    "getTemplates",
    (client) => client.getTemplates({ q: "deprecated:true" }),
    [TEMPLATE],
    "GET /templates?q=deprecated%3Atrue",
  ],
  ["getTemplates", (client) => client.getTemplates({ organization: "o1" }), null, "GET /organizations/o1/templates"],
  [
    "getTemplateExamples",
    (client) => client.getTemplateExamples(),
    [{ id: "docker", url: "x" }],
    "GET /templates/examples",
  ],
  [
    "createTemplate",
    (client) => client.createTemplate("o1", { name: "docker", template_version_id: "v1", dormant_ttl_ms: 60_000 }),
    TEMPLATE,
    "POST /organizations/o1/templates",
    { name: "docker", template_version_id: "v1", dormant_ttl_ms: 60_000 },
  ],
  [
    "updateTemplate",
    (client) => client.updateTemplate("t1", FULL_UPDATE),
    TEMPLATE,
    "PATCH /templates/t1",
    FULL_UPDATE,
  ],
  [
    "deleteTemplate",
    (client) => client.deleteTemplate("t1"),
    { message: "Template has been deleted!" },
    "DELETE /templates/t1",
  ],
  [
    "promoteTemplateVersion",
    (client) => client.promoteTemplateVersion("t1", "v1"),
    { message: "ok" },
    "PATCH /templates/t1/versions",
    { id: "v1" },
  ],

  [
    "createTemplateVersion",
    (client) => client.createTemplateVersion("o1", { file_id: "f1", name: "one", user_variable_values: VALUES }),
    VERSION,
    "POST /organizations/o1/templateversions",
    {
      storage_method: "file",
      provisioner: "terraform",
      file_id: "f1",
      name: "one",
      user_variable_values: VALUES,
      tags: {},
    },
  ],
  ["getTemplateVersion", (client) => client.getTemplateVersion("v1"), VERSION, "GET /templateversions/v1"],
  [
    "getTemplateVersionByName",
    (client) => client.getTemplateVersionByName("t1", "one"),
    VERSION,
    "GET /templates/t1/versions/one",
  ],
  ["getTemplateVersions", (client) => client.getTemplateVersions("t1"), null, "GET /templates/t1/versions"],
  [
    "getTemplateVersions",
    (client) => client.getTemplateVersions("t1", { include_archived: true, limit: 5, offset: 10 }),
    [VERSION],
    "GET /templates/t1/versions?include_archived=true&limit=5&offset=10",
  ],
  [
    "updateTemplateVersion",
    (client) => client.updateTemplateVersion("v1", { message: "" }),
    VERSION,
    "PATCH /templateversions/v1",
    { message: "" },
  ],
  [
    "cancelTemplateVersion",
    (client) => client.cancelTemplateVersion("v1"),
    { message: "ok" },
    "PATCH /templateversions/v1/cancel",
  ],
  [
    "archiveTemplateVersion",
    (client) => client.archiveTemplateVersion("v1"),
    "v1",
    "POST /templateversions/v1/archive",
  ],
  [
    "unarchiveTemplateVersion",
    (client) => client.unarchiveTemplateVersion("v1"),
    "v1",
    "POST /templateversions/v1/unarchive",
  ],
  [
    "getTemplateVersionParameters",
    (client) => client.getTemplateVersionParameters("v1"),
    null,
    "GET /templateversions/v1/rich-parameters",
  ],
  [
    "getTemplateVersionVariables",
    (client) => client.getTemplateVersionVariables("v1"),
    null,
    "GET /templateversions/v1/variables",
  ],
  [
    "getTemplateVersionPresets",
    (client) => client.getTemplateVersionPresets("v1"),
    null,
    "GET /templateversions/v1/presets",
  ],
  [
    "getTemplateVersionResources",
    (client) => client.getTemplateVersionResources("v1"),
    null,
    "GET /templateversions/v1/resources",
  ],
  [
    "getTemplateVersionExternalAuth",
    (client) => client.getTemplateVersionExternalAuth("v1"),
    null,
    "GET /templateversions/v1/external-auth",
  ],
  [
    "getTemplateVersionLogs",
    (client) => client.getTemplateVersionLogs("v1", { after: 3 }),
    [LOG(4)],
    "GET /templateversions/v1/logs?after=3",
  ],

  [
    "createDryRun",
    (client) => client.createDryRun("v1", { workspace_name: "w", rich_parameter_values: VALUES }),
    JOB,
    "POST /templateversions/v1/dry-run",
    { workspace_name: "w", rich_parameter_values: VALUES },
  ],
  ["getDryRun", (client) => client.getDryRun("v1", "j1"), JOB, "GET /templateversions/v1/dry-run/j1"],
  [
    "cancelDryRun",
    (client) => client.cancelDryRun("v1", "j1"),
    { message: "ok" },
    "PATCH /templateversions/v1/dry-run/j1/cancel",
  ],
  ["getDryRunLogs", (client) => client.getDryRunLogs("v1", "j1"), null, "GET /templateversions/v1/dry-run/j1/logs"],
  [
    "getDryRunResources",
    (client) => client.getDryRunResources("v1", "j1"),
    null,
    "GET /templateversions/v1/dry-run/j1/resources",
  ],
  [
    "evaluateDynamicParameters",
    (client) => client.evaluateDynamicParameters("v1", { id: 1, inputs: { region: "eu" }, owner_id: "u1" }),
    { id: 0, diagnostics: null, parameters: [] },
    "POST /templateversions/v1/dynamic-parameters/evaluate",
    { id: 1, inputs: { region: "eu" }, owner_id: "u1" },
  ],

  [
    "createWorkspace",
    (client) => client.createWorkspace("ada", { name: "dev", template_id: "t1", rich_parameter_values: VALUES }),
    WORKSPACE,
    "POST /users/ada/workspaces",
    { name: "dev", template_id: "t1", rich_parameter_values: VALUES },
  ],
  ["getWorkspace", (client) => client.getWorkspace("w1"), WORKSPACE, "GET /workspaces/w1"],
  [
    "getWorkspace",
    (client) => client.getWorkspace("w1", { includeDeleted: true }),
    WORKSPACE,
    "GET /workspaces/w1?include_deleted=true",
  ],
  [
    "getWorkspaceByOwnerAndName",
    (client) => client.getWorkspaceByOwnerAndName("me", "dev"),
    WORKSPACE,
    "GET /users/me/workspace/dev",
  ],
  [
    "getWorkspaceByOwnerAndName",
    (client) => client.getWorkspaceByOwnerAndName("me", "dev", { includeDeleted: true }),
    WORKSPACE,
    "GET /users/me/workspace/dev?include_deleted=true",
  ],
  [
    "getWorkspaces",
    (client) => client.getWorkspaces({ q: "owner:me", limit: 10, offset: 20 }),
    { workspaces: null, count: 0 },
    "GET /workspaces?q=owner%3Ame&limit=10&offset=20",
  ],
  [
    "updateWorkspace",
    (client) => client.updateWorkspace("w1", { name: "new" }),
    undefined,
    "PATCH /workspaces/w1",
    { name: "new" },
  ],
  [
    "setWorkspaceAutostart",
    (client) => client.setWorkspaceAutostart("w1", "0 9 * * 1-5"),
    undefined,
    "PUT /workspaces/w1/autostart",
    { schedule: "0 9 * * 1-5" },
  ],
  [
    "setWorkspaceAutostart",
    (client) => client.setWorkspaceAutostart("w1", undefined),
    undefined,
    "PUT /workspaces/w1/autostart",
    {},
  ],
  [
    "setWorkspaceTtl",
    (client) => client.setWorkspaceTtl("w1", 60_000),
    undefined,
    "PUT /workspaces/w1/ttl",
    { ttl_ms: 60_000 },
  ],
  [
    "setWorkspaceTtl",
    (client) => client.setWorkspaceTtl("w1", undefined),
    undefined,
    "PUT /workspaces/w1/ttl",
    { ttl_ms: null },
  ],
  [
    "setWorkspaceAutomaticUpdates",
    (client) => client.setWorkspaceAutomaticUpdates("w1", "always"),
    undefined,
    "PUT /workspaces/w1/autoupdates",
    { automatic_updates: "always" },
  ],
  [
    "setWorkspaceDormant",
    (client) => client.setWorkspaceDormant("w1", true),
    WORKSPACE,
    "PUT /workspaces/w1/dormant",
    { dormant: true },
  ],
  [
    "setWorkspaceFavorite",
    (client) => client.setWorkspaceFavorite("w1", true),
    undefined,
    "PUT /workspaces/w1/favorite",
  ],
  [
    "setWorkspaceFavorite",
    (client) => client.setWorkspaceFavorite("w1", false),
    undefined,
    "DELETE /workspaces/w1/favorite",
  ],

  [
    "createWorkspaceBuild",
    (client) => client.createWorkspaceBuild("w1", { transition: "delete", orphan: true }),
    BUILD,
    "POST /workspaces/w1/builds",
    { transition: "delete", orphan: true },
  ],
  ["getWorkspaceBuild", (client) => client.getWorkspaceBuild("b1"), BUILD, "GET /workspacebuilds/b1"],
  [
    "getWorkspaceBuilds",
    (client) => client.getWorkspaceBuilds("w1", { limit: 1 }),
    [BUILD],
    "GET /workspaces/w1/builds?limit=1",
  ],
  [
    "getWorkspaceBuildByNumber",
    (client) => client.getWorkspaceBuildByNumber("ada", "dev", 3),
    BUILD,
    "GET /users/ada/workspace/dev/builds/3",
  ],
  [
    "cancelWorkspaceBuild",
    (client) => client.cancelWorkspaceBuild("b1"),
    { message: "ok" },
    "PATCH /workspacebuilds/b1/cancel",
  ],
  [
    "getWorkspaceBuildParameters",
    (client) => client.getWorkspaceBuildParameters("b1"),
    VALUES,
    "GET /workspacebuilds/b1/parameters",
  ],
  ["getWorkspaceBuildLogs", (client) => client.getWorkspaceBuildLogs("b1"), null, "GET /workspacebuilds/b1/logs"],

  ["getProvisionerJobs", (client) => client.getProvisionerJobs("o1"), null, "GET /organizations/o1/provisionerjobs"],
  [
    "getProvisionerJobs",
    (client) =>
      client.getProvisionerJobs("o1", {
        limit: 2,
        ids: ["a", "b"],
        status: ["pending", "running"],
        tags: { size: "big" },
      }),
    [JOB],
    "GET " +
      "/organizations/o1/provisionerjobs?limit=2&ids=a%2Cb&status=pending%2Crunning&tags=%7B%22size%22%3A%22big%22%7D",
  ],
  [
    "getProvisionerJob",
    (client) => client.getProvisionerJob("o1", "j1"),
    JOB,
    "GET /organizations/o1/provisionerjobs/j1",
  ],
  [
    "getProvisionerDaemons",
    (client) => client.getProvisionerDaemons("o1", { tags: { size: "big" } }),
    null,
    "GET /organizations/o1/provisionerdaemons?tags=%7B%22size%22%3A%22big%22%7D",
  ],
];

const TIMINGS = { provisioner_timings: null, agent_script_timings: null, agent_connection_timings: null };
const GROUP = { id: "g1", name: "research", organization_id: "o1", members: null };

ROWS.push(
  [
    "createFirstUser",
    (client) => client.createFirstUser({ email: "a@example.com", username: "ada", password: "secret" }),
    { user_id: "u1", organization_id: "o1" },
    "POST /users/first",
    { email: "a@example.com", username: "ada", password: "secret" },
  ],
  [
    "login",
    (client) => client.login({ email: "a@example.com", password: "secret" }),
    { session_token: "token" },
    "POST /users/login",
    { email: "a@example.com", password: "secret" },
  ],
  [
    "createToken",
    (client) => client.createToken("me", { token_name: "deploy", lifetimeSeconds: 60 }),
    { key: "token" },
    "POST /users/me/keys/tokens",
    { token_name: "deploy", lifetime: 60_000_000_000 },
  ],
  [
    "getOrganizationTemplateExamples",
    (client) => client.getOrganizationTemplateExamples("default"),
    null,
    "GET /organizations/default/templates/examples",
  ],
  [
    "getTemplateDailyActiveUsers",
    (client) => client.getTemplateDailyActiveUsers("t1", { tz_offset: -3 }),
    { entries: null, tz_hour_offset: -3 },
    "GET /templates/t1/daus?tz_offset=-3",
  ],
  [
    "archiveUnusedTemplateVersions",
    (client) => client.archiveUnusedTemplateVersions("t1", { all: true }),
    { template_id: "t1", archived_ids: null },
    "POST /templates/t1/versions/archive",
    { all: true },
  ],
  ["getTemplateAcl", (client) => client.getTemplateAcl("t1"), { users: null, group: null }, "GET /templates/t1/acl"],
  [
    "updateTemplateAcl",
    (client) => client.updateTemplateAcl("t1", { user_perms: { u1: "use" }, group_perms: { g1: "" } }),
    { message: "ok" },
    "PATCH /templates/t1/acl",
    { user_perms: { u1: "use" }, group_perms: { g1: "" } },
  ],
  [
    "iterateTemplateVersions",
    (client) => collect(client.iterateTemplateVersions("t1")),
    null,
    "GET /templates/t1/versions?limit=100",
  ],
  [
    "getAllTemplateVersions",
    (client) => client.getAllTemplateVersions("t1", { include_archived: true, pageSize: 5 }),
    null,
    "GET /templates/t1/versions?include_archived=true&limit=5",
  ],
  [
    "getTemplateVersionByNames",
    (client) => client.getTemplateVersionByNames("o1", "docker", "one"),
    VERSION,
    "GET /organizations/o1/templates/docker/versions/one",
  ],
  [
    "getPreviousTemplateVersion",
    (client) => client.getPreviousTemplateVersion("o1", "docker", "two"),
    VERSION,
    "GET /organizations/o1/templates/docker/versions/two/previous",
  ],
  [
    "getDryRunMatchedProvisioners",
    (client) => client.getDryRunMatchedProvisioners("v1", "j1"),
    { count: 1, available: 1 },
    "GET /templateversions/v1/dry-run/j1/matched-provisioners",
  ],
  [
    "iterateWorkspaces",
    (client) => collect(client.iterateWorkspaces({ q: "owner:me" })),
    { workspaces: [], count: 0 },
    "GET /workspaces?q=owner%3Ame&limit=100&offset=0",
  ],
  [
    "getAllWorkspaces",
    (client) => client.getAllWorkspaces(),
    { workspaces: [], count: 0 },
    "GET /workspaces?limit=100&offset=0",
  ],
  [
    "extendWorkspace",
    (client) => client.extendWorkspace("w1", new Date("2026-01-01T12:00:00Z")),
    { message: "ok" },
    "PUT /workspaces/w1/extend",
    { deadline: "2026-01-01T12:00:00.000Z" },
  ],
  ["reportWorkspaceUsage", (client) => client.reportWorkspaceUsage("w1"), undefined, "POST /workspaces/w1/usage", {}],
  [
    "resolveWorkspaceAutostart",
    (client) => client.resolveWorkspaceAutostart("w1"),
    { parameter_mismatch: true },
    "GET /workspaces/w1/resolve-autostart",
  ],
  ["getWorkspaceTimings", (client) => client.getWorkspaceTimings("w1"), TIMINGS, "GET /workspaces/w1/timings"],
  [
    "iterateWorkspaceBuilds",
    (client) => collect(client.iterateWorkspaceBuilds("w1", { since: "2026-01-01T00:00:00Z" })),
    null,
    "GET /workspaces/w1/builds?since=2026-01-01T00%3A00%3A00Z&limit=100&offset=0",
  ],
  [
    "getAllWorkspaceBuilds",
    (client) => client.getAllWorkspaceBuilds("w1"),
    null,
    "GET /workspaces/w1/builds?limit=100&offset=0",
  ],
  [
    "getWorkspaceBuildState",
    (client) => client.getWorkspaceBuildState("b1"),
    { version: 4 },
    "GET /workspacebuilds/b1/state",
  ],
  [
    "getWorkspaceBuildTimings",
    (client) => client.getWorkspaceBuildTimings("b1"),
    TIMINGS,
    "GET /workspacebuilds/b1/timings",
  ],
  [
    "createGroup",
    (client) => client.createGroup("o1", { name: "research", quota_allowance: 3 }),
    GROUP,
    "POST /organizations/o1/groups",
    { name: "research", quota_allowance: 3 },
  ],
  ["getGroup", (client) => client.getGroup("g1"), GROUP, "GET /groups/g1"],
  [
    "getGroupByName",
    (client) => client.getGroupByName("o1", "research"),
    GROUP,
    "GET /organizations/o1/groups/research",
  ],
  [
    "getEntitlements",
    (client) => client.getEntitlements(),
    { features: { template_rbac: { entitlement: "entitled", enabled: true } }, has_license: true },
    "GET /entitlements",
  ],
  [
    "checkAuthorization",
    (client) => client.checkAuthorization({ starts: { object: { resource_type: "workspace" }, action: "start" } }),
    { starts: true },
    "POST /authcheck",
    { checks: { starts: { object: { resource_type: "workspace" }, action: "start" } } },
  ],
  [
    "updateGroup",
    (client) => client.updateGroup("g1", { add_users: ["u1"] }),
    GROUP,
    "PATCH /groups/g1",
    { add_users: ["u1"] },
  ],
  ["deleteGroup", (client) => client.deleteGroup("g1"), { message: "ok" }, "DELETE /groups/g1"],
);

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

describe("an endpoint function", () => {
  // All five parts of a row: for a missing one jest would pass its own callback.
  it.each(ROWS.map(([name, call, answer, request, body]) => [name, call, answer, request, body] as const))(
    "%s sends its request",
    async (_name, call, answer, request, body) => {
      const [method, target = ""] = request.split(" ");
      const [path] = target.split("?");
      server.on(`${method} ${path}`, answer === undefined ? { status: 204 } : { json: answer });
      const result = await call(clientOf(server));
      const [sent] = server.requests;
      const query = sent?.query.toString() ?? "";
      expect(`${sent?.method} ${sent?.path.replace("/api/v2", "")}${query === "" ? "" : `?${query}`}`).toBe(request);
      expect(sent?.json).toEqual(body);
      expect(server.requests).toHaveLength(1);
      if (answer === null) expect(result).toEqual([]);
    },
  );

  it.each<[string, (client: CoderClient) => AsyncIterable<unknown>, string]>([
    ["streamTemplateVersionLogs", (client) => client.streamTemplateVersionLogs("v1"), "/templateversions/v1/logs"],
    ["streamDryRunLogs", (client) => client.streamDryRunLogs("v1", "j1"), "/templateversions/v1/dry-run/j1/logs"],
    ["streamWorkspaceBuildLogs", (client) => client.streamWorkspaceBuildLogs("b1"), "/workspacebuilds/b1/logs"],
    ["watchWorkspace", (client) => client.watchWorkspace("w1"), "/workspaces/w1/watch-ws"],
    [
      "streamDynamicParameters",
      (client) => client.streamDynamicParameters("v1", []),
      "/templateversions/v1/dynamic-parameters",
    ],
  ])("%s opens its stream", async (_name, call, path) => {
    const client = clientOf(server);
    server.onStream(`GET ${path}`, () => client.close());
    expect(await collect(call(client))).toEqual([]);
    expect(server.log).toEqual([`GET ${path}`]);
  });

  it("is listed above, whatever it is", async () => {
    const client = clientOf(server);
    const covered = new Set<string>(ROWS.map(([name]) => name));
    const elsewhere = [
      "url",
      "identity",
      "serverTime",
      "serverVersion",
      "with",
      "close",
      "uploadFile",
      "getWorkspaceBuildResources",
    ];
    const streams = [
      "streamTemplateVersionLogs",
      "streamDryRunLogs",
      "streamWorkspaceBuildLogs",
      "watchWorkspace",
      "streamDynamicParameters",
    ];
    expect(
      Object.keys(client).filter((name) => !covered.has(name) && !elsewhere.includes(name) && !streams.includes(name)),
    ).toEqual([]);
    await client.close();
  });
});

describe("the resources of a build", () => {
  const RESOURCE = {
    id: "r1",
    created_at: "2026-01-01T00:00:00Z",
    job_id: "j1",
    workspace_transition: "start",
    type: "t",
    name: "main",
  };

  it("are those that come with it, without another request", async () => {
    server.on("GET /workspacebuilds/:id", { json: { ...BUILD, resources: [RESOURCE] } });
    expect(await clientOf(server).getWorkspaceBuildResources("b1")).toMatchObject([{ id: "r1", agents: [] }]);
    expect(server.log).toEqual(["GET /workspacebuilds/b1"]);
  });
});

describe("a paged list", () => {
  const named = (prefix: string, from: number, length: number, like: object) =>
    Array.from({ length }, (_, index) => ({ ...like, id: `${prefix}${from + index}` }));

  it("of workspaces goes on to the count, also over a page that lacks some, and shows none twice", async () => {
    server.on("GET /workspaces", ({ query }) => {
      const pages: Record<string, object[]> = {
        "0": named("w", 1, 2, WORKSPACE),
        "2": [],
        "4": named("w", 2, 2, WORKSPACE),
      };
      return { json: { workspaces: pages[query.get("offset") ?? ""], count: 6 } };
    });
    const found = await collect(clientOf(server).iterateWorkspaces({ pageSize: 2 }));
    expect(found.map(({ id }) => id)).toEqual(["w1", "w2", "w3"]);
    expect(server.requests.map(({ query }) => query.get("offset"))).toEqual(["0", "2", "4"]);
  });

  it("of versions goes on after the last that it knows, and ends with a page that is not full", async () => {
    server.on("GET /templates/:id/versions", { json: named("v", 1, 2, VERSION) }, { json: named("v", 3, 1, VERSION) });
    expect((await clientOf(server).getAllTemplateVersions("t1", { pageSize: 2 })).map(({ id }) => id)).toEqual([
      "v1",
      "v2",
      "v3",
    ]);
    expect(server.requests.map(({ query }) => query.get("after_id"))).toEqual([null, "v2"]);
  });

  it("of builds goes by number, because the server's `after_id` leads to newer ones", async () => {
    server.on("GET /workspaces/:id/builds", { json: named("b", 1, 2, BUILD) }, { json: [] });
    expect(await clientOf(server).getAllWorkspaceBuilds("w1", { pageSize: 2 })).toHaveLength(2);
    expect(server.requests.map(({ query }) => [query.get("offset"), query.get("after_id")])).toEqual([
      ["0", null],
      ["2", null],
    ]);
  });

  it("loses nothing where the server hands out fewer entries than were asked for", async () => {
    const all = named("w", 1, 5, WORKSPACE);
    server.on("GET /workspaces", ({ query }) => {
      const from = Number(query.get("offset"));
      return { json: { workspaces: all.slice(from, from + 2), count: 5 } };
    });
    expect(await clientOf(server).getAllWorkspaces()).toHaveLength(5);
    server.on("GET /workspaces/:id/builds", ({ query }) => {
      const from = Number(query.get("offset"));
      return { json: named("b", 1, 5, BUILD).slice(from, from + 2) };
    });
    expect(await clientOf(server).getAllWorkspaceBuilds("w1", { pageSize: 1_000 })).toHaveLength(5);
  });

  it("comes to an end when entries vanish between pages, and on a server that begins anew instead of going on", async () => {
    server.on(
      "GET /workspaces",
      { json: { workspaces: named("w", 1, 2, WORKSPACE), count: 4 } },
      { json: { workspaces: [], count: 1 } },
    );
    expect(await clientOf(server).getAllWorkspaces({ pageSize: 2 })).toHaveLength(2);
    server.on("GET /templates/:id/versions", { json: named("v", 1, 2, VERSION) });
    expect(await clientOf(server).getAllTemplateVersions("t1", { pageSize: 2 })).toHaveLength(2);
  });

  it.each([0, -1, 1.5])("of %d entries each is refused", async (pageSize) => {
    await expect(clientOf(server).getAllWorkspaces({ pageSize })).rejects.toThrow(RangeError);
  });

  it("asks for no page that nobody reads", async () => {
    server.on("GET /workspaces", { json: { workspaces: named("w", 1, 2, WORKSPACE), count: 10 } });
    for await (const workspace of clientOf(server).iterateWorkspaces({ pageSize: 2 })) {
      expect(workspace.id).toBe("w1");
      break;
    }
    expect(server.requests).toHaveLength(1);
  });
});

describe("a client without a token", () => {
  it("tells a wrong password as such, and not as a token that was refused", async () => {
    server.on("POST /users/login", { status: 401, json: { message: "Incorrect email or password." } });
    await expect(
      clientOf(server, { token: undefined }).login({ email: "a@example.com", password: "wrong" }),
    ).rejects.toMatchObject({
      name: "ApiError",
      message: "Incorrect email or password. (POST /api/v2/users/login: status 401, request request-1)",
    });
  });

  it("sends none", async () => {
    server.on("POST /users/login", { status: 201, json: { session_token: "token" } });
    await clientOf(server, { token: undefined }).login({ email: "a@example.com", password: "secret" });
    expect(server.requests[0]?.headers["coder-session-token"]).toBeUndefined();
  });
});

describe("an answer's fields", () => {
  it("of presets, which the server writes in capitals, are like all others", async () => {
    const preset = { ID: "p1", Name: "big", Parameters: [{ Name: "cpus", Value: "8" }], Default: true };
    const newer = { Description: "For builds.", Icon: "/icon.svg", DesiredPrebuildInstances: 2, later: ["x"] };
    server.on("GET /templateversions/:id/presets", {
      json: [
        { ...preset, Parameters: null },
        { ...preset, ...newer },
      ],
    });
    const read = { id: "p1", name: "big", default: true };
    expect(await clientOf(server).getTemplateVersionPresets("v1")).toEqual([
      { ...read, parameters: [], description: "", icon: "", desired_prebuild_instances: undefined },
      {
        ...read,
        parameters: [{ name: "cpus", value: "8" }],
        description: "For builds.",
        icon: "/icon.svg",
        desired_prebuild_instances: 2,
        later: ["x"],
      },
    ]);
  });

  it("of parameters in the shape of old documents are texts, and lose no value", async () => {
    const old = { id: "1", name: "region", schema_id: "s1", source_value: "eu", default_source_value: true };
    server.on("GET /templateversions/:id/rich-parameters", { json: [old] });
    const [parameter] = await clientOf(server).getTemplateVersionParameters("v1");
    expect(parameter).toMatchObject({ ...old, type: "string", form_type: "", default_value: "" });
  });

  it("of build times are named like all others", async () => {
    const build_time_stats = { start: { P50: 900, P95: 1_800, later: 7 }, stop: { P50: null } };
    server.on("GET /templates/:id", { json: { ...TEMPLATE, build_time_stats } });
    expect((await clientOf(server).getTemplate("t1")).build_time_stats).toEqual({
      start: { p50: 900, p95: 1_800, later: 7 },
      stop: { p50: undefined, p95: undefined },
    });
  });

  it("that the server leaves out, or writes as null, zero id or zero time, are absent", async () => {
    const nothing = {
      template_id: "00000000-0000-0000-0000-000000000000",
      updated_at: "0001-01-01T00:00:00Z",
      matched_provisioners: null,
    };
    server.on("GET /templateversions/:id", {
      json: { ...VERSION, ...nothing, job: { ...JOB, error: "", worker_id: null } },
    });
    const version = await clientOf(server).getTemplateVersion("v1");
    expect(version.template_id).toBeUndefined();
    expect(version.updated_at).toBeUndefined();
    expect(version.matched_provisioners).toBeUndefined();
    expect(version.warnings).toEqual([]);
    expect(version.job).toMatchObject({
      error: undefined,
      worker_id: undefined,
      queue_position: 0,
      available_workers: [],
    });
  });

  it("keep a job status that is newer than this package", async () => {
    server.on("GET /templateversions/:id", { json: { ...VERSION, job: { ...JOB, status: "hibernating" } } });
    expect((await clientOf(server).getTemplateVersion("v1")).job.status).toBe("hibernating");
  });

  it("of evaluated parameters tell values that are known from those that are not", async () => {
    const parameter = {
      name: "cpus",
      value: { value: "9", valid: true },
      default_value: { value: "", valid: false },
      validations: null,
    };
    server.on("POST /templateversions/:id/dynamic-parameters/evaluate", {
      json: { id: 0, diagnostics: null, parameters: [parameter] },
    });
    const { parameters } = await clientOf(server).evaluateDynamicParameters("v1", {
      id: 0,
      inputs: {},
      owner_id: "u1",
    });
    expect(parameters).toMatchObject([
      { name: "cpus", value: "9", default_value: undefined, validations: [], diagnostics: [] },
    ]);
  });
});
