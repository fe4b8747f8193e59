// Made by `npm run schema` from the declarations in provider/. Do not edit.
import * as pulumi from "@pulumi/pulumi";
import { lifted, plain } from "../dynamic-functions";
import { DynamicRegistration, isOfType, type DynamicResourceOptions } from "../dynamic-resource";
import type * as types from "./types";

export interface TemplateVersion extends types.TemplateVersionOutputs {}
/**
 * A version of a template: Terraform files that the server has imported.
 *
 * A replacement is imported before the old version is archived, so the template always has a version that works. A failed import leaves the active version as it is.
 */
export class TemplateVersion extends pulumi.CustomResource {
  constructor(name: string, args: types.TemplateVersionArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(templateVersionFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): TemplateVersion {
    return new TemplateVersion(name, {} as types.TemplateVersionArgs, { ...options, id });
  }

  /** Whether a value is a `TemplateVersion`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is TemplateVersion {
    return isOfType(value, "TemplateVersion");
  }
}

const templateVersionFacts = { type: "TemplateVersion", outputs: ["templateName", "organization", "source", "name", "message", "variables", "provisionerTags", "onDelete", "digest", "files", "organizationId", "templateId", "jobId", "status", "git", "archived", "parameters", "presets", "resources", "sensitiveVariables", "warnings", "createdAt", "url"] };

export interface Template extends types.TemplateOutputs {}
/**
 * A template: its files, its metadata, and which of its versions new workspaces get.
 *
 * With `source` it makes its versions itself. With `activeVersionId` it has a version that another resource makes. With `firstVersionId` it is created with a version, and others decide which one is active after that.
 *
 * It can be deleted only when no workspace uses it, or with `forceDelete`.
 */
export class Template extends pulumi.CustomResource {
  constructor(name: string, args: types.TemplateArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(templateFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): Template {
    return new Template(name, {} as types.TemplateArgs, { ...options, id });
  }

  /** Whether a value is a `Template`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Template {
    return isOfType(value, "Template");
  }
}

const templateFacts = { type: "Template", outputs: ["name", "organization", "source", "variables", "provisionerTags", "versionName", "versionMessage", "replacedVersions", "firstVersionId", "displayName", "description", "icon", "defaultTtlMilliseconds", "activityBumpMilliseconds", "autostopRequirement", "autostartRequirement", "allowUserAutostart", "allowUserAutostop", "allowUserCancelWorkspaceJobs", "failureTtlMilliseconds", "timeTilDormantMilliseconds", "timeTilDormantAutodeleteMilliseconds", "requireActiveVersion", "deprecationMessage", "maxPortShareLevel", "useClassicParameterFlow", "accessControl", "disableEveryoneGroupAccess", "forceDelete", "activeVersionId", "digest", "files", "sourceVersion", "organizationId", "organizationName", "provisioner", "deprecated", "createdByName", "createdAt", "url"] };

export interface TemplatePromotion extends types.TemplatePromotionOutputs {}
/**
 * Makes a version the active one of its template, once all that the promotion depends on has succeeded: a workspace that tries the version, for example. The template itself declares `firstVersionId`, or is managed elsewhere.
 *
 * A promotion by hand is shown by a refresh, and put back by the next update. Deleting the resource leaves the active version as it is, or goes back to the one before with `onDelete: "restore"`.
 */
export class TemplatePromotion extends pulumi.CustomResource {
  constructor(name: string, args: types.TemplatePromotionArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(templatePromotionFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): TemplatePromotion {
    return new TemplatePromotion(name, {} as types.TemplatePromotionArgs, { ...options, id });
  }

  /** Whether a value is a `TemplatePromotion`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is TemplatePromotion {
    return isOfType(value, "TemplatePromotion");
  }
}

const templatePromotionFacts = { type: "TemplatePromotion", outputs: ["templateId", "templateVersionId", "onDelete", "templateVersionName", "templateName", "organizationName", "previousVersionId", "previousVersionName", "url"] };

export interface Workspace extends types.WorkspaceOutputs {}
/**
 * A workspace of a template, running or stopped, with the values of its parameters and its schedule.
 *
 * Properties that the program does not declare are left as they are on the server.
 */
export class Workspace extends pulumi.CustomResource {
  constructor(name: string, args: types.WorkspaceArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(workspaceFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): Workspace {
    return new Workspace(name, {} as types.WorkspaceArgs, { ...options, id });
  }

  /** Whether a value is a `Workspace`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Workspace {
    return isOfType(value, "Workspace");
  }
}

const workspaceFacts = { type: "Workspace", outputs: ["name", "owner", "templateId", "templateVersionId", "parameters", "preset", "autostartSchedule", "ttlMilliseconds", "automaticUpdates", "dormant", "favorite", "transition", "waitForAgents", "waitForApps", "agentTimeoutSeconds", "orphanOnDelete", "templateName", "templateVersionName", "outdated", "ownerId", "ownerName", "organizationId", "organizationName", "latestBuild", "status", "agents", "resources", "health", "deadline", "dormantAt", "deletingAt", "createdAt", "url"] };

export interface WorkspaceBuild extends types.WorkspaceBuildOutputs {}
/**
 * A build of a workspace on demand. It runs when the resource is created, and again when an input changes.
 *
 * Deleting the resource leaves the workspace and its history as they are.
 */
export class WorkspaceBuild extends pulumi.CustomResource {
  constructor(name: string, args: types.WorkspaceBuildArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(workspaceBuildFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): WorkspaceBuild {
    return new WorkspaceBuild(name, {} as types.WorkspaceBuildArgs, { ...options, id });
  }

  /** Whether a value is a `WorkspaceBuild`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is WorkspaceBuild {
    return isOfType(value, "WorkspaceBuild");
  }
}

const workspaceBuildFacts = { type: "WorkspaceBuild", outputs: ["workspaceId", "transition", "templateVersionId", "parameters", "preset", "logLevel", "triggers", "templateVersionName", "buildNumber", "status", "jobId", "workspaceName", "ownerName", "initiatorName", "createdAt", "url"] };

export interface BuildParameters extends types.BuildParametersOutputs {}
/**
 * Values of some parameters of a workspace that the program does not manage. Everything else about the workspace is left alone.
 *
 * Deleting the resource leaves the values as they are.
 */
export class BuildParameters extends pulumi.CustomResource {
  constructor(name: string, args: types.BuildParametersArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(buildParametersFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): BuildParameters {
    return new BuildParameters(name, {} as types.BuildParametersArgs, { ...options, id });
  }

  /** Whether a value is a `BuildParameters`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is BuildParameters {
    return isOfType(value, "BuildParameters");
  }
}

const buildParametersFacts = { type: "BuildParameters", outputs: ["workspaceId", "parameters", "workspaceName", "ownerName", "buildId", "buildStatus", "url"] };

export interface Group extends types.GroupOutputs {}
/**
 * A group of users in an organization, for quotas and for the access lists of templates. Needs a licence.
 *
 * Its members are managed only if they are declared. Deleting the group keeps the users; they lose the rights that only the group gave them.
 */
export class Group extends pulumi.CustomResource {
  constructor(name: string, args: types.GroupArgs, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(groupFacts, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: DynamicResourceOptions): Group {
    return new Group(name, {} as types.GroupArgs, { ...options, id });
  }

  /** Whether a value is a `Group`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Group {
    return isOfType(value, "Group");
  }
}

const groupFacts = { type: "Group", outputs: ["name", "organization", "displayName", "avatarUrl", "quotaAllowance", "members", "memberIds", "organizationId", "organizationName", "source", "url"] };

/** The provisioner daemons of an organization, which import templates and build workspaces. */
export function getProvisionerDaemons(args?: types.GetProvisionerDaemonsArgs): Promise<types.GetProvisionerDaemonsResult>;
export function getProvisionerDaemons(...given: readonly unknown[]): Promise<unknown> {
  return plain("getProvisionerDaemons", given);
}
/** The provisioner daemons of an organization, which import templates and build workspaces. */
export function getProvisionerDaemonsOutput(args?: types.GetProvisionerDaemonsOutputArgs): pulumi.Output<types.GetProvisionerDaemonsResult>;
export function getProvisionerDaemonsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getProvisionerDaemons", given);
}

/** The provisioner jobs of an organization, newest first. */
export function getProvisionerJobs(args?: types.GetProvisionerJobsArgs): Promise<types.GetProvisionerJobsResult>;
export function getProvisionerJobs(...given: readonly unknown[]): Promise<unknown> {
  return plain("getProvisionerJobs", given);
}
/** The provisioner jobs of an organization, newest first. */
export function getProvisionerJobsOutput(args?: types.GetProvisionerJobsOutputArgs): pulumi.Output<types.GetProvisionerJobsResult>;
export function getProvisionerJobsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getProvisionerJobs", given);
}

/** A workspace build by its id, or by its workspace and its number. */
export function getWorkspaceBuild(args: types.GetWorkspaceBuildArgs): Promise<types.GetWorkspaceBuildResult>;
export function getWorkspaceBuild(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaceBuild", given);
}
/** A workspace build by its id, or by its workspace and its number. */
export function getWorkspaceBuildOutput(args: types.GetWorkspaceBuildOutputArgs): pulumi.Output<types.GetWorkspaceBuildResult>;
export function getWorkspaceBuildOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaceBuild", given);
}

/** The builds of a workspace, newest first. */
export function getWorkspaceBuilds(args: types.GetWorkspaceBuildsArgs): Promise<types.GetWorkspaceBuildsResult>;
export function getWorkspaceBuilds(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaceBuilds", given);
}
/** The builds of a workspace, newest first. */
export function getWorkspaceBuildsOutput(args: types.GetWorkspaceBuildsOutputArgs): pulumi.Output<types.GetWorkspaceBuildsResult>;
export function getWorkspaceBuildsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaceBuilds", given);
}

/** The log of a build, as far as it is written. */
export function getWorkspaceBuildLogs(args: types.GetWorkspaceBuildLogsArgs): Promise<types.GetWorkspaceBuildLogsResult>;
export function getWorkspaceBuildLogs(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaceBuildLogs", given);
}
/** The log of a build, as far as it is written. */
export function getWorkspaceBuildLogsOutput(args: types.GetWorkspaceBuildLogsOutputArgs): pulumi.Output<types.GetWorkspaceBuildLogsResult>;
export function getWorkspaceBuildLogsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaceBuildLogs", given);
}

/** The parameter values of a build. */
export function getBuildParameters(args: types.GetBuildParametersArgs): Promise<types.GetBuildParametersResult>;
export function getBuildParameters(...given: readonly unknown[]): Promise<unknown> {
  return plain("getBuildParameters", given);
}
/** The parameter values of a build. */
export function getBuildParametersOutput(args: types.GetBuildParametersOutputArgs): pulumi.Output<types.GetBuildParametersResult>;
export function getBuildParametersOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getBuildParameters", given);
}

/** Terraform's state after a build. Needs the right to change the template. Secret. This form returns it unprotected: take care that it is not shown. */
export function getWorkspaceBuildState(args: types.GetWorkspaceBuildStateArgs): Promise<types.GetWorkspaceBuildStateResult>;
export function getWorkspaceBuildState(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaceBuildState", given);
}
/** Terraform's state after a build. Needs the right to change the template. Secret. */
export function getWorkspaceBuildStateOutput(args: types.GetWorkspaceBuildStateOutputArgs): pulumi.Output<types.GetWorkspaceBuildStateResult>;
export function getWorkspaceBuildStateOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaceBuildState", given, { isSecret: true });
}

/** The templates that the token's user may see. */
export function getTemplates(args?: types.GetTemplatesArgs): Promise<types.GetTemplatesResult>;
export function getTemplates(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplates", given);
}
/** The templates that the token's user may see. */
export function getTemplatesOutput(args?: types.GetTemplatesOutputArgs): pulumi.Output<types.GetTemplatesResult>;
export function getTemplatesOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplates", given);
}

/** A template by its id, or by its name in an organization. */
export function getTemplate(args: types.GetTemplateArgs): Promise<types.GetTemplateResult>;
export function getTemplate(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplate", given);
}
/** A template by its id, or by its name in an organization. */
export function getTemplateOutput(args: types.GetTemplateOutputArgs): pulumi.Output<types.GetTemplateResult>;
export function getTemplateOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplate", given);
}

/** The example templates that the server has. A template version can be made of an example. */
export function getTemplateExamples(args?: types.GetTemplateExamplesArgs): Promise<types.GetTemplateExamplesResult>;
export function getTemplateExamples(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateExamples", given);
}
/** The example templates that the server has. A template version can be made of an example. */
export function getTemplateExamplesOutput(args?: types.GetTemplateExamplesOutputArgs): pulumi.Output<types.GetTemplateExamplesResult>;
export function getTemplateExamplesOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateExamples", given);
}

/** The number of people who used workspaces of a template, for each day. */
export function getTemplateDailyActiveUsers(args: types.GetTemplateDailyActiveUsersArgs): Promise<types.GetTemplateDailyActiveUsersResult>;
export function getTemplateDailyActiveUsers(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateDailyActiveUsers", given);
}
/** The number of people who used workspaces of a template, for each day. */
export function getTemplateDailyActiveUsersOutput(args: types.GetTemplateDailyActiveUsersOutputArgs): pulumi.Output<types.GetTemplateDailyActiveUsersResult>;
export function getTemplateDailyActiveUsersOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateDailyActiveUsers", given);
}

/** What it means for the workspaces of a template when a version becomes its active one: how many there are, how many follow by themselves, and which could not be updated with the parameter values that they have. Of the workspaces that the token's user may see; those that have the version already are no matter. */
export function getTemplateImpact(args: types.GetTemplateImpactArgs): Promise<types.GetTemplateImpactResult>;
export function getTemplateImpact(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateImpact", given);
}
/** What it means for the workspaces of a template when a version becomes its active one: how many there are, how many follow by themselves, and which could not be updated with the parameter values that they have. Of the workspaces that the token's user may see; those that have the version already are no matter. */
export function getTemplateImpactOutput(args: types.GetTemplateImpactOutputArgs): pulumi.Output<types.GetTemplateImpactResult>;
export function getTemplateImpactOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateImpact", given);
}

/** All versions of a template, oldest first. */
export function getTemplateVersions(args: types.GetTemplateVersionsArgs): Promise<types.GetTemplateVersionsResult>;
export function getTemplateVersions(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateVersions", given);
}
/** All versions of a template, oldest first. */
export function getTemplateVersionsOutput(args: types.GetTemplateVersionsOutputArgs): pulumi.Output<types.GetTemplateVersionsResult>;
export function getTemplateVersionsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateVersions", given);
}

/** A template version by its id, or by its name and its template. */
export function getTemplateVersion(args: types.GetTemplateVersionArgs): Promise<types.GetTemplateVersionResult>;
export function getTemplateVersion(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateVersion", given);
}
/** A template version by its id, or by its name and its template. */
export function getTemplateVersionOutput(args: types.GetTemplateVersionOutputArgs): pulumi.Output<types.GetTemplateVersionResult>;
export function getTemplateVersionOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateVersion", given);
}

