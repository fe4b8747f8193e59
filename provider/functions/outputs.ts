// Objects of the server as functions return them: the API's names in camelCase, with units spelt out. Templates and
// their versions are in template-outputs.ts.
import { z } from "zod";
import { jobErrorCode, jobStatus, jobType, logLevel, logSource } from "../outputs/enumerations";
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
    /** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`; `unknown` when the server can't tell. */
    status: jobStatus,
    /** `template_version_import`, `template_version_dry_run` or `workspace_build`; empty from an older server. */
    type: jobType,
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
    errorCode: jobErrorCode.optional(),
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

export const matchedProvisionersOutput = z
  .object({
    /** Number of provisioner daemons that have the tags of the job. */
    count: z.number(),
    /** Number of these that are there and may take the job. */
    available: z.number(),
    /** When one of these was last seen, RFC 3339; absent when none ever was. */
    mostRecentlySeen: z.string().optional(),
  })
  .meta({ title: "MatchedProvisioners" });

export const logOutput = z
  .object({
    /** Number of the line; it increases over all jobs of the server. */
    id: z.number(),
    /** When the line was written, RFC 3339. */
    createdAt: z.string(),
    /** `provisioner` or `provisioner_daemon`. */
    logSource,
    /** `trace`, `debug`, `info`, `warn` or `error`. */
    logLevel,
    /** Step of the job that wrote the line. */
    stage: z.string(),
    /** Text of the line; empty where a stage begins. */
    output: z.string(),
  })
  .meta({ title: "LogLine" });

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
