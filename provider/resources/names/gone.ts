// What an object that no longer exists means: absence where that is an answer, an instruction where it is not.
import { ApiError, CoderError, isGone } from "../../errors";

/** For a look-up that may find nothing. */
export function undefinedWhenGone(thrown: unknown): undefined {
  if (isGone(thrown)) return undefined;
  throw thrown;
}

/** For a look-up by a user's name: of a user who does not exist, the server says 400. */
export function undefinedWhenNobody(thrown: unknown): undefined {
  if (thrown instanceof ApiError && thrown.status === 400) return undefined;
  return undefinedWhenGone(thrown);
}

/** For an update of what somebody else deleted meanwhile. */
export function explainGone(thrown: unknown, what: string): never {
  if (!isGone(thrown)) throw thrown;
  throw new CoderError(
    `${what} no longer exists on the server, or the token's user may not see it any more. Run \`pulumi refresh\`, ` +
      `then \`pulumi up\`: it is then made anew.`,
    { cause: thrown },
  );
}
