// The client: every endpoint function, bound to one server and token, and the types of the API for scripts.
import * as accounts from "./accounts";
import * as buildInfo from "./buildinfo";
import * as dryRuns from "./dry-runs";
import * as entitlements from "./entitlements";
import * as files from "./files";
import * as groups from "./groups";
import * as organizations from "./organizations";
import * as provisioner from "./provisioner";
import * as templateAcl from "./template-acl";
import * as templateVersions from "./template-versions";
import * as templates from "./templates";
import * as timings from "./timings";
import { Transport, type RequestOptions, type TransportOptions } from "./transport/transport";
import * as users from "./users";
import * as workspaceActivity from "./workspace-activity";
import * as workspaceBuilds from "./workspace-builds";
import * as workspaces from "./workspaces";

/** The types of the API, by noun. */
export type { CreatedToken, CreateFirstUserRequest, CreateTokenRequest, FirstUser, Login } from "./accounts";
export type { BuildInfo } from "./buildinfo";
export type {
  CreateDryRunRequest,
  DynamicParameterInputs,
  DynamicParametersQuery,
  EvaluateDynamicParametersRequest,
  EvaluatedParameter,
  EvaluatedParameters,
} from "./dry-runs";
export type { Entitlements } from "./entitlements";
export type { ArchiveContentType, UploadedFile } from "./files";
export type { CreateGroupRequest, Group, UpdateGroupRequest } from "./groups";
export type { Organization } from "./organizations";
export type { PageOptions } from "./transport/pages";
export type { LogQuery, LogStreamOptions } from "./job-logs";
export type {
  MatchedProvisioners,
  ProvisionerDaemon,
  ProvisionerDaemonsQuery,
  ProvisionerJob,
  ProvisionerJobLog,
  ProvisionerJobsQuery,
  ProvisionerJobStatus,
} from "./provisioner";
export type { RequestOptions } from "./transport/request";
export type { TemplateAcl, TemplateRole, UpdateTemplateAclRequest } from "./template-acl";
export type {
  CreateTemplateVersionRequest,
  Preset,
  TemplateVersion,
  TemplateVersionExternalAuth,
  TemplateVersionParameter,
  TemplateVersionsQuery,
  TemplateVersionVariable,
  UpdateTemplateVersionRequest,
} from "./template-versions";
export type {
  ArchivedTemplateVersions,
  AutostartRequirement,
  AutostopRequirement,
  CreateTemplateRequest,
  DailyActiveUsers,
  DailyActiveUsersQuery,
  Template,
  TemplateExample,
  TemplatesQuery,
  UpdateTemplateRequest,
} from "./templates";
export type { ServerFeature } from "./transport/server-version";
export type { Timings } from "./timings";
export type { User } from "./users";
export type { ResolvedAutostart, WorkspaceUsage } from "./workspace-activity";
export type {
  CreateWorkspaceBuildRequest,
  WorkspaceBuild,
  WorkspaceBuildParameter,
  WorkspaceBuildsQuery,
} from "./workspace-builds";
export type { WorkspaceAgent, WorkspaceApp, WorkspaceAppStatus, WorkspaceResource } from "./workspace-resources";
export type {
  AutomaticUpdates,
  CreateWorkspaceRequest,
  Workspace,
  WorkspaceQuery,
  Workspaces,
  WorkspacesQuery,
} from "./workspaces";

export type ClientOptions = TransportOptions;

