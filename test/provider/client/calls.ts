// Every function of the client, called with everything that it takes. Where a request has alternatives, each is called.
// sent-requests.test.ts asks the compiler whether an option is missing here.
import type { CoderClient } from "../../../provider/client/client";
import { collect, take } from "../../fakes/client";

type Call = (client: CoderClient) => Promise<unknown>;

/** What is no request: settings of the client itself. */
export const NO_REQUESTS = ["url", "identity", "serverVersion", "serverTime", "with", "close"] as const;

export type EndpointName = Exclude<keyof CoderClient, (typeof NO_REQUESTS)[number]>;

const TIME = "2026-01-31T12:00:00Z";
const VALUES = [{ name: "region", value: "eu" }];
const TAGS = { size: "big" };
const SINGLE = { isSingle: true };
const DAYS = { days_of_week: ["monday" as const] };

const TEMPLATE_SETTINGS = {
  name: "docker",
  display_name: "Docker",
  description: "For Go.",
  icon: "/icon/docker.svg",
  default_ttl_ms: 3_600_000,
  activity_bump_ms: 3_600_000,
  autostop_requirement: { ...DAYS, weeks: 1 },
  autostart_requirement: DAYS,
  allow_user_autostart: true,
  allow_user_autostop: true,
  allow_user_cancel_workspace_jobs: true,
  failure_ttl_ms: 3_600_000,
  require_active_version: true,
  max_port_share_level: "owner" as const,
  disable_everyone_group_access: true,
};

const VERSION = { name: "one", message: "The first.", template_id: "t1", tags: TAGS, user_variable_values: VALUES };

const WORKSPACE = {
  name: "dev",
  autostart_schedule: "0 9 * * 1-5",
  ttl_ms: 3_600_000,
  rich_parameter_values: VALUES,
  automatic_updates: "always" as const,
  template_version_preset_id: "p1",
};

