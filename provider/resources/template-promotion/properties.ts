// Template promotions: what a program declares and what it gets back. The lifecycle is in template-promotion.ts.
import { z } from "zod";
import { idInput } from "../../validation";

export const templatePromotionInputs = z.strictObject({
  /**
   * Id of the template, usually the `id` of a `Template` with `firstVersionId`, or of a template that is managed
   * elsewhere. One resource of a program says which version of a template is the active one: another promotion of the
   * template is refused, and so is a `Template` with `source` or `activeVersionId`. Another template replaces the
   * resource; what becomes of the former template's active version, `onDelete` says.
   *
   * @see codersdk/templates.go UpdateActiveTemplateVersion
   */
  templateId: idInput("template").meta({ replaceOnChanges: true }),
  /**
   * Id of the version that becomes the template's active one, which new workspaces get; usually the `id` of a
   * `TemplateVersion`. It must belong to the template, its import must have succeeded, and it must not be archived.
   * What the promotion depends on (`dependsOn`) has to succeed first, such as a workspace that tries the version.
   * Changes in place.
   *
   * @see codersdk/templates.go UpdateActiveTemplateVersion.ID
   */
  templateVersionId: idInput("template version"),
  /**
   * What happens when the resource is replaced or removed from the program: `retain` leaves the active version as it
   * is; `restore` makes `previousVersionId` the active version again, and takes it out of the archive for that. A
   * version that somebody else has made the active one since stays, and a warning says so. So does the active version
   * if the previous one is gone. Changes in place.
   *
   * @default "retain"
   */
  onDelete: z.enum(["retain", "restore"]).default("retain"),
});

export const templatePromotionOutputs = z.object({
  ...templatePromotionInputs.shape,
  /** Id of the template's active version. */
  templateVersionId: z.string(),
  /** Name of the template's active version. */
  templateVersionName: z.string(),
  /** Name of the template. */
  templateName: z.string(),
  /** Name of the organization that holds the template. */
  organizationName: z.string(),
  /**
   * Id of the version that was active before this resource promoted for the first time. Later promotions by the
   * resource don't change it, so that `onDelete: "restore"` leaves the template as it was found. Absent after an
   * import, until the next promotion.
   */
  previousVersionId: z.string().optional(),
  /** Name of the version of `previousVersionId`. */
  previousVersionName: z.string().optional(),
  /** The active version's page in Coder's dashboard. */
  url: z.string(),
});

export type TemplatePromotionInputs = z.output<typeof templatePromotionInputs>;
export type TemplatePromotionOutputs = z.output<typeof templatePromotionOutputs>;
