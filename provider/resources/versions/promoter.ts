// Who says which version of a template is the active one: one resource of a program, as two would undo each other.
import type { Context } from "../../handler";
import { objectOf } from "../../ownership/claims";

/** What claims call the right to say it. Its id is the template's. */
const PROMOTION_TYPE = "TemplatePromotion";

/** Takes the right for the resource. Returns the URN of the other resource of this run that has it. */
export function claimPromotion({ ownership: { claims }, urn }: Context, templateId: string): string | undefined {
  const right = objectOf(PROMOTION_TYPE, templateId);
  const rival = claims.rivalOf(urn, right);
  if (rival !== undefined) return rival.urn;
  claims.set(urn, right, "held");
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
