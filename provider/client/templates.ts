// Templates: their metadata, and which version is active.
import { z } from "zod";
import { PORT_SHARE_LEVELS, WEEKDAYS } from "../enumerations";
import { openEnum } from "../open-enum";
import {
  answerObject,
  count,
  flag,
  listOf,
  mapOf,
  openText,
  optional,
  optionalTime,
  text,
  time,
} from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** @see codersdk/organizations.go ProvisionerType */
export const PROVISIONER_TYPES = ["terraform", "echo"] as const;

/** Servers write the keys in capitals, their documents do not. @see codersdk/templates.go TransitionStats */
const buildTimesSchema = answerObject({
  P50: optional(z.number()),
  P95: optional(z.number()),
  p50: optional(z.number()),
  p95: optional(z.number()),
}).transform(({ P50, P95, p50 = P50, p95 = P95, ...newer }) => ({ ...newer, p50, p95 }));

/** @see codersdk/templates.go Template */
export const templateSchema = answerObject({
  id: z.string(),
  created_at: time,
  updated_at: optionalTime,
  organization_id: z.string(),
  organization_name: text,
  organization_display_name: text,
  organization_icon: text,
  name: z.string(),
  display_name: text,
  provisioner: openText(PROVISIONER_TYPES),
  active_version_id: z.string(),
  /** -1 while the server has not counted yet. */
  active_user_count: count,
  /**
   * How long the latest builds took, by transition, in milliseconds: half of them at most `p50`, 95 percent at most
   * `p95`. Undefined where nothing was built yet.
   */
  build_time_stats: mapOf(buildTimesSchema),
  description: text,
  deprecated: flag,
  deprecation_message: text,
  icon: text,
  default_ttl_ms: count,
  activity_bump_ms: count,
  autostop_requirement: answerObject({ days_of_week: listOf(openEnum(WEEKDAYS)), weeks: count })
    .nullish()
    .transform((value) => value ?? { days_of_week: [], weeks: 0 }),
  autostart_requirement: answerObject({ days_of_week: listOf(openEnum(WEEKDAYS)) })
    .nullish()
    .transform((value) => value ?? { days_of_week: [] }),
  created_by_id: text,
  created_by_name: text,
  allow_user_autostart: flag,
  allow_user_autostop: flag,
  allow_user_cancel_workspace_jobs: flag,
  failure_ttl_ms: count,
  time_til_dormant_ms: count,
  time_til_dormant_autodelete_ms: count,
  require_active_version: flag,
  max_port_share_level: openText(PORT_SHARE_LEVELS),
  /** Undefined on a server that knows no other flow. */
  use_classic_parameter_flow: optional(z.boolean()),
});

/** A starter template that is built into the server. @see codersdk/templates.go TemplateExample */
export const templateExampleSchema = answerObject({
  id: z.string(),
  url: text,
  name: text,
  description: text,
  icon: text,
  tags: listOf(z.string()),
  /** Its README. */
  markdown: text,
});

/** @see codersdk/deployment.go DAUsResponse */
export const dailyActiveUsersSchema = answerObject({
  /** Days as 2026-01-31. */
  entries: listOf(answerObject({ date: z.string(), amount: count })),
  tz_hour_offset: count,
});

/** @see codersdk/templates.go ArchiveTemplateVersionsResponse */
const archivedTemplateVersionsSchema = answerObject({ template_id: z.string(), archived_ids: listOf(z.string()) });

export type DailyActiveUsers = z.output<typeof dailyActiveUsersSchema>;
export type ArchivedTemplateVersions = z.output<typeof archivedTemplateVersionsSchema>;

export interface DailyActiveUsersQuery {
  /** Hours that local time is ahead of UTC. @default 0 */
  tz_offset?: number | undefined;
}

export type Template = z.output<typeof templateSchema>;
export type TemplateExample = z.output<typeof templateExampleSchema>;

export type Weekday = (typeof WEEKDAYS)[number];
export type PortShareLevel = (typeof PORT_SHARE_LEVELS)[number];
export type ProvisionerType = (typeof PROVISIONER_TYPES)[number];

/** @see codersdk/templates.go TemplateAutostopRequirement */
export interface AutostopRequirement {
  /** None at all turns the requirement off. */
  days_of_week: readonly Weekday[];
  /** 0 to 16; 0 means 1. */
  weeks: number;
}

/** @see codersdk/templates.go TemplateAutostartRequirement */
export interface AutostartRequirement {
  /** None at all forbids autostart. */
  days_of_week: readonly Weekday[];
}

