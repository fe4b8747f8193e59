// Workspace builds: one transition of a workspace each, run as a provisioner job.
import { z } from "zod";
import { openEnum } from "../enumerations";
import { requireFeature } from "./buildinfo";
import { getLogs, streamLogs, type LogQuery, type LogStreamOptions } from "./job-logs";
import {
  matchedProvisionersSchema,
  provisionerJobSchema,
  type ProvisionerJob,
  type ProvisionerJobLog,
} from "./provisioner";
import { stateInBase64 } from "./terraform-state";
import { allOf, PAGE_SIZE, pageOf, pagesOf, type PageOptions } from "./transport/pages";
import {
  answerObject,
  count,
  listOf,
  openText,
  optional,
  optionalId,
  optionalTime,
  text,
  time,
} from "./transport/schemas";
import { timeText, type Time } from "./transport/times";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import {
  TRANSITIONS,
  workspaceResourceSchema,
  type WorkspaceResource,
  type WorkspaceTransition,
} from "./workspace-resources";

/** @see codersdk/workspacebuilds.go WorkspaceStatus */
export const WORKSPACE_STATUSES = [
  "pending",
  "starting",
  "running",
  "stopping",
  "stopped",
  "failed",
  "canceling",
  "canceled",
  "deleting",
  "deleted",
] as const;

/**
 * A person or a program (`initiator`), the server by itself (up to `autodelete`), or, on newer servers, where a person
 * asked for it.
 * @see coderd/database/models.go BuildReason
 */
export const BUILD_REASONS = [
  "initiator",
  "autostart",
  "autostop",
  "dormancy",
  "autodelete",
  "dashboard",
  "cli",
  "ssh_connection",
  "vscode_connection",
  "jetbrains_connection",
] as const;

/** The API's older documents show the time in the form that Go has for it; servers send the time alone, or null. */
const deadline = z.union([
  optionalTime,
  z.object({ time, valid: z.boolean() }).transform((value) => (value.valid ? value.time : undefined)),
]);

/** @see codersdk/workspacebuilds.go WorkspaceBuild */
export const workspaceBuildSchema = answerObject({
  id: z.string(),
  created_at: time,
  updated_at: optionalTime,
  workspace_id: z.string(),
  workspace_name: text,
  workspace_owner_id: text,
  workspace_owner_name: text,
  workspace_owner_avatar_url: text,
  template_version_id: z.string(),
  /** Empty in the answer to a creation. */
  template_version_name: text,
  build_number: z.number(),
  transition: openEnum(TRANSITIONS),
  initiator_id: text,
  initiator_name: text,
  job: provisionerJobSchema,
  /** Why it was begun. */
  reason: openText(BUILD_REASONS),
  /** Empty in the answer to a creation. */
  resources: listOf(workspaceResourceSchema),
  deadline,
  max_deadline: deadline,
  status: openEnum(WORKSPACE_STATUSES),
  daily_cost: count,
  /** Only while the job is pending. */
  matched_provisioners: optional(matchedProvisionersSchema),
  template_version_preset_id: optionalId,
  has_ai_task: optional(z.boolean()),
  ai_task_sidebar_app_id: optionalId,
});

export const workspaceBuildParameterSchema = answerObject({ name: z.string(), value: z.string() });

/** The values that this package knows; an answer may hold a newer one. */
export type WorkspaceStatus = (typeof WORKSPACE_STATUSES)[number];
export type WorkspaceBuildReason = (typeof BUILD_REASONS)[number];
export type WorkspaceBuild = z.output<typeof workspaceBuildSchema>;
export type WorkspaceBuildParameter = z.output<typeof workspaceBuildParameterSchema>;

/**
 * The API's `dry_run` is not offered: no server reads it, so that what says it is a trial really builds. For a trial
 * there is `createDryRun`.
 * @see codersdk/workspaces.go CreateWorkspaceBuildRequest
 */
export interface CreateWorkspaceBuildRequest {
  transition: WorkspaceTransition;
  /** Without it: the version of the build before. */
  template_version_id?: string | undefined;
  /** Those of the build before are carried over, under these. */
  rich_parameter_values?: readonly WorkspaceBuildParameter[] | undefined;
  template_version_preset_id?: string | undefined;
  /** Only with the transition delete and without `state`: forget the resources without destroying them. */
  orphan?: boolean | undefined;
  /**
   * Takes the place of Terraform's state of the build before, as `coder state push` does: the JSON text that
   * `getWorkspaceBuildState` gives, mended.
   *
   * Take care: the server checks nothing of it. Resources that it lacks are forgotten and go on running, and are made a
   * second time by a start; resources that it has too much are changed or destroyed. Keep a copy of the state before.
   * Refused with 403 to those who may not change the template.
   */
  state?: string | Uint8Array | undefined;
  log_level?: "debug" | undefined;
}

export interface WorkspaceBuildsQuery {
  limit?: number | undefined;
  /** Only those that are newer than this build: no way to the next page, which is older. */
  after_id?: string | undefined;
  offset?: number | undefined;
  /** Only those that were made after it. */
  since?: Time | undefined;
}

/**
 * Begins a start, stop or deletion. Refused with 409 while another build is under way. The server queues a build even
 * for a deleted workspace: look for 410 first. With `state`, it takes the place of Terraform's state; see there.
 * @see coderd/workspacebuilds.go postWorkspaceBuilds
 * @example const build = await client.createWorkspaceBuild(workspace.id, { transition: "stop" });
 */
