// Made by `npm run schema` from the declarations in provider/. Do not edit.
import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin-functions";
import { isOfType, PluginProvider, PluginRegistration } from "../plugin-resource";
import type * as types from "./types";

const VERSION = "0.1.0";

/** The connection to one Coder server, as one user. Without an explicit provider, resources take the stack's configuration (`coderd:url` and so on). */
export class Provider extends PluginProvider {
  constructor(name: string, args: types.ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    super({ version: VERSION, secrets: ["token", "headers"], json: ["headers", "jobTimeoutSeconds", "impactAtPreview", "impactLimit", "sourceDiffAtPreview", "validateAtPreview", "dryRunAtPreview", "dryRunLimit"] }, name, args, options);
  }

  /** Whether a value is a `Provider`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Provider {
    return isOfType(value, "pulumi:providers:coderd");
  }
}

export interface TemplateVersion extends types.TemplateVersionOutputs {}
/**
 * A version of a template: Terraform files that the server has imported.
 *
 * A replacement is imported before the old version is archived, so the template always has a version that works. A failed import leaves the active version as it is.
 */
export class TemplateVersion extends pulumi.CustomResource {
  constructor(name: string, args: types.TemplateVersionArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(templateVersionFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): TemplateVersion {
    return new TemplateVersion(name, {} as types.TemplateVersionArgs, { ...options, id });
  }

  /** Whether a value is a `TemplateVersion`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is TemplateVersion {
    return isOfType(value, "TemplateVersion");
  }
}

const templateVersionFacts = { type: "TemplateVersion", version: VERSION, outputs: ["templateName", "organization", "source", "name", "message", "variables", "provisionerTags", "onDelete", "digest", "files", "organizationId", "templateId", "jobId", "status", "git", "archived", "parameters", "presets", "resources", "sensitiveVariables", "warnings", "createdAt", "url"], secretInputs: [], secretOutputs: [] };

export interface Template extends types.TemplateOutputs {}
/**
 * A template: its files, its metadata, and which of its versions new workspaces get.
 *
 * With `source` it makes its versions itself. With `activeVersionId` it has a version that another resource makes. With `firstVersionId` it is created with a version, and others decide which one is active after that.
 *
 * It can be deleted only when no workspace uses it, or with `forceDelete`.
 */
export class Template extends pulumi.CustomResource {
  constructor(name: string, args: types.TemplateArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(templateFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Template {
    return new Template(name, {} as types.TemplateArgs, { ...options, id });
  }

  /** Whether a value is a `Template`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Template {
    return isOfType(value, "Template");
  }
}

const templateFacts = { type: "Template", version: VERSION, outputs: ["name", "organization", "source", "variables", "provisionerTags", "versionName", "versionMessage", "replacedVersions", "firstVersionId", "displayName", "description", "icon", "defaultTtlMilliseconds", "activityBumpMilliseconds", "autostopRequirement", "autostartRequirement", "allowUserAutostart", "allowUserAutostop", "allowUserCancelWorkspaceJobs", "failureTtlMilliseconds", "timeTilDormantMilliseconds", "timeTilDormantAutodeleteMilliseconds", "requireActiveVersion", "deprecationMessage", "maxPortShareLevel", "useClassicParameterFlow", "accessControl", "disableEveryoneGroupAccess", "forceDelete", "activeVersionId", "digest", "files", "sourceVersion", "organizationId", "organizationName", "provisioner", "deprecated", "createdByName", "createdAt", "url"], secretInputs: [], secretOutputs: [] };

export interface TemplatePromotion extends types.TemplatePromotionOutputs {}
/**
 * Makes a version the active one of its template, once all that the promotion depends on has succeeded: a workspace that tries the version, for example. The template itself declares `firstVersionId`, or is managed elsewhere.
 *
 * A promotion by hand is shown by a refresh, and put back by the next update. Deleting the resource leaves the active version as it is, or goes back to the one before with `onDelete: "restore"`.
 */
export class TemplatePromotion extends pulumi.CustomResource {
  constructor(name: string, args: types.TemplatePromotionArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(templatePromotionFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): TemplatePromotion {
    return new TemplatePromotion(name, {} as types.TemplatePromotionArgs, { ...options, id });
  }

  /** Whether a value is a `TemplatePromotion`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is TemplatePromotion {
    return isOfType(value, "TemplatePromotion");
  }
}

const templatePromotionFacts = { type: "TemplatePromotion", version: VERSION, outputs: ["templateId", "templateVersionId", "onDelete", "templateVersionName", "templateName", "organizationName", "previousVersionId", "previousVersionName", "url"], secretInputs: [], secretOutputs: [] };

export interface Workspace extends types.WorkspaceOutputs {}
/**
 * A workspace of a template, running or stopped, with the values of its parameters and its schedule.
 *
 * Properties that the program does not declare are left as they are on the server.
 */
export class Workspace extends pulumi.CustomResource {
  constructor(name: string, args: types.WorkspaceArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(workspaceFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Workspace {
    return new Workspace(name, {} as types.WorkspaceArgs, { ...options, id });
  }

  /** Whether a value is a `Workspace`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Workspace {
    return isOfType(value, "Workspace");
  }
}

const workspaceFacts = { type: "Workspace", version: VERSION, outputs: ["name", "owner", "templateId", "templateVersionId", "parameters", "preset", "autostartSchedule", "ttlMilliseconds", "automaticUpdates", "dormant", "favorite", "transition", "waitForAgents", "waitForApps", "agentTimeoutSeconds", "orphanOnDelete", "templateName", "templateVersionName", "outdated", "ownerId", "ownerName", "organizationId", "organizationName", "latestBuild", "status", "agents", "resources", "health", "deadline", "dormantAt", "deletingAt", "createdAt", "url"], secretInputs: [], secretOutputs: [] };

export interface WorkspaceBuild extends types.WorkspaceBuildOutputs {}
/**
 * A build of a workspace on demand. It runs when the resource is created, and again when an input changes.
 *
 * Deleting the resource leaves the workspace and its history as they are.
 */
export class WorkspaceBuild extends pulumi.CustomResource {
  constructor(name: string, args: types.WorkspaceBuildArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(workspaceBuildFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): WorkspaceBuild {
    return new WorkspaceBuild(name, {} as types.WorkspaceBuildArgs, { ...options, id });
  }

  /** Whether a value is a `WorkspaceBuild`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is WorkspaceBuild {
    return isOfType(value, "WorkspaceBuild");
  }
}

const workspaceBuildFacts = { type: "WorkspaceBuild", version: VERSION, outputs: ["workspaceId", "transition", "templateVersionId", "parameters", "preset", "logLevel", "triggers", "templateVersionName", "buildNumber", "status", "jobId", "workspaceName", "ownerName", "initiatorName", "createdAt", "url"], secretInputs: [], secretOutputs: [] };

export interface BuildParameters extends types.BuildParametersOutputs {}
/**
 * Values of some parameters of a workspace that the program does not manage. Everything else about the workspace is left alone.
 *
 * Deleting the resource leaves the values as they are.
 */
export class BuildParameters extends pulumi.CustomResource {
  constructor(name: string, args: types.BuildParametersArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(buildParametersFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): BuildParameters {
    return new BuildParameters(name, {} as types.BuildParametersArgs, { ...options, id });
  }

  /** Whether a value is a `BuildParameters`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is BuildParameters {
    return isOfType(value, "BuildParameters");
  }
}

const buildParametersFacts = { type: "BuildParameters", version: VERSION, outputs: ["workspaceId", "parameters", "workspaceName", "ownerName", "buildId", "buildStatus", "url"], secretInputs: [], secretOutputs: [] };

export interface Group extends types.GroupOutputs {}
/**
 * A group of users in an organization, for quotas and for the access lists of templates. Needs a licence.
 *
 * Its members are managed only if they are declared. Deleting the group keeps the users; they lose the rights that only the group gave them.
 */
export class Group extends pulumi.CustomResource {
  constructor(name: string, args: types.GroupArgs, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(groupFacts, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Group {
    return new Group(name, {} as types.GroupArgs, { ...options, id });
  }

  /** Whether a value is a `Group`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isOfType(value, "Group");
  }
}

const groupFacts = { type: "Group", version: VERSION, outputs: ["name", "organization", "displayName", "avatarUrl", "quotaAllowance", "members", "memberIds", "organizationId", "organizationName", "source", "url"], secretInputs: [], secretOutputs: [] };

/** The provisioner daemons of an organization, which import templates and build workspaces. */
export function getProvisionerDaemons(args?: types.GetProvisionerDaemonsArgs, options?: pulumi.InvokeOptions): Promise<types.GetProvisionerDaemonsResult> {
  return invoke("getProvisionerDaemons", args, { version: VERSION, ...options });
}
/** The provisioner daemons of an organization, which import templates and build workspaces. */
export function getProvisionerDaemonsOutput(args?: types.GetProvisionerDaemonsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetProvisionerDaemonsResult> {
  return invokeOutput("getProvisionerDaemons", args, { version: VERSION, ...options });
}

/** The provisioner jobs of an organization, newest first. */
export function getProvisionerJobs(args?: types.GetProvisionerJobsArgs, options?: pulumi.InvokeOptions): Promise<types.GetProvisionerJobsResult> {
  return invoke("getProvisionerJobs", args, { version: VERSION, ...options });
}
/** The provisioner jobs of an organization, newest first. */
export function getProvisionerJobsOutput(args?: types.GetProvisionerJobsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetProvisionerJobsResult> {
  return invokeOutput("getProvisionerJobs", args, { version: VERSION, ...options });
}

/** A workspace build by its id, or by its workspace and its number. */
export function getWorkspaceBuild(args: types.GetWorkspaceBuildArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceBuildResult> {
  return invoke("getWorkspaceBuild", args, { version: VERSION, ...options });
}
/** A workspace build by its id, or by its workspace and its number. */
export function getWorkspaceBuildOutput(args: types.GetWorkspaceBuildOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceBuildResult> {
  return invokeOutput("getWorkspaceBuild", args, { version: VERSION, ...options });
}

/** The builds of a workspace, newest first. */
export function getWorkspaceBuilds(args: types.GetWorkspaceBuildsArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceBuildsResult> {
  return invoke("getWorkspaceBuilds", args, { version: VERSION, ...options });
}
/** The builds of a workspace, newest first. */
export function getWorkspaceBuildsOutput(args: types.GetWorkspaceBuildsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceBuildsResult> {
  return invokeOutput("getWorkspaceBuilds", args, { version: VERSION, ...options });
}

/** The log of a build, as far as it is written. */
export function getWorkspaceBuildLogs(args: types.GetWorkspaceBuildLogsArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceBuildLogsResult> {
  return invoke("getWorkspaceBuildLogs", args, { version: VERSION, ...options });
}
/** The log of a build, as far as it is written. */
export function getWorkspaceBuildLogsOutput(args: types.GetWorkspaceBuildLogsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceBuildLogsResult> {
  return invokeOutput("getWorkspaceBuildLogs", args, { version: VERSION, ...options });
}

/** The parameter values of a build. */
export function getBuildParameters(args: types.GetBuildParametersArgs, options?: pulumi.InvokeOptions): Promise<types.GetBuildParametersResult> {
  return invoke("getBuildParameters", args, { version: VERSION, ...options });
}
/** The parameter values of a build. */
export function getBuildParametersOutput(args: types.GetBuildParametersOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetBuildParametersResult> {
  return invokeOutput("getBuildParameters", args, { version: VERSION, ...options });
}

/** Terraform's state after a build. Needs the right to change the template. Secret. This form returns it unprotected: take care that it is not shown. */
export function getWorkspaceBuildState(args: types.GetWorkspaceBuildStateArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceBuildStateResult> {
  return invoke("getWorkspaceBuildState", args, { version: VERSION, ...options });
}
/** Terraform's state after a build. Needs the right to change the template. Secret. */
export function getWorkspaceBuildStateOutput(args: types.GetWorkspaceBuildStateOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceBuildStateResult> {
  return invokeOutput("getWorkspaceBuildState", args, { version: VERSION, ...options });
}

/** The templates that the token's user may see. */
export function getTemplates(args?: types.GetTemplatesArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplatesResult> {
  return invoke("getTemplates", args, { version: VERSION, ...options });
}
/** The templates that the token's user may see. */
export function getTemplatesOutput(args?: types.GetTemplatesOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplatesResult> {
  return invokeOutput("getTemplates", args, { version: VERSION, ...options });
}

/** A template by its id, or by its name in an organization. */
export function getTemplate(args: types.GetTemplateArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateResult> {
  return invoke("getTemplate", args, { version: VERSION, ...options });
}
/** A template by its id, or by its name in an organization. */
export function getTemplateOutput(args: types.GetTemplateOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateResult> {
  return invokeOutput("getTemplate", args, { version: VERSION, ...options });
}

/** The example templates that the server has. A template version can be made of an example. */
export function getTemplateExamples(args?: types.GetTemplateExamplesArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateExamplesResult> {
  return invoke("getTemplateExamples", args, { version: VERSION, ...options });
}
/** The example templates that the server has. A template version can be made of an example. */
export function getTemplateExamplesOutput(args?: types.GetTemplateExamplesOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateExamplesResult> {
  return invokeOutput("getTemplateExamples", args, { version: VERSION, ...options });
}

/** The number of people who used workspaces of a template, for each day. */
export function getTemplateDailyActiveUsers(args: types.GetTemplateDailyActiveUsersArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateDailyActiveUsersResult> {
  return invoke("getTemplateDailyActiveUsers", args, { version: VERSION, ...options });
}
/** The number of people who used workspaces of a template, for each day. */
export function getTemplateDailyActiveUsersOutput(args: types.GetTemplateDailyActiveUsersOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateDailyActiveUsersResult> {
  return invokeOutput("getTemplateDailyActiveUsers", args, { version: VERSION, ...options });
}

/** What it means for the workspaces of a template when a version becomes its active one: how many there are, how many follow by themselves, and which could not be updated with the parameter values that they have. Of the workspaces that the token's user may see; those that have the version already are no matter. */
export function getTemplateImpact(args: types.GetTemplateImpactArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateImpactResult> {
  return invoke("getTemplateImpact", args, { version: VERSION, ...options });
}
/** What it means for the workspaces of a template when a version becomes its active one: how many there are, how many follow by themselves, and which could not be updated with the parameter values that they have. Of the workspaces that the token's user may see; those that have the version already are no matter. */
export function getTemplateImpactOutput(args: types.GetTemplateImpactOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateImpactResult> {
  return invokeOutput("getTemplateImpact", args, { version: VERSION, ...options });
}

/** All versions of a template, oldest first. */
export function getTemplateVersions(args: types.GetTemplateVersionsArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateVersionsResult> {
  return invoke("getTemplateVersions", args, { version: VERSION, ...options });
}
/** All versions of a template, oldest first. */
export function getTemplateVersionsOutput(args: types.GetTemplateVersionsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateVersionsResult> {
  return invokeOutput("getTemplateVersions", args, { version: VERSION, ...options });
}

/** A template version by its id, or by its name and its template. */
export function getTemplateVersion(args: types.GetTemplateVersionArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateVersionResult> {
  return invoke("getTemplateVersion", args, { version: VERSION, ...options });
}
/** A template version by its id, or by its name and its template. */
export function getTemplateVersionOutput(args: types.GetTemplateVersionOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateVersionResult> {
  return invokeOutput("getTemplateVersion", args, { version: VERSION, ...options });
}

/** The version of a template that was made before another one. */
export function getPreviousTemplateVersion(args: types.GetPreviousTemplateVersionArgs, options?: pulumi.InvokeOptions): Promise<types.GetPreviousTemplateVersionResult> {
  return invoke("getPreviousTemplateVersion", args, { version: VERSION, ...options });
}
/** The version of a template that was made before another one. */
export function getPreviousTemplateVersionOutput(args: types.GetPreviousTemplateVersionOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetPreviousTemplateVersionResult> {
  return invokeOutput("getPreviousTemplateVersion", args, { version: VERSION, ...options });
}

/** The log of a template version's import, as far as it is written. */
export function getTemplateVersionLogs(args: types.GetTemplateVersionLogsArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateVersionLogsResult> {
  return invoke("getTemplateVersionLogs", args, { version: VERSION, ...options });
}
/** The log of a template version's import, as far as it is written. */
export function getTemplateVersionLogsOutput(args: types.GetTemplateVersionLogsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateVersionLogsResult> {
  return invokeOutput("getTemplateVersionLogs", args, { version: VERSION, ...options });
}

/** The parameters that a workspace of a template version takes. */
export function getTemplateVersionParameters(args: types.GetTemplateVersionParametersArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateVersionParametersResult> {
  return invoke("getTemplateVersionParameters", args, { version: VERSION, ...options });
}
/** The parameters that a workspace of a template version takes. */
export function getTemplateVersionParametersOutput(args: types.GetTemplateVersionParametersOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateVersionParametersResult> {
  return invokeOutput("getTemplateVersionParameters", args, { version: VERSION, ...options });
}

/** The Terraform variables of a template version, and the values that it was imported with. Secret. This form returns it unprotected: take care that it is not shown. */
export function getTemplateVersionVariables(args: types.GetTemplateVersionVariablesArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateVersionVariablesResult> {
  return invoke("getTemplateVersionVariables", args, { version: VERSION, ...options });
}
/** The Terraform variables of a template version, and the values that it was imported with. Secret. */
export function getTemplateVersionVariablesOutput(args: types.GetTemplateVersionVariablesOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateVersionVariablesResult> {
  return invokeOutput("getTemplateVersionVariables", args, { version: VERSION, ...options });
}

/** The presets of parameter values that a template version defines. */
export function getTemplateVersionPresets(args: types.GetTemplateVersionPresetsArgs, options?: pulumi.InvokeOptions): Promise<types.GetTemplateVersionPresetsResult> {
  return invoke("getTemplateVersionPresets", args, { version: VERSION, ...options });
}
/** The presets of parameter values that a template version defines. */
export function getTemplateVersionPresetsOutput(args: types.GetTemplateVersionPresetsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetTemplateVersionPresetsResult> {
  return invokeOutput("getTemplateVersionPresets", args, { version: VERSION, ...options });
}

/** Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; nothing is created. If the plan fails, the error shows its log. */
export function dryRunTemplateVersion(args: types.DryRunTemplateVersionArgs, options?: pulumi.InvokeOptions): Promise<types.DryRunTemplateVersionResult> {
  return invoke("dryRunTemplateVersion", args, { version: VERSION, ...options });
}
/** Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; nothing is created. If the plan fails, the error shows its log. */
export function dryRunTemplateVersionOutput(args: types.DryRunTemplateVersionOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.DryRunTemplateVersionResult> {
  return invokeOutput("dryRunTemplateVersion", args, { version: VERSION, ...options });
}

/** Asks the server to evaluate parameter values: which parameters exist with these values, and which problems there are. Builds nothing. */
export function evaluateTemplateVersionParameters(args: types.EvaluateTemplateVersionParametersArgs, options?: pulumi.InvokeOptions): Promise<types.EvaluateTemplateVersionParametersResult> {
  return invoke("evaluateTemplateVersionParameters", args, { version: VERSION, ...options });
}
/** Asks the server to evaluate parameter values: which parameters exist with these values, and which problems there are. Builds nothing. */
export function evaluateTemplateVersionParametersOutput(args: types.EvaluateTemplateVersionParametersOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.EvaluateTemplateVersionParametersResult> {
  return invokeOutput("evaluateTemplateVersionParameters", args, { version: VERSION, ...options });
}

/** A workspace by its id, or by its name and its owner. */
export function getWorkspace(args: types.GetWorkspaceArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceResult> {
  return invoke("getWorkspace", args, { version: VERSION, ...options });
}
/** A workspace by its id, or by its name and its owner. */
export function getWorkspaceOutput(args: types.GetWorkspaceOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceResult> {
  return invokeOutput("getWorkspace", args, { version: VERSION, ...options });
}

/** The workspaces that the token's user may see and that match all given filters. */
export function getWorkspaces(args?: types.GetWorkspacesArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspacesResult> {
  return invoke("getWorkspaces", args, { version: VERSION, ...options });
}
/** The workspaces that the token's user may see and that match all given filters. */
export function getWorkspacesOutput(args?: types.GetWorkspacesOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspacesResult> {
  return invokeOutput("getWorkspaces", args, { version: VERSION, ...options });
}

/** Whether a workspace could start automatically with its present parameter values. */
export function resolveWorkspaceAutostart(args: types.ResolveWorkspaceAutostartArgs, options?: pulumi.InvokeOptions): Promise<types.ResolveWorkspaceAutostartResult> {
  return invoke("resolveWorkspaceAutostart", args, { version: VERSION, ...options });
}
/** Whether a workspace could start automatically with its present parameter values. */
export function resolveWorkspaceAutostartOutput(args: types.ResolveWorkspaceAutostartOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.ResolveWorkspaceAutostartResult> {
  return invokeOutput("resolveWorkspaceAutostart", args, { version: VERSION, ...options });
}

/** What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of sensitive items, which other functions leave out. Secret. This form returns it unprotected: take care that it is not shown. */
export function getWorkspaceResourceMetadata(args: types.GetWorkspaceResourceMetadataArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceResourceMetadataResult> {
  return invoke("getWorkspaceResourceMetadata", args, { version: VERSION, ...options });
}
/** What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of sensitive items, which other functions leave out. Secret. */
export function getWorkspaceResourceMetadataOutput(args: types.GetWorkspaceResourceMetadataOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceResourceMetadataResult> {
  return invokeOutput("getWorkspaceResourceMetadata", args, { version: VERSION, ...options });
}

/** How long the steps of a build took: of a workspace's latest build, or of a given build. */
export function getWorkspaceTimings(args: types.GetWorkspaceTimingsArgs, options?: pulumi.InvokeOptions): Promise<types.GetWorkspaceTimingsResult> {
  return invoke("getWorkspaceTimings", args, { version: VERSION, ...options });
}
/** How long the steps of a build took: of a workspace's latest build, or of a given build. */
export function getWorkspaceTimingsOutput(args: types.GetWorkspaceTimingsOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetWorkspaceTimingsResult> {
  return invokeOutput("getWorkspaceTimings", args, { version: VERSION, ...options });
}

/** A user by id or name. Default: the token's user. */
export function getUser(args?: types.GetUserArgs, options?: pulumi.InvokeOptions): Promise<types.GetUserResult> {
  return invoke("getUser", args, { version: VERSION, ...options });
}
/** A user by id or name. Default: the token's user. */
export function getUserOutput(args?: types.GetUserOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetUserResult> {
  return invokeOutput("getUser", args, { version: VERSION, ...options });
}

/** An organization by id or name. Default: the provider's organization. */
export function getOrganization(args?: types.GetOrganizationArgs, options?: pulumi.InvokeOptions): Promise<types.GetOrganizationResult> {
  return invoke("getOrganization", args, { version: VERSION, ...options });
}
/** An organization by id or name. Default: the provider's organization. */
export function getOrganizationOutput(args?: types.GetOrganizationOutputArgs, options?: pulumi.InvokeOutputOptions): pulumi.Output<types.GetOrganizationResult> {
  return invokeOutput("getOrganization", args, { version: VERSION, ...options });
}
