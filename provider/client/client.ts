// The client: every endpoint function, bound to one server and token, and the types of the API for scripts.
import * as nouns from "./nouns";
import { READS, readsOver, type Reading } from "./reads";
import { Transport, type RequestOptions, type TransportOptions } from "./transport/transport";

export { isOneOf } from "../enumerations";

/** The types of the API, by noun. */
export type { Open } from "../enumerations";
export type { CreatedToken, CreateFirstUserRequest, CreateTokenRequest, FirstUser, Login } from "./accounts";
export type { Authorization, AuthorizationAction, AuthorizationCheck, AuthorizationObject } from "./authorization";
export type { BuildInfo } from "./buildinfo";
export type {
  CreateDryRunRequest,
  DiagnosticSeverity,
  DynamicParameterInputs,
  DynamicParametersQuery,
  EvaluateDynamicParametersRequest,
  EvaluatedParameter,
  EvaluatedParameters,
  OwnedDynamicParameterInputs,
} from "./dry-runs";
export type { Entitlement, Entitlements } from "./entitlements";
export type { ArchiveContentType, UploadedFile } from "./files";
export type { CreateGroupRequest, Group, GroupSource, UpdateGroupRequest } from "./groups";
export type { Organization } from "./organizations";
export type { PageOptions } from "./transport/pages";
export type { LogQuery, LogStreamOptions } from "./job-logs";
export type {
  LogLevel,
  LogSource,
  MatchedProvisioners,
  ProvisionerDaemon,
  ProvisionerDaemonsQuery,
  ProvisionerDaemonStatus,
  ProvisionerJob,
  ProvisionerJobErrorCode,
  ProvisionerJobLog,
  ProvisionerJobsQuery,
  ProvisionerJobStatus,
  ProvisionerJobType,
} from "./provisioner";
export type { RequestOptions } from "./transport/request";
export type { TemplateAcl, TemplateRole, UpdateTemplateAclRequest } from "./template-acl";
export type {
  CreateTemplateVersionRequest,
  MonotonicOrder,
  ParameterFormType,
  ParameterType,
  Preset,
  TemplateVersion,
  TemplateVersionExternalAuth,
  TemplateVersionParameter,
  TemplateVersionSource,
  TemplateVersionsQuery,
  TemplateVersionVariable,
  TemplateVersionWarning,
  UpdateTemplateVersionRequest,
  VariableType,
} from "./template-versions";
export type {
  ArchivedTemplateVersions,
  AutostartRequirement,
  AutostopRequirement,
  CreateTemplateRequest,
  DailyActiveUsers,
  DailyActiveUsersQuery,
  PortShareLevel,
  ProvisionerType,
  Template,
  TemplateExample,
  TemplatesQuery,
  UpdateTemplateRequest,
  Weekday,
} from "./templates";
export type { ServerFeature } from "./transport/server-version";
export type { Time } from "./transport/times";
export type { Timings } from "./timings";
export type { LoginType, User, UserStatus } from "./users";
export type { ResolvedAutostart, WorkspaceUsage } from "./workspace-activity";
export type {
  CreateWorkspaceBuildRequest,
  WorkspaceBuild,
  WorkspaceBuildParameter,
  WorkspaceBuildReason,
  WorkspaceBuildsQuery,
  WorkspaceStatus,
} from "./workspace-builds";
export type {
  WorkspaceAgent,
  WorkspaceAgentLifecycle,
  WorkspaceAgentStatus,
  WorkspaceApp,
  WorkspaceAppHealth,
  WorkspaceAppSharingLevel,
  WorkspaceAppState,
  WorkspaceAppStatus,
  WorkspaceResource,
  WorkspaceTransition,
} from "./workspace-resources";
export type {
  AutomaticUpdates,
  CreateWorkspaceRequest,
  NewWorkspace,
  Workspace,
  WorkspaceQuery,
  Workspaces,
  WorkspacesQuery,
} from "./workspaces";

export type ClientOptions = TransportOptions;