export async function createWorkspaceBuild(
  transport: Transport,
  workspaceId: string,
  request: CreateWorkspaceBuildRequest,
  options?: RequestOptions,
): Promise<WorkspaceBuild> {
  const { state, ...rest } = request;
  const json = state === undefined ? rest : { ...rest, state: stateInBase64(state) };
  if (request.template_version_preset_id !== undefined) await requireFeature(transport, "presetBuilds", options);
  return transport.json(
    workspaceBuildSchema,
    { method: "POST", path: path`/workspaces/${workspaceId}/builds`, json },
    options,
  );
}

/**
 * A build by its id, with its job.
 * @see coderd/workspacebuilds.go workspaceBuild
 * @example const { status } = await client.getWorkspaceBuild(build.id);
 */
export function getWorkspaceBuild(transport: Transport, id: string, options?: RequestOptions): Promise<WorkspaceBuild> {
  return transport.json(workspaceBuildSchema, { method: "GET", path: path`/workspacebuilds/${id}` }, options);
}

/**
 * One page of the builds of a workspace. No limit means all. Newest first.
 * @see coderd/workspacebuilds.go workspaceBuilds
 * @example const page = await client.getWorkspaceBuilds(workspace.id, { limit: 10, offset: 10 });
 */
export async function getWorkspaceBuilds(
  transport: Transport,
  workspaceId: string,
  query: WorkspaceBuildsQuery = {},
  options?: RequestOptions,
): Promise<WorkspaceBuild[]> {
  const since = query.since === undefined ? undefined : timeText(query.since, "since");
  return transport.json(
    listOf(workspaceBuildSchema),
    { method: "GET", path: path`/workspaces/${workspaceId}/builds`, query: { ...query, since } },
    options,
  );
}

/**
 * All builds of a workspace, page after page, newest first.
 * @see coderd/workspacebuilds.go workspaceBuilds
 * @example for await (const build of client.iterateWorkspaceBuilds(workspace.id)) console.log(build.build_number,
 * build.status);
 */
export function iterateWorkspaceBuilds(
  transport: Transport,
  workspaceId: string,
  query: Pick<WorkspaceBuildsQuery, "since"> & PageOptions = {},
  options?: RequestOptions,
): AsyncIterable<WorkspaceBuild> {
  const { since, pageSize = PAGE_SIZE } = query;
  return pagesOf(pageSize, async ({ offset }) =>
    pageOf(await getWorkspaceBuilds(transport, workspaceId, { since, limit: pageSize, offset }, options), pageSize),
  );
}

/**
 * All builds as one list, newest first.
 * @see coderd/workspacebuilds.go workspaceBuilds
 * @example const builds = await client.getAllWorkspaceBuilds(workspace.id, { since: workspace.created_at });
 */
export function getAllWorkspaceBuilds(
  transport: Transport,
  workspaceId: string,
  query?: Pick<WorkspaceBuildsQuery, "since"> & PageOptions,
  options?: RequestOptions,
): Promise<WorkspaceBuild[]> {
  return allOf(iterateWorkspaceBuilds(transport, workspaceId, query, options));
}

/**
 * A build by its number, which counts from 1 in each workspace.
 * @see coderd/workspacebuilds.go workspaceBuildByBuildNumber
 * @example const first = await client.getWorkspaceBuildByNumber("ada", "dev", 1);
 */
export function getWorkspaceBuildByNumber(
  transport: Transport,
  user: string,
  workspaceName: string,
  buildNumber: number,
  options?: RequestOptions,
): Promise<WorkspaceBuild> {
  return transport.json(
    workspaceBuildSchema,
    { method: "GET", path: path`/users/${user}/workspace/${workspaceName}/builds/${buildNumber}` },
    options,
  );
}

/**
 * Asks for the end of a build; it ends as `canceled` when it was waiting, mostly as `failed` when it ran, and may have
 * made things. Refused with 403 where the template allows it to no one but owners, with 400 when the build has ended.
 * @see coderd/workspacebuilds.go patchCancelWorkspaceBuild
 * @example await client.cancelWorkspaceBuild(build.id);
 */
export async function cancelWorkspaceBuild(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/workspacebuilds/${id}/cancel` }, options);
}

/**
 * The parameter values of a build.
 * @see coderd/workspacebuilds.go workspaceBuildParameters
 * @example const values = await client.getWorkspaceBuildParameters(build.id);
 */
export function getWorkspaceBuildParameters(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<WorkspaceBuildParameter[]> {
  return transport.json(
    listOf(workspaceBuildParameterSchema),
    { method: "GET", path: path`/workspacebuilds/${id}/parameters` },
    options,
  );
}

/**
 * What the build made. Every server tells it with the build; the address that it once had of its own is not asked.
 * @see coderd/workspacebuilds.go workspaceBuild
 * @example const agents = (await client.getWorkspaceBuildResources(build.id)).flatMap((resource) => resource.agents);
 */
export async function getWorkspaceBuildResources(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<WorkspaceResource[]> {
  return (await getWorkspaceBuild(transport, id, options)).resources;
}

/**
 * The log of a build so far.
 * @see coderd/provisionerjobs.go provisionerJobLogs
 * @example const lines = await client.getWorkspaceBuildLogs(build.id);
 */
export function getWorkspaceBuildLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  return getLogs(transport, path`/workspacebuilds/${id}/logs`, query, options);
}

/**
 * The log of a build, line by line until it ends. Goes on by itself after a connection that breaks off.
 * @see coderd/provisionerjobs.go logFollower
 * @example for await (const { output } of client.streamWorkspaceBuildLogs(build.id)) console.log(output);
 */
export function streamWorkspaceBuildLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: LogStreamOptions,
): AsyncIterable<ProvisionerJobLog> {
  const getJob = async (each: RequestOptions): Promise<ProvisionerJob> =>
    (await getWorkspaceBuild(transport, id, each)).job;
  return streamLogs(transport, { path: path`/workspacebuilds/${id}/logs`, getJob }, query, options);
}
