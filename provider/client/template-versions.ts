// Template versions: their import, what they declare, and whether they are archived. Dry runs live in dry-runs.ts.
import { z } from "zod";
import { MONOTONIC_ORDERS, PARAMETER_FORM_TYPES, PARAMETER_TYPES } from "../enumerations";
import { openEnum } from "../open-enum";
import { getLogs, streamLogs, type LogQuery, type LogStreamOptions } from "./job-logs";
import {
  matchedProvisionersSchema,
  provisionerJobSchema,
  type ProvisionerJob,
  type ProvisionerJobLog,
} from "./provisioner";
import { allOf, PAGE_SIZE, pageOf, pagesOf, type PageOptions } from "./transport/pages";
import {
  answerObject,
  flag,
  listOf,
  openText,
  optional,
  optionalId,
  optionalTime,
  text,
  time,
} from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { exactlyOneOf } from "./transport/ways";
import { workspaceResourceSchema, type WorkspaceResource } from "./workspace-resources";

/** @see codersdk/templateversions.go TemplateVersionWarning */
export const VERSION_WARNINGS = ["UNSUPPORTED_WORKSPACES", "DEPRECATED_PARAMETERS"] as const;

/** @see codersdk/templateversions.go TemplateVersionVariable */
export const VARIABLE_TYPES = ["string", "number", "bool"] as const;

/** @see codersdk/templateversions.go TemplateVersion */
export const templateVersionSchema = answerObject({
  id: z.string(),
  /** Undefined while no template holds the version. */
  template_id: optionalId,
  organization_id: optionalId,
  created_at: time,
  updated_at: optionalTime,
  name: z.string(),
  message: text,
  job: provisionerJobSchema,
  readme: text,
  created_by: optional(answerObject({ id: z.string(), username: z.string(), avatar_url: text })),
  archived: flag,
  warnings: listOf(openEnum(VERSION_WARNINGS)),
  /** Only while the job is pending. */
  matched_provisioners: optional(matchedProvisionersSchema),
});

/** @see codersdk/templateversions.go TemplateVersionParameter */
export const templateVersionParameterSchema = answerObject({
  name: z.string(),
  display_name: text,
  description: text,
  description_plaintext: text,
  /** Servers that told no type had texts only. */
  type: openText(PARAMETER_TYPES).transform((type) => (type === "" ? "string" : type)),
  form_type: openText(PARAMETER_FORM_TYPES),
  mutable: flag,
  default_value: text,
  icon: text,
  options: listOf(answerObject({ name: z.string(), description: text, value: z.string(), icon: text })),
  validation_error: text,
  validation_regex: text,
  validation_min: optional(z.number()),
  validation_max: optional(z.number()),
  /** Empty where the value may change in both directions. */
  validation_monotonic: openText(MONOTONIC_ORDERS),
  required: flag,
  ephemeral: flag,
});

/** Sensitive values and defaults read as "*redacted*". @see codersdk/templateversions.go TemplateVersionVariable */
export const templateVersionVariableSchema = answerObject({
  name: z.string(),
  description: text,
  type: openText(VARIABLE_TYPES),
  value: text,
  default_value: text,
  required: flag,
  sensitive: flag,
});

/** The server writes these keys in capitals. @see codersdk/presets.go Preset */
export const presetSchema = answerObject({
  ID: z.string(),
  Name: z.string(),
  Description: text,
  Icon: text,
  Parameters: listOf(answerObject({ Name: z.string(), Value: z.string() })),
  Default: flag,
  DesiredPrebuildInstances: optional(z.number()),
}).transform(({ ID, Name, Description, Icon, Parameters, Default, DesiredPrebuildInstances, ...newer }) => ({
  ...newer,
  id: ID,
  name: Name,
  /** For people; empty from an older server. */
  description: Description,
  icon: Icon,
  parameters: Parameters.map(({ Name: name, Value: value, ...more }) => ({ ...more, name, value })),
  default: Default,
  /** How many workspaces the server keeps ready; undefined where it keeps none, or does not tell. */
  desired_prebuild_instances: DesiredPrebuildInstances,
}));

