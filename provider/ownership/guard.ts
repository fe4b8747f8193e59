// Guards what only one resource may have: refuses one name to two resources, an object to whoever has no evidence that it made it, and the
// deletion of an object that another resource has.
import { CoderError, type InputFailure } from "../errors";
import { hasObject, subjectOf, type Standing } from "./claims";
import { isTimely, type Attempt, type Matter } from "./notes";
import type { Ownership } from "./ownership";
import { describeTaken } from "./words";

/** What the guard needs of an operation. */
export interface Scope {
  /** Empty while it is not known. */
  readonly urn: string;
  readonly ownership: Ownership;
  /** Whether the program lets a replacement delete the old object first; undefined where the host is not told. */
  readonly deletesBeforeReplace?: boolean | undefined;
  readonly client: { readonly url: string; readonly serverTime: number };
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
 * Why the resource can't have the name that it asks for: another resource of the program asks for it, or something on the server has it
 * that is not known to be this resource's own.
 */
export async function checkName(
  scope: Scope,
  type: string,
  owned: Owned,
  news: Readonly<Record<string, unknown>>,
  olds: Readonly<Record<string, unknown>> | undefined,
): Promise<InputFailure[]> {
  if (olds !== undefined) scope.ownership.claims.remember(scope.urn, olds);
  const wanted = owned.nameOf(news);
  if (wanted === undefined) return [];
  const rival = await findNamesake(scope, type, owned, wanted);
  if (rival !== undefined) {
    const reason =
      `Another resource of this program, "${rival}", declares the ${owned.what} "${wanted.name}" as well, and only one can have it. ` +
      "Take one of the two out, or choose another `name`.";
    return [{ property: "name", reason }];
  }
  if (olds !== undefined) return [];
  const { adopt } = news;
  if (typeof adopt === "string") {
    try {
      take(scope, type, owned.what, adopt);
    } catch (thrown) {
      if (!(thrown instanceof CoderError)) throw thrown;
      return [{ property: "adopt", reason: thrown.message }];
    }
  }
  if ((await owned.isFree?.(wanted)) === true) return [];
  const holder = await owned.holderOf(wanted);
  if (holder === undefined || holder.id === adopt) return [];
  const ownerId = await owned.ownerIdOf(wanted.owner);
  const attempts = scope.ownership.notes.attempts(creationOf(scope, { owner: ownerId, name: wanted.name }));
  if (await isOwnWork(holder, attempts, owned)) return [];
  // A replacement: what the resource has now is deleted first, or the creation refuses before anything is touched.
  const { deletesBeforeReplace } = scope;
  if (isOwn(scope, type, owned, wanted, holder) ? deletesBeforeReplace !== false : deletesBeforeReplace === true) return [];
  return [{ property: "name", reason: refuseName(scope, type, owned, wanted, holder) }];
}

/** Why the resource can't have the name; and notes that it asked for what has it, which nobody may delete then. */
export function refuseName(scope: Scope, type: string, owned: Owned, wanted: OwnedName, holder: Holder): string {
  const isOwnBefore = isOwn(scope, type, owned, wanted, holder);
  if (!isOwnBefore) scope.ownership.claims.set(scope.urn, subjectOf(scope, type, holder.id), "refused");
  return describeTaken(scope, type, { name: wanted.name, what: owned.what }, holder, isOwnBefore);
}

/** Whether the holder is what this very resource has: then it is to be replaced. */
function isOwn(scope: Scope, type: string, owned: Owned, wanted: OwnedName, holder: Holder): boolean {
  const { claims, holdings } = scope.ownership;
  const subject = subjectOf(scope, type, holder.id);
  const standing = claims.standingOf(scope.urn, subject);
  if (standing === "held" || standing === "seen" || holdings.urnOf(subject) === scope.urn) return true;
  const before = claims.inputsBefore(scope.urn);
  const held = before === undefined ? undefined : owned.nameOf(before);
  return held !== undefined && held.name.toLowerCase() === wanted.name.toLowerCase();
}

/** Whether an earlier request of this resource made the object. */
export async function isOwnWork(holder: Holder, attempts: readonly Attempt[], owned: Owned): Promise<boolean> {
  if (attempts.some(({ id }) => id === holder.id)) return true;
  const open = attempts.filter((attempt) => attempt.id === undefined && attempt.digest === holder.digest);
  if (open.length === 0) return false;
  if (holder.makerId !== undefined && holder.makerId !== (await owned.callerId())) return false;
  const { createdAt } = holder;
  return createdAt === undefined || open.some((attempt) => isTimely(attempt, createdAt));
}

/** The state of a resource has the object. */
export function noteHeld(scope: Scope, type: string, id: string, standing: Standing): void {
  if (id === "") return;
  const subject = subjectOf(scope, type, id);
  if (standing !== "seen" || scope.ownership.claims.standingOf(scope.urn, subject) === undefined)
    scope.ownership.claims.set(scope.urn, subject, standing);
  scope.ownership.notes.settle(id);
  if (standing !== "seen") scope.ownership.holdings.put(subject, scope.urn);
}

/**
 * Takes the object for the resource.
 *
 * @throws CoderError when another resource of the run has it
 */
export function take(scope: Scope, type: string, what: string, id: string, standing: "held" | "taken" = "taken"): void {
  const subject = subjectOf(scope, type, id);
  const rival = scope.ownership.claims.rivalOf(scope.urn, subject);
  if (rival !== undefined && hasObject(rival)) {
    throw new CoderError(`The ${what} ${id} can't be taken over: resource "${rival.urn}" of this program has it. Take one of the two out.`);
  }
  scope.ownership.claims.set(scope.urn, subject, standing);
}

/** The object is gone, and so is what was known of whose it was. */
export function noteDeleted(scope: Scope, type: string, id: string): void {
  scope.ownership.holdings.remove(subjectOf(scope, type, id));
}

/**
 * Whether the object is this resource's to delete. Another one may have been given it in this run.
 *
 * @throws CoderError when another resource asked for it and was refused it: then it is not known whose it is to be
 */
export function mayDelete(scope: Scope, type: string, what: string, id: string): { urn: string } | undefined {
  const { claims } = scope.ownership;
  const subject = subjectOf(scope, type, id);
  // A replacement that adopted the old object, or found it by the note of its creation, has it now.
  if (claims.standingOf(scope.urn, subject) === "taken") return { urn: scope.urn };
  const rival = claims.rivalOf(scope.urn, subject);
  claims.set(scope.urn, subject, undefined);
  if (rival === undefined || rival.standing === "seen") return undefined;
  if (rival.standing !== "refused") return rival;
  throw new CoderError(
    `The ${what} ${id} was not deleted: resource "${rival.urn}" of this program declares it, and could not have it. ` +
      `If that is this resource under another name or parent, add \`aliases: ["${scope.urn}"]\` to its options; ` +
      `if the ${what} is to go first, run \`pulumi up --target\` with the URN of this resource while that one is not in the program.`,
  );
}

export function creationOf({ urn, client }: Scope, { owner, name }: OwnedName): Matter {
  return { kind: "creation", server: client.url, urn, owner, name };
}

/** The URN of another resource of the run that wants the same name of the same owner. */
async function findNamesake(scope: Scope, type: string, owned: Owned, { owner, name }: OwnedName): Promise<string | undefined> {
  const { claims } = scope.ownership;
  const subject = subjectOf(scope, `${type} name`, name);
  for (const other of claims.want(scope.urn, subject, owner)) {
    const isSame =
      other.owner.toLowerCase() === owner.toLowerCase() || (await owned.ownerIdOf(other.owner)) === (await owned.ownerIdOf(owner));
    if (!isSame) continue;
    claims.giveUp(scope.urn, subject);
    return other.urn;
  }
  return undefined;
}
