// Template promotions: outputs, and which versions a template had and has by this resource.
import type { Reads } from "../../client/reads";
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import type { Complete, Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { versionAddress } from "../versions/outputs";
import type { TemplatePromotionOutputs } from "./properties";

/**
 * Output key for the version that this resource promoted last. After a promotion by somebody else, a refresh puts their
 * version into `templateVersionId`.
 */
export const PROMOTED_KEY = "__promoted";

export type StoredOutputs = TemplatePromotionOutputs & { [PROMOTED_KEY]?: string };

/** What only this resource knows. */
export interface Known {
  onDelete: TemplatePromotionOutputs["onDelete"];
  /** The version to go back to. */
  previous: Pick<TemplateVersion, "id" | "name"> | undefined;
  /** The version that this resource promoted last. */
  promotedId: string | undefined;
}

export function toOutputs(
  context: Context,
  template: Template,
  active: Pick<TemplateVersion, "id" | "name">,
  { onDelete, previous, promotedId }: Known,
): StoredOutputs {
  const outputs: Complete<TemplatePromotionOutputs> = {
    templateId: template.id,
    templateVersionId: active.id,
    onDelete,
    templateVersionName: active.name,
    templateName: template.name,
    organizationName: template.organization_name,
    previousVersionId: previous?.id,
    previousVersionName: previous?.name,
    url: versionAddress(context, template.organization_name, template.name, active.name),
  };
  return { ...outputs, ...(promotedId !== undefined && { [PROMOTED_KEY]: promotedId }) };
}

/** The version with the name that it has now. The server may have lost it: then it keeps the name that is known. */
export async function named(
  { templateVersion }: Pick<Reads, "templateVersion">,
  id: string | undefined,
  knownName = "",
): Promise<Pick<TemplateVersion, "id" | "name"> | undefined> {
  if (id === undefined) return undefined;
  return (await templateVersion(id).catch(undefinedWhenGone)) ?? { id, name: knownName };
}
