// Follows a template version's import, a dry run or a workspace build to its end: what is asked for each, and where
// people find it.
import { hasJobEnded, type ProvisionerJob } from "../client/provisioner";
import type { TemplateVersion } from "../client/template-versions";
import { systemClock, type Clock } from "../client/transport/clock";
import type { WorkspaceBuild } from "../client/workspace-builds";
import type { Workspace } from "../client/workspaces";
import { remainingMilliseconds, type Deadline } from "../deadline";
import { isGone } from "../errors";
import type { ResourceLog } from "../log";
import { after } from "./clock";
import { createJobError, REQUIRED_VARIABLES_CODE, type FailureWords } from "./failure";
import { waitForJob, type JobSource } from "./follower";
import type { JobClient, JobEndpoints } from "./job-client";
import { missingVariableNames, type Secrets, type SecretsOnDemand } from "./logs";

/** How long a failure waits for additions to its message. */
const LOOKUP_MILLISECONDS = 5_000;

export interface FollowOptions {
  client: JobClient;
  log: ResourceLog;
  /** When it is aborted, the job is cancelled on the server and its end awaited, within bounds. */
  signal: AbortSignal;
  /** Waiting for a provisioner included. Once it has passed, the job is cancelled. */
  deadline: Deadline;
  /** How messages name the object: `Template version "x"`. */
  title: string;
  /** Name or id of the organization in which the job runs. */
  organization: string;
  /** Values that Terraform may repeat and nobody may read. */
  secrets: Secrets;
  clock?: Clock;
}

export interface FollowTemplateVersionOptions extends FollowOptions {
  templateVersionId: string;
  /** The version as the server answered it a moment ago: it is not asked for again before its job moves. */
  seen?: TemplateVersion;
  /** The name that the caller gives a version that failed, to free its own. The page has it in its address. */
  nameAfterFailure?: string;
}

export interface FollowWorkspaceBuildOptions extends FollowOptions {
  workspaceBuildId: string;
  /** The build as the server answered it a moment ago: it is not asked for again before its job moves. */
  seen?: WorkspaceBuild;
  /** Told of the workspace as the end of the build has left it, where one request can bring both. */
  onWorkspace?: (workspace: Workspace) => void;
}

/** A build among many of one program. */
export interface FollowAmongManyOptions extends Omit<FollowWorkspaceBuildOptions, "secrets"> {
  secrets: Secrets | SecretsOnDemand;
  /** Finds the workspace as it is now together with others; undefined where it has to be asked for alone. */
  findWorkspace?: () => Promise<Workspace | undefined>;
}

export interface FollowDryRunOptions extends FollowOptions {
  templateVersionId: string;
  jobId: string;
  /** The job as the server answered it a moment ago: it is not asked for again before it moves. */
  seen?: ProvisionerJob;
}

/** Resolves with the version once its import succeeded; else throws a JobError. */
export function followTemplateVersion(options: FollowTemplateVersionOptions): Promise<TemplateVersion> {
  const { templateVersionId: id } = options;
  return follow<TemplateVersion>(options, {
    get: (client) => client.getTemplateVersion(id),
    jobOf: (version) => version.job,
    matchedProvisionersOf: (version) => version.matched_provisioners,
    cancel: (client) => client.cancelTemplateVersion(id),
    logs: (client, query) => client.getTemplateVersionLogs(id, query),
    stream: (client, query) => client.streamTemplateVersionLogs(id, query, { isSingle: true }),
    outcome: "was not imported",
    remedy: "Correct the template's source or its variables, then run again.",
    missingVariables: async (client) =>
      (await client.getTemplateVersionVariables(id))
        .filter((variable) => variable.required && variable.value === "")
        .map((variable) => variable.name),
    pages: async (version, client) => [
      ...(version === undefined ? [] : await templateVersionPage(options, version, client)),
      `Log: ${options.client.url}/api/v2/templateversions/${id}/logs`,
    ],
  });
}

/** Resolves with the build once it succeeded; else throws a JobError. */
export function followWorkspaceBuild(options: FollowWorkspaceBuildOptions): Promise<WorkspaceBuild> {
  return followBuildAmongMany(options);
}

/** The same for the provider, which sends fewer requests for many. */
export function followBuildAmongMany(options: FollowAmongManyOptions): Promise<WorkspaceBuild> {
  const { workspaceBuildId: id } = options;
  return follow<WorkspaceBuild>(options, {
    get: (client) => client.getWorkspaceBuild(id),
    getEnded: (client, areSeveral) => getEndedBuild(client, options, areSeveral),
    jobOf: (build) => build.job,
    matchedProvisionersOf: (build) => build.matched_provisioners,
    cancel: (client) => client.cancelWorkspaceBuild(id),
    logs: (client, query) => client.getWorkspaceBuildLogs(id, query),
    stream: (client, query) => client.streamWorkspaceBuildLogs(id, query, { isSingle: true }),
    outcome: "did not succeed",
    remedy: "Correct what the error names (the parameters, the template, or what it builds on), then run again.",
    pages: (build) => Promise.resolve(build === undefined ? [] : [workspaceBuildPage(options.client.url, build)]),
  });
}

