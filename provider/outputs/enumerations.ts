// The open enumerations of outputs, each under the name that its type has in TypeScript.
import {
  DAEMON_STATUSES,
  JOB_ERROR_CODES,
  JOB_STATUSES,
  JOB_TYPES,
  LOG_LEVELS,
  LOG_SOURCES,
} from "../client/provisioner";
import { PROVISIONER_TYPES } from "../client/templates";
import { BUILD_REASONS, WORKSPACE_STATUSES } from "../client/workspace-builds";
import {
  AGENT_LIFECYCLE_STATES,
  AGENT_STATUSES,
  AGENT_SUBSYSTEMS,
  APP_HEALTHS,
  APP_SHARING_LEVELS,
  APP_STATES,
  APP_WINDOWS,
  DISPLAY_APPS,
  TRANSITIONS,
} from "../client/workspace-resources";
import { AUTOMATIC_UPDATES } from "../client/workspaces";
import { MONOTONIC_ORDERS, PARAMETER_FORM_TYPES, PARAMETER_TYPES, PORT_SHARE_LEVELS, WEEKDAYS } from "../enumerations";
import { VERSION_WARNINGS } from "../client/template-versions";
import { GROUP_SOURCES } from "../client/groups";
import { openEnum } from "../open-enum";

export const transition = openEnum(TRANSITIONS).meta({ title: "BuildTransition" });
export const buildStatus = openEnum(WORKSPACE_STATUSES).meta({ title: "BuildStatus" });
export const buildReason = openEnum(BUILD_REASONS).meta({ title: "BuildReason" });
export const automaticUpdates = openEnum(AUTOMATIC_UPDATES).meta({ title: "AutomaticUpdates" });
export const agentStatus = openEnum(AGENT_STATUSES).meta({ title: "AgentConnection" });
export const agentLifecycleState = openEnum(AGENT_LIFECYCLE_STATES).meta({ title: "AgentLifecycleState" });
export const agentSubsystem = openEnum(AGENT_SUBSYSTEMS).meta({ title: "AgentSubsystem" });
export const displayApp = openEnum(DISPLAY_APPS).meta({ title: "DisplayApp" });
export const appState = openEnum(APP_STATES).meta({ title: "AppState" });
export const appSharingLevel = openEnum(APP_SHARING_LEVELS).meta({ title: "ShareLevel" });
export const appHealth = openEnum(APP_HEALTHS).meta({ title: "AppHealth" });
export const appWindow = openEnum(APP_WINDOWS).meta({ title: "AppWindow" });
export const jobStatus = openEnum(JOB_STATUSES).meta({ title: "JobStatus" });
export const jobType = openEnum(JOB_TYPES).meta({ title: "JobType" });
export const jobErrorCode = openEnum(JOB_ERROR_CODES).meta({ title: "JobErrorCode" });
export const daemonStatus = openEnum(DAEMON_STATUSES).meta({ title: "DaemonStatus" });
export const logSource = openEnum(LOG_SOURCES).meta({ title: "LogSource" });
export const logLevel = openEnum(LOG_LEVELS).meta({ title: "LogLevel" });
export const provisionerType = openEnum(PROVISIONER_TYPES).meta({ title: "ProvisionerType" });
export const portShareLevel = openEnum(PORT_SHARE_LEVELS).meta({ title: "PortShareLevel" });
export const dayOfWeek = openEnum(WEEKDAYS).meta({ title: "DayOfWeek" });
export const parameterType = openEnum(PARAMETER_TYPES).meta({ title: "ParameterType" });
export const parameterFormType = openEnum(PARAMETER_FORM_TYPES).meta({ title: "ParameterFormType" });
export const parameterMonotony = openEnum(MONOTONIC_ORDERS).meta({ title: "ParameterMonotony" });
export const groupSource = openEnum(GROUP_SOURCES).meta({ title: "GroupSource" });
export const versionWarning = openEnum(VERSION_WARNINGS).meta({ title: "VersionWarning" });

/** What Terraform's provider takes; others pass. */
export const operatingSystem = openEnum(["linux", "darwin", "windows"]).meta({ title: "OperatingSystem" });
export const architecture = openEnum(["amd64", "arm64", "armv7"]).meta({ title: "Architecture" });
