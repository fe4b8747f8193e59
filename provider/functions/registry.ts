// Which functions there are. A name without a definition does not compile, nor does a definition without a name.
import * as dryRuns from "./dry-runs";
import * as provisioner from "./provisioner";
import * as templateVersions from "./template-versions";
import * as templates from "./templates";
import * as users from "./users";
import * as workspaceBuilds from "./workspace-builds";
import * as workspaces from "./workspaces";

export const functionNames = [
  "getProvisionerDaemons",
  "getProvisionerJobs",
  "getWorkspaceBuild",
  "getWorkspaceBuildLogs",
  "getBuildParameters",
  "getWorkspaceBuildState",
  "getWorkspaceTimings",
  "getWorkspaceBuilds",
  "getTemplates",
  "getTemplateExamples",
  "getTemplate",
  "getTemplateDailyActiveUsers",
  "getTemplateVersions",
  "getTemplateVersion",
  "getPreviousTemplateVersion",
  "getTemplateVersionLogs",
  "getTemplateVersionParameters",
  "getTemplateVersionVariables",
  "getTemplateVersionPresets",
  "dryRunTemplateVersion",
  "evaluateTemplateVersionParameters",
  "getWorkspace",
  "getWorkspaces",
  "resolveWorkspaceAutostart",
  "getUser",
  "getOrganization",
] as const;

export type FunctionName = (typeof functionNames)[number];

export const functions = {
  getProvisionerDaemons: provisioner.getProvisionerDaemons,
  getProvisionerJobs: provisioner.getProvisionerJobs,
  getWorkspaceBuild: workspaceBuilds.getWorkspaceBuild,
  getWorkspaceBuildLogs: workspaceBuilds.getWorkspaceBuildLogs,
  getBuildParameters: workspaceBuilds.getBuildParameters,
  getWorkspaceBuildState: workspaceBuilds.getWorkspaceBuildState,
  getWorkspaceTimings: workspaces.getWorkspaceTimings,
  getWorkspaceBuilds: workspaceBuilds.getWorkspaceBuilds,
  getTemplates: templates.getTemplates,
  getTemplateExamples: templates.getTemplateExamples,
  getTemplate: templates.getTemplate,
  getTemplateDailyActiveUsers: templates.getTemplateDailyActiveUsers,
  getTemplateVersions: templateVersions.getTemplateVersions,
  getTemplateVersion: templateVersions.getTemplateVersion,
  getPreviousTemplateVersion: templateVersions.getPreviousTemplateVersion,
  getTemplateVersionLogs: templateVersions.getTemplateVersionLogs,
  getTemplateVersionParameters: templateVersions.getTemplateVersionParameters,
  getTemplateVersionVariables: templateVersions.getTemplateVersionVariables,
  getTemplateVersionPresets: templateVersions.getTemplateVersionPresets,
  dryRunTemplateVersion: dryRuns.dryRunTemplateVersion,
  evaluateTemplateVersionParameters: dryRuns.evaluateTemplateVersionParameters,
  getWorkspace: workspaces.getWorkspace,
  getWorkspaces: workspaces.getWorkspaces,
  resolveWorkspaceAutostart: workspaces.resolveWorkspaceAutostart,
  getUser: users.getUser,
  getOrganization: users.getOrganization,
} satisfies Readonly<Record<FunctionName, unknown>>;

/**
 * File of each function's declaration, where its inputs and outputs are exported as `<name>Inputs` and `<name>Outputs`.
 */
export const functionFiles: Readonly<Record<FunctionName, string>> = {
  getProvisionerDaemons: "provisioner",
  getProvisionerJobs: "provisioner",
  getWorkspaceBuild: "workspace-builds",
  getWorkspaceBuildLogs: "workspace-builds",
  getBuildParameters: "workspace-builds",
  getWorkspaceBuildState: "workspace-builds",
  getWorkspaceTimings: "workspaces",
  getWorkspaceBuilds: "workspace-builds",
  getTemplates: "templates",
  getTemplateExamples: "templates",
  getTemplate: "templates",
  getTemplateDailyActiveUsers: "templates",
  getTemplateVersions: "template-versions",
  getTemplateVersion: "template-versions",
  getPreviousTemplateVersion: "template-versions",
  getTemplateVersionLogs: "template-versions",
  getTemplateVersionParameters: "template-versions",
  getTemplateVersionVariables: "template-versions",
  getTemplateVersionPresets: "template-versions",
  dryRunTemplateVersion: "dry-runs",
  evaluateTemplateVersionParameters: "dry-runs",
  getWorkspace: "workspaces",
  getWorkspaces: "workspaces",
  resolveWorkspaceAutostart: "workspaces",
  getUser: "users",
  getOrganization: "users",
};
