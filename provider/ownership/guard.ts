// Guards what only one resource may have: refuses one name to two resources, an object to whoever has no evidence that
// it made it, and the deletion of an object that another resource has.
import { CoderError, type InputFailure } from "../errors";
import type { ResourceLog } from "../log";
import { keepsObject, nameOf, objectOf } from "./claims";
import { isTimely, type Attempt, type Matter } from "./notes";
import type { Ownership } from "./ownership";
import { describeTaken } from "./words";

/**
 * How a resource is known to have an object: this run compared it with the program, this run refreshed it, or an
 * earlier run saw it in a state that need not have it any more.
 */
export type Own = "compared" | "refreshed" | "earlier";

/** How long a note proves something of an object whose age the server does not tell. */
const LONGEST_PROOF_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/** What the guard needs of an operation. */
export interface Scope {
  /** Empty while it is not known. */
  readonly urn: string;
  readonly ownership: Ownership;
  /** Whether the program lets a replacement delete the old object first; undefined where the host is not told. */
  readonly deletesBeforeReplace?: boolean | undefined;
  readonly client: { readonly url: string; readonly serverTime: number };
  readonly log: ResourceLog;
}

/** A name, and who has it there: a user or an organization, as the program names it. */
export interface OwnedName {
  owner: string;
  name: string;
}

/** An object that has a name. */
export interface Holder {
  id: string;
  /** `workspace <id> of template "docker": <address>` */
  description: string;
  /** User name of who made it, where the server tells. */
  maker?: string | undefined;
  makerId?: string | undefined;
  createdAt?: string | undefined;
  /** Of what it was made with, to be compared with a note. */
  digest: string | undefined;
}

/** How to find out who has what only one resource may have. */
export interface Owned {
  /** "workspace" */
  what: string;
  /** Whether names that differ in case only are two. */
  isCaseSensitive?: boolean;
  /** What else a replacement takes, as a sentence. */
  afterReplacement?: string;
  /** Undefined while a part of it is not known. */
  nameOf(inputs: Readonly<Record<string, unknown>>): OwnedName | undefined;
  /** The id of the owner, however the program names it. */
  ownerIdOf(owner: string): Promise<string>;
  holderOf(name: OwnedName): Promise<Holder | undefined>;
  /** A cheaper answer for many names at once: true only where nobody has it. */
  isFree?(name: OwnedName): Promise<boolean>;
  callerId(): Promise<string>;
}

/**
 * Why the resource can't have the name that it asks for: another resource of the program asks for it, or something on
 * the server has it that is not known to be this resource's own.
 */
export async function checkName(
  scope: Scope,
  type: string,
  owned: Owned,
  news: Readonly<Record<string, unknown>>,
  olds: Readonly<Record<string, unknown>> | undefined,
): Promise<InputFailure[]> {
  if (olds === undefined) scope.ownership.claims.leave(scope.urn);
  const wanted = owned.nameOf(news);
  if (wanted === undefined) return [];
  const rival = await findNamesake(scope, type, owned, wanted);
  if (rival !== undefined) {
    const reason =
      `Another resource of this program, "${rival}", declares the ${owned.what} "${wanted.name}" as well, and only ` +
      "one can have it. " +
      "Take one of the two out, or choose another `name`.";
    return [{ property: "name", reason }];
  }
  if (olds !== undefined) return [];
  const { adopt } = news;
  // What is not known yet may be the very object that has the name.
  if (adopt !== undefined && typeof adopt !== "string") return [];
  const holder = (await owned.isFree?.(wanted)) === true ? undefined : await owned.holderOf(wanted);
  if (holder === undefined) {
    await dropOldNotes(scope, owned, wanted);
    return [];
  }
  if (holder.id === adopt?.toLowerCase()) return [];
  const ownerId = await owned.ownerIdOf(wanted.owner);
  const attempts = scope.ownership.notes.attempts(creationOf(scope, { owner: ownerId, name: wanted.name }));
  if (await isOwnWork(scope, holder, attempts, owned)) return [];
  const own = ownSince(scope, type, holder.id);
  // A replacement. Where this provider asked for it, it has said what is deleted first; where the command did, the
  // program must say so, or the creation refuses before anything is touched.
  if (own === "compared" || (own !== undefined && scope.deletesBeforeReplace !== false)) {
    if (own === "earlier") scope.log.warning(describeTaken(scope, type, { ...owned, name: wanted.name }, holder, own));
    return [];
  }
  return [{ property: "name", reason: refuseName(scope, type, owned, wanted, holder) }];
}

/** Why the resource can't adopt the object: another one of the run has it, or is to adopt it. */
export function checkAdoption(scope: Scope, type: string, what: string, id: string): InputFailure[] {
  try {
    take(scope, type, what, id, "wanted");
    return [];
  } catch (thrown) {
    if (!(thrown instanceof CoderError)) throw thrown;
    return [{ property: "adopt", reason: thrown.message }];
  }
}

/** Why the resource can't have the name; and notes that it asked for what has it, which nobody may delete then. */
export function refuseName(scope: Scope, type: string, owned: Owned, wanted: OwnedName, holder: Holder): string {
  const { claims } = scope.ownership;
  const object = objectOf(type, holder.id);
  if (claims.standingOf(scope.urn, object) === undefined) claims.set(scope.urn, object, "refused");
  return describeTaken(scope, type, { ...owned, name: wanted.name }, holder, ownSince(scope, type, holder.id));
}

