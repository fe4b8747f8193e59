// What the builds of workspaces made, as functions tell it: resources with their metadata, agents, and apps. What often
// holds secrets is left out: the agents' environment variables and the texts of their scripts.
import { z } from "zod";
import type { WorkspaceBuild } from "../client/workspace-builds";
import type { WorkspaceAgent, WorkspaceApp, WorkspaceResource } from "../client/workspace-resources";
import { agentSchema, appSchema, resourceSchema } from "../outputs/builds";
import {
  agentLifecycleState,
  agentStatus,
  agentSubsystem,
  appHealth,
  appSharingLevel,
  appState,
  appWindow,
  displayApp,
  transition,
} from "../outputs/enumerations";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { fromApi } from "./outputs";

/** In a second: durations come as Go writes them. */
const NANOSECONDS = 1_000_000_000;

export const appStatusOutput = z
  .object({
    /** Id of the report. */
    id: z.string(),
    /** Id of the workspace that the app is in. */
    workspaceId: z.string().optional(),
    /** Id of the agent that offers the app. */
    agentId: z.string().optional(),
    /** Id of the app. */
    appId: z.string().optional(),
    /** `working`, `idle`, `complete` or `failure`. */
    state: appState,
    /** What the app is doing, in its own words. */
    message: z.string(),
    /** Address of what the app works on, such as a pull request; empty when it gives none. */
    uri: z.string(),
    /** Deprecated: the server no longer uses it. URL of an image; empty when there is none. */
    icon: z.string(),
    /** Deprecated: the server no longer uses it. Whether the app waits for a person. */
    needsUserAttention: z.boolean(),
    /** When the app reported it, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "WorkspaceAppStatus" });

const appOutput = z
  .object({
    ...appSchema.shape,
    /** Who may open the app: `owner`, `authenticated`, `organization` or `public`. */
    sharingLevel: appSharingLevel,
    /** `disabled` (no health check), `initializing`, `healthy` or `unhealthy`. */
    health: appHealth,
    /** How the agent checks the app's health; absent when it does not. */
    healthcheck: z
      .object({
        /** Address that the agent asks. */
        url: z.string(),
        /** Time between two checks, in seconds. */
        intervalSeconds: z.number(),
        /** Number of failed checks in a row that make the app unhealthy. */
        threshold: z.number(),
      })
      .meta({ title: "WorkspaceAppHealthcheck" })
      .optional(),
    /** Command that the app runs in a terminal; empty for an app with an address. */
    command: z.string(),
    /** First part of the app's host name; empty when it has none of its own. */
    subdomainName: z.string(),
    /** Heading under which the dashboard shows the app; empty when there is none. */
    group: z.string(),
    /** Where the dashboard opens the app: `slim-window` or `tab`. */
    openIn: appWindow,
    /** What the app has reported, newest first. */
    statuses: z.array(appStatusOutput),
  })
  .meta({ title: "WorkspaceAppDetails" });

const scriptOutput = z
  .object({
    /** Name of the script for people. */
    displayName: z.string(),
    /** When the script runs by itself, in cron syntax with seconds; empty when it does not. */
    cron: z.string(),
    /** Whether the script runs when the workspace starts. */
    runOnStart: z.boolean(),
    /** Whether the script runs when the workspace stops. */
    runOnStop: z.boolean(),
    /** Whether a login waits for the script's end. */
    startBlocksLogin: z.boolean(),
    /** Time after which the script is ended, in seconds; 0 means never. */
    timeoutSeconds: z.number(),
    /** File in the workspace that the script's output goes to; empty when the template names none. */
    logPath: z.string(),
  })
  .meta({ title: "WorkspaceAgentScript" });