/** @see codersdk/templateversions.go TemplateVersionExternalAuth */
const externalAuthSchema = answerObject({
  id: z.string(),
  type: text,
  display_name: text,
  display_icon: text,
  authenticate_url: text,
  authenticated: flag,
  optional: flag,
});

export type TemplateVersion = z.output<typeof templateVersionSchema>;
export type TemplateVersionParameter = z.output<typeof templateVersionParameterSchema>;
export type TemplateVersionVariable = z.output<typeof templateVersionVariableSchema>;
export type TemplateVersionWarning = (typeof VERSION_WARNINGS)[number];
export type ParameterType = (typeof PARAMETER_TYPES)[number];
export type ParameterFormType = (typeof PARAMETER_FORM_TYPES)[number];
export type MonotonicOrder = (typeof MONOTONIC_ORDERS)[number];
export type VariableType = (typeof VARIABLE_TYPES)[number];
export type Preset = z.output<typeof presetSchema>;
export type TemplateVersionExternalAuth = z.output<typeof externalAuthSchema>;

/** What a version is made of: an uploaded file, or an example of the server. */
export type TemplateVersionSource =
  { file_id: string; example_id?: undefined } | { example_id: string; file_id?: undefined };

/** With exactly one of `file_id` and `example_id`. @see codersdk/organizations.go CreateTemplateVersionRequest */
export type CreateTemplateVersionRequest = TemplateVersionSource & {
  /** Unique among the versions of the template. @default one that the server makes up */
  name?: string | undefined;
  message?: string | undefined;
  /** Needed for a version of a template that exists: a free version can't join one later. */
  template_id?: string | undefined;
  /** Tags that a provisioner must have to take the import. @default {} */
  tags?: Readonly<Record<string, string>> | undefined;
  /** Values of Terraform's variables. The first of two with one name counts. */
  user_variable_values?: readonly { name: string; value: string }[] | undefined;
};

/** An empty name keeps it, an empty message clears it. */
export interface UpdateTemplateVersionRequest {
  name?: string | undefined;
  message?: string | undefined;
}

export interface TemplateVersionsQuery {
  include_archived?: boolean | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
  after_id?: string | undefined;
}

/**
 * Begins the import of a template version. Refused with 409 when the template has a version of the name, with 500 when
 * the source can not be read.
 * @see coderd/templateversions.go postTemplateVersionsByOrganization
 * @example const version = await client.createTemplateVersion("default", { file_id: file.id, template_id: template.id,
 * name: "v2" });
 */
export async function createTemplateVersion(
  transport: Transport,
  organization: string,
  request: CreateTemplateVersionRequest,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  exactlyOneOf(request, ["file_id", "example_id"]);
  return transport.json(
    templateVersionSchema,
    {
      method: "POST",
      path: path`/organizations/${organization}/templateversions`,
      json: { storage_method: "file", provisioner: "terraform", ...request, tags: request.tags ?? {} },
    },
    options,
  );
}

/**
 * A template version by its id, with its job. Answered with 404 when it is gone, or may not be seen.
 * @see coderd/templateversions.go templateVersion
 * @example const { job } = await client.getTemplateVersion(version.id);
 */
export function getTemplateVersion(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  return transport.json(templateVersionSchema, { method: "GET", path: path`/templateversions/${id}` }, options);
}

/**
 * A version of a template by its name, archived ones too. Answered with 404 when there is none.
 * @see coderd/templateversions.go templateVersionByName
 * @example const { id } = await client.getTemplateVersionByName(template.id, "v2");
 */
export function getTemplateVersionByName(
  transport: Transport,
  templateId: string,
  name: string,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  return transport.json(
    templateVersionSchema,
    { method: "GET", path: path`/templates/${templateId}/versions/${name}` },
    options,
  );
}

/**
 * One page of the versions of a template. No limit means all. Oldest first; archived ones only when asked for.
 * @see coderd/templateversions.go templateVersionsByTemplate
 * @example const page = await client.getTemplateVersions(template.id, { limit: 10, after_id: version.id });
 */
