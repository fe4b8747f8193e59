// Objects of the server as functions return them: the API's names in camelCase, with units spelt out.
import { z } from "zod";
import { JOB_ERROR_CODES, JOB_STATUSES, JOB_TYPES, LOG_LEVELS, LOG_SOURCES } from "../client/provisioner";
import { openEnum } from "../enumerations";
import { isProperties } from "../values";

/** Maps with keys that users chose: they stay as they are. */
const MAPS = ["tags", "latency"];

const jobInputOutput = z
  .object({
    /** Id of the template version that the job imports or plans; absent for other jobs. */
    templateVersionId: z.string().optional(),
    /** Id of the workspace build that the job carries out; absent for other jobs. */
    workspaceBuildId: z.string().optional(),
    /** Why the server can't read what the job works on; empty when it can. */
    error: z.string(),
  })
  .meta({ title: "ProvisionerJobInput" });

const jobMetadataOutput = z
  .object({
    /** Name of the template version. */
    templateVersionName: z.string(),
    /** Id of the template; absent while the version belongs to none. */
    templateId: z.string().optional(),
    /** Name of the template; empty while the version belongs to none. */
    templateName: z.string(),
    /** Name of the template for people; empty when there is none. */
    templateDisplayName: z.string(),
    /** Path or URL of the template's image; empty when there is none. */
    templateIcon: z.string(),
    /** Id of the workspace that the job builds; absent for other jobs. */
    workspaceId: z.string().optional(),
    /** Name of the workspace that the job builds; empty for other jobs. */
    workspaceName: z.string(),
  })
  .meta({ title: "ProvisionerJobMetadata" });

export const jobOutput = z
  .object({
    /** Id of the job. */
    id: z.string(),
    /** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`. */
    status: openEnum(JOB_STATUSES),
    /** `template_version_import`, `template_version_dry_run` or `workspace_build`; empty from an older server. */
    type: openEnum(JOB_TYPES),
    /** When the job was queued, RFC 3339. */
    createdAt: z.string(),
    /** When a provisioner took the job, RFC 3339; absent while the job waits. */
    startedAt: z.string().optional(),
    /** When the job ended, RFC 3339; absent while it waits or runs. */
    completedAt: z.string().optional(),
    /** When somebody cancelled the job, RFC 3339; absent when nobody did. */
    canceledAt: z.string().optional(),
    /** Why the job failed; absent when it did not. */
    error: z.string().optional(),
    /** Code of the failure, such as `REQUIRED_TEMPLATE_VARIABLES`; absent for most failures. */
    errorCode: openEnum(JOB_ERROR_CODES).optional(),
    /** Id of the provisioner daemon that took the job; absent while the job waits. */
    workerId: z.string().optional(),
    /** Name of the provisioner daemon that took the job; told by `getProvisionerJobs` only, and empty otherwise. */
    workerName: z.string(),
    /** Ids of the daemons that may take the job; told by `getProvisionerJobs` while the job waits, empty otherwise. */
    availableWorkers: z.array(z.string()),
    /** Id of the job's organization; absent when the server does not tell. */
    organizationId: z.string().optional(),
    /** Id of the user who began the job; absent from an older server. */
    initiatorId: z.string().optional(),
    /** What the job works on; absent when the server does not tell. */
    input: jobInputOutput.optional(),
    /**
     * Names of what the job works on: which workspace waits, for example. Told by `getProvisionerJobs` only; its texts
     * are empty otherwise. Absent when the server does not tell.
     */
    metadata: jobMetadataOutput.optional(),
    /** Id of the uploaded archive that the job works on. */
    fileId: z.string(),
    /** Tags that a provisioner must have to take the job. */
    tags: z.record(z.string(), z.string()),
    /** Place of the job among the waiting ones; 0 when it does not wait. */
    queuePosition: z.number(),
    /** Number of waiting jobs. */
    queueSize: z.number(),
    /** Whether the server left lines of the log out, as there were too many. An older server always tells `false`. */
    logsOverflowed: z.boolean(),
  })
  .meta({ title: "ProvisionerJob" });

