// Functions about workspace builds: the builds, their logs, their parameter values, and Terraform's state.
import { z } from "zod";
import { type WorkspaceBuild } from "../client/workspace-builds";
import { timeInput } from "../client/transport/times";
import { buildReason, buildStatus, transition } from "../outputs/enumerations";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { limitInput, textInput } from "./inputs";
import { fromApi, jobOutput, logOutput, matchedProvisionersOutput } from "./outputs";
import { agentOutput, resourceOutput, toAgents, toResources } from "./workspace-resources";

const buildFacts = {
  /** Id of the build. */
  id: z.string(),
  /** Number of the build; each workspace counts from 1. */
  number: z.number(),
  /** Id of the template version that the build uses. */
  templateVersionId: z.string(),
  /** Name of the template version that the build uses. */
  templateVersionName: z.string(),
  /** Id of the preset that the build uses; absent when it uses none. */
  templateVersionPresetId: z.string().optional(),
  /** `start`, `stop` or `delete`. */
  transition,
  /**
   * `pending`, `starting`, `running`, `stopping`, `stopped`, `failed`, `canceling`, `canceled`, `deleting` or
   * `deleted`.
   */
  status: buildStatus,
  /**
   * Why the build was started: `initiator` (by a person or a program); `autostart`, `autostop`, `dormancy` or
   * `autodelete` (by the server); newer servers also tell from where, such as `cli` or `dashboard`.
   */
  reason: buildReason,
  /** Id of the person who started the build. */
  initiatorId: z.string(),
  /** User name of the person who started the build. */
  initiatorName: z.string(),
  /** The provisioner job that runs the build. */
  job: jobOutput,
  /** How many provisioners could take the job; only while it waits, absent afterwards. */
  matchedProvisioners: matchedProvisionersOutput.optional(),
  /** When the workspace stops automatically, RFC 3339; absent when it does not. */
  deadline: z.string().optional(),
  /** Latest time to which the deadline can be moved, RFC 3339; absent when there is no limit. */
  maxDeadline: z.string().optional(),
  /** What the workspace costs per day, in credits of the owner's quota. */
  dailyCost: z.number(),
  /** Whether the template version declares an AI task; absent when the server does not tell. */
  hasAiTask: z.boolean().optional(),
  /** Id of the app that the dashboard shows beside the AI task; absent when there is none. */
  aiTaskSidebarAppId: z.string().optional(),
  /** When the build was created, RFC 3339. */
  createdAt: z.string(),
  /** When the build was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt: z.string().optional(),
};

/** Without what the workspace tells by itself. */
export const latestBuildOutput = z
  .object({
    ...buildFacts,
    /** Id of the provisioner job that runs the build. */
    jobId: z.string(),
  })
  .meta({ title: "LatestWorkspaceBuildDetails" });

const buildOutput = z
  .object({
    ...buildFacts,
    /** Id of the workspace. */
    workspaceId: z.string(),
    /** Name of the workspace. */
    workspaceName: z.string(),
    /** Id of the workspace's owner. */
    workspaceOwnerId: z.string(),
    /** User name of the workspace's owner. */
    workspaceOwnerName: z.string(),
    /** Agents that the build created. */
    agents: z.array(agentOutput),
    /** Terraform resources that the build created. */
    resources: z.array(resourceOutput),
  })
  .meta({ title: "WorkspaceBuildDetails" });

const buildIdInputs = {
  /** Id of the build. */
  workspaceBuildId: idInput("workspace build"),
};

export const workspaceBuildFunctions = {
  getWorkspaceBuild: defineFunction({
    description: "A workspace build by its id, or by its workspace and its number.",
    inputs: z.strictObject({
      /** Id of the build. Give either `id`, or `owner`, `workspaceName` and `number`. */
      id: idInput("workspace build").optional(),
      /** User name or id of the workspace's owner, or `me`; together with `workspaceName` and `number`. */
      owner: textInput.optional(),
      /** Name of the workspace; together with `owner` and `number`. */
      workspaceName: textInput.optional(),
      /** Number of the build, from 1; together with `owner` and `workspaceName`. */
      number: z.int().min(1).optional(),
    }),
    exactlyOne: [["id"], ["owner", "workspaceName", "number"]],
    outputs: buildOutput,
    async call({ client }, { id, owner, workspaceName, number }) {
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
      /** Only builds that were created after this time, RFC 3339. */
      since: timeInput.optional(),
      /** Largest number of builds to return, at least 1; the newest come first. Default: no limit. */
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
    description: "The log of a build, as far as it is written.",
    inputs: z.strictObject({
      ...buildIdInputs,
      /** Id of a log line: only the lines after it are returned. */
      after: z.int().min(0).optional(),
    }),
    outputs: z.object({
      /**
       * The lines of the log, oldest first. Coder 2.26 and newer keep the first MiB of a log; the last line then says
       * so.
       */
      logs: z.array(logOutput),
    }),
    async call({ client }, { workspaceBuildId, after }) {
      return { logs: fromApi(z.array(logOutput), await client.getWorkspaceBuildLogs(workspaceBuildId, { after })) };
    },
  }),

  getBuildParameters: defineFunction({
    description: "The parameter values of a build.",
    inputs: z.strictObject(buildIdInputs),
    outputs: z.object({
      /** Values by the names of the parameters, each as text. */
      parameters: z.record(z.string(), z.string()),
    }),
    async call({ client }, { workspaceBuildId }) {
      const values = await client.getWorkspaceBuildParameters(workspaceBuildId);
      return { parameters: Object.fromEntries(values.map(({ name, value }) => [name, value])) };
    },
  }),

  getWorkspaceBuildState: defineFunction({
    description: "Terraform's state after a build. Needs the right to change the template. Secret.",
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

export function toLatestBuild(build: WorkspaceBuild): z.output<typeof latestBuildOutput> {
  return fromApi(latestBuildOutput, { ...build, number: build.build_number, job_id: build.job.id });
}

function toBuild(build: WorkspaceBuild): z.output<typeof buildOutput> {
  const { build_number: number, ...rest } = build;
  return fromApi(buildOutput, { ...rest, number, agents: toAgents(build), resources: toResources(build) });
}
