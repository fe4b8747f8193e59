// Build parameters: what a program declares and what it gets back. The lifecycle is in build-parameters.ts.
import { z } from "zod";
import { buildStatus } from "../../outputs/enumerations";
import { idInput } from "../../validation";
import { parametersSchema } from "../builds/parameters";

export const buildParametersInputs = z.strictObject({
  /**
   * Id of the workspace, of any owner. Another workspace replaces the resource; the values of the former workspace stay
   * as they are.
   */
  workspaceId: idInput("workspace").meta({ replaceOnChanges: true }),
  /**
   * Values of the template's parameters, by name: strings, numbers, booleans or lists of strings. Only the named
   * parameters are kept at their values; everything else about the workspace is left to its owner. If any value
   * differs, a running workspace is stopped and started once with all new values; a stopped workspace gets them by a
   * stop build and stays stopped. If no value differs, nothing is built. A parameter that is no longer named keeps its
   * value. Immutable and ephemeral parameters are refused.
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
  /** Id of the build that set the values, while it is the latest; absent when the workspace had them already. */
  buildId: z.string().optional(),
  /** Status of the build that set the values. The next update repeats a build that failed. */
  buildStatus: buildStatus.optional(),
  /** The workspace's page in Coder's dashboard. */
  url: z.string(),
});

export type BuildParametersInputs = z.output<typeof buildParametersInputs>;
export type BuildParametersOutputs = z.output<typeof buildParametersOutputs>;