export const logOutput = z
  .object({
    /** Number of the line; it increases over all jobs of the server. */
    id: z.number(),
    /** When the line was written, RFC 3339. */
    createdAt: z.string(),
    /** `provisioner` or `provisioner_daemon`. */
    logSource: openEnum(LOG_SOURCES),
    /** `trace`, `debug`, `info`, `warn` or `error`. */
    logLevel: openEnum(LOG_LEVELS),
    /** Step of the job that wrote the line. */
    stage: z.string(),
    /** Text of the line; empty where a stage begins. */
    output: z.string(),
  })
  .meta({ title: "LogLine" });

export const templateOutput = z
  .object({
    /** Id of the template. */
    id: z.string(),
    /** Name of the template, unique in its organization. */
    name: z.string(),
    /** Name for people; empty when there is none. */
    displayName: z.string(),
    /** What the template is for. */
    description: z.string(),
    /** Path or URL of an image; empty when there is none. */
    icon: z.string(),
    /** Id of the template's organization. */
    organizationId: z.string(),
    /** Name of the template's organization. */
    organizationName: z.string(),
    /** Id of the version that new workspaces get. */
    activeVersionId: z.string(),
    /** Number of people who used a workspace of the template lately; -1 until the server has counted. */
    activeUserCount: z.number(),
    /** Whether the template is deprecated. */
    deprecated: z.boolean(),
    /** Why the template is deprecated; empty when it is not. */
    deprecationMessage: z.string(),
    /** Time from start to automatic stop for workspaces that set none of their own, in milliseconds; 0 means never. */
    defaultTtlMilliseconds: z.number(),
    /** Time by which activity postpones the automatic stop, in milliseconds; 0 means not at all. */
    activityBumpMilliseconds: z.number(),
    /** Time after which a failed workspace is stopped, in milliseconds; 0 means never. */
    failureTtlMilliseconds: z.number(),
    /** Time without use after which a workspace becomes dormant, in milliseconds; 0 means never. */
    timeTilDormantMilliseconds: z.number(),
    /** Time after which a dormant workspace is deleted, in milliseconds; 0 means never. */
    timeTilDormantAutodeleteMilliseconds: z.number(),
    /** Whether owners may set when their workspaces start. */
    allowUserAutostart: z.boolean(),
    /** Whether owners may set when their workspaces stop. */
    allowUserAutostop: z.boolean(),
    /** Whether owners may cancel builds of their workspaces. */
    allowUserCancelWorkspaceJobs: z.boolean(),
    /** Whether workspaces must use the active version. */
    requireActiveVersion: z.boolean(),
    /** How far owners may share ports: `owner`, `authenticated`, `organization` or `public`. */
    maxPortShareLevel: z.string(),
    /** User name of the template's creator. */
    createdByName: z.string(),
    /** When the template was created, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "TemplateDetails" });

export const templateVersionOutput = z
  .object({
    /** Id of the version. */
    id: z.string(),
    /** Name of the version, unique in its template. */
    name: z.string(),
    /** What changed in the version; empty when nobody wrote it. */
    message: z.string(),
    /** Id of the version's template; absent while the version belongs to none. */
    templateId: z.string().optional(),
    /** Id of the version's organization. */
    organizationId: z.string().optional(),
    /** Text of the template's `README.md`. */
    readme: z.string(),
    /** Whether the version is archived. */
    archived: z.boolean(),
    /** Warnings of the server about the version. */
    warnings: z.array(z.string()),
    /** The provisioner job that imported the version. */
    job: jobOutput,
    /** User name of the version's creator; empty when the server does not tell. */
    createdByName: z.string(),
    /** When the version was created, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "TemplateVersionDetails" });

/** An answer of the API with its names converted; properties that the schema does not declare are left out. */
export function fromApi<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(camelCased(value));
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isProperties(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [camelCase(key), MAPS.includes(key) ? entry : camelCased(entry)]),
  );
}

function camelCase(key: string): string {
  return key.replace(/_ms$/, "_milliseconds").replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