/** The version of a template that was made before another one. */
export function getPreviousTemplateVersion(args: types.GetPreviousTemplateVersionArgs): Promise<types.GetPreviousTemplateVersionResult>;
export function getPreviousTemplateVersion(...given: readonly unknown[]): Promise<unknown> {
  return plain("getPreviousTemplateVersion", given);
}
/** The version of a template that was made before another one. */
export function getPreviousTemplateVersionOutput(args: types.GetPreviousTemplateVersionOutputArgs): pulumi.Output<types.GetPreviousTemplateVersionResult>;
export function getPreviousTemplateVersionOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getPreviousTemplateVersion", given);
}

/** The log of a template version's import, as far as it is written. */
export function getTemplateVersionLogs(args: types.GetTemplateVersionLogsArgs): Promise<types.GetTemplateVersionLogsResult>;
export function getTemplateVersionLogs(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateVersionLogs", given);
}
/** The log of a template version's import, as far as it is written. */
export function getTemplateVersionLogsOutput(args: types.GetTemplateVersionLogsOutputArgs): pulumi.Output<types.GetTemplateVersionLogsResult>;
export function getTemplateVersionLogsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateVersionLogs", given);
}

/** The parameters that a workspace of a template version takes. */
export function getTemplateVersionParameters(args: types.GetTemplateVersionParametersArgs): Promise<types.GetTemplateVersionParametersResult>;
export function getTemplateVersionParameters(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateVersionParameters", given);
}
/** The parameters that a workspace of a template version takes. */
export function getTemplateVersionParametersOutput(args: types.GetTemplateVersionParametersOutputArgs): pulumi.Output<types.GetTemplateVersionParametersResult>;
export function getTemplateVersionParametersOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateVersionParameters", given);
}

