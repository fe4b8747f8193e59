// Creating an object that has a name: writes a note before the request. Takes over an existing object only where a note
// proves that this resource made it.
import { ApiError, CoderError } from "../errors";
import type { ResourceLog } from "../log";
import { objectOf } from "./claims";
import { creationOf, isOwnWork, refuseName, take, wasFree } from "./guard";
import type { Notes } from "./notes";
import type { Holder, Scope, Wish } from "./wish";

interface Birth<Made extends { id: string }> extends Wish {
  /** Digest of the request, to be compared with `Holder.digest`. */
  digest: string;
  /** The server makes only one object of this request: after a lost answer, an object with this digest came of it. */
  isOnlyOnce?: boolean;
  /** `onSend` is to be called right before each sending. */
  post(options: { onSend: () => void }): Promise<Made>;
  /** The holder in the form that `post` would have answered. */
  get(holder: Holder): Promise<Made>;
}

export interface Born<Made> {
  made: Made;
  /** An earlier request of this resource had made the object. */
  isTakenOver: boolean;
}

/**
 * Makes the object, or goes on with the one that an earlier request of this resource made: a request of this process
 * whose answer was lost, or one of a broken-off run that left a note.
 *
 * @throws CoderError with the ways out when anything else has the name
 */
export async function createOnce<Made extends { id: string }>(scope: Scope, birth: Birth<Made>): Promise<Born<Made>> {
  const { owned, wanted, digest } = birth;
  const { type } = owned;
  const matter = await creationOf(scope, birth);
  const earlier = scope.ownership.notes.attempts(matter);
  const attempt = { time: scope.client.serverTime, digest, ...(wasFree(scope, birth) && { wasFree: true }) };
  const note = scope.ownership.notes.begin(matter, attempt);
  const onSend = (): void => note.sending(scope.client.serverTime);
  tellProblem(scope.ownership.notes, scope.log);
  const keep = (made: Made, standing: "held" | "taken"): Made => {
    const object = objectOf(type, made.id);
    take(scope, object, standing);
    note.made(made.id);
    scope.ownership.holdings.put(object, scope.urn);
    return made;
  };
  try {
    return { made: keep(await birth.post({ onSend }), "held"), isTakenOver: false };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (!isNameTaken(thrown) && !thrown.isAnswerLost) {
      note.refused();
      throw thrown;
    }
    const holder = await owned.holderOf(wanted);
    // After a lost answer the request may still reach the server: its note stays.
    if (holder === undefined) throw thrown;
    const attempts = thrown.isAnswerLost ? scope.ownership.notes.attempts(matter) : earlier;
    const isCertain = thrown.isAnswerLost && birth.isOnlyOnce === true && holder.digest === digest;
    if (isCertain || (await isOwnWork(scope, owned, holder, attempts))) {
      const made = keep(await birth.get(holder), thrown.isAnswerLost ? "held" : "taken");
      if (thrown.isAnswerLost)
        scope.log.info(`${type} "${wanted.name}" was made, though the server's answer was lost: this goes on with it.`);
      else tellContinued(scope, birth);
      return { made, isTakenOver: true };
    }
    note.refused();
    throw notCreated(scope, birth, holder, thrown);
  }
}

/**
 * Goes on with an object that exists, without a request for another. For what the server attaches only once.
 *
 * @throws CoderError with the ways out when the object is not known to be this resource's own
 */
export async function goOnWith(scope: Scope, wish: Wish, holder: Holder): Promise<void> {
  const attempts = scope.ownership.notes.attempts(await creationOf(scope, wish));
  if (!(await isOwnWork(scope, wish.owned, holder, attempts))) throw notCreated(scope, wish, holder);
  take(scope, objectOf(wish.owned.type, holder.id), "taken");
  tellContinued(scope, wish);
}

/** Of two requests for one name at the same moment, the database refuses one: the server passes that on as its own. */
function isNameTaken({ status, message }: ApiError): boolean {
  return status === 409 || (status === 500 && /unique constraint "\w*name\w*"/.test(message));
}

function notCreated(scope: Scope, wish: Wish, holder: Holder, cause?: ApiError): CoderError {
  const reason = refuseName(scope, wish, holder);
  return new CoderError(`${wish.owned.type} "${wish.wanted.name}" was not created. ${reason}`, cause && { cause });
}

function tellContinued({ log }: Scope, { owned, wanted }: Wish): void {
  log.info(`${owned.type} "${wanted.name}" was made by an update that was broken off: this one goes on with it.`);
}

const told = new WeakSet<Notes>();

function tellProblem(notes: Notes, log: ResourceLog): void {
  if (notes.problem === undefined || told.has(notes)) return;
  told.add(notes);
  log.warning(
    `The provider can't write notes (${notes.problem}): what an update makes that is then broken off has to be ` +
      `taken over with \`adopt\`. ` +
      "Let `PULUMI_HOME` name a folder that can be written to.",
  );
}