/** Whether the object is this very resource's, by this run or by an earlier one. */
export function ownSince(scope: Scope, type: string, id: string): Own | undefined {
  const { claims, holdings } = scope.ownership;
  const object = objectOf(type, id);
  const standing = claims.standingOf(scope.urn, object);
  if (standing === "held" || standing === "leaving") return "compared";
  if (standing === "seen") return "refreshed";
  return holdings.urnOf(object) === scope.urn ? "earlier" : undefined;
}

/** Whether an earlier request of this resource made the object. */
export async function isOwnWork(
  scope: Scope,
  holder: Holder,
  attempts: readonly Attempt[],
  owned: Owned,
): Promise<boolean> {
  if (attempts.some(({ id }) => id === holder.id)) return true;
  const open = attempts.filter((attempt) => attempt.id === undefined && attempt.digest === holder.digest);
  if (open.length === 0) return false;
  if (holder.makerId !== undefined && holder.makerId !== (await owned.callerId())) return false;
  const { createdAt } = holder;
  if (createdAt !== undefined) return open.some((attempt) => isTimely(attempt, createdAt));
  return open.some(({ time }) => time > scope.client.serverTime - LONGEST_PROOF_MILLISECONDS);
}

/** A refresh saw the object in the state of the resource. */
export function noteSeen(scope: Scope, type: string, id: string): void {
  const { claims, notes } = scope.ownership;
  const standing = claims.standingOf(scope.urn, objectOf(type, id));
  if (standing === undefined || standing === "refused") claims.set(scope.urn, objectOf(type, id), "seen");
  notes.settle(id);
}

/**
 * The resource is in the program, and its state has the object.
 *
 * @throws CoderError when another resource is to adopt it
 */
export function noteHeld(scope: Scope, type: string, what: string, id: string): void {
  if (id === "") return;
  const { claims, notes, holdings } = scope.ownership;
  const object = objectOf(type, id);
  const rival = claims.rivalOf(scope.urn, object);
  if (rival?.standing === "wanted" || rival?.standing === "taken") {
    throw new CoderError(
      `The ${what} ${id} is this resource's, and resource "${rival.urn}" of this program is to adopt it. Take one ` +
        "of the two out.",
    );
  }
  claims.set(scope.urn, object, "held");
  notes.settle(id);
  holdings.put(object, scope.urn);
}

/** The object is to be replaced: the engine deletes it, under the resource's former URN if it has one. */
export function noteLeaving(scope: Scope, type: string, id: string): void {
  scope.ownership.claims.set(scope.urn, objectOf(type, id), "leaving");
}

/** The resource has made or adopted the object. */
export function noteGiven(scope: Scope, type: string, id: string): void {
  const { claims } = scope.ownership;
  const object = objectOf(type, id);
  const standing = claims.standingOf(scope.urn, object) ?? "held";
  claims.set(scope.urn, object, standing === "wanted" ? "taken" : standing);
}

/**
 * Takes the object for the resource.
 *
 * @throws CoderError when another resource of the run has it
 */
export function take(
  scope: Scope,
  type: string,
  what: string,
  id: string,
  standing: "held" | "wanted" | "taken",
): void {
  const object = objectOf(type, id);
  const rival = scope.ownership.claims.rivalOf(scope.urn, object);
  if (rival !== undefined && keepsObject(rival)) {
    throw new CoderError(
      `The ${what} ${id} can't be taken over: resource "${rival.urn}" of this program has it. Take one of the two out.`,
    );
  }
  scope.ownership.claims.set(scope.urn, object, standing);
}

/** The object is gone, and so is what was known of whose it was. */
export function noteDeleted(scope: Scope, type: string, id: string): void {
  scope.ownership.holdings.remove(objectOf(type, id));
}

/**
 * Whether the object is this resource's to delete. Another one may have been given it in this run.
 *
 * @throws CoderError when another resource asked for it and does not have it: then it is not known whose it is to be
 */
export function mayDelete(scope: Scope, type: string, what: string, id: string): { urn: string } | undefined {
  const { claims } = scope.ownership;
  const object = objectOf(type, id);
  // A replacement that adopted the old object, or found it by the note of its creation, has it now.
  if (claims.standingOf(scope.urn, object) === "taken") return { urn: scope.urn };
  const rival = claims.rivalOf(scope.urn, object);
  if (rival?.standing === "refused" || rival?.standing === "wanted") {
    throw new CoderError(
      `The ${what} ${id} was not deleted: resource "${rival.urn}" of this program asks for it, and does not have it. ` +
        `If that is this resource under another name or parent, add \`aliases: ["${scope.urn}"]\` to its options; ` +
        `if the ${what} is to go first, run \`pulumi up\` while that one is not in the program.`,
    );
  }
  claims.set(scope.urn, object, undefined);
  return rival !== undefined && keepsObject(rival) ? rival : undefined;
}

export function creationOf({ urn, client }: Scope, { owner, name }: OwnedName): Matter {
  return { kind: "creation", server: client.url, urn, owner, name };
}

/** The URN of another resource of the run that wants the same name of the same owner. */
async function findNamesake(
  scope: Scope,
  type: string,
  owned: Owned,
  { owner, name }: OwnedName,
): Promise<string | undefined> {
  const { claims } = scope.ownership;
  // Claims know no case.
  const subject = nameOf(scope, type, owned.isCaseSensitive === true ? Buffer.from(name).toString("hex") : name);
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

/** Nobody has the name: what an earlier run asked for was not made, and what has it later is somebody else's. */
async function dropOldNotes(scope: Scope, owned: Owned, { owner, name }: OwnedName): Promise<void> {
  const { notes } = scope.ownership;
  if (notes.isEmpty) return;
  notes.dropOpen(creationOf(scope, { owner: await owned.ownerIdOf(owner), name }), scope.client.serverTime);
}
