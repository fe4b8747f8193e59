// Workspace builds on demand: what a program declares and what it gets back. The lifecycle is in workspace-build.ts.
import { z } from "zod";
import { buildStatus } from "../../outputs/enumerations";
import { idInput } from "../../validation";
import { parametersSchema } from "../builds/parameters";

const triggerValue = z.union([z.string(), z.number(), z.boolean()], "Must be a string, a number, or true or false.");

export const workspaceBuildInputs = z.strictObject({
  /** Id of the workspace, usually the `id` of a `Workspace`. A change makes a build of the other workspace. */
  workspaceId: idInput("workspace").meta({ replaceOnChanges: true }),
  /**
   * What the build does. `start` restarts a running workspace: it is stopped first, because agents do not survive a
   * second start. A change makes a new build.
   *
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.Transition
   */
  transition: z.enum(["start", "stop"]),
  /**
   * Id of the version that the build uses; it must be a version of the workspace's template. A change makes a new
   * build.
   *
   * @default the version of the previous build
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.TemplateVersionID
   */
  templateVersionId: idInput("template version").optional().meta({ replaceOnChanges: true }),
  /**
   * Values of the template's parameters, by name, including ephemeral parameters. A parameter that is not named keeps
   * its value from the previous build. An immutable parameter can't get another value. A change makes a new build.
   *
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.RichParameterValues
   */
  parameters: parametersSchema.optional().meta({ replaceOnChanges: true }),
  /**
   * Name or id of a preset of the template version: values for several parameters at once. They override
   * `parameters`, so the two must not disagree. A change makes a new build.
   *
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.TemplateVersionPresetID
   */
  preset: z.string().min(1, "Must not be empty.").optional().meta({ replaceOnChanges: true }),
  /**
   * `debug` adds Terraform's debug output to the build's log. For administrators, on servers that allow it. A change
   * makes a new build.
   *
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.LogLevel
   */
  logLevel: z.enum(["debug"]).optional().meta({ replaceOnChanges: true }),
  /** Anything that makes a new build when it changes: a map or a list of strings, numbers or booleans. */
  triggers: z
    .union(
      [z.array(triggerValue), z.record(z.string(), triggerValue)],
      "Must be a list or a map of strings, numbers, or true or false.",
    )
    .optional()
    .meta({ replaceOnChanges: true }),
});

export const workspaceBuildOutputs = z.object({
  ...workspaceBuildInputs.shape,
  /** Id of the template version that the build uses. */
  templateVersionId: z.string(),
  /** Name of the template version that the build uses. */
  templateVersionName: z.string(),
  /** Number of the build; each workspace counts from 1. */
  buildNumber: z.number(),
  /**
   * How the build ended: `running`, `stopped`, `failed` or `canceled`. The next update repeats a build that failed.
   */
  status: buildStatus,
  /** Id of the provisioner job that ran the build. */
  jobId: z.string(),
  /** Name of the workspace, as it is now. */
  workspaceName: z.string(),
  /** User name of the workspace's owner. */
  ownerName: z.string(),
  /** User name of the person who started the build. */
  initiatorName: z.string(),
  /** When the build was created, RFC 3339. */
  createdAt: z.string(),
  /** The build's page in Coder's dashboard. */
  url: z.string(),
});

export type WorkspaceBuildInputs = z.output<typeof workspaceBuildInputs>;
export type WorkspaceBuildOutputs = z.output<typeof workspaceBuildOutputs>;