export const agentOutput = z
  .object({
    ...agentSchema.shape,
    /** Id of the agent that started this one, such as that of a development container; absent for most. */
    parentId: z.string().optional(),
    /** Id of the machine at its cloud; empty when the agent does not log in by it. */
    instanceId: z.string(),
    /** `connecting`, `connected`, `disconnected` or `timeout`. */
    status: agentStatus,
    /** `created`, `starting`, `ready`, `start_error`, `start_timeout`, `shutting_down`, `off` and others. */
    lifecycleState: agentLifecycleState,
    /** Whether the agent is well, and why it is not; absent when the server does not tell. */
    health: z
      .object({
        /** Whether the agent is well. */
        healthy: z.boolean(),
        /** Why the agent is not well; empty when it is. */
        reason: z.string(),
      })
      .meta({ title: "WorkspaceAgentHealth" })
      .optional(),
    /** Time to the relays through which the agent is reached, by their regions; empty until it has connected. */
    latency: z.record(
      z.string(),
      z
        .object({
          /** Whether the agent uses this region. */
          preferred: z.boolean(),
          /** Time to the region's relay and back, in milliseconds. */
          latencyMilliseconds: z.number(),
        })
        .meta({ title: "WorkspaceAgentLatency" }),
    ),
    /** Version of the API that the agent speaks; empty before it first connects. */
    apiVersion: z.string(),
    /** Programs that the agent runs in: `envbox`, `envbuilder` or `exectrace`. */
    subsystems: z.array(agentSubsystem),
    /** Apps of Coder itself that the dashboard shows: `vscode`, `web_terminal`, `ssh_helper` and others. */
    displayApps: z.array(displayApp),
    /** Apps that the agent offers, such as editors, terminals and web pages. */
    apps: z.array(appOutput),
    /** Scripts that the agent runs. */
    scripts: z.array(scriptOutput),
    /** Time in which the agent must connect, in seconds; 0 means any. */
    connectionTimeoutSeconds: z.number(),
    /** Page that the dashboard shows when the agent has trouble; empty when the template names none. */
    troubleshootingUrl: z.string(),
    /** Size of the log of the agent's scripts, in bytes. */
    logsLength: z.number(),
    /** Whether lines of that log are missing because it grew too large. */
    logsOverflowed: z.boolean(),
    /** When the agent first connected, RFC 3339; absent when it never did. */
    firstConnectedAt: z.string().optional(),
    /** When the agent was last connected, RFC 3339; absent when it never was. */
    lastConnectedAt: z.string().optional(),
    /** When the agent's connection was lost, RFC 3339; absent when none was. */
    disconnectedAt: z.string().optional(),
    /** When the agent began to run its scripts, RFC 3339; absent when it has not. */
    startedAt: z.string().optional(),
    /** When the scripts of the start had ended, RFC 3339; absent while they have not. */
    readyAt: z.string().optional(),
    /** When the build made the agent, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "WorkspaceAgentDetails" });

export const resourceOutput = z
  .object({
    /** Id of the resource; each build gives it a new one. */
    id: z.string(),
    ...resourceSchema.shape,
    /** Transition that the resource belongs to: `start`, `stop` or `delete`. */
    workspaceTransition: transition,
    /** What the template publishes of the resource, as the dashboard shows it. */
    metadata: z.array(
      z
        .object({
          /** Name of the item. */
          key: z.string(),
          /** Value of the item; absent when it is sensitive: `getWorkspaceResourceMetadata` returns it as a secret. */
          value: z.string().optional(),
          /** Whether the template marks the item as sensitive. */
          sensitive: z.boolean(),
        })
        .meta({ title: "WorkspaceResourceMetadata" }),
    ),
    /** When the build made the resource, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "WorkspaceResourceDetails" });

const resourceWithSecrets = z
  .object({
    /** Id of the resource; each build gives it a new one. */
    id: z.string(),
    /** Type of the Terraform resource, such as `docker_container`. */
    type: z.string(),
    /** Name of the Terraform resource. */
    name: z.string(),
    /** What the template publishes of the resource. */
    metadata: z.array(
      z
        .object({
          /** Name of the item. */
          key: z.string(),
          /** Value of the item, also when it is sensitive. */
          value: z.string(),
          /** Whether the template marks the item as sensitive. */
          sensitive: z.boolean(),
        })
        .meta({ title: "WorkspaceResourceSecretMetadata" }),
    ),
  })
  .meta({ title: "WorkspaceResourceSecrets" });

export const workspaceResourceFunctions = {
  getWorkspaceResourceMetadata: defineFunction({
    description:
      "What a template publishes of the resources of a workspace or a build (`coder_metadata`), with the values of " +
      "sensitive items, which other functions leave out. Secret.",
    inputs: z.strictObject({
      /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
      workspaceId: idInput("workspace").optional(),
      /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
      workspaceBuildId: idInput("workspace build").optional(),
    }),
    exactlyOne: [["workspaceId"], ["workspaceBuildId"]],
    outputs: z.object({
      /** The resources of the build with their metadata. Secret. */
      resources: z.array(resourceWithSecrets).meta({ secret: true }),
    }),
    async call({ client }, { workspaceId, workspaceBuildId }) {
      const resources =
        workspaceId === undefined
          ? await client.getWorkspaceBuildResources(workspaceBuildId ?? "")
          : (await client.getWorkspace(workspaceId)).latest_build.resources;
      return { resources: fromApi(z.array(resourceWithSecrets), resources) };
    },
  }),
};

export function toAgents({ resources }: Pick<WorkspaceBuild, "resources">): z.output<typeof agentOutput>[] {
  return resources.flatMap((resource) => resource.agents.map((agent) => toAgent(agent, resource)));
}

export function toResources({ resources }: Pick<WorkspaceBuild, "resources">): z.output<typeof resourceOutput>[] {
  return resources.map((resource) =>
    fromApi(resourceOutput, {
      ...resource,
      hidden: resource.hide,
      metadata: resource.metadata.map(({ key, value, sensitive }) => ({
        key,
        sensitive,
        ...(!sensitive && { value }),
      })),
    }),
  );
}

function toAgent(agent: WorkspaceAgent, { type, name }: WorkspaceResource): z.output<typeof agentOutput> {
  const latency = Object.entries(agent.latency).map(([region, { preferred, latency_ms }]) => [
    region,
    { preferred, latencyMilliseconds: latency_ms },
  ]);
  return fromApi(agentOutput, {
    ...agent,
    directory: agent.expanded_directory === "" ? agent.directory : agent.expanded_directory,
    resource_type: type,
    resource_name: name,
    latency: Object.fromEntries(latency) as unknown,
    apps: agent.apps.map(withUnits),
    scripts: agent.scripts.map((script) => ({ ...script, timeout_seconds: script.timeout / NANOSECONDS })),
  });
}

function withUnits({ healthcheck, ...app }: WorkspaceApp): object {
  // The server writes an empty one where there is none.
  if (healthcheck === undefined || healthcheck.url === "") return app;
  return { ...app, healthcheck: { ...healthcheck, interval_seconds: healthcheck.interval } };
}