/** Two keys differ from those of the update. @see codersdk/organizations.go CreateTemplateRequest */
export interface CreateTemplateRequest {
  name: string;
  template_version_id: string;
  display_name?: string | undefined;
  description?: string | undefined;
  icon?: string | undefined;
  default_ttl_ms?: number | undefined;
  activity_bump_ms?: number | undefined;
  autostop_requirement?: AutostopRequirement | undefined;
  autostart_requirement?: AutostartRequirement | undefined;
  allow_user_cancel_workspace_jobs?: boolean | undefined;
  allow_user_autostart?: boolean | undefined;
  allow_user_autostop?: boolean | undefined;
  failure_ttl_ms?: number | undefined;
  dormant_ttl_ms?: number | undefined;
  delete_ttl_ms?: number | undefined;
  disable_everyone_group_access?: boolean | undefined;
  require_active_version?: boolean | undefined;
  max_port_share_level?: PortShareLevel | undefined;
}

/** What the server writes in every update: a value that is left out would be reset. */
const WRITTEN_IN_EVERY_UPDATE = [
  "display_name",
  "description",
  "icon",
  "default_ttl_ms",
  "activity_bump_ms",
  "allow_user_autostart",
  "allow_user_autostop",
  "allow_user_cancel_workspace_jobs",
  "failure_ttl_ms",
  "time_til_dormant_ms",
  "time_til_dormant_autodelete_ms",
  "require_active_version",
] as const satisfies readonly (keyof Template & keyof UpdateTemplateRequest)[];

/**
 * What is left out stays. Actions are not carried out when nothing else differs: the server answers 304, provided that
 * the name was sent.
 * @see codersdk/templates.go UpdateTemplateMeta
 */
export interface UpdateTemplateRequest {
  name?: string | undefined;
  display_name?: string | undefined;
  description?: string | undefined;
  icon?: string | undefined;
  default_ttl_ms?: number | undefined;
  activity_bump_ms?: number | undefined;
  autostop_requirement?: AutostopRequirement | undefined;
  autostart_requirement?: AutostartRequirement | undefined;
  allow_user_autostart?: boolean | undefined;
  allow_user_autostop?: boolean | undefined;
  allow_user_cancel_workspace_jobs?: boolean | undefined;
  failure_ttl_ms?: number | undefined;
  time_til_dormant_ms?: number | undefined;
  time_til_dormant_autodelete_ms?: number | undefined;
  require_active_version?: boolean | undefined;
  deprecation_message?: string | undefined;
  max_port_share_level?: PortShareLevel | undefined;
  use_classic_parameter_flow?: boolean | undefined;
  /** An action: true takes the group "everyone" off, false never puts it back. */
  disable_everyone_group_access?: boolean | undefined;
  /** An action: counts the time until dormancy from now. */
  update_workspace_last_used_at?: boolean | undefined;
  /** An action: counts the time until deletion from now. */
  update_workspace_dormant_at?: boolean | undefined;
}

type WrittenInEveryUpdate = (typeof WRITTEN_IN_EVERY_UPDATE)[number];

/** An update that needs nothing from the template as it is, and so takes one request. */
export type CompleteUpdateTemplateRequest = UpdateTemplateRequest & Pick<Template, WrittenInEveryUpdate>;

export interface TemplatesQuery {
  organization?: string | undefined;
  /** The server's search language, e.g. `exact_name:docker` or `deprecated:true`. */
  q?: string | undefined;
}

/**
 * A template by its id. Answered with 404 when it is gone, or may not be seen.
 * @see coderd/templates.go template
 * @example const { active_version_id } = await client.getTemplate(template.id);
 */
export function getTemplate(transport: Transport, id: string, options?: RequestOptions): Promise<Template> {
  return transport.json(templateSchema, { method: "GET", path: path`/templates/${id}` }, options);
}

/**
 * A template by its name, whatever its case, in an organization (id, name or "default"). Answered with 404 when there
 * is none.
 * @see coderd/templates.go templateByOrganizationAndName
 * @example const { id } = await client.getTemplateByName("default", "docker");
 */
export function getTemplateByName(
  transport: Transport,
  organization: string,
  name: string,
  options?: RequestOptions,
): Promise<Template> {
  return transport.json(
    templateSchema,
    { method: "GET", path: path`/organizations/${organization}/templates/${name}` },
    options,
  );
}

/**
 * The templates that the token may see, of one organization or all. Deprecated templates are left out unless `q` asks
 * for them.
 * @see coderd/templates.go fetchTemplates
 * @example const templates = await client.getTemplates({ organization: "default", q: "deprecated:false" });
 */
export function getTemplates(
  transport: Transport,
  query: TemplatesQuery = {},
  options?: RequestOptions,
): Promise<Template[]> {
  const listPath =
    query.organization === undefined ? "/templates" : path`/organizations/${query.organization}/templates`;
  return transport.json(listOf(templateSchema), { method: "GET", path: listPath, query: { q: query.q } }, options);
}

/**
 * The starter templates that are built into the server. Answers 404 to those who may see no template of any
 * organization.
 * @see coderd/templates.go templateExamples
 * @example const ids = (await client.getTemplateExamples()).map(({ id }) => id);
 */
export function getTemplateExamples(transport: Transport, options?: RequestOptions): Promise<TemplateExample[]> {
  return transport.json(listOf(templateExampleSchema), { method: "GET", path: "/templates/examples" }, options);
}