const endpoints = {
  getBuildInfo: nouns.getBuildInfo,
  getEntitlements: nouns.getEntitlements,
  explainLack: nouns.explainLack,
  checkAuthorization: nouns.checkAuthorization,

  createFirstUser: nouns.createFirstUser,
  login: nouns.login,
  createToken: nouns.createToken,

  getUser: nouns.getUser,
  getCurrentUser: nouns.getCurrentUser,
  getOrganization: nouns.getOrganization,
  getOrganizations: nouns.getOrganizations,

  uploadFile: nouns.uploadFile,
  getFile: nouns.getFile,

  getTemplate: nouns.getTemplate,
  getTemplateByName: nouns.getTemplateByName,
  getTemplates: nouns.getTemplates,
  getTemplateExamples: nouns.getTemplateExamples,
  getOrganizationTemplateExamples: nouns.getOrganizationTemplateExamples,
  createTemplate: nouns.createTemplate,
  updateTemplate: nouns.updateTemplate,
  deleteTemplate: nouns.deleteTemplate,
  promoteTemplateVersion: nouns.promoteTemplateVersion,
  getTemplateDailyActiveUsers: nouns.getTemplateDailyActiveUsers,
  archiveUnusedTemplateVersions: nouns.archiveUnusedTemplateVersions,
  getTemplateAcl: nouns.getTemplateAcl,
  updateTemplateAcl: nouns.updateTemplateAcl,

  createTemplateVersion: nouns.createTemplateVersion,
  getTemplateVersion: nouns.getTemplateVersion,
  getTemplateVersionByName: nouns.getTemplateVersionByName,
  getTemplateVersionByNames: nouns.getTemplateVersionByNames,
  getPreviousTemplateVersion: nouns.getPreviousTemplateVersion,
  getTemplateVersions: nouns.getTemplateVersions,
  iterateTemplateVersions: nouns.iterateTemplateVersions,
  getAllTemplateVersions: nouns.getAllTemplateVersions,
  updateTemplateVersion: nouns.updateTemplateVersion,
  cancelTemplateVersion: nouns.cancelTemplateVersion,
  archiveTemplateVersion: nouns.archiveTemplateVersion,
  unarchiveTemplateVersion: nouns.unarchiveTemplateVersion,
  getTemplateVersionParameters: nouns.getTemplateVersionParameters,
  getTemplateVersionVariables: nouns.getTemplateVersionVariables,
  getTemplateVersionPresets: nouns.getTemplateVersionPresets,
  getTemplateVersionResources: nouns.getTemplateVersionResources,
  getTemplateVersionExternalAuth: nouns.getTemplateVersionExternalAuth,
  getTemplateVersionLogs: nouns.getTemplateVersionLogs,
  streamTemplateVersionLogs: nouns.streamTemplateVersionLogs,

  createDryRun: nouns.createDryRun,
  getDryRun: nouns.getDryRun,
  cancelDryRun: nouns.cancelDryRun,
  getDryRunLogs: nouns.getDryRunLogs,
  streamDryRunLogs: nouns.streamDryRunLogs,
  getDryRunResources: nouns.getDryRunResources,
  getDryRunMatchedProvisioners: nouns.getDryRunMatchedProvisioners,
  evaluateDynamicParameters: nouns.evaluateDynamicParameters,
  streamDynamicParameters: nouns.streamDynamicParameters,

  createWorkspace: nouns.createWorkspace,
  getWorkspace: nouns.getWorkspace,
  getWorkspaceByOwnerAndName: nouns.getWorkspaceByOwnerAndName,
  getWorkspaces: nouns.getWorkspaces,
  iterateWorkspaces: nouns.iterateWorkspaces,
  getAllWorkspaces: nouns.getAllWorkspaces,
  updateWorkspace: nouns.updateWorkspace,
  ...nouns.workspaceSettings,
  extendWorkspace: nouns.extendWorkspace,
  reportWorkspaceUsage: nouns.reportWorkspaceUsage,
  resolveWorkspaceAutostart: nouns.resolveWorkspaceAutostart,
  watchWorkspace: nouns.watchWorkspace,
  getWorkspaceTimings: nouns.getWorkspaceTimings,

  createWorkspaceBuild: nouns.createWorkspaceBuild,
  getWorkspaceBuild: nouns.getWorkspaceBuild,
  getWorkspaceBuilds: nouns.getWorkspaceBuilds,
  iterateWorkspaceBuilds: nouns.iterateWorkspaceBuilds,
  getAllWorkspaceBuilds: nouns.getAllWorkspaceBuilds,
  getWorkspaceBuildByNumber: nouns.getWorkspaceBuildByNumber,
  cancelWorkspaceBuild: nouns.cancelWorkspaceBuild,
  getWorkspaceBuildParameters: nouns.getWorkspaceBuildParameters,
  getWorkspaceBuildResources: nouns.getWorkspaceBuildResources,
  getWorkspaceBuildState: nouns.getWorkspaceBuildState,
  getWorkspaceBuildTimings: nouns.getWorkspaceBuildTimings,
  getWorkspaceBuildLogs: nouns.getWorkspaceBuildLogs,
  streamWorkspaceBuildLogs: nouns.streamWorkspaceBuildLogs,

  createGroup: nouns.createGroup,
  getGroup: nouns.getGroup,
  getGroupByName: nouns.getGroupByName,
  updateGroup: nouns.updateGroup,
  deleteGroup: nouns.deleteGroup,

  getProvisionerJobs: nouns.getProvisionerJobs,
  getProvisionerJob: nouns.getProvisionerJob,
  getProvisionerDaemons: nouns.getProvisionerDaemons,
};

