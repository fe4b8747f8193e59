// How long the parts of a build took: Terraform's steps, the agents' scripts, and the agents' connections.
import { z } from "zod";
import { answerObject, count, listOf, optionalTime, text } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** @see codersdk/workspacebuilds.go WorkspaceBuildTimings */
export const timingsSchema = answerObject({
  provisioner_timings: listOf(
    answerObject({
      job_id: z.string(),
      started_at: optionalTime,
      ended_at: optionalTime,
      /** init, plan, graph or apply */
      stage: text,
      /** The Terraform provider, for most. */
      source: text,
      action: text,
      resource: text,
    }),
  ),
  agent_script_timings: listOf(
    answerObject({
      started_at: optionalTime,
      ended_at: optionalTime,
      exit_code: count,
      /** start, stop or cron */
      stage: text,
      /** ok, exit_failure, timed_out or pipes_left_open */
      status: text,
      display_name: text,
      workspace_agent_id: text,
      workspace_agent_name: text,
    }),
  ),
  agent_connection_timings: listOf(
    answerObject({
      started_at: optionalTime,
      ended_at: optionalTime,
      stage: text,
      workspace_agent_id: text,
      workspace_agent_name: text,
    }),
  ),
});

export type Timings = z.output<typeof timingsSchema>;

/**
 * How long the parts of a build took.
 * @see coderd/workspacebuilds.go workspaceBuildTimings
 * @example const { provisioner_timings } = await client.getWorkspaceBuildTimings(build.id);
 */
export function getWorkspaceBuildTimings(
  transport: Transport,
  buildId: string,
  options?: RequestOptions,
): Promise<Timings> {
  return transport.json(timingsSchema, { method: "GET", path: path`/workspacebuilds/${buildId}/timings` }, options);
}

/**
 * How long the parts of a workspace's latest build took.
 * @see coderd/workspaces.go workspaceTimings
 * @example const { agent_script_timings } = await client.getWorkspaceTimings(workspace.id);
 */
export function getWorkspaceTimings(
  transport: Transport,
  workspaceId: string,
  options?: RequestOptions,
): Promise<Timings> {
  return transport.json(timingsSchema, { method: "GET", path: path`/workspaces/${workspaceId}/timings` }, options);
}
