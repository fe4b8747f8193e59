// Who says which version of a template is the active one: one resource of a program, as two would undo each other.
import type { Context } from "../../handler";
import { objectOf } from "../../ownership/claims";

/** What claims call the right to say it. Its id is the template's. */
const PROMOTION_TYPE = "TemplatePromotion";

/**
 * Takes the right for the resource: a promotion as `taken`, a template that promotes itself as `held`. Returns the URN
 * of the resource of this run that has it already. Templates are left to their own guard, which knows of two that have
 * one object.
 */
export function claimPromotion(
  { ownership: { claims }, urn }: Context,
  templateId: string,
  standing: "taken" | "held",
): string | undefined {
  // It can't be told from others while its URN is not known.
  if (urn === "") return undefined;
  const right = objectOf(PROMOTION_TYPE, templateId);
  const rival = claims.rivalOf(urn, right);
  if (rival !== undefined && (standing === "taken" || rival.standing === "taken")) return rival.urn;
  claims.set(urn, right, standing);
  return undefined;
}

export function giveUpPromotion({ ownership: { claims }, urn }: Context, templateId: string): void {
  claims.set(urn, objectOf(PROMOTION_TYPE, templateId), undefined);
}

/** URN of the resource of this run that has the right, which may be this one. */
export function promoterOf({ ownership: { claims }, urn }: Context, templateId: string): string | undefined {
  const right = objectOf(PROMOTION_TYPE, templateId);
  return claims.standingOf(urn, right) === undefined ? claims.rivalOf(urn, right)?.urn : urn;
}