export function getTemplateVersions(
  transport: Transport,
  templateId: string,
  query: TemplateVersionsQuery = {},
  options?: RequestOptions,
): Promise<TemplateVersion[]> {
  return transport.json(
    listOf(templateVersionSchema),
    { method: "GET", path: path`/templates/${templateId}/versions`, query: { ...query } },
    options,
  );
}

/**
 * All versions of a template, page after page, oldest first.
 * @see coderd/templateversions.go templateVersionsByTemplate
 * @example for await (const { name } of client.iterateTemplateVersions(template.id, { include_archived: true }))
 * console.log(name);
 */
export function iterateTemplateVersions(
  transport: Transport,
  templateId: string,
  query: Pick<TemplateVersionsQuery, "include_archived"> & PageOptions = {},
  options?: RequestOptions,
): AsyncIterable<TemplateVersion> {
  const { include_archived, pageSize = PAGE_SIZE } = query;
  return pagesOf(pageSize, async ({ last }) =>
    pageOf(
      await getTemplateVersions(
        transport,
        templateId,
        { include_archived, limit: pageSize, after_id: last?.id },
        options,
      ),
      pageSize,
    ),
  );
}

/**
 * All versions as one list, oldest first.
 * @see coderd/templateversions.go templateVersionsByTemplate
 * @example const versions = await client.getAllTemplateVersions(template.id);
 */
export function getAllTemplateVersions(
  transport: Transport,
  templateId: string,
  query?: Pick<TemplateVersionsQuery, "include_archived"> & PageOptions,
  options?: RequestOptions,
): Promise<TemplateVersion[]> {
  return allOf(iterateTemplateVersions(transport, templateId, query, options));
}

/**
 * A version by the names of its organization and template. Answered with 404 when there is none.
 * @see coderd/templateversions.go templateVersionByOrganizationTemplateAndName
 * @example const version = await client.getTemplateVersionByNames("default", "docker", "v12");
 */
export function getTemplateVersionByNames(
  transport: Transport,
  organization: string,
  template: string,
  name: string,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  const versionPath = path`/organizations/${organization}/templates/${template}/versions/${name}`;
  return transport.json(templateVersionSchema, { method: "GET", path: versionPath }, options);
}

/**
 * The version of the template that was made before this one; answered with 404 when there is none. Old documents have
 * a path without the template, which no supported server knows; so it is with a version by its names.
 * @see coderd/templateversions.go previousTemplateVersionByOrganizationTemplateAndName
 * @example const previous = await client.getPreviousTemplateVersion("default", "docker", "v12");
 */
export function getPreviousTemplateVersion(
  transport: Transport,
  organization: string,
  template: string,
  name: string,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  const previousPath = path`/organizations/${organization}/templates/${template}/versions/${name}/previous`;
  return transport.json(templateVersionSchema, { method: "GET", path: previousPath }, options);
}

/**
 * Changes name or message. A name that is taken is refused with 400 here, with 409 at creation.
 * @see coderd/templateversions.go patchTemplateVersion
 * @example await client.updateTemplateVersion(version.id, { message: "Adds Go." });
 */
export function updateTemplateVersion(
  transport: Transport,
  id: string,
  request: UpdateTemplateVersionRequest,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  return transport.json(
    templateVersionSchema,
    { method: "PATCH", path: path`/templateversions/${id}`, json: request },
    options,
  );
}

/**
 * Asks for the end of an import; it ends as `canceled` when it was waiting, mostly as `failed` when it ran. Refused
 * with 400 when the import has ended or is being cancelled.
 * @see coderd/templateversions.go patchCancelTemplateVersion
 * @example await client.cancelTemplateVersion(version.id);
 */