export const CALLS: Readonly<Record<EndpointName, readonly Call[]>> = {
  getBuildInfo: [(client) => client.getBuildInfo()],
  getEntitlements: [(client) => client.getEntitlements()],
  explainLack: [(client) => client.explainLack("presetBuilds")],
  checkAuthorization: [
    (client) => client.checkAuthorization({ makes: { object: { resource_type: "template" }, action: "create" } }),
  ],

  createFirstUser: [
    (client) => client.createFirstUser({ email: "a@example.com", username: "ada", password: "x", name: "Ada" }),
  ],
  login: [(client) => client.login({ email: "a@example.com", password: "x" })],
  createToken: [(client) => client.createToken("me", { token_name: "one", lifetimeSeconds: 60, scope: "all" })],

  getUser: [(client) => client.getUser("ada")],
  getCurrentUser: [(client) => client.getCurrentUser()],
  getOrganization: [(client) => client.getOrganization("o1")],
  getOrganizations: [(client) => client.getOrganizations()],

  uploadFile: [(client) => client.uploadFile(Buffer.from("calls"), "application/x-tar")],
  getFile: [(client) => client.getFile("f1")],

  getTemplate: [(client) => client.getTemplate("t1")],
  getTemplateByName: [(client) => client.getTemplateByName("o1", "docker")],
  getTemplates: [
    (client) => client.getTemplates({ q: "name:docker" }),
    (client) => client.getTemplates({ q: "name:docker", organization: "o1" }),
  ],
  getTemplateExamples: [(client) => client.getTemplateExamples()],
  getOrganizationTemplateExamples: [(client) => client.getOrganizationTemplateExamples("o1")],
  createTemplate: [
    (client) =>
      client.createTemplate("o1", {
        ...TEMPLATE_SETTINGS,
        template_version_id: "v1",
        dormant_ttl_ms: 3_600_000,
        delete_ttl_ms: 3_600_000,
      }),
  ],
  updateTemplate: [
    (client) =>
      client.updateTemplate("t1", {
        ...TEMPLATE_SETTINGS,
        time_til_dormant_ms: 3_600_000,
        time_til_dormant_autodelete_ms: 3_600_000,
        deprecation_message: "Use another.",
        use_classic_parameter_flow: true,
        update_workspace_last_used_at: true,
        update_workspace_dormant_at: true,
      }),
  ],
  deleteTemplate: [(client) => client.deleteTemplate("t1")],
  promoteTemplateVersion: [(client) => client.promoteTemplateVersion("t1", "v1")],
  getTemplateDailyActiveUsers: [(client) => client.getTemplateDailyActiveUsers("t1", { tz_offset: 2 })],
  archiveUnusedTemplateVersions: [(client) => client.archiveUnusedTemplateVersions("t1", { all: true })],
  getTemplateAcl: [(client) => client.getTemplateAcl("t1")],
  updateTemplateAcl: [
    (client) => client.updateTemplateAcl("t1", { user_perms: { u1: "use" }, group_perms: { g1: "admin" } }),
  ],

  createTemplateVersion: [
    (client) => client.createTemplateVersion("o1", { ...VERSION, file_id: "f1" }),
    (client) => client.createTemplateVersion("o1", { ...VERSION, example_id: "docker" }),
  ],
  getTemplateVersion: [(client) => client.getTemplateVersion("v1")],
  getTemplateVersionByName: [(client) => client.getTemplateVersionByName("t1", "one")],
  getTemplateVersionByNames: [(client) => client.getTemplateVersionByNames("o1", "docker", "one")],
  getPreviousTemplateVersion: [(client) => client.getPreviousTemplateVersion("o1", "docker", "one")],
  getTemplateVersions: [
    (client) => client.getTemplateVersions("t1", { include_archived: true, limit: 1, offset: 1, after_id: "v1" }),
  ],
  iterateTemplateVersions: [
    (client) => collect(client.iterateTemplateVersions("t1", { include_archived: true, pageSize: 1 })),
  ],
  getAllTemplateVersions: [(client) => client.getAllTemplateVersions("t1", { include_archived: true, pageSize: 1 })],
  updateTemplateVersion: [(client) => client.updateTemplateVersion("v1", { name: "two", message: "New." })],
  cancelTemplateVersion: [(client) => client.cancelTemplateVersion("v1")],
  archiveTemplateVersion: [(client) => client.archiveTemplateVersion("v1")],
  unarchiveTemplateVersion: [(client) => client.unarchiveTemplateVersion("v1")],
  getTemplateVersionParameters: [(client) => client.getTemplateVersionParameters("v1")],
  getTemplateVersionVariables: [(client) => client.getTemplateVersionVariables("v1")],
  getTemplateVersionPresets: [(client) => client.getTemplateVersionPresets("v1")],
  getTemplateVersionResources: [(client) => client.getTemplateVersionResources("v1")],
  getTemplateVersionExternalAuth: [(client) => client.getTemplateVersionExternalAuth("v1")],
  getTemplateVersionLogs: [(client) => client.getTemplateVersionLogs("v1", { after: 3 })],
  streamTemplateVersionLogs: [(client) => collect(client.streamTemplateVersionLogs("v1", { after: 3 }, SINGLE))],

  createDryRun: [(client) => client.createDryRun("v1", { workspace_name: "dry", rich_parameter_values: VALUES })],
  getDryRun: [(client) => client.getDryRun("v1", "j1")],
  cancelDryRun: [(client) => client.cancelDryRun("v1", "j1")],
  getDryRunLogs: [(client) => client.getDryRunLogs("v1", "j1", { after: 3 })],
  streamDryRunLogs: [(client) => collect(client.streamDryRunLogs("v1", "j1", { after: 3 }, SINGLE))],
  getDryRunResources: [(client) => client.getDryRunResources("v1", "j1")],
  getDryRunMatchedProvisioners: [(client) => client.getDryRunMatchedProvisioners("v1", "j1")],
  evaluateDynamicParameters: [
    (client) => client.evaluateDynamicParameters("v1", { id: 1, inputs: { region: "eu" }, owner_id: "u1" }),
  ],
  streamDynamicParameters: [(client) => collect(client.streamDynamicParameters("v1", [], { user_id: "u1" }))],

  createWorkspace: [
    (client) => client.createWorkspace("ada", { ...WORKSPACE, template_id: "t1" }),
    (client) => client.createWorkspace("ada", { ...WORKSPACE, template_version_id: "v1" }),
  ],
  getWorkspace: [(client) => client.getWorkspace("w1", { includeDeleted: true })],
  getWorkspaceByOwnerAndName: [(client) => client.getWorkspaceByOwnerAndName("ada", "dev", { includeDeleted: true })],
  getWorkspaces: [(client) => client.getWorkspaces({ q: "owner:me", limit: 1, offset: 1 })],
  iterateWorkspaces: [(client) => collect(client.iterateWorkspaces({ q: "owner:me", pageSize: 1 }))],
  getAllWorkspaces: [(client) => client.getAllWorkspaces({ q: "owner:me", pageSize: 1 })],
  updateWorkspace: [(client) => client.updateWorkspace("w1", { name: "new" })],
  setWorkspaceAutostart: [(client) => client.setWorkspaceAutostart("w1", "0 9 * * 1-5")],
  setWorkspaceTtl: [(client) => client.setWorkspaceTtl("w1", 3_600_000)],
  setWorkspaceAutomaticUpdates: [(client) => client.setWorkspaceAutomaticUpdates("w1", "always")],
  setWorkspaceDormant: [(client) => client.setWorkspaceDormant("w1", true)],
  setWorkspaceFavorite: [
    (client) => client.setWorkspaceFavorite("w1", true),
    (client) => client.setWorkspaceFavorite("w1", false),
  ],
  extendWorkspace: [(client) => client.extendWorkspace("w1", new Date(TIME))],
  reportWorkspaceUsage: [(client) => client.reportWorkspaceUsage("w1", { agent_id: "a1", app_name: "ssh" })],
  resolveWorkspaceAutostart: [(client) => client.resolveWorkspaceAutostart("w1")],
  watchWorkspace: [(client) => take(1, client.watchWorkspace("w1"))],
  getWorkspaceTimings: [(client) => client.getWorkspaceTimings("w1")],

  createWorkspaceBuild: [
    (client) =>
      client.createWorkspaceBuild("w1", {
        transition: "delete",
        template_version_id: "v1",
        rich_parameter_values: VALUES,
        template_version_preset_id: "p1",
        orphan: true,
        state: "{}",
        log_level: "debug",
      }),
  ],
  getWorkspaceBuild: [(client) => client.getWorkspaceBuild("b1")],
  getWorkspaceBuilds: [
    (client) => client.getWorkspaceBuilds("w1", { limit: 1, offset: 1, after_id: "b1", since: TIME }),
  ],
  iterateWorkspaceBuilds: [(client) => collect(client.iterateWorkspaceBuilds("w1", { since: TIME, pageSize: 1 }))],
  getAllWorkspaceBuilds: [(client) => client.getAllWorkspaceBuilds("w1", { since: TIME, pageSize: 1 })],
  getWorkspaceBuildByNumber: [(client) => client.getWorkspaceBuildByNumber("ada", "dev", 3)],
  cancelWorkspaceBuild: [(client) => client.cancelWorkspaceBuild("b1")],
  getWorkspaceBuildParameters: [(client) => client.getWorkspaceBuildParameters("b1")],
  getWorkspaceBuildResources: [(client) => client.getWorkspaceBuildResources("b1")],
  getWorkspaceBuildState: [(client) => client.getWorkspaceBuildState("b1")],
  getWorkspaceBuildTimings: [(client) => client.getWorkspaceBuildTimings("b1")],
  getWorkspaceBuildLogs: [(client) => client.getWorkspaceBuildLogs("b1", { after: 3 })],
  streamWorkspaceBuildLogs: [(client) => collect(client.streamWorkspaceBuildLogs("b1", { after: 3 }, SINGLE))],

  createGroup: [
    (client) =>
      client.createGroup("o1", { name: "g", display_name: "G", avatar_url: "/icon/g.svg", quota_allowance: 1 }),
  ],
  getGroup: [(client) => client.getGroup("g1")],
  getGroupByName: [(client) => client.getGroupByName("o1", "research")],
  updateGroup: [
    (client) =>
      client.updateGroup("g1", {
        name: "g",
        display_name: "G",
        avatar_url: "/icon/g.svg",
        quota_allowance: 1,
        add_users: ["u1"],
        remove_users: ["u2"],
      }),
  ],
  deleteGroup: [(client) => client.deleteGroup("g1")],

  getProvisionerJobs: [
    (client) => client.getProvisionerJobs("o1", { limit: 1, ids: ["j1"], status: ["pending"], tags: TAGS }),
  ],
  getProvisionerJob: [(client) => client.getProvisionerJob("o1", "j1")],
  getProvisionerDaemons: [
    (client) =>
      client.getProvisionerDaemons("o1", { limit: 1, ids: ["d1"], status: ["idle"], offline: true, tags: TAGS }),
  ],
};
