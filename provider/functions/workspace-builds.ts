// Functions about builds of workspaces: which there were, what they wrote, and what they left.
import { z } from "zod";
import type { WorkspaceBuild } from "../client/workspace-builds";
import { agentSchema, resourceSchema, toAgents, toResources } from "../outputs/builds";
import { defineFunction } from "./definition";
import { idInput, limitInput, oneWay, textInput, timeInput } from "./inputs";
import { fromApi, jobOutput, logOutput } from "./outputs";

const buildOutput = z
  .object({
    /** Id of the build. */
    id: z.string(),
    /** Counts from 1 in each workspace. */
    number: z.number(),
    /** Id of the workspace. */
    workspaceId: z.string(),
    /** Name of the workspace. */
    workspaceName: z.string(),
    /** User name of the workspace's owner. */
    workspaceOwnerName: z.string(),
    /** Id of the version that it was made with. */
    templateVersionId: z.string(),
    /** Name of that version. */
    templateVersionName: z.string(),
    /** Id of the preset that it was made with; absent without one. */
    templateVersionPresetId: z.string().optional(),
    /** `start`, `stop` or `delete`. */
    transition: z.string(),
    /**
     * `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or
     * `deleted`.
     */
    status: z.string(),
    /** Why it was made: `initiator` (a person or a program), `autostart`, `autostop` and others. */
    reason: z.string(),
    /** User name of who began it. */
    initiatorName: z.string(),
    /** The job that ran it. */
    job: jobOutput,
    /** Agents that it made. */
    agents: z.array(agentSchema),
    /** Terraform resources that it made. */
    resources: z.array(resourceSchema),
    /** When the workspace stops by itself, RFC 3339; absent when it does not. */
    deadline: z.string().optional(),
    /** Beyond which the deadline can't be moved, RFC 3339; absent without such a limit. */
    maxDeadline: z.string().optional(),
    /** What the workspace counts a day against its owner's quota. */
    dailyCost: z.number(),
    /** When the build was made, RFC 3339. */
    createdAt: z.string(),
  })
  .meta({ title: "WorkspaceBuildDetails" });

const buildIdInputs = {
  /** Id of the build. */
  workspaceBuildId: idInput("workspace build"),
};

export const workspaceBuildFunctions = {
  getWorkspaceBuild: defineFunction({
    description: "A build of a workspace by its id, or by its number in a workspace.",
    inputs: z.strictObject({
      /** Id of the build; or else `owner`, `workspaceName` and `number`. */
      id: idInput("workspace build").optional(),
      /** User name or id of the workspace's owner, or `me`; with `workspaceName` and `number`. */
      owner: textInput.optional(),
      /** Name of the workspace; with `owner` and `number`. */
      workspaceName: textInput.optional(),
      /** Number of the build, from 1; with `owner` and `workspaceName`. */
      number: z.int().min(1).optional(),
    }),
    outputs: buildOutput,
    async call({ client }, { id, owner, workspaceName, number }) {
      oneWay({ id, owner, workspaceName, number }, [["id"], ["owner", "workspaceName", "number"]]);
      return toBuild(
        id === undefined
          ? await client.getWorkspaceBuildByNumber(owner ?? "", workspaceName ?? "", number ?? 0)
          : await client.getWorkspaceBuild(id),
      );
    },
  }),

  getWorkspaceBuilds: defineFunction({
    description: "The builds of a workspace, newest first.",
    inputs: z.strictObject({
      /** Id of the workspace. */
      workspaceId: idInput("workspace"),
      /** Only builds that were made after this time, RFC 3339. */
      since: timeInput.optional(),
      /** At most so many, the newest. At least 1; all when left out. */
      limit: limitInput.optional(),
    }),
    outputs: z.object({
      /** The builds of the workspace, newest first. */
      workspaceBuilds: z.array(buildOutput),
    }),
    async call({ client }, { workspaceId, since, limit }) {
      const builds =
        limit === undefined
          ? await client.getAllWorkspaceBuilds(workspaceId, { since })
          : await client.getWorkspaceBuilds(workspaceId, { since, limit });
      return { workspaceBuilds: builds.map(toBuild) };
    },
  }),

  getWorkspaceBuildLogs: defineFunction({
    description: "What a build has written so far.",
    inputs: z.strictObject({
      ...buildIdInputs,
      /** Id of a line: only those after it. */
      after: z.int().min(0).optional(),
    }),
    outputs: z.object({
      /**
       * The lines of the log, oldest first. Of a longer one, Coder 2.26 and newer keep the first MiB, and say so in its
       * last line.
       */
      logs: z.array(logOutput),
    }),
    async call({ client }, { workspaceBuildId, after }) {
      return { logs: fromApi(z.array(logOutput), await client.getWorkspaceBuildLogs(workspaceBuildId, { after })) };
    },
  }),

  getBuildParameters: defineFunction({
    description: "The parameter values that a build was made with.",
    inputs: z.strictObject(buildIdInputs),
    outputs: z.object({
      /** Values by the parameters' names, each as text. */
      parameters: z.record(z.string(), z.string()),
    }),
    async call({ client }, { workspaceBuildId }) {
      const values = await client.getWorkspaceBuildParameters(workspaceBuildId);
      return { parameters: Object.fromEntries(values.map(({ name, value }) => [name, value])) };
    },
  }),

  getWorkspaceBuildState: defineFunction({
    description: "Terraform's state after a build, for those who may change the template. Secret.",
    inputs: z.strictObject(buildIdInputs),
    outputs: z.object({
      /** Terraform's state as JSON text; empty when there is none. Secret. */
      state: z.string().meta({ secret: true }),
    }),
    async call({ client }, { workspaceBuildId }) {
      return { state: (await client.getWorkspaceBuildState(workspaceBuildId)).toString("utf8") };
    },
  }),
};

function toBuild(build: WorkspaceBuild): z.output<typeof buildOutput> {
  const { build_number: number, ...rest } = build;
  return fromApi(buildOutput, { ...rest, number, agents: toAgents(build), resources: toResources(build) });
}
