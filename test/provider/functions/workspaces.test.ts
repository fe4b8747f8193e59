// What functions tell of workspaces and builds: every field of the answer that is of use, and no secret of it.
import type { FunctionName } from "../../../provider/functions/registry";
import { APP_STATUS, BUILD, JOB, RESOURCE, WORKSPACE } from "../../fakes/client";
import { callFunction } from "../../fakes/function-call";
import { FakeServer } from "../../fakes/http-server";

const ID = "11111111-2222-4333-8444-555555555555";
const TIME = "2026-01-01T00:00:00Z";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

const waiting = {
  ...BUILD,
  reason: "autostart",
  initiator_id: "user-1",
  initiator_name: "ada",
  workspace_name: "dev",
  workspace_owner_id: "user-1",
  workspace_owner_name: "ada",
  template_version_name: "first",
  deadline: TIME,
  max_deadline: "2026-01-02T00:00:00Z",
  daily_cost: 3,
  updated_at: TIME,
  has_ai_task: false,
  matched_provisioners: { count: 2, available: 1, most_recently_seen: TIME },
  job: { ...JOB, status: "pending", input: { workspace_build_id: "build-1" } },
  resources: [RESOURCE],
};

const agents = [
  {
    id: "agent-1",
    parentId: "agent-0",
    name: "main",
    operatingSystem: "linux",
    architecture: "amd64",
    instanceId: "i-1",
    status: "connected",
    lifecycleState: "start_error",
    health: { healthy: false, reason: "agent startup script exited with an error" },
    latency: { "New_York City": { preferred: true, latencyMilliseconds: 12.5 } },
    version: "v2.24.0",
    apiVersion: "2.6",
    directory: "/home/ada",
    resourceType: "docker_container",
    resourceName: "main",
    subsystems: ["envbox"],
    displayApps: ["vscode", "web_terminal"],
    connectionTimeoutSeconds: 120,
    troubleshootingUrl: "https://example.com/help",
    logsLength: 17,
    logsOverflowed: true,
    firstConnectedAt: TIME,
    lastConnectedAt: TIME,
    startedAt: TIME,
    readyAt: TIME,
    createdAt: TIME,
    scripts: [
      {
        displayName: "Start",
        cron: "",
        runOnStart: true,
        runOnStop: false,
        startBlocksLogin: true,
        timeoutSeconds: 60,
        logPath: "/tmp/start.log",
      },
    ],
    apps: [
      {
        id: "app-1",
        slug: "editor",
        displayName: "Editor",
        url: "http://localhost:8080",
        external: false,
        command: "",
        icon: "/icon/code.svg",
        subdomain: true,
        subdomainName: "editor--dev--ada",
        sharingLevel: "organization",
        healthcheck: { url: "http://localhost:8080/healthz", intervalSeconds: 10, threshold: 3 },
        health: "healthy",
        group: "Editors",
        hidden: false,
        openIn: "slim-window",
        statuses: [
          {
            id: "status-1",
            workspaceId: "workspace-1",
            agentId: "agent-1",
            appId: "app-1",
            state: "working",
            message: "Compiles.",
            uri: "https://example.com/pull/1",
            icon: "/icon/code.svg",
            needsUserAttention: true,
            createdAt: TIME,
          },
        ],
      },
    ],
  },
];

const resources = [
  {
    id: "resource-1",
    type: "docker_container",
    name: "main",
    hidden: true,
    icon: "/icon/docker.svg",
    dailyCost: 3,
    workspaceTransition: "start",
    metadata: [
      { key: "size", value: "large", sensitive: false },
      { key: "password", sensitive: true },
    ],
    createdAt: TIME,
  },
];

const buildFacts = {
  id: "build-1",
  number: 1,
  templateVersionId: "version-1",
  templateVersionName: "first",
  transition: "start",
  status: "running",
  reason: "autostart",
  initiatorId: "user-1",
  initiatorName: "ada",
  job: expect.objectContaining({
    id: "job-1",
    status: "pending",
    input: { workspaceBuildId: "build-1", error: "" },
  }) as unknown,
  matchedProvisioners: { count: 2, available: 1, mostRecentlySeen: TIME },
  deadline: TIME,
  maxDeadline: "2026-01-02T00:00:00Z",
  dailyCost: 3,
  hasAiTask: false,
  createdAt: TIME,
  updatedAt: TIME,
};

describe("getWorkspaceBuild", () => {
  it("tells all of a build but what may be secret", async () => {
    server.on("GET /workspacebuilds/:id", { json: waiting });
    const build = await call("getWorkspaceBuild", { id: ID });
    expect(build).toEqual({
      ...buildFacts,
      workspaceId: "workspace-1",
      workspaceName: "dev",
      workspaceOwnerId: "user-1",
      workspaceOwnerName: "ada",
      agents,
      resources,
    });
    expect(JSON.stringify(build)).not.toContain("secret-of-the");
  });
});

