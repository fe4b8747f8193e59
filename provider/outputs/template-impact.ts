// What a template version means for the workspaces of its template, as an output.
import { z } from "zod";

/** Why a workspace can't be updated as it is, in the order in which it is told. */
export const IMPACT_KINDS = [
  "missingParameter",
  "invalidOption",
  "invalidValue",
  "immutableParameter",
  "missingPreset",
  "removedParameter",
] as const;

export type ImpactKind = (typeof IMPACT_KINDS)[number];

const impactedWorkspaceSchema = z
  .object({
    /** Id of the workspace. */
    id: z.string(),
    /** Name of the workspace. */
    name: z.string(),
    /** User name of the owner. */
    ownerName: z.string(),
  })
  .meta({ title: "ImpactedWorkspace" });

const impactCauseSchema = z
  .object({
    /**
     * `missingParameter` (required, without a default, and the workspace has no value for it), `invalidOption` (its
     * value is no option), `invalidValue` (its value is of another type, out of the range, or does not match the
     * pattern), `immutableParameter` (its value is refused and can't be changed any more), `missingPreset` (its latest
     * build was made with a preset that the version does not have) or `removedParameter` (the version does not have the
     * parameter, so that its value is dropped).
     */
    kind: z.enum(IMPACT_KINDS).meta({ title: "ImpactKind" }),
    /** Name of the parameter, or of the preset. */
    name: z.string(),
    /** The workspaces that it concerns, by owner and name. */
    workspaces: z.array(impactedWorkspaceSchema),
  })
  .meta({ title: "ImpactCause" });

export const templateImpactSchema = z.object({
  /** Name of the template. */
  templateName: z.string(),
  /** Name of the version. */
  templateVersionName: z.string(),
  /** Number of workspaces that use the template. Those that the server keeps ready (prebuilt ones) don't count. */
  workspaceCount: z.number(),
  /**
   * Number of these that take the template's active version by themselves at their next start: their automatic updates
   * are `always`, or the template requires the active version.
   */
  followingCount: z.number(),
  /**
   * Number of these that could not be updated to the version as they are: with the values, and the preset, that they
   * have. While `uncheckedCount` is not 0, it is at least this number.
   */
  blockedCount: z.number(),
  /**
   * Number of workspaces that were not looked at in full: they are beyond `impactLimit`, their values can't be read, or
   * the server can't evaluate the version's parameters with them.
   */
  uncheckedCount: z.number(),
  /** Why they could not be updated. A workspace may have several causes. */
  causes: z.array(impactCauseSchema),
});

export type TemplateImpact = z.output<typeof templateImpactSchema>;
export type ImpactCause = z.output<typeof impactCauseSchema>;
