// Workspace builds, agents and Terraform resources as outputs: plain JSON, and nothing in it that may hold a
// parameter's value.
import { z } from "zod";
import type { WorkspaceBuild } from "../client/workspace-builds";
import type { WorkspaceAgent, WorkspaceApp } from "../client/workspace-resources";

export const latestBuildSchema = z.object({
  /** Id of the build. */
  id: z.string(),
  /** Counts from 1 in each workspace. */
  number: z.number(),
  /** `start`, `stop` or `delete`. */
  transition: z.string(),
  /**
   * `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or
   * `deleted`.
   */
  status: z.string(),
  /** Why it was made: `initiator` (a person or a program), `autostart` or `autostop`. */
  reason: z.string(),
  /** Version that it was made with. */
  templateVersionId: z.string(),
  /** Name of that version. */
  templateVersionName: z.string(),
  /** Id of the provisioner job that ran it. */
  jobId: z.string(),
  /** User name of who began it. */
  initiatorName: z.string(),
  /** When the build was made, RFC 3339. */
  createdAt: z.string(),
});

export const appSchema = z.object({
  /** Id of the app; another one after each build. */
  id: z.string(),
  /** Name in its address, unique for its agent. */
  slug: z.string(),
  /** Name for people. */
  displayName: z.string(),
  /** Address inside the workspace or, when `external`, on the user's own machine. */
  url: z.string(),
  /** Whether it is a link to elsewhere, which Coder does not serve. */
  external: z.boolean(),
  /** Path or URL of an image; empty when the template gives none. */
  icon: z.string(),
  /** Whether it is reached by a host name of its own and not by a path. */
  subdomain: z.boolean(),
  /** `owner`, `authenticated`, `organization` or `public`. */
  sharingLevel: z.string(),
  /** `disabled` (no health check), `initializing`, `healthy` or `unhealthy`. */
  health: z.string(),
  /** Whether the dashboard leaves it out. */
  hidden: z.boolean(),
});

export const agentSchema = z.object({
  /** Id of the agent; another one after each build. */
  id: z.string(),
  /** Name of the agent, unique in the workspace. */
  name: z.string(),
  /** `linux`, `darwin` or `windows`. */
  operatingSystem: z.string(),
  /** `amd64`, `arm64` or `armv7`. */
  architecture: z.string(),
  /** `connecting`, `connected`, `disconnected` or `timeout`. */
  status: z.string(),
  /** `created`, `starting`, `ready`, `start_error`, `start_timeout`, `shutting_down`, `off` and others. */
  lifecycleState: z.string(),
  /** Version of the agent; empty before it first connects. */
  version: z.string(),
  /** Folder in which sessions start; empty before the agent first connects. */
  directory: z.string(),
  /** Type of the Terraform resource that it runs in. */
  resourceType: z.string(),
  /** Name of the Terraform resource that it runs in. */
  resourceName: z.string(),
  /** What it offers to open: editors, terminals, pages of its own. */
  apps: z.array(appSchema),
});

export const resourceSchema = z.object({
  /** Type of the Terraform resource, such as `docker_container`. */
  type: z.string(),
  /** Name of the Terraform resource. */
  name: z.string(),
  /** Whether the dashboard leaves it out. */
  hidden: z.boolean(),
  /** Path or URL of an image; empty when the template gives none. */
  icon: z.string(),
  /** What it counts a day against its owner's quota. */
  dailyCost: z.number(),
});

export type LatestBuild = z.output<typeof latestBuildSchema>;
export type Agent = z.output<typeof agentSchema>;
export type Resource = z.output<typeof resourceSchema>;

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
