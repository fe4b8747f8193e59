// Workspace builds: one transition of a workspace each, run as a provisioner job.
import { z } from "zod";
import { getLogs, matchedProvisionersSchema, provisionerJobSchema, streamLogs, type LogQuery, type ProvisionerJobLog } from "./provisioner";
import { count, listOf, optional, optionalId, optionalTime, text } from "./schemas";
import { path, type RequestOptions, type Transport } from "./transport";
import { workspaceResourceSchema } from "./workspace-resources";

/** @see codersdk/workspacebuilds.go WorkspaceBuild */
export const workspaceBuildSchema = z.object({
  id: z.string(),
  created_at: z.string(),
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

export const workspaceBuildParameterSchema = z.object({ name: z.string(), value: z.string() });

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
  after_id?: string | undefined;
  offset?: number | undefined;
}

/** The server queues a build even for a deleted workspace: look for 410 first. */
export function createWorkspaceBuild(
  transport: Transport,
  workspaceId: string,
  request: CreateWorkspaceBuildRequest,
  options?: RequestOptions,
): Promise<WorkspaceBuild> {
  return transport.json(workspaceBuildSchema, { method: "POST", path: path`/workspaces/${workspaceId}/builds`, json: request }, options);
}

export function getWorkspaceBuild(transport: Transport, id: string, options?: RequestOptions): Promise<WorkspaceBuild> {
  return transport.json(workspaceBuildSchema, { method: "GET", path: path`/workspacebuilds/${id}` }, options);
}

/** Newest first. */
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

/** Refused with 403 where the template allows it to no one but owners, with 400 when the build has ended. */
export async function cancelWorkspaceBuild(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/workspacebuilds/${id}/cancel` }, options);
}

export function getWorkspaceBuildParameters(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<WorkspaceBuildParameter[]> {
  return transport.json(listOf(workspaceBuildParameterSchema), { method: "GET", path: path`/workspacebuilds/${id}/parameters` }, options);
}

export function getWorkspaceBuildLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  return getLogs(transport, path`/workspacebuilds/${id}/logs`, query, options);
}

export function streamWorkspaceBuildLogs(
  transport: Transport,
  id: string,
  query?: LogQuery,
  options?: RequestOptions,
): AsyncIterable<ProvisionerJobLog> {
  return streamLogs(transport, path`/workspacebuilds/${id}/logs`, query, options);
}
