// Guards objects that only one resource may have. Refuses one name to two resources, an object to a resource without
// evidence that it made it, and the deletion of an object that another resource has.
import { CoderError, type InputFailure } from "../errors";
import { keepsObject, nameOf, nounOf, objectOf } from "./claims";
import type { Subject } from "./journal";
import { CLOCK_TOLERANCE_MILLISECONDS, isTimely, type Attempt, type Matter } from "./notes";
import type { Holder, Own, Owned, Scope, Wish } from "./wish";
import { describeTaken } from "./words";

/** How long a note counts as proof for an object whose age the server does not tell. */
const LONGEST_PROOF_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/**
 * Why the resource can't have the name: another resource of the program asks for it, or an object on the server has it
 * that is not known to be this resource's own.
 */
export async function checkName(
  scope: Scope,
  owned: Owned,
  news: Readonly<Record<string, unknown>>,
  olds: Readonly<Record<string, unknown>> | undefined,
): Promise<InputFailure[]> {
  if (olds === undefined) scope.ownership.claims.leave(scope.urn);
  const wanted = owned.nameOf(news);
  if (wanted === undefined) return [];
  const wish: Wish = { owned, wanted };
  const rival = await findNamesake(scope, wish);
  if (rival !== undefined) {
    const reason =
      `Another resource of this program, "${rival}", declares the ${nounOf(owned)} "${wanted.name}" as well, and ` +
      "only one can have it. Take one of the two out, or choose another `name`.";
    return [{ property: "name", reason }];
  }
  if (olds !== undefined) return [];
  const { adopt } = news;
  // An id that is not known yet may be that of the very object that has the name.
  if (adopt !== undefined && typeof adopt !== "string") return [];
  const { notes } = scope.ownership;
  const matter = notes.isEmpty ? undefined : await creationOf(scope, wish);
  const attempts = matter === undefined ? [] : notes.attempts(matter);
  // What an earlier request may have made since a list was read is asked for by name.
  const name = subjectOf(scope, wish);
  const askedAt = Date.now();
  scope.ownership.claims.setFree(scope.urn, name, undefined);
  if (attempts.length === 0 && (await owned.isFree?.(wanted)) === true) {
    scope.ownership.claims.setFree(scope.urn, name, askedAt);
    return [];
  }
  const holder = await owned.holderOf(wanted);
  if (holder === undefined) {
    scope.ownership.claims.setFree(scope.urn, name, askedAt);
    // Nobody has the name: an earlier request for it came to nothing, and whoever gets it later is somebody else.
    if (matter !== undefined) notes.dropOpen(matter, scope.client.serverTime);
    return [];
  }
  if (holder.id === adopt?.toLowerCase()) return [];
  if (await isOwnWork(scope, owned, holder, attempts)) return [];
  const own = ownSince(scope, objectOf(owned.type, holder.id));
  // A replacement. Where the provider's own diff asked for it, that diff has said that the old object goes first. Where
  // a command asked for it, the program has to say so: else the creation is refused before anything changes.
  if (own === "compared" || (own !== undefined && scope.deletesBeforeReplace !== false)) {
    if (own === "earlier") scope.log.warning(describeTaken(scope, wish, holder, own));
    return [];
  }
  return [{ property: "name", reason: refuseName(scope, wish, holder) }];
}

/** Why the resource can't adopt the object: another resource of the run has it, or is to adopt it. */
export function checkAdoption(scope: Scope, object: Subject): InputFailure[] {
  try {
    take(scope, object, "wanted");
    return [];
  } catch (thrown) {
    if (!(thrown instanceof CoderError)) throw thrown;
    return [{ property: "adopt", reason: thrown.message }];
  }
}

/** Why the resource can't have the name. Also notes that it asked: from then on, nobody may delete the holder. */
export function refuseName(scope: Scope, wish: Wish, holder: Holder): string {
  const { claims } = scope.ownership;
  const object = objectOf(wish.owned.type, holder.id);
  if (claims.standingOf(scope.urn, object) === undefined) claims.set(scope.urn, object, "refused");
  return describeTaken(scope, wish, holder, ownSince(scope, object));
}

/** How this run or an earlier one knows that the resource has the object; undefined when none does. */
export function ownSince(scope: Scope, object: Subject): Own | undefined {
  const { claims, holdings } = scope.ownership;
  const standing = claims.standingOf(scope.urn, object);
  if (standing === "held" || standing === "leaving") return "compared";
  if (standing === "seen") return "refreshed";
  return holdings.urnOf(object) === scope.urn ? "earlier" : undefined;
}

