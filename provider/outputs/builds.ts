// Workspace builds, agents and Terraform resources as outputs. They hold nothing that may contain a parameter's value.
import { z } from "zod";
import type { WorkspaceBuild } from "../client/workspace-builds";
import type { WorkspaceAgent, WorkspaceApp } from "../client/workspace-resources";
import {
  agentLifecycleState,
  agentStatus,
  appHealth,
  appSharingLevel,
  architecture,
  buildReason,
  buildStatus,
  operatingSystem,
  transition,
} from "./enumerations";

export const latestBuildSchema = z.object({
  /** Id of the build. */
  id: z.string(),
  /** Number of the build; each workspace counts from 1. */
  number: z.number(),
  /** `start`, `stop` or `delete`. */
  transition,
  /**
   * `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or
   * `deleted`.
   */
  status: buildStatus,
  /** Why the build was started: `initiator` (by a person or a program), `autostart`, `autostop` and others. */
  reason: buildReason,
  /** Id of the template version that the build uses. */
  templateVersionId: z.string(),
  /** Name of the template version that the build uses. */
  templateVersionName: z.string(),
  /** Id of the provisioner job that runs the build. */
  jobId: z.string(),
  /** User name of the person who started the build. */
  initiatorName: z.string(),
  /** When the build was created, RFC 3339. */
  createdAt: z.string(),
});

export const appSchema = z.object({
  /** Id of the app; each build gives it a new one. */
  id: z.string(),
  /** Name of the app in its address, unique in its agent. */
  slug: z.string(),
  /** Name for people. */
  displayName: z.string(),
  /** Address inside the workspace or, when `external`, on the user's own machine. */
  url: z.string(),
  /** Whether the app is a link to somewhere else, which Coder does not serve. */
  external: z.boolean(),
  /** Path or URL of an image; empty when the template gives none. */
  icon: z.string(),
  /** Whether the app has a host name of its own instead of a path. */
  subdomain: z.boolean(),
  /** Who may open the app: `owner`, `authenticated`, `organization` or `public`. */
  sharingLevel: appSharingLevel,
  /** `disabled` (no health check), `initializing`, `healthy` or `unhealthy`. */
  health: appHealth,
  /** Whether the dashboard hides the app. */
  hidden: z.boolean(),
});

export const agentSchema = z.object({
  /** Id of the agent; each build gives it a new one. */
  id: z.string(),
  /** Name of the agent, unique in the workspace. */
  name: z.string(),
  /** `linux`, `darwin` or `windows`. */
  operatingSystem,
  /** `amd64`, `arm64` or `armv7`. */
  architecture,
  /** `connecting`, `connected`, `disconnected` or `timeout`. */
  status: agentStatus,
  /** `created`, `starting`, `ready`, `start_error`, `start_timeout`, `shutting_down`, `off` and others. */
  lifecycleState: agentLifecycleState,
  /** Version of the agent; empty before it first connects. */
  version: z.string(),
  /** Folder in which sessions start; empty before the agent first connects. */
  directory: z.string(),
  /** Type of the Terraform resource that the agent runs in. */
  resourceType: z.string(),
  /** Name of the Terraform resource that the agent runs in. */
  resourceName: z.string(),
  /** Apps that the agent offers, such as editors, terminals and web pages. */
  apps: z.array(appSchema),
});

export const resourceSchema = z.object({
  /** Type of the Terraform resource, such as `docker_container`. */
  type: z.string(),
  /** Name of the Terraform resource. */
  name: z.string(),
  /** Whether the dashboard hides the resource. */
  hidden: z.boolean(),
  /** Path or URL of an image; empty when the template gives none. */
  icon: z.string(),
  /** What the resource costs per day, in credits of the owner's quota. */
  dailyCost: z.number(),
});

type LatestBuild = z.output<typeof latestBuildSchema>;
type Agent = z.output<typeof agentSchema>;
type Resource = z.output<typeof resourceSchema>;

export function toLatestBuild(build: WorkspaceBuild): LatestBuild {
  return {
    id: build.id,
    number: build.build_number,
    transition: build.transition,
    status: build.status,
    reason: build.reason,
    templateVersionId: build.template_version_id,
    templateVersionName: build.template_version_name,
    jobId: build.job.id,
    initiatorName: build.initiator_name,
    createdAt: build.created_at,
  };
}

export function toAgents(build: WorkspaceBuild): Agent[] {
  return build.resources.flatMap(({ agents, type, name }) => agents.map((agent) => toAgent(agent, type, name)));
}

export function toResources(build: WorkspaceBuild): Resource[] {
  return build.resources.map(({ type, name, hide, icon, daily_cost }) => ({
    type,
    name,
    hidden: hide,
    icon,
    dailyCost: daily_cost,
  }));
}

function toAgent(agent: WorkspaceAgent, resourceType: string, resourceName: string): Agent {
  return {
    id: agent.id,
    name: agent.name,
    operatingSystem: agent.operating_system,
    architecture: agent.architecture,
    status: agent.status,
    lifecycleState: agent.lifecycle_state,
    version: agent.version,
    directory: agent.expanded_directory === "" ? agent.directory : agent.expanded_directory,
    resourceType,
    resourceName,
    apps: agent.apps.map(toApp),
  };
}

function toApp(app: WorkspaceApp): Agent["apps"][number] {
  return {
    id: app.id,
    slug: app.slug,
    displayName: app.display_name,
    url: app.url,
    external: app.external,
    icon: app.icon,
    subdomain: app.subdomain,
    sharingLevel: app.sharing_level,
    health: app.health,
    hidden: app.hidden,
  };
}
