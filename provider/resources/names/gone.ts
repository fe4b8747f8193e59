// What an error means that says that an object does not exist: nothing found, or an instruction to the user.
import { ApiError, CoderError, isGone } from "../../errors";

/** For a look-up that may find nothing. */
export function undefinedWhenGone(thrown: unknown): undefined {
  if (isGone(thrown)) return undefined;
  throw thrown;
}

/** For a look-up by a user's name: the server answers 400 when there is no such user. */
export function undefinedWhenNobody(thrown: unknown): undefined {
  if (thrown instanceof ApiError && thrown.status === 400) return undefined;
  return undefinedWhenGone(thrown);
}

/** For a question of a check that the server may leave open: to this user, or because of its age. */
export function undefinedWhenUntold(thrown: unknown): undefined {
  if (thrown instanceof ApiError && (thrown.status === 404 || thrown.isForbidden)) return undefined;
  throw thrown;
}

/** What is wrong with an id in a program, and what to do. The server answers the same for both reasons. */
export function noSuch(what: string, id: string): string {
  return `There is no ${what} ${id}, or the token's user may not see it. Give the id of a ${what} of this server.`;
}

/** For an update of an object that somebody deleted meanwhile. */
export function explainGone(thrown: unknown, what: string): never {
  if (!isGone(thrown)) throw thrown;
  throw new CoderError(
    `${what} no longer exists on the server, or the token's user may not see it any more. Run \`pulumi refresh\`, ` +
      `then \`pulumi up\`: it is then made anew.`,
    { cause: thrown },
  );
}