/** Of the workspace, unless it has another build by now or is gone. */
async function getEndedBuild(
  client: JobEndpoints,
  { workspaceBuildId, seen, onWorkspace, findWorkspace }: FollowAmongManyOptions,
  areSeveral: boolean,
): Promise<WorkspaceBuild> {
  if (seen !== undefined && onWorkspace !== undefined) {
    const found = areSeveral ? await findWorkspace?.().catch(() => undefined) : undefined;
    const workspace =
      found ??
      (await client.getWorkspace(seen.workspace_id).catch((thrown: unknown) => {
        if (isGone(thrown)) return undefined;
        throw thrown;
      }));
    if (workspace?.latest_build.id === workspaceBuildId) {
      if (hasJobEnded(workspace.latest_build.job)) onWorkspace(workspace);
      return workspace.latest_build;
    }
  }
  return client.getWorkspaceBuild(workspaceBuildId);
}

/** Resolves with the job once the dry run succeeded; else throws a JobError. */
export function followDryRun(options: FollowDryRunOptions): Promise<ProvisionerJob> {
  const { templateVersionId, jobId } = options;
  return follow<ProvisionerJob>(options, {
    get: (client) => client.getDryRun(templateVersionId, jobId),
    jobOf: (job) => job,
    // For dry runs this would be another request; the queue position says nearly as much.
    matchedProvisionersOf: () => undefined,
    cancel: (client) => client.cancelDryRun(templateVersionId, jobId),
    logs: (client, query) => client.getDryRunLogs(templateVersionId, jobId, query),
    stream: (client, query) => client.streamDryRunLogs(templateVersionId, jobId, query, { isSingle: true }),
    outcome: "did not succeed",
    remedy: "Correct the parameters or the template's source, then run again.",
    pages: async (_job, client) => [
      ...(await jobPage(options, options.organization, jobId, client)),
      `Log: ${options.client.url}/api/v2/templateversions/${templateVersionId}/dry-run/${jobId}/logs`,
    ],
  });
}

interface FollowedJob<Result> extends JobSource<Result>, Pick<FailureWords, "outcome" | "remedy"> {
  missingVariables?(client: JobEndpoints): Promise<string[]>;
  pages(result: Result | undefined, client: JobEndpoints): Promise<string[]>;
}

async function follow<Result>(
  options: Omit<FollowOptions, "secrets"> & { secrets: Secrets | SecretsOnDemand; seen?: Result },
  followed: FollowedJob<Result>,
): Promise<Result> {
  const { deadline, title, seen, clock = systemClock } = options;
  const deadlineMilliseconds = remainingMilliseconds(deadline, clock.now());
  const end = await waitForJob(followed, { ...options, seen, deadlineMilliseconds, clock });
  const { job, secrets } = end;
  // A job that succeeded is done, even if it was to be cancelled.
  if (end.result !== undefined && job?.status === "succeeded" && end.vanished === undefined) return end.result;
  const { outcome, remedy } = followed;
  const [missingVariables, pages] = await withinTime(options, async (bound) => [
    await findMissingVariables(followed, job, bound),
    await followed.pages(end.result, bound),
  ]);
  throw createJobError(end, job, { title, outcome, remedy, deadline, secrets, missingVariables, pages });
}

/** The server names the variables in the job's error; asking for them is for servers that word it otherwise. */
async function findMissingVariables<Result>(
  followed: FollowedJob<Result>,
  job: ProvisionerJob | undefined,
  client: JobEndpoints,
): Promise<string[]> {
  if (job?.error_code !== REQUIRED_VARIABLES_CODE) return [];
  const named = missingVariableNames(job.error ?? "");
  if (named.length > 0 || followed.missingVariables === undefined) return named;
  return orElse([], followed.missingVariables(client));
}

/** A version that no template holds has no page of its own, but its job is in the organization's list. */
async function templateVersionPage(
  options: FollowTemplateVersionOptions,
  version: TemplateVersion,
  client: JobEndpoints,
): Promise<string[]> {
  const { organization, nameAfterFailure } = options;
  if (version.template_id === undefined)
    return jobPage(options, version.organization_id ?? organization, version.job.id, client);
  const template = await orElse(undefined, client.getTemplate(version.template_id));
  if (template === undefined) return [];
  const versionName = version.job.status === "failed" ? (nameAfterFailure ?? version.name) : version.name;
  const path = pagePath("templates", template.organization_name, template.name, "versions", versionName);
  return [`Page: ${options.client.url}${path}`];
}

/** The list of provisioner jobs, narrowed to one. The dashboard knows organizations by name only. */
async function jobPage(
  options: FollowOptions,
  organization: string,
  jobId: string,
  client: JobEndpoints,
): Promise<string[]> {
  const found = await orElse(undefined, client.getOrganization(organization));
  if (found === undefined) return [];
  return [`Page: ${options.client.url}${pagePath("organizations", found.name, "provisioner-jobs")}?ids=${jobId}`];
}

function workspaceBuildPage(url: string, build: WorkspaceBuild): string {
  return (
    "Page: " +
    `${url}${pagePath(`@${build.workspace_owner_name}`, build.workspace_name, "builds", String(build.build_number))}`
  );
}

function pagePath(...segments: string[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment).replace(/^%40/, "@")}`).join("");
}

/** Runs with a client whose requests end when the time is over. */
async function withinTime<Result>(
  options: Pick<FollowOptions, "client" | "clock">,
  run: (client: JobEndpoints) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const stop = after(options.clock ?? systemClock, LOOKUP_MILLISECONDS, () => over.abort());
  try {
    return await run(options.client.with({ signal: over.signal, deadline: { milliseconds: LOOKUP_MILLISECONDS } }));
  } finally {
    stop();
  }
}

/** For additions to a message: the failure is told with or without them. */
async function orElse<Result>(otherwise: Result, wanted: Promise<Result>): Promise<Result> {
  try {
    return await wanted;
  } catch {
    return otherwise;
  }
}
