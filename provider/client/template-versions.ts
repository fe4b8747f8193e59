// Template versions: their import, what they declare, and whether they are archived. Dry runs live in dry-runs.ts.
import { z } from "zod";
import { getLogs, streamLogs, type LogQuery, type LogStreamOptions } from "./job-logs";
import { LEGACY_PATHS } from "./legacy";
import { matchedProvisionersSchema, provisionerJobSchema, type ProvisionerJob, type ProvisionerJobLog } from "./provisioner";
import { allOf, PAGE_SIZE, pageOf, pagesOf, type PageOptions } from "./pages";
import { flag, listOf, optional, optionalId, optionalTime, text } from "./schemas";
import { getTemplateByName } from "./templates";
import { path, type RequestOptions, type Transport } from "./transport";
import { workspaceResourceSchema, type WorkspaceResource } from "./workspace-resources";

/** @see codersdk/templateversions.go TemplateVersion */
export const templateVersionSchema = z.object({
  id: z.string(),
  /** Undefined while no template holds the version. */
  template_id: optionalId,
  organization_id: optionalId,
  created_at: z.string(),
  updated_at: optionalTime,
  name: z.string(),
  message: text,
  job: provisionerJobSchema,
  readme: text,
  created_by: optional(z.object({ id: z.string(), username: z.string(), avatar_url: text })),
  archived: flag,
  warnings: listOf(z.string()),
  /** Only while the job is pending. */
  matched_provisioners: optional(matchedProvisionersSchema),
});

/** @see codersdk/templateversions.go TemplateVersionParameter */
export const templateVersionParameterSchema = z.object({
  name: z.string(),
  display_name: text,
  description: text,
  description_plaintext: text,
  /** string, number, bool or list(string) */
  type: z.string(),
  form_type: text,
  mutable: flag,
  default_value: text,
  icon: text,
  options: listOf(z.object({ name: z.string(), description: text, value: z.string(), icon: text })),
  validation_error: text,
  validation_regex: text,
  validation_min: optional(z.number()),
  validation_max: optional(z.number()),
  /** increasing, decreasing, or empty */
  validation_monotonic: text,
  required: flag,
  ephemeral: flag,
});

/** What servers that know only the old path told of a parameter: its name, and that it is a text. */
const legacyParameterSchema = z
  .object({ name: z.string(), schema_id: z.string() })
  .transform(({ name }) => templateVersionParameterSchema.parse({ name, type: "string" }));

/** Sensitive values and defaults read as "*redacted*". @see codersdk/templateversions.go TemplateVersionVariable */
export const templateVersionVariableSchema = z.object({
  name: z.string(),
  description: text,
  /** string, number or bool */
  type: text,
  value: text,
  default_value: text,
  required: flag,
  sensitive: flag,
});

/** The server writes these keys in capitals. @see codersdk/presets.go Preset */
export const presetSchema = z
  .object({ ID: z.string(), Name: z.string(), Parameters: listOf(z.object({ Name: z.string(), Value: z.string() })), Default: flag })
  .transform((preset) => ({
    id: preset.ID,
    name: preset.Name,
    parameters: preset.Parameters.map((parameter) => ({ name: parameter.Name, value: parameter.Value })),
    default: preset.Default,
  }));

