// Functions about workspaces: finding them, and their automatic start.
import { z } from "zod";
import { PAGE_SIZE } from "../client/transport/pages";
import { type Workspace } from "../client/workspaces";
import { automaticUpdates, buildStatus } from "../outputs/enumerations";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { limitInput, textInput } from "./inputs";
import { fromApi } from "./outputs";
import { latestBuildOutput, toLatestBuild } from "./workspace-builds";
import { workspaceFilterInputs, workspaceQueries } from "./workspace-filter";
import { agentOutput, appStatusOutput, resourceOutput, toAgents, toResources } from "./workspace-resources";

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
    /** Address of the owner's picture; empty when there is none. */
    ownerAvatarUrl: z.string(),
    /** Id of the organization. */
    organizationId: z.string(),
    /** Name of the organization. */
    organizationName: z.string(),
    /** Id of the template. */
    templateId: z.string(),
    /** Name of the template. */
    templateName: z.string(),
    /** Name of the template for people; empty when there is none. */
    templateDisplayName: z.string(),
    /** Path or URL of the template's image; empty when there is none. */
    templateIcon: z.string(),
    /** Id of the template's active version. */
    templateActiveVersionId: z.string(),
    /** Whether the workspace must use the template's active version. */
    templateRequireActiveVersion: z.boolean(),
    /** Whether the owner may cancel builds of the workspace. */
    templateAllowUserCancelWorkspaceJobs: z.boolean(),
    /** Whether parameters are fixed lists instead of a form that follows the values; absent on an older server. */
    templateUseClassicParameterFlow: z.boolean().optional(),
    /** Whether the latest build uses another version than the template's active one. */
    outdated: z.boolean(),
    /** When the workspace starts automatically, in cron syntax; absent when it does not. */
    autostartSchedule: z.string().optional(),
    /** Time from start to automatic stop, in milliseconds; absent when it does not stop automatically. */
    ttlMilliseconds: z.number().optional(),
    /** Whether each start uses the template's active version: `always` or `never`. */
    automaticUpdates,
    /** Whether the server allows another name for the workspace. */
    allowRenames: z.boolean(),
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
    /** When the running workspace stops automatically, RFC 3339; absent when it does not. */
    deadline: z.string().optional(),
    /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
    maxDeadline: z.string().optional(),
    /** Whether all agents are healthy. */
    healthy: z.boolean(),
    /** Ids of the agents that are not healthy. */
    failingAgents: z.array(z.string()),
    /** What an app of the workspace reported last; absent when none did. */
    latestAppStatus: appStatusOutput.optional(),
    /**
     * Whether the workspace was made in advance, from a preset, and waits for an owner; absent when the server does not
     * tell.
     */
    isPrebuild: z.boolean().optional(),
    /** Status of the latest build, such as `running`, `stopped` or `failed`. */
    status: buildStatus,
    /** The latest build of the workspace, whoever started it. */
    latestBuild: latestBuildOutput,
    /** Agents of the latest build. */
    agents: z.array(agentOutput),
    /** Terraform resources of the latest build. */
    resources: z.array(resourceOutput),
    /** When the workspace was created, RFC 3339. */
    createdAt: z.string(),
    /** When the workspace was last changed, RFC 3339; absent when the server does not tell. */
    updatedAt: z.string().optional(),
  })
  .meta({ title: "WorkspaceDetails" });

const autostartOutput = z.object({
  /**
   * Whether the workspace can't start automatically because its parameter values do not fit the template's active
   * version.
   */
  parameterMismatch: z.boolean(),
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
};

function toWorkspace(workspace: Workspace): z.output<typeof workspaceOutput> {
  const { latest_build, health, ...rest } = workspace;
  return fromApi(workspaceOutput, {
    ...rest,
    deadline: latest_build.deadline,
    max_deadline: latest_build.max_deadline,
    healthy: health.healthy,
    failing_agents: health.failing_agents,
    status: latest_build.status,
    latestBuild: toLatestBuild(latest_build),
    agents: toAgents(latest_build),
    resources: toResources(latest_build),
  });
}
