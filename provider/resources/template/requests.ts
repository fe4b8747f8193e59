// Templates: from declared inputs to requests, and from answers to inputs.
import type { CreateTemplateRequest, Template, UpdateTemplateRequest } from "../../client/templates";
import { inOrderOfWeek, portShareLevelSchema, type HeldInputs, type TemplateInputs } from "./properties";

/** The server's values under the names that a program uses. */
export function toInputs(template: Template): HeldInputs {
  return {
    name: template.name,
    activeVersionId: template.active_version_id,
    displayName: template.display_name,
    description: template.description,
    icon: template.icon,
    defaultTtlMilliseconds: template.default_ttl_ms,
    activityBumpMilliseconds: template.activity_bump_ms,
    autostopRequirement: {
      daysOfWeek: inOrderOfWeek(template.autostop_requirement.days_of_week),
      weeks: template.autostop_requirement.weeks,
    },
    autostartRequirement: { daysOfWeek: inOrderOfWeek(template.autostart_requirement.days_of_week) },
    allowUserAutostart: template.allow_user_autostart,
    allowUserAutostop: template.allow_user_autostop,
    allowUserCancelWorkspaceJobs: template.allow_user_cancel_workspace_jobs,
    failureTtlMilliseconds: template.failure_ttl_ms,
    timeTilDormantMilliseconds: template.time_til_dormant_ms,
    timeTilDormantAutodeleteMilliseconds: template.time_til_dormant_autodelete_ms,
    requireActiveVersion: template.require_active_version,
    deprecationMessage: template.deprecation_message,
    // Undefined where the server has no such limit, or a level that this package does not know.
    maxPortShareLevel: portShareLevelSchema.safeParse(template.max_port_share_level).data,
    // An older server does not say: it knows the classic flow only.
    useClassicParameterFlow: template.use_classic_parameter_flow ?? true,
  };
}

/**
 * A creation takes other keys than an update, and fewer.
 * @see codersdk/organizations.go CreateTemplateRequest
 */
export function toCreateRequest(news: TemplateInputs, isWithheldFromEveryone: boolean): CreateTemplateRequest {
  return {
    name: news.name,
    template_version_id: news.activeVersionId,
    display_name: news.displayName,
    description: news.description,
    icon: news.icon,
    default_ttl_ms: news.defaultTtlMilliseconds,
    activity_bump_ms: news.activityBumpMilliseconds,
    allow_user_cancel_workspace_jobs: news.allowUserCancelWorkspaceJobs,
    allow_user_autostart: news.allowUserAutostart,
    allow_user_autostop: news.allowUserAutostop,
    failure_ttl_ms: news.failureTtlMilliseconds,
    dormant_ttl_ms: news.timeTilDormantMilliseconds,
    delete_ttl_ms: news.timeTilDormantAutodeleteMilliseconds,
    require_active_version: news.requireActiveVersion,
    disable_everyone_group_access: isWithheldFromEveryone,
    ...requirements(news),
  };
}

/**
 * Always names every property: the server resets those that are left out. @see codersdk/templates.go UpdateTemplateMeta
 *
 * The server takes the group of everyone off only in a request that changes something (coderd/templates.go
 * patchTemplateMeta). There a missing name counts as a change, and keeps the name.
 */
export function toUpdateRequest(
  news: TemplateInputs,
  current: Template,
  removesEveryone: boolean,
): UpdateTemplateRequest {
  return {
    ...((!removesEveryone || news.name !== current.name) && { name: news.name }),
    ...(removesEveryone && { disable_everyone_group_access: true }),
    display_name: news.displayName,
    description: news.description,
    icon: news.icon,
    default_ttl_ms: news.defaultTtlMilliseconds,
    activity_bump_ms: news.activityBumpMilliseconds,
    allow_user_cancel_workspace_jobs: news.allowUserCancelWorkspaceJobs,
    allow_user_autostart: news.allowUserAutostart,
    allow_user_autostop: news.allowUserAutostop,
    failure_ttl_ms: news.failureTtlMilliseconds,
    time_til_dormant_ms: news.timeTilDormantMilliseconds,
    time_til_dormant_autodelete_ms: news.timeTilDormantAutodeleteMilliseconds,
    require_active_version: news.requireActiveVersion,
    deprecation_message: news.deprecationMessage,
    ...requirements(news),
    ...(news.useClassicParameterFlow !== undefined && { use_classic_parameter_flow: news.useClassicParameterFlow }),
    // A build without licensed features refuses the key, even with its own value.
    ...(news.maxPortShareLevel !== undefined &&
      news.maxPortShareLevel !== current.max_port_share_level && { max_port_share_level: news.maxPortShareLevel }),
  };
}

function requirements(
  news: TemplateInputs,
): Pick<UpdateTemplateRequest, "autostop_requirement" | "autostart_requirement"> {
  return {
    ...(news.autostopRequirement && {
      autostop_requirement: {
        days_of_week: news.autostopRequirement.daysOfWeek,
        weeks: news.autostopRequirement.weeks,
      },
    }),
    ...(news.autostartRequirement && { autostart_requirement: { days_of_week: news.autostartRequirement.daysOfWeek } }),
  };
}
