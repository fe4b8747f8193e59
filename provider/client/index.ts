// The client's public names: types by noun, and how to make a client.
export { createClient, type ClientOptions, type CoderClient } from "./client";
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