/** @see codersdk/templateversions.go TemplateVersionExternalAuth */
export const externalAuthSchema = z.object({
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
export type Preset = z.output<typeof presetSchema>;
export type TemplateVersionExternalAuth = z.output<typeof externalAuthSchema>;

/** Exactly one of `file_id` and `example_id`. @see codersdk/organizations.go CreateTemplateVersionRequest */
export interface CreateTemplateVersionRequest {
  name?: string | undefined;
  message?: string | undefined;
  /** Needed for a version of a template that exists: a free version can't join one later. */
  template_id?: string | undefined;
  file_id?: string | undefined;
  example_id?: string | undefined;
  /** @default {} */
  tags?: Readonly<Record<string, string>> | undefined;
  user_variable_values?: readonly { name: string; value: string }[] | undefined;
}

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

export function createTemplateVersion(
  transport: Transport,
  organization: string,
  request: CreateTemplateVersionRequest,
  options?: RequestOptions,
): Promise<TemplateVersion> {
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

export function getTemplateVersion(transport: Transport, id: string, options?: RequestOptions): Promise<TemplateVersion> {
  return transport.json(templateVersionSchema, { method: "GET", path: path`/templateversions/${id}` }, options);
}

export function getTemplateVersionByName(
  transport: Transport,
  templateId: string,
  name: string,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  return transport.json(templateVersionSchema, { method: "GET", path: path`/templates/${templateId}/versions/${name}` }, options);
}

/** Oldest first; archived ones only when asked for. */
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
 * All of them, page after page, oldest first.
 * @example for await (const { name } of client.iterateTemplateVersions(template.id, { include_archived: true })) console.log(name);
 */
export function iterateTemplateVersions(
  transport: Transport,
  templateId: string,
  query: Pick<TemplateVersionsQuery, "include_archived"> & PageOptions = {},
  options?: RequestOptions,
): AsyncIterable<TemplateVersion> {
  const { include_archived, pageSize = PAGE_SIZE } = query;
  return pagesOf(pageSize, async ({ last }) =>
    pageOf(await getTemplateVersions(transport, templateId, { include_archived, limit: pageSize, after_id: last?.id }, options), pageSize),
  );
}

/** @example const versions = await client.getAllTemplateVersions(template.id); */
export function getAllTemplateVersions(
  transport: Transport,
  templateId: string,
  query?: Pick<TemplateVersionsQuery, "include_archived"> & PageOptions,
  options?: RequestOptions,
): Promise<TemplateVersion[]> {
  return allOf(iterateTemplateVersions(transport, templateId, query, options));
}

/** @example const version = await client.getTemplateVersionByNames("default", "docker", "v12"); */
export async function getTemplateVersionByNames(
  transport: Transport,
  organization: string,
  template: string,
  name: string,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  const versionPath = path`/organizations/${organization}/templates/${template}/versions/${name}`;
  const operation = "getTemplateVersionByNames";
  const legacy = { operation, path: () => LEGACY_PATHS.getTemplateVersionByNames({ organization, name }) } as const;
  const version = await transport.json(templateVersionSchema, { method: "GET", path: versionPath, legacy }, options);
  if (!transport.isLegacy(operation)) return version;
  // The old path knows no template, and names are unique within one only.
  const { id } = await getTemplateByName(transport, organization, template, options);
  return version.template_id === id ? version : getTemplateVersionByName(transport, id, name, options);
}

/**
 * The version of the template that was made before this one; answered with 404 when there is none.
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

/** A name that is taken is refused with 400 here, with 409 at creation. */
export function updateTemplateVersion(
  transport: Transport,
  id: string,
  request: UpdateTemplateVersionRequest,
  options?: RequestOptions,
): Promise<TemplateVersion> {
  return transport.json(templateVersionSchema, { method: "PATCH", path: path`/templateversions/${id}`, json: request }, options);
}

/** Refused with 400 when the import has ended or is being cancelled. */
export async function cancelTemplateVersion(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/templateversions/${id}/cancel` }, options);
}

/** Refused with 400 when it is archived already, with 500 when it is active or a workspace uses it. */
export async function archiveTemplateVersion(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "POST", path: path`/templateversions/${id}/archive` }, options);
}

export async function unarchiveTemplateVersion(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "POST", path: path`/templateversions/${id}/unarchive` }, options);
}

/** Answered with 425 before the import has ended. */
export function getTemplateVersionParameters(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersionParameter[]> {
  const legacy = { operation: "getTemplateVersionParameters", path: () => LEGACY_PATHS.getTemplateVersionParameters({ id }) } as const;
  return transport.json(
    listOf(z.union([templateVersionParameterSchema, legacyParameterSchema])),
    { method: "GET", path: path`/templateversions/${id}/rich-parameters`, legacy },
    options,
  );
}

/** Answered with 403 before the import has ended. */
export function getTemplateVersionVariables(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersionVariable[]> {
  return transport.json(listOf(templateVersionVariableSchema), { method: "GET", path: path`/templateversions/${id}/variables` }, options);
}

export function getTemplateVersionPresets(transport: Transport, id: string, options?: RequestOptions): Promise<Preset[]> {
  return transport.json(listOf(presetSchema), { method: "GET", path: path`/templateversions/${id}/presets` }, options);
}

/** Of all transitions. Answered with 400 before the import has ended. */
export function getTemplateVersionResources(transport: Transport, id: string, options?: RequestOptions): Promise<WorkspaceResource[]> {
  return transport.json(listOf(workspaceResourceSchema), { method: "GET", path: path`/templateversions/${id}/resources` }, options);
}

export function getTemplateVersionExternalAuth(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<TemplateVersionExternalAuth[]> {
  const legacy = { operation: "getTemplateVersionExternalAuth", path: () => LEGACY_PATHS.getTemplateVersionExternalAuth({ id }) } as const;
  return transport.json(listOf(externalAuthSchema), { method: "GET", path: path`/templateversions/${id}/external-auth`, legacy }, options);
}

export function getTemplateVersionLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  return getLogs(transport, path`/templateversions/${id}/logs`, query, options);
}

export function streamTemplateVersionLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: LogStreamOptions,
): AsyncIterable<ProvisionerJobLog> {
  const getJob = async (each: RequestOptions): Promise<ProvisionerJob> => (await getTemplateVersion(transport, id, each)).job;
  return streamLogs(transport, { path: path`/templateversions/${id}/logs`, getJob }, query, options);
}
