// Made by `npm run schema` from the declarations in provider/functions/. Do not edit.
import { lifted, plain } from "./functions";

/** The provisioner daemons of an organization, which import templates and build workspaces. */
export const getProvisionerDaemons = plain("getProvisionerDaemons");
/** The provisioner daemons of an organization, which import templates and build workspaces. */
export const getProvisionerDaemonsOutput = lifted("getProvisionerDaemons");

/** The provisioner jobs of an organization, newest first. */
export const getProvisionerJobs = plain("getProvisionerJobs");
/** The provisioner jobs of an organization, newest first. */
export const getProvisionerJobsOutput = lifted("getProvisionerJobs");

/** A build of a workspace by its id, or by its number in a workspace. */
export const getWorkspaceBuild = plain("getWorkspaceBuild");
/** A build of a workspace by its id, or by its number in a workspace. */
export const getWorkspaceBuildOutput = lifted("getWorkspaceBuild");

/** The builds of a workspace, newest first. */
export const getWorkspaceBuilds = plain("getWorkspaceBuilds");
/** The builds of a workspace, newest first. */
export const getWorkspaceBuildsOutput = lifted("getWorkspaceBuilds");

/** What a build has written so far. */
export const getWorkspaceBuildLogs = plain("getWorkspaceBuildLogs");
/** What a build has written so far. */
export const getWorkspaceBuildLogsOutput = lifted("getWorkspaceBuildLogs");

/** The parameter values that a build was made with. */
export const getBuildParameters = plain("getBuildParameters");
/** The parameter values that a build was made with. */
export const getBuildParametersOutput = lifted("getBuildParameters");

/**
 * Terraform's state after a build, for those who may change the template. Secret. This form returns it unprotected:
 * take care that it is not shown.
 */
export const getWorkspaceBuildState = plain("getWorkspaceBuildState");
/** Terraform's state after a build, for those who may change the template. Secret. */
export const getWorkspaceBuildStateOutput = lifted("getWorkspaceBuildState", { isSecret: true });

/** Templates that the token's user may see. */
export const getTemplates = plain("getTemplates");
/** Templates that the token's user may see. */
export const getTemplatesOutput = lifted("getTemplates");

/** A template by its id, or by its name in an organization. */
export const getTemplate = plain("getTemplate");
/** A template by its id, or by its name in an organization. */
export const getTemplateOutput = lifted("getTemplate");

/** The examples that the server can make template versions of. */
export const getTemplateExamples = plain("getTemplateExamples");
/** The examples that the server can make template versions of. */
export const getTemplateExamplesOutput = lifted("getTemplateExamples");

/** How many people used workspaces of a template, day by day. */
export const getTemplateDailyActiveUsers = plain("getTemplateDailyActiveUsers");
/** How many people used workspaces of a template, day by day. */
export const getTemplateDailyActiveUsersOutput = lifted("getTemplateDailyActiveUsers");

/** All versions of a template, oldest first. */
export const getTemplateVersions = plain("getTemplateVersions");
/** All versions of a template, oldest first. */
export const getTemplateVersionsOutput = lifted("getTemplateVersions");

/** A template version by its id, or by its name and its template. */
export const getTemplateVersion = plain("getTemplateVersion");
/** A template version by its id, or by its name and its template. */
export const getTemplateVersionOutput = lifted("getTemplateVersion");

/** The version of a template that was made before another one. */
export const getPreviousTemplateVersion = plain("getPreviousTemplateVersion");
/** The version of a template that was made before another one. */
export const getPreviousTemplateVersionOutput = lifted("getPreviousTemplateVersion");

/** What a template version's import has written so far. */
export const getTemplateVersionLogs = plain("getTemplateVersionLogs");
/** What a template version's import has written so far. */
export const getTemplateVersionLogsOutput = lifted("getTemplateVersionLogs");

/** The parameters that a workspace of a template version takes. */
export const getTemplateVersionParameters = plain("getTemplateVersionParameters");
/** The parameters that a workspace of a template version takes. */
export const getTemplateVersionParametersOutput = lifted("getTemplateVersionParameters");

/**
 * The Terraform variables of a template version, and the values that it was imported with. Secret. This form returns it
 * unprotected: take care that it is not shown.
 */
export const getTemplateVersionVariables = plain("getTemplateVersionVariables");
/** The Terraform variables of a template version, and the values that it was imported with. Secret. */
export const getTemplateVersionVariablesOutput = lifted("getTemplateVersionVariables", { isSecret: true });

/** The presets of parameter values that a template version defines. */
export const getTemplateVersionPresets = plain("getTemplateVersionPresets");
/** The presets of parameter values that a template version defines. */
export const getTemplateVersionPresetsOutput = lifted("getTemplateVersionPresets");

/**
 * What a workspace of a template version with these parameters would consist of. A provisioner plans it; nothing is
 * made. Fails with the log when the plan does.
 */
export const dryRunTemplateVersion = plain("dryRunTemplateVersion");
/**
 * What a workspace of a template version with these parameters would consist of. A provisioner plans it; nothing is
 * made. Fails with the log when the plan does.
 */
export const dryRunTemplateVersionOutput = lifted("dryRunTemplateVersion");

/**
 * What the server thinks of parameter values: which parameters there are with them, and what is wrong. Builds nothing.
 */
export const evaluateTemplateVersionParameters = plain("evaluateTemplateVersionParameters");
/**
 * What the server thinks of parameter values: which parameters there are with them, and what is wrong. Builds nothing.
 */
export const evaluateTemplateVersionParametersOutput = lifted("evaluateTemplateVersionParameters");

/** A workspace by its id, or by its name and its owner. */
export const getWorkspace = plain("getWorkspace");
/** A workspace by its id, or by its name and its owner. */
export const getWorkspaceOutput = lifted("getWorkspace");

/** Workspaces that the token's user may see: those that all given filters hold for. */
export const getWorkspaces = plain("getWorkspaces");
/** Workspaces that the token's user may see: those that all given filters hold for. */
export const getWorkspacesOutput = lifted("getWorkspaces");

/** Whether a workspace could start by itself with the parameter values that it has. */
export const resolveWorkspaceAutostart = plain("resolveWorkspaceAutostart");
/** Whether a workspace could start by itself with the parameter values that it has. */
export const resolveWorkspaceAutostartOutput = lifted("resolveWorkspaceAutostart");

/** How long the parts of a build took: of a workspace's latest build, or of one that is named. */
export const getWorkspaceTimings = plain("getWorkspaceTimings");
/** How long the parts of a build took: of a workspace's latest build, or of one that is named. */
export const getWorkspaceTimingsOutput = lifted("getWorkspaceTimings");

/** A user by id or name; whose token it is, when none is named. */
export const getUser = plain("getUser");
/** A user by id or name; whose token it is, when none is named. */
export const getUserOutput = lifted("getUser");

/** An organization by id or name; the provider's own, when none is named. */
export const getOrganization = plain("getOrganization");
/** An organization by id or name; the provider's own, when none is named. */
export const getOrganizationOutput = lifted("getOrganization");
