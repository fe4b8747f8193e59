// What Terraform makes for a workspace: resources, agents and apps, as template versions, dry runs and builds list
// them.
import { z } from "zod";
import {
  answerObject,
  count,
  flag,
  listOf,
  optional,
  optionalId,
  optionalTime,
  text,
  textMap,
  time,
} from "./transport/schemas";

/** @see codersdk/workspaceapps.go WorkspaceAppStatus */
export const workspaceAppStatusSchema = answerObject({
  id: z.string(),
  created_at: time,
  workspace_id: optionalId,
  agent_id: optionalId,
  app_id: optionalId,
  /** working, idle, complete or failure */
  state: text,
  message: text,
  uri: text,
});

/** @see codersdk/workspaceapps.go WorkspaceApp */
const workspaceAppSchema = answerObject({
  id: z.string(),
  slug: z.string(),
  display_name: text,
  url: text,
  external: flag,
  command: text,
  icon: text,
  subdomain: flag,
  subdomain_name: text,
  /** owner, authenticated, organization or public */
  sharing_level: text,
  healthcheck: optional(answerObject({ url: text, interval: count, threshold: count })),
  /** disabled, initializing, healthy or unhealthy */
  health: text,
  group: text,
  hidden: flag,
  /** slim-window or tab */
  open_in: text,
  statuses: listOf(workspaceAppStatusSchema),
});

/** @see codersdk/workspaceagents.go WorkspaceAgent */
const workspaceAgentSchema = answerObject({
  id: z.string(),
  parent_id: optionalId,
  name: z.string(),
  resource_id: optionalId,
  created_at: time,
  updated_at: optionalTime,
  first_connected_at: optionalTime,
  last_connected_at: optionalTime,
  disconnected_at: optionalTime,
  started_at: optionalTime,
  ready_at: optionalTime,
  /** connecting, connected, disconnected or timeout */
  status: text,
  /** created, starting, start_timeout, start_error, ready, shutting_down, shutdown_timeout, shutdown_error or off */
  lifecycle_state: text,
  instance_id: text,
  architecture: text,
  operating_system: text,
  environment_variables: textMap,
  directory: text,
  expanded_directory: text,
  version: text,
  api_version: text,
  apps: listOf(workspaceAppSchema),
  logs_length: count,
  logs_overflowed: flag,
  connection_timeout_seconds: count,
  troubleshooting_url: text,
  subsystems: listOf(z.string()),
  health: optional(answerObject({ healthy: flag, reason: text })),
  display_apps: listOf(z.string()),
  scripts: listOf(
    answerObject({
      id: optionalId,
      log_source_id: optionalId,
      log_path: text,
      display_name: text,
      script: text,
      cron: text,
      run_on_start: flag,
      run_on_stop: flag,
      start_blocks_login: flag,
      /** In nanoseconds, as Go writes durations. */
      timeout: count,
    }),
  ),
  log_sources: listOf(
    answerObject({
      id: z.string(),
      workspace_agent_id: optionalId,
      created_at: optionalTime,
      display_name: text,
      icon: text,
    }),
  ),
  /** blocking or non-blocking: whether a login waits for the start-up script. */
  startup_script_behavior: text,
});

/** @see codersdk/workspacebuilds.go WorkspaceResource */
export const workspaceResourceSchema = answerObject({
  id: z.string(),
  created_at: time,
  job_id: z.string(),
  /** start, stop or delete */
  workspace_transition: z.string(),
  type: z.string(),
  name: z.string(),
  hide: flag,
  icon: text,
  agents: listOf(workspaceAgentSchema),
  metadata: listOf(answerObject({ key: z.string(), value: text, sensitive: flag })),
  daily_cost: count,
});

export type WorkspaceAppStatus = z.output<typeof workspaceAppStatusSchema>;
export type WorkspaceApp = z.output<typeof workspaceAppSchema>;
export type WorkspaceAgent = z.output<typeof workspaceAgentSchema>;
export type WorkspaceResource = z.output<typeof workspaceResourceSchema>;
