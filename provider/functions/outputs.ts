// Objects of the server as functions give them: the API's own names in camelCase, with units spelt out.
import { z } from "zod";
import { isProperties } from "../values";

/** Maps whose keys are the user's own. */
const MAPS = ["tags"];

export const jobOutput = z
  .object({
    /** Id of the job. */
    id: z.string(),
    /** `pending`, `running`, `succeeded`, `canceling`, `canceled` or `failed`. */
    status: z.string(),
    /** `template_version_import`, `template_version_dry_run` or `workspace_build`; empty from an older server. */
    type: z.string(),
    /** When it was queued, RFC 3339. */
    createdAt: z.string(),
    /** When a provisioner took it, RFC 3339; absent before. */
    startedAt: z.string().optional(),
    /** When it ended, RFC 3339; absent before. */
    completedAt: z.string().optional(),
    /** When somebody cancelled it, RFC 3339; absent otherwise. */
    canceledAt: z.string().optional(),
    /** Why it failed; absent unless it did. */
    error: z.string().optional(),
    /** `REQUIRED_TEMPLATE_VARIABLES` or other codes; absent for most failures. */
    errorCode: z.string().optional(),
    /** Name of the provisioner that took it; empty before. */
    workerName: z.string(),
    /** Id of the archive that it works on. */
    fileId: z.string(),
    /** Tags that a provisioner must have to take it. */
    tags: z.record(z.string(), z.string()),
    /** Its place among those that wait; 0 when it does not. */
    queuePosition: z.number(),
    /** How many wait. */
    queueSize: z.number(),
  })
  .meta({ title: "ProvisionerJob" });

export const logOutput = z
  .object({
    /** Counts up through all jobs of the server. */
    id: z.number(),
    /** When the line was written, RFC 3339. */
    createdAt: z.string(),
    /** `provisioner` or `provisioner_daemon`. */
    logSource: z.string(),
    /** `trace`, `debug`, `info`, `warn` or `error`. */
    logLevel: z.string(),
    /** What the job was doing. */
    stage: z.string(),
    /** The line itself; empty where a stage begins. */
    output: z.string(),
  })
  .meta({ title: "LogLine" });

export const templateOutput = z
  .object({
    /** Id of the template. */
    id: z.string(),
    /** Name, unique in its organization. */
    name: z.string(),
    /** Name for people; empty when it has none. */
    displayName: z.string(),
    /** What it is for. */
    description: z.string(),
    /** Path or URL of an image; empty when it has none. */
    icon: z.string(),
    /** Id of the organization that holds it. */
    organizationId: z.string(),
    /** Name of that organization. */
    organizationName: z.string(),
    /** Id of the version that new workspaces get. */
    activeVersionId: z.string(),
    /** How many people used a workspace of it lately; -1 before the server has counted. */
    activeUserCount: z.number(),
    /** Whether a deprecation message is set. */
    deprecated: z.boolean(),
    /** That message; empty when there is none. */
    deprecationMessage: z.string(),
    /** After how many milliseconds a workspace stops by itself, unless it says otherwise; 0 is never. */
    defaultTtlMilliseconds: z.number(),
    /** By how many milliseconds use moves the stop; 0 is not at all. */
    activityBumpMilliseconds: z.number(),
    /** After how many milliseconds a failed workspace is stopped; 0 is never. */
    failureTtlMilliseconds: z.number(),
    /** After how many milliseconds without use a workspace becomes dormant; 0 is never. */
    timeTilDormantMilliseconds: z.number(),
    /** After how many milliseconds a dormant workspace is deleted; 0 is never. */
    timeTilDormantAutodeleteMilliseconds: z.number(),
    /** Whether owners may set a start schedule. */
    allowUserAutostart: z.boolean(),
    /** Whether owners may set when their workspaces stop. */
    allowUserAutostop: z.boolean(),
    /** Whether owners may cancel builds. */
    allowUserCancelWorkspaceJobs: z.boolean(),
    /** Whether workspaces must take the active version. */
    requireActiveVersion: z.boolean(),
    /** `owner`, `authenticated`, `organization` or `public`. */
    maxPortShareLevel: z.string(),
    /** User name of who created it. */
    createdByName: z.string(),
    /** When it was created, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "TemplateDetails" });

export const templateVersionOutput = z
  .object({
    /** Id of the version. */
    id: z.string(),
    /** Name, unique in its template. */
    name: z.string(),
    /** What changed; empty when nobody said. */
    message: z.string(),
    /** Id of the template; absent while none holds it. */
    templateId: z.string().optional(),
    /** Id of the organization. */
    organizationId: z.string().optional(),
    /** Text of the template's `README.md`. */
    readme: z.string(),
    /** Whether it is archived. */
    archived: z.boolean(),
    /** What the server warns of. */
    warnings: z.array(z.string()),
    /** The job that imported it. */
    job: jobOutput,
    /** User name of who made it; empty when the server does not tell. */
    createdByName: z.string(),
    /** When it was made, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "TemplateVersionDetails" });

/** The same names in camelCase, units spelt out, and of that what the schema declares. */
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
