// The function that tells how long the parts of a build took.
import { z } from "zod";
import { CONNECTION_STAGES, PROVISIONER_STAGES, SCRIPT_STAGES, SCRIPT_STATUSES } from "../client/timings";
import { openEnum } from "../open-enum";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { fromApi } from "./outputs";

const agentTiming = {
  /** When the step began, RFC 3339; absent when it has not. */
  startedAt: z.string().optional(),
  /** When the step ended, RFC 3339; absent when it has not. */
  endedAt: z.string().optional(),
  /** Id of the agent. */
  workspaceAgentId: z.string(),
  /** Name of the agent. */
  workspaceAgentName: z.string(),
};

const timingsOutput = z.object({
  /** Steps of Terraform and the times that they took. */
  provisionerTimings: z.array(
    z
      .object({
        /** Id of the provisioner job that ran the step. */
        jobId: z.string(),
        /** When the step began, RFC 3339; absent when it has not. */
        startedAt: z.string().optional(),
        /** When the step ended, RFC 3339; absent when it has not. */
        endedAt: z.string().optional(),
        /** Phase of Terraform: `init`, `plan`, `graph` or `apply`. */
        stage: openEnum(PROVISIONER_STAGES),
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
        /** When the script runs: `start`, `stop` or `cron`. */
        stage: openEnum(SCRIPT_STAGES),
        /** Exit code of the script. */
        exitCode: z.number(),
        /** `ok`, `exit_failure`, `timed_out` or `pipes_left_open`. */
        status: openEnum(SCRIPT_STATUSES),
        /** Name of the script for people. */
        displayName: z.string(),
      })
      .meta({ title: "AgentScriptTiming" }),
  ),
  /** Times that the agents took to connect. */
  agentConnectionTimings: z.array(
    z
      .object({
        ...agentTiming,
        /** Kind of the step: `connect`. */
        stage: openEnum(CONNECTION_STAGES),
      })
      .meta({ title: "AgentConnectionTiming" }),
  ),
});

export const timingFunctions = {
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
