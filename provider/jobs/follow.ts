// Follows a template version's import, a dry run or a workspace build to its end: what is asked for each, and where people find it.
import type { CoderClient } from "../client/client";
import type { ProvisionerJob } from "../client/provisioner";
import type { TemplateVersion } from "../client/template-versions";
import type { RequestOptions } from "../client/transport";
import type { WorkspaceBuild } from "../client/workspace-builds";
import type { ResourceLog } from "../log";
import { systemClock, type Clock } from "./clock";
import { createJobError, REQUIRED_VARIABLES_CODE, type FailureWords } from "./failure";
import { waitForJob, type JobSource } from "./follower";
import { missingVariableNames } from "./logs";

/** How long a failure waits for what only adorns its message. */
const LOOKUP_MILLISECONDS = 5_000;

/** What following needs of the client. */
export type JobClient = Pick<
  CoderClient,
  | "url"
  | "getTemplateVersion"
  | "cancelTemplateVersion"
  | "getTemplateVersionLogs"
  | "streamTemplateVersionLogs"
  | "getTemplateVersionVariables"
  | "getDryRun"
  | "cancelDryRun"
  | "getDryRunLogs"
  | "streamDryRunLogs"
  | "getWorkspaceBuild"
  | "cancelWorkspaceBuild"
  | "getWorkspaceBuildLogs"
  | "streamWorkspaceBuildLogs"
  | "getTemplate"
  | "getOrganization"
>;

export interface FollowOptions {
  client: JobClient;
  log: ResourceLog;
  /** When it is aborted, the job is cancelled on the server and its end awaited, within bounds. */
  signal: AbortSignal;
  /** From the call on, waiting for a provisioner included. Then the job is cancelled. */
  deadlineMilliseconds: number;
  /** How messages name the object: `Template version "x"`. */
  title: string;
  /** Name or id of the organization in which the job runs. */
  organization: string;
  /** Values that Terraform may repeat and nobody may read. */
  secrets?: readonly string[];
  clock?: Clock;
}

export interface FollowTemplateVersionOptions extends FollowOptions {
  templateVersionId: string;
  /** The name that the caller gives a failed version so that its own is free again: the page's address has it. */
  nameAfterFailure?: string;
}

export interface FollowWorkspaceBuildOptions extends FollowOptions {
  workspaceBuildId: string;
}

export interface FollowDryRunOptions extends FollowOptions {
  templateVersionId: string;
  jobId: string;
}

/** Resolves with the version once its import succeeded; else throws a JobError. */
export function followTemplateVersion(options: FollowTemplateVersionOptions): Promise<TemplateVersion> {
  const { client, templateVersionId: id } = options;
  return follow<TemplateVersion>(options, {
    get: (request) => client.getTemplateVersion(id, request),
    jobOf: (version) => version.job,
    matchedProvisionersOf: (version) => version.matched_provisioners,
    cancel: (request) => client.cancelTemplateVersion(id, request),
    logs: (after, request) => client.getTemplateVersionLogs(id, logQuery(after), request),
    stream: (after, request) => client.streamTemplateVersionLogs(id, logQuery(after), request),
    outcome: "was not imported",
    remedy: "Correct the template's source or its variables, then run again.",
    missingVariables: async (request) =>
      (await client.getTemplateVersionVariables(id, request))
        .filter((variable) => variable.required && variable.value === "")
        .map((variable) => variable.name),
    pages: async (version, request) => [
      ...(version === undefined ? [] : await templateVersionPage(options, version, request)),
      `Log: ${client.url}/api/v2/templateversions/${id}/logs`,
    ],
  });
}

/** Resolves with the build once it succeeded; else throws a JobError. */
export function followWorkspaceBuild(options: FollowWorkspaceBuildOptions): Promise<WorkspaceBuild> {
  const { client, workspaceBuildId: id } = options;
  return follow<WorkspaceBuild>(options, {
    get: (request) => client.getWorkspaceBuild(id, request),
    jobOf: (build) => build.job,
    matchedProvisionersOf: (build) => build.matched_provisioners,
    cancel: (request) => client.cancelWorkspaceBuild(id, request),
    logs: (after, request) => client.getWorkspaceBuildLogs(id, logQuery(after), request),
    stream: (after, request) => client.streamWorkspaceBuildLogs(id, logQuery(after), request),
    outcome: "did not succeed",
    remedy: "Correct what the error names (the parameters, the template, or what it builds on), then run again.",
    pages: (build) => Promise.resolve(build === undefined ? [] : [workspaceBuildPage(client.url, build)]),
  });
}