/** The Terraform variables of a template version, and the values that it was imported with. Secret. This form returns it unprotected: take care that it is not shown. */
export function getTemplateVersionVariables(args: types.GetTemplateVersionVariablesArgs): Promise<types.GetTemplateVersionVariablesResult>;
export function getTemplateVersionVariables(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateVersionVariables", given);
}
/** The Terraform variables of a template version, and the values that it was imported with. Secret. */
export function getTemplateVersionVariablesOutput(args: types.GetTemplateVersionVariablesOutputArgs): pulumi.Output<types.GetTemplateVersionVariablesResult>;
export function getTemplateVersionVariablesOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateVersionVariables", given, { isSecret: true });
}

/** The presets of parameter values that a template version defines. */
export function getTemplateVersionPresets(args: types.GetTemplateVersionPresetsArgs): Promise<types.GetTemplateVersionPresetsResult>;
export function getTemplateVersionPresets(...given: readonly unknown[]): Promise<unknown> {
  return plain("getTemplateVersionPresets", given);
}
/** The presets of parameter values that a template version defines. */
export function getTemplateVersionPresetsOutput(args: types.GetTemplateVersionPresetsOutputArgs): pulumi.Output<types.GetTemplateVersionPresetsResult>;
export function getTemplateVersionPresetsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getTemplateVersionPresets", given);
}

/** Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; nothing is created. If the plan fails, the error shows its log. */
export function dryRunTemplateVersion(args: types.DryRunTemplateVersionArgs): Promise<types.DryRunTemplateVersionResult>;
export function dryRunTemplateVersion(...given: readonly unknown[]): Promise<unknown> {
  return plain("dryRunTemplateVersion", given);
}
/** Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; nothing is created. If the plan fails, the error shows its log. */
export function dryRunTemplateVersionOutput(args: types.DryRunTemplateVersionOutputArgs): pulumi.Output<types.DryRunTemplateVersionResult>;
export function dryRunTemplateVersionOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("dryRunTemplateVersion", given);
}

/** Asks the server to evaluate parameter values: which parameters exist with these values, and which problems there are. Builds nothing. */
export function evaluateTemplateVersionParameters(args: types.EvaluateTemplateVersionParametersArgs): Promise<types.EvaluateTemplateVersionParametersResult>;
export function evaluateTemplateVersionParameters(...given: readonly unknown[]): Promise<unknown> {
  return plain("evaluateTemplateVersionParameters", given);
}
/** Asks the server to evaluate parameter values: which parameters exist with these values, and which problems there are. Builds nothing. */
export function evaluateTemplateVersionParametersOutput(args: types.EvaluateTemplateVersionParametersOutputArgs): pulumi.Output<types.EvaluateTemplateVersionParametersResult>;
export function evaluateTemplateVersionParametersOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("evaluateTemplateVersionParameters", given);
}

