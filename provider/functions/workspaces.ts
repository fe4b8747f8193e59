// Functions about workspaces: finding them, and what can be said of one.
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
import { idInput, limitInput, oneWay, textInput } from "./inputs";
import { fromApi } from "./outputs";
import { workspaceFilterInputs, workspaceQueries } from "./workspace-filter";

const workspaceOutput = z
  .object({
    /** Id of the workspace. */
    id: z.string(),
    /** Name, unique among the owner's workspaces. */
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
    /** Whether the latest build was made with another version than that. */
    outdated: z.boolean(),
    /** When it starts by itself, in cron's syntax; absent when it does not. */
    autostartSchedule: z.string().optional(),
    /** After how many milliseconds it stops by itself; absent when it does not. */
    ttlMilliseconds: z.number().optional(),
    /** Whether each start takes the template's active version: `always` or `never`. */
    automaticUpdates: z.string(),
    /** Whether the caller has marked it; always false for anyone but the owner. */
    favorite: z.boolean(),
    /** When it was last used, RFC 3339; absent when it never was. */
    lastUsedAt: z.string().optional(),
    /** Since when it is dormant, RFC 3339; absent when it is not. */
    dormantAt: z.string().optional(),
    /** When it is deleted for having been dormant, RFC 3339; absent when it is not. */
    deletingAt: z.string().optional(),
    /** When it starts by itself next, RFC 3339; absent when it does not. */
    nextStartAt: z.string().optional(),
    /** Whether all agents are connected and well. */
    healthy: z.boolean(),
    /** Status of the latest build, such as `running`, `stopped` or `failed`. */
    status: z.string(),
    /** The latest build, whoever made it. */
    latestBuild: latestBuildSchema,
    /** Agents of the latest build. */
    agents: z.array(agentSchema),
    /** Terraform resources of the latest build. */
    resources: z.array(resourceSchema),
    /** When it was made, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "WorkspaceDetails" });

const agentTiming = {
  /** When it began, RFC 3339; absent before. */
  startedAt: z.string().optional(),
  /** When it ended, RFC 3339; absent before. */
  endedAt: z.string().optional(),
  /** What it was: `start`, `stop`, `cron` or `connect`. */
  stage: z.string(),
  /** Name of the agent. */
  workspaceAgentName: z.string(),
};

const autostartOutput = z.object({
  /**
   * Whether the template's active version has parameters that the workspace's values do not fit, so that it can't start
   * by itself.
   */
  parameterMismatch: z.boolean(),
});

const timingsOutput = z.object({
  /** What Terraform did, step by step. */
  provisionerTimings: z.array(
    z
      .object({
        /** When it began, RFC 3339; absent before. */
        startedAt: z.string().optional(),
        /** When it ended, RFC 3339; absent before. */
        endedAt: z.string().optional(),
        /** `init`, `plan`, `graph` or `apply`. */
        stage: z.string(),
        /** Terraform provider that did it. */
        source: z.string(),
        /** What was done. */
        action: z.string(),
        /** Terraform resource that it was done to. */
        resource: z.string(),
      })
      .meta({ title: "ProvisionerTiming" }),
  ),
  /** Scripts that the agents ran, with how they ended. */
  agentScriptTimings: z.array(
    z
      .object({
        ...agentTiming,
        /** What the script ended with. */
        exitCode: z.number(),
        /** `ok`, `exit_failure`, `timed_out` or `pipes_left_open`. */
        status: z.string(),
        /** Name of the script for people. */
        displayName: z.string(),
      })
      .meta({ title: "AgentScriptTiming" }),
  ),
  /** How long the agents took to connect. */
  agentConnectionTimings: z.array(z.object(agentTiming).meta({ title: "AgentConnectionTiming" })),
});

export const workspaceFunctions = {
  getWorkspace: defineFunction({
    description: "A workspace by its id, or by its name and its owner.",
    inputs: z.strictObject({
      /** Id of the workspace; or else `owner` and `name`. */
      id: idInput("workspace").optional(),
      /** User name or id of the owner, or `me`; with `name`. */
      owner: textInput.optional(),
      /** Name of the workspace; with `owner`. */
      name: textInput.optional(),
      /**
       * Whether a deleted workspace is found, too. By a name it is found only where no other has that name now.
       *
       * @default false
       */
      includeDeleted: z.boolean().default(false),
    }),
    outputs: workspaceOutput,
    async call({ client }, { id, owner, name, includeDeleted }) {
      oneWay({ id, owner, name }, [["id"], ["owner", "name"]]);
      return toWorkspace(
        id === undefined
          ? await client.getWorkspaceByOwnerAndName(owner ?? "", name ?? "", { includeDeleted })
          : await client.getWorkspace(id, { includeDeleted }),
      );
    },
  }),

  getWorkspaces: defineFunction({
    description: "Workspaces that the token's user may see: those that all given filters hold for.",
    inputs: z.strictObject({
      ...workspaceFilterInputs,
      /** At most so many. At least 1; all when left out. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The workspaces that all filters hold for. */
      workspaces: z.array(workspaceOutput),
    }),
    async call({ client }, { limit = Infinity, organization, ...filter }) {
      // The search knows names and ids, and not what the rest of the API takes for the default one.
      const named = organization === "default" ? (await client.getOrganization(organization)).id : organization;
      const [query, ...further] = workspaceQueries({ ...filter, organization: named });
      const others = await Promise.all(
        further.map(async (q) => new Set((await client.getAllWorkspaces({ q })).map((workspace) => workspace.id))),
      );
      // What the server calls not dormant is any.
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
    description: "Whether a workspace could start by itself with the parameter values that it has.",
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
    description: "How long the parts of a build took: of a workspace's latest build, or of one that is named.",
    inputs: z.strictObject({
      /** Id of the workspace, for its latest build; or else `workspaceBuildId`. */
      workspaceId: idInput("workspace").optional(),
      /** Id of a build; or else `workspaceId`. */
      workspaceBuildId: idInput("workspace build").optional(),
    }),
    outputs: timingsOutput,
    async call({ client }, { workspaceId, workspaceBuildId }) {
      oneWay({ workspaceId, workspaceBuildId }, [["workspaceId"], ["workspaceBuildId"]]);
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
