// What an object that no longer exists means: absence where that is an answer, an instruction where it is not.
import { CoderError, isGone } from "../errors";

/** For a look-up that may find nothing. */
export function undefinedWhenGone(thrown: unknown): undefined {
  if (isGone(thrown)) return undefined;
  throw thrown;
}

/** For an update of what somebody else deleted meanwhile. */
export function explainGone(thrown: unknown, what: string): never {
  if (!isGone(thrown)) throw thrown;
  throw new CoderError(
    `${what} no longer exists on the server, or the token's user may not see it any more. Run \`pulumi refresh\`, then \`pulumi up\`: it is then made anew.`,
    { cause: thrown },
  );
}
