// How long the parts of a build took: Terraform's steps, the agents' scripts, and the agents' connections.
import { z } from "zod";
import { answerObject, count, listOf, openText, optionalTime, text } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** Of Terraform, of the agents' scripts, and of the agents' connections. */
export const PROVISIONER_STAGES = ["init", "plan", "graph", "apply"] as const;
export const SCRIPT_STAGES = ["start", "stop", "cron"] as const;
export const CONNECTION_STAGES = ["connect"] as const;

/** @see coderd/database/models.go WorkspaceAgentScriptTimingStatus */
export const SCRIPT_STATUSES = ["ok", "exit_failure", "timed_out", "pipes_left_open"] as const;

/** @see codersdk/workspacebuilds.go WorkspaceBuildTimings */
export const timingsSchema = answerObject({
  provisioner_timings: listOf(
    answerObject({
      job_id: z.string(),
      started_at: optionalTime,
      ended_at: optionalTime,
      stage: openText(PROVISIONER_STAGES),
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
      stage: openText(SCRIPT_STAGES),
      status: openText(SCRIPT_STATUSES),
      display_name: text,
      workspace_agent_id: text,
      workspace_agent_name: text,
    }),
  ),
  agent_connection_timings: listOf(
    answerObject({
      started_at: optionalTime,
      ended_at: optionalTime,
      stage: openText(CONNECTION_STAGES),
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
