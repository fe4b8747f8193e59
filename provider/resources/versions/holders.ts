// Which resource of a run has which version: no two have the same, and nobody archives another one's.
import type { TemplateVersion } from "../../client/template-versions";
import type { Context } from "../../handler";
import { keepsObject, objectOf } from "../../ownership/claims";
import { isPreviewedHere } from "../names/previewed";

const TYPE = "TemplateVersion";

/** The resource's state has the version. */
export function hold({ ownership: { claims }, urn }: Context, id: string): void {
  const version = objectOf(TYPE, id);
  if (claims.standingOf(urn, version) !== "taken") claims.set(urn, version, "held");
}

/** The resource's state has the version, and the resource is nothing but the version. Tells later runs so, too. */
export function noteVersion(context: Context, id: string): void {
  hold(context, id);
  context.ownership.holdings.put(objectOf(TYPE, id), context.urn);
}

/** The resource gives the version up, unless its own replacement has taken it. */
export function forgetVersion({ ownership: { claims, holdings }, urn }: Context, id: string): void {
  const version = objectOf(TYPE, id);
  if (holdings.urnOf(version) === urn && claims.standingOf(urn, version) !== "taken") holdings.remove(version);
}

/** The resource has made the version in this run, or has taken it over. */
export function own({ ownership: { claims }, urn }: Context, version: TemplateVersion): TemplateVersion {
  claims.set(urn, objectOf(TYPE, version.id), "taken");
  return version;
}

/** Whether another resource of the run has the version, or this one has it already, not only in a preview. */
export function isHeld(context: Context, id: string): boolean {
  if (isHeldByOther(context, id)) return true;
  const standing = context.ownership.claims.standingOf(context.urn, objectOf(TYPE, id));
  return standing !== undefined && !isPreviewedHere(context, id);
}

export function isHeldByOther({ ownership: { claims }, urn }: Context, id: string): boolean {
  const rival = claims.rivalOf(urn, objectOf(TYPE, id));
  return rival !== undefined && keepsObject(rival);
}

/** Whether the version that a resource gives up has a new holder: another resource, or its own replacement. */
export function isTaken(context: Context, id: string): boolean {
  return isHeldByOther(context, id) || context.ownership.claims.standingOf(context.urn, objectOf(TYPE, id)) === "taken";
}

/** Whether a `TemplateVersion` had the version when its state was last seen here. */
export function isNotedForOther({ ownership: { holdings }, urn }: Context, id: string): boolean {
  const holder = holdings.urnOf(objectOf(TYPE, id));
  return holder !== undefined && holder !== urn;
}

/**
 * Whether the resource had the version until a command replaced it (`--replace`, a taint). That comes without a
 * comparison, and is to make another version.
 */
export function isForced({ ownership: { claims, holdings }, urn }: Context, id: string): boolean {
  return holdings.urnOf(objectOf(TYPE, id)) === urn && !claims.holdsAny(urn, TYPE);
}