/** A workspace by its id, or by its name and its owner. */
export function getWorkspace(args: types.GetWorkspaceArgs): Promise<types.GetWorkspaceResult>;
export function getWorkspace(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspace", given);
}
/** A workspace by its id, or by its name and its owner. */
export function getWorkspaceOutput(args: types.GetWorkspaceOutputArgs): pulumi.Output<types.GetWorkspaceResult>;
export function getWorkspaceOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspace", given);
}

/** The workspaces that the token's user may see and that match all given filters. */
export function getWorkspaces(args?: types.GetWorkspacesArgs): Promise<types.GetWorkspacesResult>;
export function getWorkspaces(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaces", given);
}
/** The workspaces that the token's user may see and that match all given filters. */
export function getWorkspacesOutput(args?: types.GetWorkspacesOutputArgs): pulumi.Output<types.GetWorkspacesResult>;
export function getWorkspacesOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaces", given);
}

/** Whether a workspace could start automatically with its present parameter values. */
export function resolveWorkspaceAutostart(args: types.ResolveWorkspaceAutostartArgs): Promise<types.ResolveWorkspaceAutostartResult>;
export function resolveWorkspaceAutostart(...given: readonly unknown[]): Promise<unknown> {
  return plain("resolveWorkspaceAutostart", given);
}
/** Whether a workspace could start automatically with its present parameter values. */
export function resolveWorkspaceAutostartOutput(args: types.ResolveWorkspaceAutostartOutputArgs): pulumi.Output<types.ResolveWorkspaceAutostartResult>;
export function resolveWorkspaceAutostartOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("resolveWorkspaceAutostart", given);
}

