// Build parameters: what a program declares and what it gets back. The lifecycle is in build-parameters.ts.
import { z } from "zod";
import { parametersSchema } from "../builds/parameters";

export const buildParametersInputs = z.strictObject({
  /**
   * Id of the workspace, whoever owns it. Another workspace replaces the resource; the values of the one before stay as
   * they are.
   */
  workspaceId: z.uuid("Must be the id of a workspace (a UUID).").meta({ replaceOnChanges: true }),
  /**
   * Values of the template's parameters, by name: strings, numbers, booleans or lists of strings. Only the names given
   * here are kept at their values; all else about the workspace is left to its owner. When a value differs, one change
   * is made for all of them: a workspace that runs is stopped and started with the new values, one that is stopped gets
   * a stop build with them and stays stopped. When the values hold already, nothing is built. A name that is taken out
   * keeps its value. Immutable and ephemeral parameters can't be kept here.
   *
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.RichParameterValues
   */
  parameters: parametersSchema.refine(
    (parameters) => Object.keys(parameters).length > 0,
    "Must name at least one parameter.",
  ),
});

export const buildParametersOutputs = z.object({
  ...buildParametersInputs.shape,
  /** The declared parameters with the values of the workspace's latest build. */
  parameters: parametersSchema,
  /** Name of the workspace, as it is now. */
  workspaceName: z.string(),
  /** User name of the workspace's owner. */
  ownerName: z.string(),
  /** The build that set the values, while it is the workspace's latest; absent when they held already. */
  buildId: z.string().optional(),
  /** Status of that build. One that failed is made again by the next update. */
  buildStatus: z.string().optional(),
  /** The workspace's page in Coder's dashboard. */
  url: z.string(),
});

export type BuildParametersInputs = z.output<typeof buildParametersInputs>;
export type BuildParametersOutputs = z.output<typeof buildParametersOutputs>;
