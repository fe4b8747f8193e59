// Functions about workspaces: finding them, their automatic start, and the timings of their builds.
import { z } from "zod";
import { PAGE_SIZE } from "../client/transport/pages";
import type { Workspace } from "../client/workspaces";
import {
  latestBuildSchema,
  agentSchema,
  resourceSchema,
  toAgents,
  toLatestBuild,
  toResources,
} from "../outputs/builds";
import { defineFunction } from "./definition";
import { idInput, limitInput, textInput } from "./inputs";
import { fromApi } from "./outputs";
import { workspaceFilterInputs, workspaceQueries } from "./workspace-filter";

const workspaceOutput = z
  .object({
    /** Id of the workspace. */
    id: z.string(),
    /** Name of the workspace, unique among the owner's workspaces. */
    name: z.string(),
    /** Id of the owner. */
    ownerId: z.string(),
    /** User name of the owner. */
    ownerName: z.string(),
    /** Id of the organization. */
    organizationId: z.string(),
    /** Name of the organization. */
    organizationName: z.string(),
    /** Id of the template. */
    templateId: z.string(),
    /** Name of the template. */
    templateName: z.string(),
    /** Id of the template's active version. */
    templateActiveVersionId: z.string(),
    /** Whether the latest build uses another version than the template's active one. */
    outdated: z.boolean(),
    /** When the workspace starts automatically, in cron syntax; absent when it does not. */
    autostartSchedule: z.string().optional(),
    /** Time from start to automatic stop, in milliseconds; absent when it does not stop automatically. */
    ttlMilliseconds: z.number().optional(),
    /** Whether each start uses the template's active version: `always` or `never`. */
    automaticUpdates: z.string(),
    /** Whether the owner marked the workspace as a favorite; `false` unless the token's user is the owner. */
    favorite: z.boolean(),
    /** When the workspace was last used, RFC 3339; absent when it never was. */
    lastUsedAt: z.string().optional(),
    /** When the workspace became dormant, RFC 3339; absent when it is not dormant. */
    dormantAt: z.string().optional(),
    /** When the dormant workspace will be deleted, RFC 3339; absent when it will not. */
    deletingAt: z.string().optional(),
    /** When the workspace next starts automatically, RFC 3339; absent when it does not. */
    nextStartAt: z.string().optional(),
    /** Whether all agents are healthy. */
    healthy: z.boolean(),
    /** Status of the latest build, such as `running`, `stopped` or `failed`. */
    status: z.string(),
    /** The latest build of the workspace, whoever started it. */
    latestBuild: latestBuildSchema,
    /** Agents of the latest build. */
    agents: z.array(agentSchema),
    /** Terraform resources of the latest build. */
    resources: z.array(resourceSchema),
    /** When the workspace was created, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "WorkspaceDetails" });

const agentTiming = {
  /** When the step began, RFC 3339; absent when it has not. */
  startedAt: z.string().optional(),
  /** When the step ended, RFC 3339; absent when it has not. */
  endedAt: z.string().optional(),
  /** Kind of the step: `start`, `stop`, `cron` or `connect`. */
  stage: z.string(),
  /** Name of the agent. */
  workspaceAgentName: z.string(),
};

const autostartOutput = z.object({
  /**
   * Whether the workspace can't start automatically because its parameter values do not fit the template's active
   * version.
   */
  parameterMismatch: z.boolean(),
});

const timingsOutput = z.object({
  /** Steps of Terraform and the times that they took. */
  provisionerTimings: z.array(
    z
      .object({
        /** When the step began, RFC 3339; absent when it has not. */
        startedAt: z.string().optional(),
        /** When the step ended, RFC 3339; absent when it has not. */
        endedAt: z.string().optional(),
        /** Phase of Terraform: `init`, `plan`, `graph` or `apply`. */
        stage: z.string(),
        /** Terraform provider that ran the step. */
        source: z.string(),
        /** Action of the step, such as `create`. */
        action: z.string(),
        /** Terraform resource of the step. */
        resource: z.string(),
      })
      .meta({ title: "ProvisionerTiming" }),
  ),
  /** Scripts of the agents, the times that they took, and how they ended. */
  agentScriptTimings: z.array(
    z
      .object({
        ...agentTiming,
        /** Exit code of the script. */
        exitCode: z.number(),
        /** `ok`, `exit_failure`, `timed_out` or `pipes_left_open`. */
        status: z.string(),
        /** Name of the script for people. */
        displayName: z.string(),
      })
      .meta({ title: "AgentScriptTiming" }),
  ),
  /** Times that the agents took to connect. */
  agentConnectionTimings: z.array(z.object(agentTiming).meta({ title: "AgentConnectionTiming" })),
});

export const workspaceFunctions = {
  getWorkspace: defineFunction({
    description: "A workspace by its id, or by its name and its owner.",
    inputs: z.strictObject({
      /** Id of the workspace. Give either `id`, or `owner` and `name`. */
      id: idInput("workspace").optional(),
      /** User name or id of the owner, or `me`; together with `name`. */
      owner: textInput.optional(),
      /** Name of the workspace; together with `owner`. */
      name: textInput.optional(),
      /**
       * Whether a deleted workspace is found, too. By name, a deleted workspace is found only when no existing one
       * has the name.
       *
       * @default false
       */
      includeDeleted: z.boolean().default(false),
    }),
    exactlyOne: [["id"], ["owner", "name"]],
    outputs: workspaceOutput,
    async call({ client }, { id, owner, name, includeDeleted }) {
      return toWorkspace(
        id === undefined
          ? await client.getWorkspaceByOwnerAndName(owner ?? "", name ?? "", { includeDeleted })
          : await client.getWorkspace(id, { includeDeleted }),
      );
    },
  }),

  getWorkspaces: defineFunction({
    description: "The workspaces that the token's user may see and that match all given filters.",
    inputs: z.strictObject({
      ...workspaceFilterInputs,
      /** Largest number of workspaces to return, at least 1. Default: no limit. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The workspaces that match all filters. */
      workspaces: z.array(workspaceOutput),
    }),
    async call({ client }, { limit = Infinity, organization, ...filter }) {
      // The search takes names and ids, but not "default" as the rest of the API does.
      const named = organization === "default" ? (await client.getOrganization(organization)).id : organization;
      const [query, ...further] = workspaceQueries({ ...filter, organization: named });
      const others = await Promise.all(
        further.map(async (q) => new Set((await client.getAllWorkspaces({ q })).map((workspace) => workspace.id))),
      );
      // The server takes `dormant:false` for "dormant or not".
      const isFound = (workspace: Workspace): boolean =>
        others.every((ids) => ids.has(workspace.id)) &&
        !(filter.dormant === false && workspace.dormant_at !== undefined);
      const pageSize = further.length === 0 && filter.dormant !== false ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE;
      const workspaces: z.output<typeof workspaceOutput>[] = [];
      for await (const workspace of client.iterateWorkspaces({ q: query, pageSize })) {
        if (isFound(workspace)) workspaces.push(toWorkspace(workspace));
        if (workspaces.length === limit) break;
      }
      return { workspaces };
    },
  }),

  resolveWorkspaceAutostart: defineFunction({
    description: "Whether a workspace could start automatically with its present parameter values.",
    inputs: z.strictObject({
      /** Id of the workspace. */
      workspaceId: idInput("workspace"),
    }),
    outputs: autostartOutput,
    async call({ client }, { workspaceId }) {
      return fromApi(autostartOutput, await client.resolveWorkspaceAutostart(workspaceId));
    },
  }),

  getWorkspaceTimings: defineFunction({
    description: "How long the steps of a build took: of a workspace's latest build, or of a given build.",
    inputs: z.strictObject({
      /** Id of the workspace, for its latest build. Give either `workspaceId` or `workspaceBuildId`. */
      workspaceId: idInput("workspace").optional(),
      /** Id of a build. Give either `workspaceId` or `workspaceBuildId`. */
      workspaceBuildId: idInput("workspace build").optional(),
    }),
    exactlyOne: [["workspaceId"], ["workspaceBuildId"]],
    outputs: timingsOutput,
    async call({ client }, { workspaceId, workspaceBuildId }) {
      return fromApi(
        timingsOutput,
        workspaceId === undefined
          ? await client.getWorkspaceBuildTimings(workspaceBuildId ?? "")
          : await client.getWorkspaceTimings(workspaceId),
      );
    },
  }),
};

function toWorkspace(workspace: Workspace): z.output<typeof workspaceOutput> {
  const { latest_build, health, ...rest } = workspace;
  return fromApi(workspaceOutput, {
    ...rest,
    healthy: health.healthy,
    status: latest_build.status,
    latestBuild: toLatestBuild(latest_build),
    agents: toAgents(latest_build),
    resources: toResources(latest_build),
  });
}