const endpoints = {
  getBuildInfo: buildInfo.getBuildInfo,
  getEntitlements: entitlements.getEntitlements,
  explainLack: buildInfo.explainLack,

  createFirstUser: accounts.createFirstUser,
  login: accounts.login,
  createToken: accounts.createToken,

  getUser: users.getUser,
  getCurrentUser: users.getCurrentUser,
  getOrganization: organizations.getOrganization,
  getOrganizations: organizations.getOrganizations,

  uploadFile: files.uploadFile,
  getFile: files.getFile,

  getTemplate: templates.getTemplate,
  getTemplateByName: templates.getTemplateByName,
  getTemplates: templates.getTemplates,
  getTemplateExamples: templates.getTemplateExamples,
  getOrganizationTemplateExamples: templates.getOrganizationTemplateExamples,
  createTemplate: templates.createTemplate,
  updateTemplate: templates.updateTemplate,
  deleteTemplate: templates.deleteTemplate,
  promoteTemplateVersion: templates.promoteTemplateVersion,
  getTemplateDailyActiveUsers: templates.getTemplateDailyActiveUsers,
  archiveUnusedTemplateVersions: templates.archiveUnusedTemplateVersions,
  getTemplateAcl: templateAcl.getTemplateAcl,
  updateTemplateAcl: templateAcl.updateTemplateAcl,

  createTemplateVersion: templateVersions.createTemplateVersion,
  getTemplateVersion: templateVersions.getTemplateVersion,
  getTemplateVersionByName: templateVersions.getTemplateVersionByName,
  getTemplateVersionByNames: templateVersions.getTemplateVersionByNames,
  getPreviousTemplateVersion: templateVersions.getPreviousTemplateVersion,
  getTemplateVersions: templateVersions.getTemplateVersions,
  iterateTemplateVersions: templateVersions.iterateTemplateVersions,
  getAllTemplateVersions: templateVersions.getAllTemplateVersions,
  updateTemplateVersion: templateVersions.updateTemplateVersion,
  cancelTemplateVersion: templateVersions.cancelTemplateVersion,
  archiveTemplateVersion: templateVersions.archiveTemplateVersion,
  unarchiveTemplateVersion: templateVersions.unarchiveTemplateVersion,
  getTemplateVersionParameters: templateVersions.getTemplateVersionParameters,
  getTemplateVersionVariables: templateVersions.getTemplateVersionVariables,
  getTemplateVersionPresets: templateVersions.getTemplateVersionPresets,
  getTemplateVersionResources: templateVersions.getTemplateVersionResources,
  getTemplateVersionExternalAuth: templateVersions.getTemplateVersionExternalAuth,
  getTemplateVersionLogs: templateVersions.getTemplateVersionLogs,
  streamTemplateVersionLogs: templateVersions.streamTemplateVersionLogs,

  createDryRun: dryRuns.createDryRun,
  getDryRun: dryRuns.getDryRun,
  cancelDryRun: dryRuns.cancelDryRun,
  getDryRunLogs: dryRuns.getDryRunLogs,
  streamDryRunLogs: dryRuns.streamDryRunLogs,
  getDryRunResources: dryRuns.getDryRunResources,
  getDryRunMatchedProvisioners: dryRuns.getDryRunMatchedProvisioners,
  evaluateDynamicParameters: dryRuns.evaluateDynamicParameters,
  streamDynamicParameters: dryRuns.streamDynamicParameters,

  createWorkspace: workspaces.createWorkspace,
  getWorkspace: workspaces.getWorkspace,
  getWorkspaceByOwnerAndName: workspaces.getWorkspaceByOwnerAndName,
  getWorkspaces: workspaces.getWorkspaces,
  iterateWorkspaces: workspaces.iterateWorkspaces,
  getAllWorkspaces: workspaces.getAllWorkspaces,
  updateWorkspace: workspaces.updateWorkspace,
  ...workspaces.workspaceSettings,
  extendWorkspace: workspaceActivity.extendWorkspace,
  reportWorkspaceUsage: workspaceActivity.reportWorkspaceUsage,
  resolveWorkspaceAutostart: workspaceActivity.resolveWorkspaceAutostart,
  watchWorkspace: workspaceActivity.watchWorkspace,
  getWorkspaceTimings: timings.getWorkspaceTimings,

  createWorkspaceBuild: workspaceBuilds.createWorkspaceBuild,
  getWorkspaceBuild: workspaceBuilds.getWorkspaceBuild,
  getWorkspaceBuilds: workspaceBuilds.getWorkspaceBuilds,
  iterateWorkspaceBuilds: workspaceBuilds.iterateWorkspaceBuilds,
  getAllWorkspaceBuilds: workspaceBuilds.getAllWorkspaceBuilds,
  getWorkspaceBuildByNumber: workspaceBuilds.getWorkspaceBuildByNumber,
  cancelWorkspaceBuild: workspaceBuilds.cancelWorkspaceBuild,
  getWorkspaceBuildParameters: workspaceBuilds.getWorkspaceBuildParameters,
  getWorkspaceBuildResources: workspaceBuilds.getWorkspaceBuildResources,
  getWorkspaceBuildState: workspaceBuilds.getWorkspaceBuildState,
  getWorkspaceBuildTimings: timings.getWorkspaceBuildTimings,
  getWorkspaceBuildLogs: workspaceBuilds.getWorkspaceBuildLogs,
  streamWorkspaceBuildLogs: workspaceBuilds.streamWorkspaceBuildLogs,

  createGroup: groups.createGroup,
  getGroup: groups.getGroup,
  getGroupByName: groups.getGroupByName,
  updateGroup: groups.updateGroup,
  deleteGroup: groups.deleteGroup,

  getProvisionerJobs: provisioner.getProvisionerJobs,
  getProvisionerJob: provisioner.getProvisionerJob,
  getProvisionerDaemons: provisioner.getProvisionerDaemons,
};

type Bound<Endpoint> = Endpoint extends (transport: Transport, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/**
 * The functions where they are declared: a type that maps over these keeps their documentation, one over `endpoints`
 * does not.
 */
type Declared = typeof accounts &
  typeof buildInfo &
  typeof dryRuns &
  typeof entitlements &
  typeof files &
  typeof groups &
  typeof organizations &
  typeof provisioner &
  typeof templateAcl &
  typeof templateVersions &
  typeof templates &
  typeof timings &
  typeof users &
  typeof workspaceActivity &
  typeof workspaceBuilds &
  typeof workspaces;

type BoundOf<Functions, Name extends keyof Functions> = { readonly [Each in Name]: Bound<Functions[Each]> };

type Endpoints = BoundOf<Declared, keyof typeof endpoints>;

export interface CoderClient extends Endpoints {
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  /** As the last answer told it; undefined before the first one. */
  readonly serverVersion: string | undefined;
  /** The server's clock, in milliseconds, as its last answer told it; this machine's before the first. */
  readonly serverTime: number;
  /** The same connections, with another signal (none, when left out), waiting notice and deadline for all requests. */
  with(options: RequestOptions): CoderClient;
  /** Closes the connections; streams that are open end. */
  close(): Promise<void>;
}

export function createClient(options: ClientOptions): CoderClient {
  return clientOver(new Transport(options));
}

function clientOver(transport: Transport): CoderClient {
  const bound = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (...rest: unknown[]) => (endpoint as (transport: Transport, ...rest: unknown[]) => unknown)(transport, ...rest),
  ]);
  return {
    ...(Object.fromEntries(bound) as Endpoints),
    url: transport.url,
    get serverVersion() {
      return transport.serverVersion;
    },
    get serverTime() {
      return transport.serverTime;
    },
    with: (options) => clientOver(transport.with(options)),
    close: () => transport.close(),
  };
}
