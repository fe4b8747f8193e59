// What a preview refuses of a promotion, and what it tells of its effect.
import type { InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { tellImpact } from "../impact/preview";
import { declaredBy } from "../names/declared-versions";
import { noSuch, undefinedWhenGone } from "../names/gone";
import { lookUpTemplate } from "../names/templates";
import { checkVersionId, foreignVersion } from "../versions/promote";
import { claimPromotion } from "../versions/promoter";
import { checkPromoting } from "../versions/rights";
import type { TemplatePromotionInputs } from "./properties";

type Inputs = MaybeUnknown<TemplatePromotionInputs>;

/** Asks no server: another resource of the program may say already which version is the active one. */
export function claimForPromotion(context: Context, templateId: unknown): InputFailure[] {
  const other = typeof templateId === "string" ? claimPromotion(context, templateId, "taken") : undefined;
  return other === undefined ? [] : [{ property: "templateId", reason: twoPromoters(other) }];
}

function twoPromoters(other: string): string {
  return (
    `Resource "${other}" of this program also says which version of the template is the active one. Take one of the ` +
    "two out; a `Template` leaves it to a promotion by `firstVersionId` in place of `source` or `activeVersionId`."
  );
}

export async function checkTemplateAndVersion(context: Context, inputs: Inputs): Promise<InputFailure[]> {
  const { templateId, templateVersionId: id } = inputs;
  const version = { id, property: "templateVersionId" };
  if (typeof templateId !== "string") return checkVersionId(context, version, () => undefined);
  const template = await lookUpTemplate(context, templateId).catch(undefinedWhenGone);
  if (template === undefined) return [{ property: "templateId", reason: noSuch("template", templateId) }];
  const failures = await checkVersionId(context, version, (found) => foreignVersion(found, template));
  return failures.length > 0 ? failures : checkPromoting(context, template, "templateId");
}

/**
 * Says which version is active and which the program declares, and what that means for people; nothing where it is
 * the same one, or there is no template yet. The words hold before the promotion as well as after it: nobody says
 * whether this is a preview.
 */
export async function tellEffect(context: Context, templateId: unknown, versionId: unknown): Promise<void> {
  if (typeof templateId !== "string") return;
  const template = await lookUpTemplate(context, templateId).catch(undefinedWhenGone);
  if (template === undefined || template.active_version_id === versionId) return;
  const active = await nameOf(context, template.active_version_id);
  const next =
    typeof versionId === "string"
      ? await nameOf(context, versionId)
      : "the version of `templateVersionId`, which is not known yet,";
  context.log.info(`Template "${template.name}": ${next} takes the place of the active version ${active}.`);
  const promoted = typeof versionId === "string" ? versionId : declaredBy(context);
  await tellImpact(context, templateId, () => Promise.resolve(promoted));
}

async function nameOf({ client }: Context, id: string): Promise<string> {
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  return version === undefined ? id : `"${version.name}"`;
}
