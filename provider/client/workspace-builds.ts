// Workspace builds: one transition of a workspace each, run as a provisioner job.
import { z } from "zod";
import { requireFeature } from "./buildinfo";
import { getLogs, streamLogs, type LogQuery, type LogStreamOptions } from "./job-logs";
import {
  matchedProvisionersSchema,
  provisionerJobSchema,
  type ProvisionerJob,
  type ProvisionerJobLog,
} from "./provisioner";
import { isUnknownRoute } from "./transport/legacy-routes";
import { allOf, PAGE_SIZE, pageOf, pagesOf, type PageOptions } from "./transport/pages";
import { answerObject, count, listOf, optional, optionalId, optionalTime, text, time } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { workspaceResourceSchema, type WorkspaceResource } from "./workspace-resources";

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
  /** start, stop or delete */
  transition: z.string(),
  initiator_id: text,
  initiator_name: text,
  job: provisionerJobSchema,
  /** initiator, autostart or autostop */
  reason: text,
  /** Empty in the answer to a creation. */
  resources: listOf(workspaceResourceSchema),
  deadline: optionalTime,
  max_deadline: optionalTime,
  /** pending, starting, running, stopping, stopped, failed, canceling, canceled, deleting or deleted */
  status: z.string(),
  daily_cost: count,
  /** Only while the job is pending. */
  matched_provisioners: optional(matchedProvisionersSchema),
  template_version_preset_id: optionalId,
  has_ai_task: optional(z.boolean()),
  ai_task_sidebar_app_id: optionalId,
});

/** Tells a build without resources from one of a server that tells them elsewhere. */
const buildWithResourcesSchema = answerObject({ resources: optional(z.array(workspaceResourceSchema)) });

export const workspaceBuildParameterSchema = answerObject({ name: z.string(), value: z.string() });

export type WorkspaceBuild = z.output<typeof workspaceBuildSchema>;
export type WorkspaceBuildParameter = z.output<typeof workspaceBuildParameterSchema>;

/** @see codersdk/workspaces.go CreateWorkspaceBuildRequest. Its dry_run really builds, so it is not offered. */
export interface CreateWorkspaceBuildRequest {
  transition: "start" | "stop" | "delete";
  /** Without it: the version of the build before. */
  template_version_id?: string | undefined;
  /** Those of the build before are carried over, under these. */
  rich_parameter_values?: readonly WorkspaceBuildParameter[] | undefined;
  template_version_preset_id?: string | undefined;
  /** Only with the transition delete: forget the resources without destroying them. */
  orphan?: boolean | undefined;
  log_level?: "debug" | undefined;
}

export interface WorkspaceBuildsQuery {
  limit?: number | undefined;
  /** Only those that are newer than this build: no way to the next page, which is older. */
  after_id?: string | undefined;
  offset?: number | undefined;
  /** Only those that were made after it, RFC 3339. */
  since?: string | undefined;
}

/**
 * Begins a start, stop or deletion. Refused with 409 while another build is under way. The server queues a build even
 * for a deleted workspace: look for 410 first.
 * @see coderd/workspacebuilds.go postWorkspaceBuilds
 * @example const build = await client.createWorkspaceBuild(workspace.id, { transition: "stop" });
 */
export async function createWorkspaceBuild(
  transport: Transport,
  workspaceId: string,
  request: CreateWorkspaceBuildRequest,
  options?: RequestOptions,
): Promise<WorkspaceBuild> {
  if (request.template_version_preset_id !== undefined) await requireFeature(transport, "presetBuilds", options);
  return transport.json(
    workspaceBuildSchema,
    { method: "POST", path: path`/workspaces/${workspaceId}/builds`, json: request },
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
export function getWorkspaceBuilds(
  transport: Transport,
  workspaceId: string,
  query: WorkspaceBuildsQuery = {},
  options?: RequestOptions,
): Promise<WorkspaceBuild[]> {
  return transport.json(
    listOf(workspaceBuildSchema),
    { method: "GET", path: path`/workspaces/${workspaceId}/builds`, query: { ...query } },
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
 * @example const builds = await client.getAllWorkspaceBuilds(workspace.id, { since: "2026-01-01T00:00:00Z" });
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
 * What the build made. A server that does not tell it with the build has it at an address of its own.
 * @see coderd/deprecated.go workspaceBuildResourcesDeprecated
 * @example const agents = (await client.getWorkspaceBuildResources(build.id)).flatMap((resource) => resource.agents);
 */
export async function getWorkspaceBuildResources(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<WorkspaceResource[]> {
  const { resources } = await transport.json(
    buildWithResourcesSchema,
    { method: "GET", path: path`/workspacebuilds/${id}` },
    options,
  );
  if (resources !== undefined) return resources;
  try {
    return await transport.json(
      listOf(workspaceResourceSchema),
      { method: "GET", path: path`/workspacebuilds/${id}/resources` },
      options,
    );
  } catch (thrown) {
    // The address is removed from newer servers, and then the build has told all there is.
    if (isUnknownRoute(thrown)) return [];
    throw thrown;
  }
}

/**
 * Terraform's state after the build: it holds secrets. Empty when there is none. Answered with 404 to those who may not
 * change the template.
 * @see coderd/workspacebuilds.go workspaceBuildState
 * @example const state = await client.getWorkspaceBuildState(build.id);
 */
export async function getWorkspaceBuildState(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<Buffer> {
  const answer = await transport.send({ method: "GET", path: path`/workspacebuilds/${id}/state` }, options);
  return answer.body;
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