describe("getWorkspace", () => {
  const stopping = {
    ...WORKSPACE,
    owner_avatar_url: "https://example.com/ada.png",
    organization_name: "acme",
    template_name: "docker",
    template_display_name: "Docker",
    template_icon: "/icon/docker.svg",
    template_allow_user_cancel_workspace_jobs: true,
    template_require_active_version: true,
    template_use_classic_parameter_flow: true,
    latest_build: waiting,
    latest_app_status: APP_STATUS,
    outdated: true,
    autostart_schedule: "CRON_TZ=UTC 0 9 * * 1-5",
    ttl_ms: 3_600_000,
    last_used_at: TIME,
    dormant_at: TIME,
    deleting_at: TIME,
    next_start_at: TIME,
    health: { healthy: false, failing_agents: ["agent-1"] },
    automatic_updates: "always",
    allow_renames: true,
    favorite: true,
    is_prebuild: true,
    updated_at: TIME,
  };

  it("tells all of a workspace but what may be secret", async () => {
    server.on("GET /workspaces/:id", { json: stopping });
    const workspace = await call("getWorkspace", { id: ID });
    expect(workspace).toEqual({
      id: "workspace-1",
      name: "dev",
      ownerId: "user-1",
      ownerName: "ada",
      ownerAvatarUrl: "https://example.com/ada.png",
      organizationId: "organization-1",
      organizationName: "acme",
      templateId: "template-1",
      templateName: "docker",
      templateDisplayName: "Docker",
      templateIcon: "/icon/docker.svg",
      templateActiveVersionId: "version-1",
      templateRequireActiveVersion: true,
      templateAllowUserCancelWorkspaceJobs: true,
      templateUseClassicParameterFlow: true,
      outdated: true,
      autostartSchedule: "CRON_TZ=UTC 0 9 * * 1-5",
      ttlMilliseconds: 3_600_000,
      automaticUpdates: "always",
      allowRenames: true,
      favorite: true,
      lastUsedAt: TIME,
      dormantAt: TIME,
      deletingAt: TIME,
      nextStartAt: TIME,
      deadline: TIME,
      maxDeadline: "2026-01-02T00:00:00Z",
      healthy: false,
      failingAgents: ["agent-1"],
      latestAppStatus: expect.objectContaining({ state: "working", needsUserAttention: true }) as unknown,
      isPrebuild: true,
      status: "running",
      latestBuild: { ...buildFacts, jobId: "job-1" },
      agents,
      resources,
      createdAt: TIME,
      updatedAt: TIME,
    });
    expect(JSON.stringify(workspace)).not.toContain("secret-of-the");
  });

  it("leaves out what a server does not tell, and an app's check where there is none", async () => {
    const app = { ...RESOURCE.agents[0]?.apps[0], healthcheck: { url: "", interval: 0, threshold: 0 } };
    const agent = { id: "agent-1", created_at: TIME, name: "main", apps: [app] };
    server.on("GET /workspaces/:id", {
      json: { ...WORKSPACE, latest_build: { ...BUILD, resources: [{ ...RESOURCE, agents: [agent] }] } },
    });
    // As the hosts write it.
    const workspace = JSON.parse(JSON.stringify(await call("getWorkspace", { id: ID }))) as {
      agents: { apps: object[] }[];
    };
    for (const key of ["isPrebuild", "latestAppStatus", "deadline", "maxDeadline", "nextStartAt", "updatedAt"])
      expect(workspace).not.toHaveProperty(key);
    expect(workspace.agents).toMatchObject([{ latency: {}, scripts: [], displayApps: [] }]);
    expect(workspace.agents[0]).not.toHaveProperty("health");
    expect(workspace.agents[0]?.apps[0]).not.toHaveProperty("healthcheck");
  });
});

describe("getWorkspaceResourceMetadata", () => {
  const answer = {
    resources: [{ id: "resource-1", type: "docker_container", name: "main", metadata: RESOURCE.metadata }],
  };

  it("tells the sensitive values, too, of a build or of a workspace's latest one", async () => {
    server.on("GET /workspacebuilds/:id", { json: waiting });
    server.on("GET /workspaces/:id", { json: { ...WORKSPACE, latest_build: waiting } });
    expect(await call("getWorkspaceResourceMetadata", { workspaceBuildId: ID })).toEqual(answer);
    expect(await call("getWorkspaceResourceMetadata", { workspaceId: ID })).toEqual(answer);
    expect(server.log).toEqual([`GET /workspacebuilds/${ID}`, `GET /workspaces/${ID}`]);
  });

  it.each([
    ["Missing", {}],
    ["Given in more than one way", { workspaceId: ID, workspaceBuildId: ID }],
  ])("refuses arguments that name no one build: %s", async (problem, args) => {
    await expect(call("getWorkspaceResourceMetadata", args)).rejects.toThrow(
      `${problem}: set \`workspaceId\`, or \`workspaceBuildId\`.`,
    );
    expect(server.requests).toEqual([]);
  });
});

describe("getWorkspaceTimings", () => {
  it("tells the job, the steps and the agents", async () => {
    const times = { started_at: TIME, ended_at: TIME };
    const agent = { workspace_agent_id: "agent-1", workspace_agent_name: "main" };
    const step = { job_id: "job-1", stage: "apply", source: "docker", action: "create", resource: "docker_image.main" };
    const script = { stage: "start", exit_code: 1, status: "exit_failure", display_name: "Start", ...agent };
    server.on("GET /workspaces/:id/timings", {
      json: {
        provisioner_timings: [{ ...times, ...step }],
        agent_script_timings: [{ ...times, ...script }],
        agent_connection_timings: [{ ...times, stage: "connect", ...agent }],
      },
    });
    const named = { workspaceAgentId: "agent-1", workspaceAgentName: "main", startedAt: TIME, endedAt: TIME };
    expect(await call("getWorkspaceTimings", { workspaceId: ID })).toEqual({
      provisionerTimings: [
        {
          jobId: "job-1",
          startedAt: TIME,
          endedAt: TIME,
          stage: "apply",
          source: "docker",
          action: "create",
          resource: "docker_image.main",
        },
      ],
      agentScriptTimings: [{ ...named, stage: "start", exitCode: 1, status: "exit_failure", displayName: "Start" }],
      agentConnectionTimings: [{ ...named, stage: "connect" }],
    });
  });
});

function call(name: FunctionName, args: object): Promise<unknown> {
  return callFunction(server, name, args);
}
