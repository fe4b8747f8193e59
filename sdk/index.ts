// What a program imports. Every export is named here.

// Templates
export { Template, type TemplateArgs } from "./template";
export { TemplateVersion, type TemplateVersionArgs } from "./template-version";

// Workspaces
export { Workspace, type WorkspaceArgs } from "./workspace";
export { WorkspaceBuild, type WorkspaceBuildArgs } from "./workspace-build";
export { BuildParameters, type BuildParametersArgs } from "./build-parameters";

// Users
export { Group, type GroupArgs } from "./group";

// Functions
export {
  getProvisionerDaemons,
  getProvisionerDaemonsOutput,
  getProvisionerJobs,
  getProvisionerJobsOutput,
  getWorkspaceBuild,
  getWorkspaceBuildOutput,
  getWorkspaceBuildLogs,
  getWorkspaceBuildLogsOutput,
  getBuildParameters,
  getBuildParametersOutput,
  getWorkspaceBuildState,
  getWorkspaceBuildStateOutput,
  getWorkspaceTimings,
  getWorkspaceTimingsOutput,
  getWorkspaceBuilds,
  getWorkspaceBuildsOutput,
  getTemplates,
  getTemplatesOutput,
  getTemplateExamples,
  getTemplateExamplesOutput,
  getTemplate,
  getTemplateOutput,
  getTemplateDailyActiveUsers,
  getTemplateDailyActiveUsersOutput,
  getTemplateVersions,
  getTemplateVersionsOutput,
  getTemplateVersion,
  getTemplateVersionOutput,
  getPreviousTemplateVersion,
  getPreviousTemplateVersionOutput,
  getTemplateVersionLogs,
  getTemplateVersionLogsOutput,
  getTemplateVersionParameters,
  getTemplateVersionParametersOutput,
  getTemplateVersionVariables,
  getTemplateVersionVariablesOutput,
  getTemplateVersionPresets,
  getTemplateVersionPresetsOutput,
  dryRunTemplateVersion,
  dryRunTemplateVersionOutput,
  evaluateTemplateVersionParameters,
  evaluateTemplateVersionParametersOutput,
  getWorkspace,
  getWorkspaceOutput,
  getWorkspaces,
  getWorkspacesOutput,
  resolveWorkspaceAutostart,
  resolveWorkspaceAutostartOutput,
  getUser,
  getUserOutput,
  getOrganization,
  getOrganizationOutput,
  type FunctionArgs,
  type FunctionOutputArgs,
  type FunctionResult,
} from "./functions";
