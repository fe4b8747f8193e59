// What Terraform makes for a workspace: resources, agents and apps, as template versions, dry runs and builds list
// them.
import { z } from "zod";
import { openEnum } from "../open-enum";
import {
  answerObject,
  count,
  flag,
  listOf,
  mapOf,
  openText,
  optional,
  optionalId,
  optionalTime,
  text,
  textMap,
  time,
} from "./transport/schemas";

/** @see codersdk/workspacebuilds.go WorkspaceTransition */
export const TRANSITIONS = ["start", "stop", "delete"] as const;

/** @see codersdk/workspaceapps.go WorkspaceAppStatusState */
export const APP_STATES = ["working", "idle", "complete", "failure"] as const;

/** @see codersdk/workspaceapps.go WorkspaceAppSharingLevel */
export const APP_SHARING_LEVELS = ["owner", "authenticated", "organization", "public"] as const;

/** @see codersdk/workspaceapps.go WorkspaceAppHealth */
export const APP_HEALTHS = ["disabled", "initializing", "healthy", "unhealthy"] as const;

/** @see codersdk/workspaceapps.go WorkspaceAppOpenIn */
export const APP_WINDOWS = ["slim-window", "tab"] as const;

/** @see codersdk/workspaceagents.go WorkspaceAgentStatus */
export const AGENT_STATUSES = ["connecting", "connected", "disconnected", "timeout"] as const;

/** @see codersdk/workspaceagents.go WorkspaceAgentLifecycle */
export const AGENT_LIFECYCLE_STATES = [
  "created",
  "starting",
  "start_timeout",
  "start_error",
  "ready",
  "shutting_down",
  "shutdown_timeout",
  "shutdown_error",
  "off",
] as const;

/** @see codersdk/workspaceagents.go DisplayApp */
export const DISPLAY_APPS = [
  "vscode",
  "vscode_insiders",
  "web_terminal",
  "port_forwarding_helper",
  "ssh_helper",
] as const;

/** @see codersdk/workspaceagents.go AgentSubsystem */
export const AGENT_SUBSYSTEMS = ["envbox", "envbuilder", "exectrace"] as const;

/** @see codersdk/workspaceagents.go WorkspaceAgentStartupScriptBehavior */
const STARTUP_SCRIPT_BEHAVIORS = ["blocking", "non-blocking"] as const;

/** What does not say that it may be shown, may not. */
const sensitiveUnlessDenied = z
  .boolean()
  .nullish()
  .transform((value) => value ?? true);

/** The API's documents show the id in the form that Go has for it; servers send the id alone, or null. */
const parentId = z.union([
  optionalId,
  z.object({ uuid: z.string(), valid: z.boolean() }).transform(({ uuid, valid }) => (valid ? uuid : undefined)),
]);

/** @see codersdk/workspaceapps.go WorkspaceAppStatus */
export const workspaceAppStatusSchema = answerObject({
  id: z.string(),
  created_at: time,
  workspace_id: optionalId,
  agent_id: optionalId,
  app_id: optionalId,
  state: openText(APP_STATES),
  message: text,
  uri: text,
  /** Deprecated by the server, which no longer sets it. */
  icon: text,
  /** Deprecated by the server, which no longer sets it. */
  needs_user_attention: flag,
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
  /** Who may open it. */
  sharing_level: openText(APP_SHARING_LEVELS),
  healthcheck: optional(answerObject({ url: text, interval: count, threshold: count })),
  /** `disabled` where the template declares no check. */
  health: openText(APP_HEALTHS),
  group: text,
  hidden: flag,
  open_in: openText(APP_WINDOWS),
  statuses: listOf(workspaceAppStatusSchema),
});

/** @see codersdk/workspaceagents.go WorkspaceAgent */
const workspaceAgentSchema = answerObject({
  id: z.string(),
  /** Of an agent that another agent started, such as that of a development container. */
  parent_id: parentId,
  name: z.string(),
  resource_id: optionalId,
  created_at: time,
  updated_at: optionalTime,
  first_connected_at: optionalTime,
  last_connected_at: optionalTime,
  disconnected_at: optionalTime,
  started_at: optionalTime,
  ready_at: optionalTime,
  status: openText(AGENT_STATUSES),
  lifecycle_state: openText(AGENT_LIFECYCLE_STATES),
  instance_id: text,
  architecture: text,
  operating_system: text,
  environment_variables: textMap,
  directory: text,
  expanded_directory: text,
  version: text,
  api_version: text,
  apps: listOf(workspaceAppSchema),
  /** By the region's name; empty until the agent has connected. Measured anew all the time. */
  latency: mapOf(answerObject({ preferred: flag, latency_ms: count })),
  logs_length: count,
  logs_overflowed: flag,
  connection_timeout_seconds: count,
  troubleshooting_url: text,
  subsystems: listOf(openEnum(AGENT_SUBSYSTEMS)),
  /** The reason is empty while it is healthy. */
  health: optional(answerObject({ healthy: flag, reason: text })),
  display_apps: listOf(openEnum(DISPLAY_APPS)),
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
  /** Whether a login waits for the start-up script. */
  startup_script_behavior: openText(STARTUP_SCRIPT_BEHAVIORS),
});

/** @see codersdk/workspacebuilds.go WorkspaceResource */
export const workspaceResourceSchema = answerObject({
  id: z.string(),
  created_at: time,
  job_id: z.string(),
  workspace_transition: openEnum(TRANSITIONS),
  type: z.string(),
  name: z.string(),
  hide: flag,
  icon: text,
  agents: listOf(workspaceAgentSchema),
  /** What the template publishes of it. The value of a sensitive item is here like any other. */
  metadata: listOf(answerObject({ key: z.string(), value: text, sensitive: sensitiveUnlessDenied })),
  daily_cost: count,
});

/** The values that this package knows; an answer may hold a newer one. */
export type WorkspaceTransition = (typeof TRANSITIONS)[number];
export type WorkspaceAppState = (typeof APP_STATES)[number];
export type WorkspaceAppSharingLevel = (typeof APP_SHARING_LEVELS)[number];
export type WorkspaceAppHealth = (typeof APP_HEALTHS)[number];
export type WorkspaceAgentStatus = (typeof AGENT_STATUSES)[number];
export type WorkspaceAgentLifecycle = (typeof AGENT_LIFECYCLE_STATES)[number];
export type WorkspaceAppStatus = z.output<typeof workspaceAppStatusSchema>;
export type WorkspaceApp = z.output<typeof workspaceAppSchema>;
export type WorkspaceAgent = z.output<typeof workspaceAgentSchema>;
export type WorkspaceResource = z.output<typeof workspaceResourceSchema>;
