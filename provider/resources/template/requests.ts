// Templates: between what a program declares and what the API takes and answers.
import type {
  AutostartRequirement,
  AutostopRequirement,
  CompleteUpdateTemplateRequest,
  CreateTemplateRequest,
  Template,
} from "../../client/templates";
import type { Complete } from "../../handler";
import { inOrderOfWeek, portShareLevelSchema, type HeldInputs, type TemplateInputs } from "./properties";

/** What the server holds, under the names that a program uses. */
export function toInputs(template: Template): Complete<HeldInputs> {
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
 * The request that settles each input: a creation takes no value for some.
 * @see codersdk/organizations.go CreateTemplateRequest
 */
export const settledBy = {
  name: "creation",
  activeVersionId: "creation",
  displayName: "creation",
  description: "creation",
  icon: "creation",
  defaultTtlMilliseconds: "creation",
  activityBumpMilliseconds: "creation",
  autostopRequirement: "creation",
  autostartRequirement: "creation",
  allowUserAutostart: "creation",
  allowUserAutostop: "creation",
  allowUserCancelWorkspaceJobs: "creation",
  failureTtlMilliseconds: "creation",
  timeTilDormantMilliseconds: "creation",
  timeTilDormantAutodeleteMilliseconds: "creation",
  requireActiveVersion: "creation",
  deprecationMessage: "update",
  maxPortShareLevel: "update",
  useClassicParameterFlow: "update",
} satisfies Record<keyof HeldInputs, "creation" | "update">;

/** Two keys differ from those of the update. */
export function toCreateRequest(
  news: TemplateInputs,
  versionId: string,
  isWithheldFromEveryone: boolean,
): Complete<Omit<CreateTemplateRequest, "max_port_share_level">> {
  return {
    name: news.name,
    template_version_id: versionId,
    ...inBothRequests(news),
    dormant_ttl_ms: news.timeTilDormantMilliseconds,
    delete_ttl_ms: news.timeTilDormantAutodeleteMilliseconds,
    disable_everyone_group_access: isWithheldFromEveryone,
  };
}

/**
 * Always names every property: the server resets those that are left out, and so the client would read the template
 * once more. @see codersdk/templates.go UpdateTemplateMeta
 *
 * The server takes the group of everyone off only in a request that changes something (coderd/templates.go
 * patchTemplateMeta). There a missing name counts as a change, and keeps the name.
 */
export function toUpdateRequest(
  news: TemplateInputs,
  current: Template,
  removesEveryone: boolean,
): Complete<Omit<CompleteUpdateTemplateRequest, "update_workspace_last_used_at" | "update_workspace_dormant_at">> {
  return {
    name: removesEveryone && news.name === current.name ? undefined : news.name,
    disable_everyone_group_access: removesEveryone ? true : undefined,
    ...inBothRequests(news),
    time_til_dormant_ms: news.timeTilDormantMilliseconds,
    time_til_dormant_autodelete_ms: news.timeTilDormantAutodeleteMilliseconds,
    deprecation_message: news.deprecationMessage,
    use_classic_parameter_flow: news.useClassicParameterFlow,
    // A build without licensed features refuses the key even with the value that it reports itself.
    max_port_share_level: news.maxPortShareLevel === current.max_port_share_level ? undefined : news.maxPortShareLevel,
  };
}

/** The keys that a creation and an update have under the same name. */
function inBothRequests(news: TemplateInputs) {
  return {
    display_name: news.displayName,
    description: news.description,
    icon: news.icon,
    default_ttl_ms: news.defaultTtlMilliseconds,
    activity_bump_ms: news.activityBumpMilliseconds,
    autostop_requirement: autostopRequirement(news),
    autostart_requirement: autostartRequirement(news),
    allow_user_cancel_workspace_jobs: news.allowUserCancelWorkspaceJobs,
    allow_user_autostart: news.allowUserAutostart,
    allow_user_autostop: news.allowUserAutostop,
    failure_ttl_ms: news.failureTtlMilliseconds,
    require_active_version: news.requireActiveVersion,
  };
}

function autostopRequirement({ autostopRequirement: requirement }: TemplateInputs): AutostopRequirement | undefined {
  return requirement && { days_of_week: requirement.daysOfWeek, weeks: requirement.weeks };
}

function autostartRequirement({ autostartRequirement: requirement }: TemplateInputs): AutostartRequirement | undefined {
  return requirement && { days_of_week: requirement.daysOfWeek };
}
