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

/** A workspace build by its id, or by its workspace and its number. */
export const getWorkspaceBuild = plain("getWorkspaceBuild");
/** A workspace build by its id, or by its workspace and its number. */
export const getWorkspaceBuildOutput = lifted("getWorkspaceBuild");

/** The builds of a workspace, newest first. */
export const getWorkspaceBuilds = plain("getWorkspaceBuilds");
/** The builds of a workspace, newest first. */
export const getWorkspaceBuildsOutput = lifted("getWorkspaceBuilds");

/** The log of a build, as far as it is written. */
export const getWorkspaceBuildLogs = plain("getWorkspaceBuildLogs");
/** The log of a build, as far as it is written. */
export const getWorkspaceBuildLogsOutput = lifted("getWorkspaceBuildLogs");

/** The parameter values of a build. */
export const getBuildParameters = plain("getBuildParameters");
/** The parameter values of a build. */
export const getBuildParametersOutput = lifted("getBuildParameters");

/**
 * Terraform's state after a build. Needs the right to change the template. Secret. This form returns it unprotected:
 * take care that it is not shown.
 */
export const getWorkspaceBuildState = plain("getWorkspaceBuildState");
/** Terraform's state after a build. Needs the right to change the template. Secret. */
export const getWorkspaceBuildStateOutput = lifted("getWorkspaceBuildState", { isSecret: true });

/** The templates that the token's user may see. */
export const getTemplates = plain("getTemplates");
/** The templates that the token's user may see. */
export const getTemplatesOutput = lifted("getTemplates");

/** A template by its id, or by its name in an organization. */
export const getTemplate = plain("getTemplate");
/** A template by its id, or by its name in an organization. */
export const getTemplateOutput = lifted("getTemplate");

/** The example templates that the server has. A template version can be made of an example. */
export const getTemplateExamples = plain("getTemplateExamples");
/** The example templates that the server has. A template version can be made of an example. */
export const getTemplateExamplesOutput = lifted("getTemplateExamples");

/** The number of people who used workspaces of a template, for each day. */
export const getTemplateDailyActiveUsers = plain("getTemplateDailyActiveUsers");
/** The number of people who used workspaces of a template, for each day. */
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

/** The log of a template version's import, as far as it is written. */
export const getTemplateVersionLogs = plain("getTemplateVersionLogs");
/** The log of a template version's import, as far as it is written. */
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
 * Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; nothing
 * is created. If the plan fails, the error shows its log.
 */
export const dryRunTemplateVersion = plain("dryRunTemplateVersion");
/**
 * Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; nothing
 * is created. If the plan fails, the error shows its log.
 */
export const dryRunTemplateVersionOutput = lifted("dryRunTemplateVersion");

/**
 * Asks the server to evaluate parameter values: which parameters exist with these values, and which problems there are.
 * Builds nothing.
 */
export const evaluateTemplateVersionParameters = plain("evaluateTemplateVersionParameters");
/**
 * Asks the server to evaluate parameter values: which parameters exist with these values, and which problems there are.
 * Builds nothing.
 */
export const evaluateTemplateVersionParametersOutput = lifted("evaluateTemplateVersionParameters");

/** A workspace by its id, or by its name and its owner. */
export const getWorkspace = plain("getWorkspace");
/** A workspace by its id, or by its name and its owner. */
export const getWorkspaceOutput = lifted("getWorkspace");

/** The workspaces that the token's user may see and that match all given filters. */
export const getWorkspaces = plain("getWorkspaces");
/** The workspaces that the token's user may see and that match all given filters. */
export const getWorkspacesOutput = lifted("getWorkspaces");

/** Whether a workspace could start automatically with its present parameter values. */
export const resolveWorkspaceAutostart = plain("resolveWorkspaceAutostart");
/** Whether a workspace could start automatically with its present parameter values. */
export const resolveWorkspaceAutostartOutput = lifted("resolveWorkspaceAutostart");

/**
 * What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of sensitive
 * items, which other functions leave out. Secret. This form returns it unprotected: take care that it is not shown.
 */
export const getWorkspaceResourceMetadata = plain("getWorkspaceResourceMetadata");
/**
 * What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of sensitive
 * items, which other functions leave out. Secret.
 */
export const getWorkspaceResourceMetadataOutput = lifted("getWorkspaceResourceMetadata", { isSecret: true });

/** How long the steps of a build took: of a workspace's latest build, or of a given build. */
export const getWorkspaceTimings = plain("getWorkspaceTimings");
/** How long the steps of a build took: of a workspace's latest build, or of a given build. */
export const getWorkspaceTimingsOutput = lifted("getWorkspaceTimings");

/** A user by id or name. Default: the token's user. */
export const getUser = plain("getUser");
/** A user by id or name. Default: the token's user. */
export const getUserOutput = lifted("getUser");

/** An organization by id or name. Default: the provider's organization. */
export const getOrganization = plain("getOrganization");
/** An organization by id or name. Default: the provider's organization. */
export const getOrganizationOutput = lifted("getOrganization");