/** Whether an earlier request of this resource made the object. */
export async function isOwnWork(
  scope: Scope,
  owned: Owned,
  holder: Holder,
  attempts: readonly Attempt[],
): Promise<boolean> {
  if (attempts.some(({ id }) => id === holder.id)) return true;
  const open = attempts.filter((attempt) => attempt.id === undefined && attempt.digest === holder.digest);
  if (open.length === 0) return false;
  if (holder.makerId !== undefined && holder.makerId !== (await owned.callerId())) return false;
  const { createdAt } = holder;
  if (createdAt !== undefined) return open.some((attempt) => isTimely(attempt, createdAt));
  return open.some(({ time }) => time > scope.client.serverTime - LONGEST_PROOF_MILLISECONDS);
}

/**
 * The resource is in the program, and its state has the object.
 *
 * @throws CoderError when another resource is to adopt it
 */
export function noteHeld(scope: Scope, object: Subject): void {
  if (object.key === "") return;
  const { claims, notes, holdings } = scope.ownership;
  const rival = claims.rivalOf(scope.urn, object);
  if (rival?.standing === "wanted" || rival?.standing === "taken") {
    throw new CoderError(
      `The ${nounOf(object)} ${object.key} is this resource's, and resource "${rival.urn}" of this program is to ` +
        "adopt it. Take one of the two out.",
    );
  }
  claims.set(scope.urn, object, "held");
  notes.settle(object.key);
  holdings.put(object, scope.urn);
}

/**
 * Takes the object for the resource.
 *
 * @throws CoderError when another resource of the run has it
 */
export function take(scope: Scope, object: Subject, standing: "held" | "wanted" | "taken"): void {
  const { claims } = scope.ownership;
  const rival = claims.rivalOf(scope.urn, object);
  if (rival !== undefined && keepsObject(rival)) {
    throw new CoderError(
      `The ${nounOf(object)} ${object.key} can't be taken over: resource "${rival.urn}" of this program has it. ` +
        "Take one of the two out.",
    );
  }
  claims.set(scope.urn, object, standing);
}

/**
 * Which URN has the object when the resource may not delete it: another resource of this run, or this resource's own
 * replacement. Undefined when it may; the resource has given the object up then.
 *
 * @throws CoderError when another resource asked for the object and did not get it: nobody knows then who is to have it
 */
export function ownerInstead(scope: Scope, object: Subject): string | undefined {
  const { claims } = scope.ownership;
  // The replacement adopted the old object, or found it by the note of its creation.
  if (claims.standingOf(scope.urn, object) === "taken") return scope.urn;
  const rival = claims.rivalOf(scope.urn, object);
  if (rival?.standing === "refused" || rival?.standing === "wanted") {
    const what = nounOf(object);
    throw new CoderError(
      `The ${what} ${object.key} was not deleted: resource "${rival.urn}" of this program asks for it, and does not ` +
        `have it. If that is this resource under another name or parent, add \`aliases: ["${scope.urn}"]\` to its ` +
        `options; if the ${what} is to go first, run \`pulumi up\` while that one is not in the program.`,
    );
  }
  claims.set(scope.urn, object, undefined);
  return rival !== undefined && keepsObject(rival) ? rival.urn : undefined;
}

/** The matter of the notes about the creation of the wanted object. */
export async function creationOf({ urn, client }: Scope, { owned, wanted }: Wish): Promise<Matter> {
  return { kind: "creation", server: client.url, urn, owner: await owned.ownerIdOf(wanted.owner), name: wanted.name };
}

/** Whether the check saw a moment ago that nobody had the name. A list of names may be some seconds older. */
export function wasFree(scope: Scope, wish: Wish): boolean {
  const at = scope.ownership.claims.freeAt(scope.urn, subjectOf(scope, wish));
  const age = at === undefined ? Infinity : Date.now() - at;
  return age >= 0 && age <= CLOCK_TOLERANCE_MILLISECONDS;
}

/** Claims ignore case: a name whose case counts is written in hexadecimal digits. */
function subjectOf(scope: Scope, { owned, wanted: { name } }: Wish): Subject {
  return nameOf(scope, owned.type, owned.isCaseSensitive === true ? Buffer.from(name).toString("hex") : name);
}

/** The URN of another resource of the run that wants the same name of the same owner. */
async function findNamesake(scope: Scope, wish: Wish): Promise<string | undefined> {
  const { claims } = scope.ownership;
  const { owned } = wish;
  const { owner } = wish.wanted;
  const subject = subjectOf(scope, wish);
  for (const other of claims.want(scope.urn, subject, owner)) {
    const isSame =
      other.owner.toLowerCase() === owner.toLowerCase() ||
      (await owned.ownerIdOf(other.owner)) === (await owned.ownerIdOf(owner));
    if (!isSame) continue;
    claims.giveUp(scope.urn, subject);
    return other.urn;
  }
  return undefined;
}