/**
 * Makes a template of a version that belongs to none. Wait for the import first: the server also takes a version whose
 * import failed. A name that is taken, whatever its case, is refused with 409. Old documents also have
 * `parameter_values`, which no supported server reads.
 * @see coderd/templates.go postTemplateByOrganization
 * @example const template = await client.createTemplate("default", { name: "docker", template_version_id: version.id
 * });
 */
export function createTemplate(
  transport: Transport,
  organization: string,
  request: CreateTemplateRequest,
  options?: RequestOptions,
): Promise<Template> {
  return transport.json(
    templateSchema,
    { method: "POST", path: path`/organizations/${organization}/templates`, json: request },
    options,
  );
}

/**
 * Changes a template; what the request leaves out stays. The server itself would reset some of that, such as the
 * description, so a request that leaves out any of it takes two: the template is read, and all is written. What
 * somebody else changes between the two is undone. Instead of an id, a template that was read before can be given: then
 * it is not read again, and what was changed since then is undone. Undefined when the server found nothing to change.
 * @see coderd/templates.go patchTemplateMeta
 * @example const changed = await client.updateTemplate(template.id, { description: "For Go.", default_ttl_ms: 0 });
 */
export async function updateTemplate(
  transport: Transport,
  template: string | Template,
  request: UpdateTemplateRequest,
  options?: RequestOptions,
): Promise<Template | undefined> {
  const id = typeof template === "string" ? template : template.id;
  const json = isComplete(request) ? request : completed(request, await read(transport, template, options));
  return transport.jsonUnlessUnchanged(
    templateSchema,
    { method: "PATCH", path: path`/templates/${id}`, json },
    options,
  );
}

function isComplete(request: UpdateTemplateRequest): request is CompleteUpdateTemplateRequest {
  return WRITTEN_IN_EVERY_UPDATE.every((key) => request[key] !== undefined);
}

function completed(request: UpdateTemplateRequest, template: Template): UpdateTemplateRequest {
  const written = WRITTEN_IN_EVERY_UPDATE.map((key) => [
    key,
    request[key] === undefined ? template[key] : request[key],
  ]);
  return { ...request, ...(Object.fromEntries(written) as Pick<Template, WrittenInEveryUpdate>) };
}

async function read(transport: Transport, template: string | Template, options?: RequestOptions): Promise<Template> {
  return typeof template === "string" ? getTemplate(transport, template, options) : template;
}

/**
 * Removes a template. Refused with 400 while any workspace of the template exists.
 * @see coderd/templates.go deleteTemplate
 * @example await client.deleteTemplate(template.id);
 */
export async function deleteTemplate(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "DELETE", path: path`/templates/${id}` }, options);
}

/**
 * Makes the version the active one. Promoting the active version changes nothing.
 * @see coderd/templateversions.go patchActiveTemplateVersion
 * @example await client.promoteTemplateVersion(template.id, version.id);
 */
export async function promoteTemplateVersion(
  transport: Transport,
  templateId: string,
  versionId: string,
  options?: RequestOptions,
): Promise<void> {
  await transport.send(
    { method: "PATCH", path: path`/templates/${templateId}/versions`, json: { id: versionId } },
    options,
  );
}

/**
 * The starter templates, which are the same for every organization. Answers 404 to those who may see no template of
 * this one.
 * @see coderd/templates.go templateExamplesByOrganization
 * @example const examples = await client.getOrganizationTemplateExamples("default");
 */
export function getOrganizationTemplateExamples(
  transport: Transport,
  organization: string,
  options?: RequestOptions,
): Promise<TemplateExample[]> {
  return transport.json(
    listOf(templateExampleSchema),
    { method: "GET", path: path`/organizations/${organization}/templates/examples` },
    options,
  );
}

/**
 * How many people used workspaces of the template, by day.
 * @see coderd/templates.go templateDAUs
 * @example const { entries } = await client.getTemplateDailyActiveUsers(template.id, { tz_offset: 2 });
 */
export function getTemplateDailyActiveUsers(
  transport: Transport,
  id: string,
  query: DailyActiveUsersQuery = {},
  options?: RequestOptions,
): Promise<DailyActiveUsers> {
  return transport.json(
    dailyActiveUsersSchema,
    { method: "GET", path: path`/templates/${id}/daus`, query: { ...query } },
    options,
  );
}

/**
 * Archives versions that no workspace uses and that are not active: those whose import failed, or `all`.
 * @see coderd/templateversions.go postArchiveTemplateVersions
 * @example const { archived_ids } = await client.archiveUnusedTemplateVersions(template.id, { all: true });
 */
export function archiveUnusedTemplateVersions(
  transport: Transport,
  id: string,
  request: { all?: boolean | undefined } = {},
  options?: RequestOptions,
): Promise<ArchivedTemplateVersions> {
  return transport.json(
    archivedTemplateVersionsSchema,
    {
      method: "POST",
      path: path`/templates/${id}/versions/archive`,
      json: { all: request.all ?? false },
      isRepeatable: true,
    },
    options,
  );
}