/** Resolves with the job once the dry run succeeded; else throws a JobError. */
export function followDryRun(options: FollowDryRunOptions): Promise<ProvisionerJob> {
  const { client, templateVersionId, jobId } = options;
  return follow<ProvisionerJob>(options, {
    get: (request) => client.getDryRun(templateVersionId, jobId, request),
    jobOf: (job) => job,
    // The server tells this of a dry run at an address of its own only; the queue position says nearly as much.
    matchedProvisionersOf: () => undefined,
    cancel: (request) => client.cancelDryRun(templateVersionId, jobId, request),
    logs: (after, request) => client.getDryRunLogs(templateVersionId, jobId, logQuery(after), request),
    stream: (after, request) => client.streamDryRunLogs(templateVersionId, jobId, logQuery(after), request),
    outcome: "did not succeed",
    remedy: "Correct the parameters or the template's source, then run again.",
    pages: async (_job, request) => [
      ...(await jobPage(options, options.organization, jobId, request)),
      `Log: ${client.url}/api/v2/templateversions/${templateVersionId}/dry-run/${jobId}/logs`,
    ],
  });
}

interface FollowedJob<Result> extends JobSource<Result>, Pick<FailureWords, "outcome" | "remedy"> {
  missingVariables?(request: RequestOptions): Promise<string[]>;
  pages(result: Result | undefined, request: RequestOptions): Promise<string[]>;
}

async function follow<Result>(options: FollowOptions, followed: FollowedJob<Result>): Promise<Result> {
  const { log, signal, deadlineMilliseconds, title, secrets = [], clock = systemClock } = options;
  const end = await waitForJob(followed, { log, signal, deadlineMilliseconds, title, secrets, clock });
  const job = end.result === undefined ? undefined : followed.jobOf(end.result);
  // What succeeded is done, even when it was to be cancelled: the server's word counts.
  if (end.result !== undefined && job?.status === "succeeded" && end.vanished === undefined) return end.result;
  const { outcome, remedy } = followed;
  const [missingVariables, pages] = await withinTime(clock, async (request) => [
    await findMissingVariables(followed, job, request),
    await followed.pages(end.result, request),
  ]);
  throw createJobError(end, job, { title, outcome, remedy, deadlineMilliseconds, secrets, missingVariables, pages });
}

/** The server names the variables in the job's error; asking for them is for servers that word it otherwise. */
async function findMissingVariables<Result>(
  followed: FollowedJob<Result>,
  job: ProvisionerJob | undefined,
  request: RequestOptions,
): Promise<string[]> {
  if (job?.error_code !== REQUIRED_VARIABLES_CODE) return [];
  const named = missingVariableNames(job.error ?? "");
  if (named.length > 0 || followed.missingVariables === undefined) return named;
  return orElse([], followed.missingVariables(request));
}

/** A version that no template holds has no page of its own, but its job is in the organization's list. */
async function templateVersionPage(
  options: FollowTemplateVersionOptions,
  version: TemplateVersion,
  request: RequestOptions,
): Promise<string[]> {
  const { client, organization, nameAfterFailure } = options;
  if (version.template_id === undefined) return jobPage(options, version.organization_id ?? organization, version.job.id, request);
  const template = await orElse(undefined, client.getTemplate(version.template_id, request));
  if (template === undefined) return [];
  const versionName = version.job.status === "failed" ? (nameAfterFailure ?? version.name) : version.name;
  return [`Page: ${client.url}${pagePath("templates", template.organization_name, template.name, "versions", versionName)}`];
}

/** The list of provisioner jobs, narrowed to one. The dashboard knows organizations by name only. */
async function jobPage(options: FollowOptions, organization: string, jobId: string, request: RequestOptions): Promise<string[]> {
  const found = await orElse(undefined, options.client.getOrganization(organization, request));
  if (found === undefined) return [];
  return [`Page: ${options.client.url}${pagePath("organizations", found.name, "provisioner-jobs")}?ids=${jobId}`];
}

function workspaceBuildPage(url: string, build: WorkspaceBuild): string {
  return `Page: ${url}${pagePath(`@${build.workspace_owner_name}`, build.workspace_name, "builds", String(build.build_number))}`;
}

function pagePath(...segments: string[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment).replace(/^%40/, "@")}`).join("");
}

function logQuery(after: number): { after?: number } {
  return after === 0 ? {} : { after };
}

/** Runs with requests that end when the time is over. */
async function withinTime<Result>(clock: Clock, run: (request: RequestOptions) => Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const cancel = clock.after(LOOKUP_MILLISECONDS, () => over.abort());
  try {
    return await run({ signal: over.signal });
  } finally {
    cancel();
  }
}

/** For what only adorns a message: the failure it belongs to is told in any case. */
async function orElse<Result>(otherwise: Result, wanted: Promise<Result>): Promise<Result> {
  try {
    return await wanted;
  } catch {
    return otherwise;
  }
}
