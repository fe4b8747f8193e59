// Provisioner jobs and the daemons that run them. Their logs live in job-logs.ts, following a job to its end in jobs.
import { z } from "zod";
import { openEnum } from "../open-enum";
import { explainLack } from "./buildinfo";
import {
  answerObject,
  count,
  flag,
  listOf,
  openText,
  optional,
  optionalId,
  optionalText,
  optionalTime,
  text,
  textMap,
  time,
} from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** `unknown` is the server's own word. @see codersdk/provisionerdaemons.go ProvisionerJobStatus */
export const JOB_STATUSES = ["pending", "running", "succeeded", "canceling", "canceled", "failed", "unknown"] as const;

/** @see codersdk/provisionerdaemons.go ProvisionerJobType */
export const JOB_TYPES = ["template_version_import", "template_version_dry_run", "workspace_build"] as const;

/** @see codersdk/provisionerdaemons.go JobErrorCode */
export const JOB_ERROR_CODES = ["REQUIRED_TEMPLATE_VARIABLES", "MISSING_TEMPLATE_PARAMETER"] as const;

/** @see codersdk/provisionerdaemons.go LogSource */
export const LOG_SOURCES = ["provisioner", "provisioner_daemon"] as const;

/** @see codersdk/provisionerdaemons.go LogLevel */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error"] as const;

/** @see codersdk/provisionerdaemons.go ProvisionerDaemonStatus */
export const DAEMON_STATUSES = ["offline", "idle", "busy"] as const;

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
  error_code: optional(openEnum(JOB_ERROR_CODES)).transform((code) => (code === "" ? undefined : code)),
  status: openEnum(JOB_STATUSES),
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
  type: openText(JOB_TYPES),
  /** Ids of the daemons that may take the job, while it waits. */
  available_workers: listOf(z.string()),
  /** Filled where jobs are asked for; the job of a version or a build has only empty texts in it. */
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
  /** Who began the job; undefined from a server that does not tell. */
  initiator_id: optionalId,
  /** Whether the server left lines of the log out, as there were too many. */
  logs_overflowed: flag,
});

/** @see codersdk/provisionerdaemons.go ProvisionerJobLog */
export const provisionerJobLogSchema = answerObject({
  id: z.number(),
  created_at: time,
  log_source: openText(LOG_SOURCES),
  log_level: openText(LOG_LEVELS),
  stage: text,
  /** Empty where a stage begins. */
  output: text,
});

const daemonJobSchema = answerObject({
  id: z.string(),
  status: openText(JOB_STATUSES),
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
  status: openText(DAEMON_STATUSES),
  current_job: optional(daemonJobSchema),
  previous_job: optional(daemonJobSchema),
});

/** What a query may ask for; an answer may hold a newer one. */
export type ProvisionerJobStatus = (typeof JOB_STATUSES)[number];
export type ProvisionerJobType = (typeof JOB_TYPES)[number];
export type ProvisionerJobErrorCode = (typeof JOB_ERROR_CODES)[number];
export type ProvisionerDaemonStatus = (typeof DAEMON_STATUSES)[number];
export type LogSource = (typeof LOG_SOURCES)[number];
export type LogLevel = (typeof LOG_LEVELS)[number];
export type MatchedProvisioners = z.output<typeof matchedProvisionersSchema>;
export type ProvisionerJob = z.output<typeof provisionerJobSchema>;
export type ProvisionerJobLog = z.output<typeof provisionerJobLogSchema>;
export type ProvisionerDaemon = z.output<typeof provisionerDaemonSchema>;

export interface ProvisionerJobsQuery {
  /** Largest number of jobs, the newest first. @default 50 */
  limit?: number | undefined;
  /** No ids at all find no job. */
  ids?: readonly string[] | undefined;
  /** No statuses at all find no job. */
  status?: readonly ProvisionerJobStatus[] | undefined;
  /** Tags that the jobs have. */
  tags?: Readonly<Record<string, string>> | undefined;
}

export interface ProvisionerDaemonsQuery {
  /** Largest number of daemons. @default 50 */
  limit?: number | undefined;
  /** No ids at all find no daemon. */
  ids?: readonly string[] | undefined;
  /** Coder 2.26 and newer list daemons that are offline only when they are asked for. No statuses find no daemon. */
  status?: readonly ProvisionerDaemonStatus[] | undefined;
  /** Whether daemons that are offline are listed too. @default the server's own: false from Coder 2.26 on, else true */
  offline?: boolean | undefined;
  /** Tags of a job: only daemons that may take it. */
  tags?: Readonly<Record<string, string>> | undefined;
}

/** More daemons than any organization has: the limit where they are filtered here. */
export const DAEMONS_LIMIT = 10_000;

/** The server's own number of daemons, when it is given no limit. */
const DEFAULT_LIMIT = 50;

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
  if (findsNothing(query)) return Promise.resolve([]);
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
 * The daemons of an organization that import templates and build workspaces. A server that is older than 2.26 refuses
 * to filter by status: there all daemons are asked for, and filtered here.
 * @see coderd/provisionerdaemons.go provisionerDaemons
 * @example const offline = await client.getProvisionerDaemons("default", { status: ["offline"] });
 */
export async function getProvisionerDaemons(
  transport: Transport,
  organization: string,
  query: ProvisionerDaemonsQuery = {},
  options?: RequestOptions,
): Promise<ProvisionerDaemon[]> {
  const { limit, ids, status, offline, tags } = query;
  if (findsNothing(query)) return [];
  const isFilter = status !== undefined || offline !== undefined;
  const isFilteredHere = isFilter && (await explainLack(transport, "daemonStatuses", options)) !== undefined;
  const daemons = await transport.json(
    listOf(provisionerDaemonSchema),
    {
      method: "GET",
      path: path`/organizations/${organization}/provisionerdaemons`,
      query: {
        // A limit that the server refuses is left to it.
        limit: isFilteredHere && (limit ?? 0) >= 0 ? DAEMONS_LIMIT : limit,
        ids: ids?.join(","),
        ...(!isFilteredHere && { status: status?.join(","), offline }),
        tags: tagsText(tags),
      },
    },
    options,
  );
  if (!isFilteredHere) return daemons;
  // The server takes 0 for no limit.
  return daemons
    .filter((daemon) => isWanted(daemon, query))
    .slice(0, limit === 0 ? undefined : (limit ?? DEFAULT_LIMIT));
}

/** As newer servers filter. */
function isWanted(daemon: ProvisionerDaemon, { status, offline }: ProvisionerDaemonsQuery): boolean {
  const isNamed = status?.some((wanted) => wanted === daemon.status);
  return daemon.status === "offline" ? isNamed === true || (offline ?? status === undefined) : (isNamed ?? true);
}

/** The server takes an empty list for none, and would answer with everything. */
function findsNothing({ ids, status }: ProvisionerJobsQuery | ProvisionerDaemonsQuery): boolean {
  return ids?.length === 0 || status?.length === 0;
}

/** No other status follows. Of a status that this package does not know, the time of the end tells. */
export function hasJobEnded({ status, completed_at }: Pick<ProvisionerJob, "status" | "completed_at">): boolean {
  switch (status) {
    case "succeeded":
    case "failed":
    case "canceled":
      return true;
    case "pending":
    case "running":
    case "canceling":
      return false;
    default:
      return completed_at !== undefined;
  }
}

function tagsText(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  return tags === undefined ? undefined : JSON.stringify(tags);
}
