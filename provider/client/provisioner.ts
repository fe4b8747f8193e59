// Provisioner jobs and the daemons that run them. Their logs live in job-logs.ts, following a job to its end in jobs.
import { z } from "zod";
import {
  answerObject,
  count,
  listOf,
  optional,
  optionalId,
  optionalText,
  optionalTime,
  text,
  textMap,
  time,
} from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** `unknown` also stands for a status that is newer than this package. */
const jobStatusSchema = z
  .enum(["pending", "running", "succeeded", "canceling", "canceled", "failed", "unknown"])
  .catch("unknown");

/** How many daemons match a job's tags; the server tells it only while the job is pending. */
export const matchedProvisionersSchema = answerObject({
  count: z.number(),
  available: z.number(),
  most_recently_seen: optionalTime,
});

/** @see codersdk/provisionerdaemons.go ProvisionerJob */
export const provisionerJobSchema = answerObject({
  id: z.string(),
  created_at: time,
  started_at: optionalTime,
  completed_at: optionalTime,
  canceled_at: optionalTime,
  /** Undefined unless the job failed. */
  error: optionalText,
  /** REQUIRED_TEMPLATE_VARIABLES or MISSING_TEMPLATE_PARAMETER. */
  error_code: optionalText,
  status: jobStatusSchema,
  worker_id: optionalId,
  worker_name: text,
  file_id: z.string(),
  tags: textMap,
  queue_position: count,
  queue_size: count,
  organization_id: optionalId,
  input: optional(
    answerObject({
      template_version_id: optionalId,
      workspace_build_id: optionalId,
      error: text,
    }),
  ),
  /** template_version_import, template_version_dry_run or workspace_build */
  type: text,
  available_workers: listOf(z.string()),
  metadata: optional(
    answerObject({
      template_version_name: text,
      template_id: optionalId,
      template_name: text,
      template_display_name: text,
      template_icon: text,
      workspace_id: optionalId,
      workspace_name: text,
    }),
  ),
});

/** @see codersdk/provisionerdaemons.go ProvisionerJobLog */
export const provisionerJobLogSchema = answerObject({
  id: z.number(),
  created_at: time,
  /** provisioner or provisioner_daemon */
  log_source: text,
  /** trace, debug, info, warn or error */
  log_level: text,
  stage: text,
  /** Empty where a stage begins. */
  output: text,
});

const daemonJobSchema = answerObject({
  id: z.string(),
  status: jobStatusSchema,
  template_name: text,
  template_icon: text,
  template_display_name: text,
});

/** @see codersdk/provisionerdaemons.go ProvisionerDaemon */
export const provisionerDaemonSchema = answerObject({
  id: z.string(),
  organization_id: optionalId,
  key_id: optionalId,
  key_name: text,
  created_at: time,
  last_seen_at: optionalTime,
  name: z.string(),
  version: text,
  api_version: text,
  provisioners: listOf(z.string()),
  tags: textMap,
  /** offline, idle or busy */
  status: text,
  current_job: optional(daemonJobSchema),
  previous_job: optional(daemonJobSchema),
});

export type ProvisionerJobStatus = z.output<typeof jobStatusSchema>;
export type MatchedProvisioners = z.output<typeof matchedProvisionersSchema>;
export type ProvisionerJob = z.output<typeof provisionerJobSchema>;
export type ProvisionerJobLog = z.output<typeof provisionerJobLogSchema>;
export type ProvisionerDaemon = z.output<typeof provisionerDaemonSchema>;

export interface ProvisionerJobsQuery {
  limit?: number | undefined;
  ids?: readonly string[] | undefined;
  status?: readonly ProvisionerJobStatus[] | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
}

export interface ProvisionerDaemonsQuery {
  limit?: number | undefined;
  ids?: readonly string[] | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
}

/**
 * The jobs of an organization. Newest first; the server's own limit is 50. Answers 404 to those who may not see jobs.
 * @see coderd/provisionerjobs.go provisionerJobs
 * @example const waiting = await client.getProvisionerJobs("default", { status: ["pending"], limit: 10 });
 */
export function getProvisionerJobs(
  transport: Transport,
  organization: string,
  query: ProvisionerJobsQuery = {},
  options?: RequestOptions,
): Promise<ProvisionerJob[]> {
  return transport.json(
    listOf(provisionerJobSchema),
    {
      method: "GET",
      path: path`/organizations/${organization}/provisionerjobs`,
      query: {
        limit: query.limit,
        ids: query.ids?.join(","),
        status: query.status?.join(","),
        tags: tagsText(query.tags),
      },
    },
    options,
  );
}

/**
 * A job of an organization by its id. Answered with 404 to those who may not see jobs.
 * @see coderd/provisionerjobs.go provisionerJob
 * @example const { queue_position } = await client.getProvisionerJob("default", job.id);
 */
export function getProvisionerJob(
  transport: Transport,
  organization: string,
  jobId: string,
  options?: RequestOptions,
): Promise<ProvisionerJob> {
  return transport.json(
    provisionerJobSchema,
    { method: "GET", path: path`/organizations/${organization}/provisionerjobs/${jobId}` },
    options,
  );
}

/**
 * The daemons of an organization that import templates and build workspaces. The server's own limit is 50.
 * @see coderd/provisionerdaemons.go provisionerDaemons
 * @example const idle = (await client.getProvisionerDaemons("default")).filter(({ status }) => status === "idle");
 */
export function getProvisionerDaemons(
  transport: Transport,
  organization: string,
  query: ProvisionerDaemonsQuery = {},
  options?: RequestOptions,
): Promise<ProvisionerDaemon[]> {
  return transport.json(
    listOf(provisionerDaemonSchema),
    {
      method: "GET",
      path: path`/organizations/${organization}/provisionerdaemons`,
      query: { limit: query.limit, ids: query.ids?.join(","), tags: tagsText(query.tags) },
    },
    options,
  );
}

/** No other status follows. */
export function hasJobEnded({ status }: ProvisionerJob): boolean {
  return status === "succeeded" || status === "failed" || status === "canceled";
}

function tagsText(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  return tags === undefined ? undefined : JSON.stringify(tags);
}