export async function cancelTemplateVersion(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/templateversions/${id}/cancel` }, options);
}

/**
 * Hides a version and keeps it from being used. Refused with 400 when it is archived already, with 500 when it is
 * active or a workspace uses it.
 * @see coderd/templateversions.go setArchiveTemplateVersion
 * @example await client.archiveTemplateVersion(version.id);
 */
export async function archiveTemplateVersion(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<void> {
  await transport.send({ method: "POST", path: path`/templateversions/${id}/archive` }, options);
}

/**
 * Takes an archived version back. Refused with 400 when it is not archived.
 * @see coderd/templateversions.go setArchiveTemplateVersion
 * @example await client.unarchiveTemplateVersion(version.id);
 */
export async function unarchiveTemplateVersion(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<void> {
  await transport.send({ method: "POST", path: path`/templateversions/${id}/unarchive` }, options);
}

/**
 * The parameters that a workspace of the version takes. Answered with 425 before the import has ended. The paths that
 * came before, `/parameters` and `/schema`, bring an empty list from every supported server.
 * @see coderd/templateversions.go templateVersionRichParameters
 * @example const required = (await client.getTemplateVersionParameters(version.id)).filter((parameter) =>
 * parameter.required);
 */
export function getTemplateVersionParameters(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersionParameter[]> {
  return transport.json(
    listOf(templateVersionParameterSchema),
    { method: "GET", path: path`/templateversions/${id}/rich-parameters` },
    options,
  );
}

/**
 * Terraform's variables with the values that the version was imported with. Answered with 403 before the import has
 * ended.
 * @see coderd/templateversions.go templateVersionVariables
 * @example const variables = await client.getTemplateVersionVariables(version.id);
 */
export function getTemplateVersionVariables(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersionVariable[]> {
  return transport.json(
    listOf(templateVersionVariableSchema),
    { method: "GET", path: path`/templateversions/${id}/variables` },
    options,
  );
}

/**
 * The presets of parameter values that the version defines; none is an empty list.
 * @see coderd/presets.go templateVersionPresets
 * @example const [preset] = await client.getTemplateVersionPresets(version.id);
 */
export function getTemplateVersionPresets(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<Preset[]> {
  return transport.json(listOf(presetSchema), { method: "GET", path: path`/templateversions/${id}/presets` }, options);
}

/**
 * What a workspace of the version consists of. Of all transitions. Answered with 400 before the import has ended.
 * @see coderd/templateversions.go templateVersionResources
 * @example const resources = await client.getTemplateVersionResources(version.id);
 */
export function getTemplateVersionResources(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<WorkspaceResource[]> {
  return transport.json(
    listOf(workspaceResourceSchema),
    { method: "GET", path: path`/templateversions/${id}/resources` },
    options,
  );
}

/**
 * The logins that a workspace of the version needs, and whether the caller has them.
 * @see coderd/templateversions.go templateVersionExternalAuth
 * @example const missing = (await client.getTemplateVersionExternalAuth(version.id)).filter((auth) =>
 * !auth.authenticated);
 */
export function getTemplateVersionExternalAuth(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersionExternalAuth[]> {
  return transport.json(
    listOf(externalAuthSchema),
    { method: "GET", path: path`/templateversions/${id}/external-auth` },
    options,
  );
}

/**
 * The log of the import so far.
 * @see coderd/provisionerjobs.go provisionerJobLogs
 * @example const lines = await client.getTemplateVersionLogs(version.id, { after: 100 });
 */
export function getTemplateVersionLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  return getLogs(transport, path`/templateversions/${id}/logs`, query, options);
}

/**
 * The log of the import, line by line until it ends. Goes on by itself after a connection that breaks off.
 * @see coderd/provisionerjobs.go logFollower
 * @example for await (const { stage, output } of client.streamTemplateVersionLogs(version.id)) console.log(stage,
 * output);
 */
export function streamTemplateVersionLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: LogStreamOptions,
): AsyncIterable<ProvisionerJobLog> {
  const getJob = async (each: RequestOptions): Promise<ProvisionerJob> =>
    (await getTemplateVersion(transport, id, each)).job;
  return streamLogs(transport, { path: path`/templateversions/${id}/logs`, getJob }, query, options);
}
