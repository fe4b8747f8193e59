// A template that says itself which version is its active one: no promotion of the program may say so as well.
import { InputError, type InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { claimPromotion, giveUpPromotion } from "../versions/promoter";
import type { TemplateInputs } from "./properties";

type Ways = Pick<MaybeUnknown<TemplateInputs>, "source" | "activeVersionId">;

/** Why the program can't have this template promote, whose id is known only where it exists. */
export function claimForTemplate(context: Context, templateId: unknown, news: Ways): InputFailure[] {
  if (typeof templateId !== "string") return [];
  const property =
    news.source !== undefined ? "source" : news.activeVersionId !== undefined ? "activeVersionId" : undefined;
  if (property === undefined) {
    giveUpPromotion(context, templateId);
    return [];
  }
  const other = claimPromotion(context, templateId, "held");
  if (other === undefined) return [];
  const reason =
    `Says which version of the template is the active one, and so does resource "${other}" of this program. Take ` +
    `that one out, or declare \`firstVersionId\` in place of \`${property}\`.`;
  return [{ property, reason }];
}

/** @throws InputError when a promotion of the program promotes as well */
export function refuseSecondPromoter(context: Context, templateId: string, news: Ways): void {
  const failures = claimForTemplate(context, templateId, news);
  if (failures.length > 0) throw new InputError(failures);
}
