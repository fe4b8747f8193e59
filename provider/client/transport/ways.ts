// Requests that name what they work on in one of several ways.
import { InputError } from "../../errors";

/**
 * For JavaScript programs: the compiler tells the others. The server's own messages name types of Go, or nothing.
 * @throws InputError unless exactly one of the keys has a value
 */
export function exactlyOneOf<Request extends object>(
  request: Request,
  keys: readonly [keyof Request & string, keyof Request & string],
): void {
  const given = keys.filter((key) => request[key] !== undefined && request[key] !== null && request[key] !== "");
  if (given.length === 1) return;
  const problem = given.length === 0 ? "Missing" : "Given in more than one way";
  throw new InputError([{ property: keys[0], reason: `${problem}: set either \`${keys[0]}\` or \`${keys[1]}\`.` }]);
}