type Bound<Endpoint> = Endpoint extends (transport: Transport, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/**
 * The functions where they are declared: a type that maps over these keeps their documentation, one over `endpoints`
 * does not.
 */
type Declared = typeof nouns & typeof nouns.workspaceSettings;

type BoundOf<Functions, Name extends keyof Functions> = { readonly [Each in Name]: Bound<Functions[Each]> };

type Endpoints = BoundOf<Declared, keyof typeof endpoints>;

/**
 * Coder's API with one server and one token, a function for each of its paths. A request that failed is repeated only
 * where that does no harm. Connections stay open for the next request: close the client at the end.
 * @example
 * const client = createClient({ url: "https://coder.example.com", token });
 * const { workspaces } = await client.getWorkspaces({ q: "owner:me" });
 * await client.close();
 */
export interface CoderClient extends Endpoints {
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  /** Tells servers and tokens apart, without telling the token. */
  readonly identity: string;
  /** As the last answer told it; undefined before the first one. */
  readonly serverVersion: string | undefined;
  /** The server's clock, in milliseconds, as its last answer told it; this machine's before the first. */
  readonly serverTime: number;
  /** The same connections, with another signal (none, when left out), waiting notice and deadline for all requests. */
  with(options: RequestOptions): CoderClient;
  /** Closes the connections; streams that are open end. */
  close(): Promise<void>;
}

/**
 * Makes a client; nothing is sent before the first request. A request that failed is repeated only where that does no
 * harm. Close the client at the end, so that its connections and streams end.
 * @example const client = createClient({ url: "https://coder.example.com", token: process.env.CODER_SESSION_TOKEN });
 */
export function createClient(options: ClientOptions): CoderClient {
  const client = clientOver(new Transport(options));
  const names = Object.keys(endpoints) as (keyof typeof endpoints)[];
  // Its own, for scripts that look through a client or replace a function.
  for (const name of names)
    Object.defineProperty(client, name, { value: client[name], enumerable: true, writable: true, configurable: true });
  return client;
}

/** A host makes a client for every operation: a function is bound when it is used, not each time all of them. */
function clientOver(transport: Transport): CoderClient {
  const client = {
    get [READS]() {
      return readsOver(transport);
    },
    url: transport.url,
    identity: transport.identity,
    get serverVersion() {
      return transport.serverVersion;
    },
    get serverTime() {
      return transport.serverTime;
    },
    with: (options: RequestOptions) => clientOver(transport.with(options)),
    close: () => transport.close(),
  } satisfies Reading & Omit<CoderClient, keyof Endpoints>;
  Object.defineProperty(client, TRANSPORT, { value: transport });
  return Object.setPrototypeOf(client, binding) as CoderClient;
}

const TRANSPORT = Symbol("transport");

type Endpoint = (transport: Transport, ...rest: unknown[]) => unknown;

/** What every client inherits: each function binds itself to the client that it is taken from. */
const binding: object = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.entries(endpoints).map(([name, endpoint]) => [
      name,
      {
        enumerable: true,
        get(this: { readonly [TRANSPORT]: Transport }) {
          const transport = this[TRANSPORT];
          return (...rest: unknown[]) => (endpoint as Endpoint)(transport, ...rest);
        },
      },
    ]),
  ),
);