/** What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of sensitive items, which other functions leave out. Secret. This form returns it unprotected: take care that it is not shown. */
export function getWorkspaceResourceMetadata(args: types.GetWorkspaceResourceMetadataArgs): Promise<types.GetWorkspaceResourceMetadataResult>;
export function getWorkspaceResourceMetadata(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaceResourceMetadata", given);
}
/** What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of sensitive items, which other functions leave out. Secret. */
export function getWorkspaceResourceMetadataOutput(args: types.GetWorkspaceResourceMetadataOutputArgs): pulumi.Output<types.GetWorkspaceResourceMetadataResult>;
export function getWorkspaceResourceMetadataOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaceResourceMetadata", given, { isSecret: true });
}

/** How long the steps of a build took: of a workspace's latest build, or of a given build. */
export function getWorkspaceTimings(args: types.GetWorkspaceTimingsArgs): Promise<types.GetWorkspaceTimingsResult>;
export function getWorkspaceTimings(...given: readonly unknown[]): Promise<unknown> {
  return plain("getWorkspaceTimings", given);
}
/** How long the steps of a build took: of a workspace's latest build, or of a given build. */
export function getWorkspaceTimingsOutput(args: types.GetWorkspaceTimingsOutputArgs): pulumi.Output<types.GetWorkspaceTimingsResult>;
export function getWorkspaceTimingsOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getWorkspaceTimings", given);
}

/** A user by id or name. Default: the token's user. */
export function getUser(args?: types.GetUserArgs): Promise<types.GetUserResult>;
export function getUser(...given: readonly unknown[]): Promise<unknown> {
  return plain("getUser", given);
}
/** A user by id or name. Default: the token's user. */
export function getUserOutput(args?: types.GetUserOutputArgs): pulumi.Output<types.GetUserResult>;
export function getUserOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getUser", given);
}

/** An organization by id or name. Default: the provider's organization. */
export function getOrganization(args?: types.GetOrganizationArgs): Promise<types.GetOrganizationResult>;
export function getOrganization(...given: readonly unknown[]): Promise<unknown> {
  return plain("getOrganization", given);
}
/** An organization by id or name. Default: the provider's organization. */
export function getOrganizationOutput(args?: types.GetOrganizationOutputArgs): pulumi.Output<types.GetOrganizationResult>;
export function getOrganizationOutput(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("getOrganization", given);
}
