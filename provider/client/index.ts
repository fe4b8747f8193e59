// The client's public names: types by noun, and how to make a client.
export { createClient, type ClientOptions, type CoderClient } from "./client";
export type { BuildInfo } from "./buildinfo";
export type { CreateDryRunRequest, EvaluateDynamicParametersRequest, EvaluatedParameter, EvaluatedParameters } from "./dry-runs";
export type { ArchiveContentType, UploadedFile } from "./files";
export type { Organization } from "./organizations";
export type {
  LogQuery,
  MatchedProvisioners,
  ProvisionerDaemon,
  ProvisionerDaemonsQuery,
  ProvisionerJob,
  ProvisionerJobLog,
  ProvisionerJobsQuery,
  ProvisionerJobStatus,
} from "./provisioner";
export type { RequestOptions } from "./request";
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
  AutostartRequirement,
  AutostopRequirement,
  CreateTemplateRequest,
  Template,
  TemplateExample,
  TemplatesQuery,
  UpdateTemplateRequest,
} from "./templates";
export type { User } from "./users";
export type { CreateWorkspaceBuildRequest, WorkspaceBuild, WorkspaceBuildParameter, WorkspaceBuildsQuery } from "./workspace-builds";
export type { WorkspaceAgent, WorkspaceApp, WorkspaceAppStatus, WorkspaceResource } from "./workspace-resources";
export type { AutomaticUpdates, CreateWorkspaceRequest, Workspace, WorkspaceQuery, Workspaces, WorkspacesQuery } from "./workspaces";
