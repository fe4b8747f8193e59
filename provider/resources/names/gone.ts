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

/** For an update of an object that somebody deleted meanwhile. */
export function explainGone(thrown: unknown, what: string): never {
  if (!isGone(thrown)) throw thrown;
  throw new CoderError(
    `${what} no longer exists on the server, or the token's user may not see it any more. Run \`pulumi refresh\`, ` +
      `then \`pulumi up\`: it is then made anew.`,
    { cause: thrown },
  );
}
