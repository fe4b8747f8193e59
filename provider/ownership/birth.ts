// The creation of what has a name: a note before the request, and evidence before anything that is there is taken for its outcome.
import { ApiError, CoderError } from "../errors";
import type { ResourceLog } from "../log";
import { creationOf, isOwn, isOwnWork, subjectOf, take, type Holder, type Owned, type OwnedName, type Scope } from "./guard";
import type { Notes } from "./notes";
import { describeTaken } from "./words";

export interface Birth<Made extends { id: string }> {
  type: string;
  owned: Owned;
  wanted: OwnedName;
  /** Of what is asked for, as `Holder.digest` tells it of what is there. */
  digest: string;
  /** The server makes only one object of it: what is there with this digest after a lost answer came of this very request. */
  isOnlyOnce?: boolean;
  post(): Promise<Made>;
  /** The holder as `post` would have answered it. */
  get(holder: Holder): Promise<Made>;
}

export interface Born<Made> {
  made: Made;
  /** It was there: an earlier request of this resource made it. */
  isTakenOver: boolean;
}

/**
 * Makes the object, or goes on with what an earlier request of this resource made: of this process, whose answer was lost, or of a run
 * that was broken off and left a note.
 *
 * @throws CoderError with the ways out when anything else has the name
 */
export async function createOnce<Made extends { id: string }>(
  scope: Scope & { log: ResourceLog },
  birth: Birth<Made>,
): Promise<Born<Made>> {
  const { type, owned, wanted, digest } = birth;
  const matter = creationOf(scope, { owner: await owned.ownerIdOf(wanted.owner), name: wanted.name });
  const earlier = scope.ownership.notes.attempts(matter);
  const note = scope.ownership.notes.begin(matter, { time: scope.client.serverTime, digest });
  tellProblem(scope.ownership.notes, scope.log);
  const keep = (made: Made, standing: "held" | "taken"): Made => {
    note.made(made.id);
    take(scope, type, owned.what, made.id, standing);
    scope.ownership.holdings.put(subjectOf(scope, type, made.id), scope.urn);
    return made;
  };
  try {
    return { made: keep(await birth.post(), "held"), isTakenOver: false };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.status !== 409 && !thrown.isAnswerLost) {
      note.refused();
      throw thrown;
    }
    const holder = await owned.holderOf(wanted);
    // Of a lost answer the request may still arrive: its note stays.
    if (holder === undefined) throw thrown;
    const attempts = thrown.isAnswerLost ? scope.ownership.notes.attempts(matter) : earlier;
    const isCertain = thrown.isAnswerLost && birth.isOnlyOnce === true && holder.digest === digest;
    if (isCertain || (await isOwnWork(holder, attempts, owned))) {
      const made = keep(await birth.get(holder), thrown.isAnswerLost ? "held" : "taken");
      scope.log.info(
        thrown.isAnswerLost
          ? `${type} "${wanted.name}" was made, though the server's answer was lost: this goes on with it.`
          : `${type} "${wanted.name}" was made by an update that was broken off: this one goes on with it.`,
      );
      return { made, isTakenOver: true };
    }
    note.refused();
    const isOwnBefore = isOwn(scope, type, owned, wanted, holder);
    if (!isOwnBefore) scope.ownership.claims.set(scope.urn, subjectOf(scope, type, holder.id), "refused");
    const reason = describeTaken(scope, type, { name: wanted.name, what: owned.what }, holder, isOwnBefore);
    throw new CoderError(`${type} "${wanted.name}" was not created. ${reason}`, { cause: thrown });
  }
}

/**
 * Goes on with an object that is there, without asking for another: where the server would attach what was asked for only once.
 *
 * @throws CoderError with the ways out when the object is not known to be this resource's own
 */
export async function goOnWith(
  scope: Scope & { log: ResourceLog },
  { type, owned, wanted }: Pick<Birth<{ id: string }>, "type" | "owned" | "wanted">,
  holder: Holder,
): Promise<void> {
  const matter = creationOf(scope, { owner: await owned.ownerIdOf(wanted.owner), name: wanted.name });
  if (!(await isOwnWork(holder, scope.ownership.notes.attempts(matter), owned))) {
    const isOwnBefore = isOwn(scope, type, owned, wanted, holder);
    if (!isOwnBefore) scope.ownership.claims.set(scope.urn, subjectOf(scope, type, holder.id), "refused");
    throw new CoderError(
      `${type} "${wanted.name}" was not created. ${describeTaken(scope, type, { name: wanted.name, what: owned.what }, holder, isOwnBefore)}`,
    );
  }
  take(scope, type, owned.what, holder.id);
  scope.log.info(`${type} "${wanted.name}" was made by an update that was broken off: this one goes on with it.`);
}

const told = new WeakSet<Notes>();

function tellProblem(notes: Notes, log: ResourceLog): void {
  if (notes.problem === undefined || told.has(notes)) return;
  told.add(notes);
  log.warning(
    `The provider can't write notes (${notes.problem}): what an update makes that is then broken off has to be taken over with \`adopt\`. ` +
      "Let `PULUMI_HOME` name a folder that can be written to.",
  );
}
