// Users as a program names them: by user name, whatever the case, or by id.
import { Shared } from "../../client/transport/single-flight";
import type { User } from "../../client/users";
import type { Context } from "../../handler";
import { undefinedWhenNobody } from "./gone";
import { lookUpAll, type LookedUp } from "./look-up";

/** Whoever runs the program, as the server's paths have it. */
const CALLER = "me";

const known = new Shared<User>();

export async function lookUpUsers(context: Context, names: readonly string[]): Promise<LookedUp<User>> {
  const others = names.filter((name) => name !== CALLER);
  const { found, problems } = await lookUpAll(
    "user",
    others,
    (name) => findUser(context, name),
    "Give user names, or users' ids.",
  );
  if (others.length < names.length)
    problems.push(`"${CALLER}" is another user with each token. Give a user name or a user's id.`);
  return { found, problems };
}

/** Deleted users are not found, not even by their id. */
export async function findUser(context: Context, name: string): Promise<User | undefined> {
  const found = await askForUser(context, name);
  if (found === undefined || found.username.toLowerCase() === name.toLowerCase()) return found;
  // By an id the server finds deleted users as well, and does not tell them apart; by a name it finds only one who is
  // there.
  const named = await askForUser(context, found.username);
  return named?.id === found.id ? found : undefined;
}

export function isUser(name: string, user: { id: string; username: string }): boolean {
  return [user.id, user.username].some((each) => each.toLowerCase() === name.toLowerCase());
}

/** Asked once per process while there is one: who has a name does not change within one run. */
async function askForUser(context: Context, name: string): Promise<User | undefined> {
  const key = `${context.client.url} ${name.toLowerCase()}`;
  return known
    .get(key, (options) => context.client.getUser(name, options), { signal: context.signal })
    .catch(undefinedWhenNobody);
}
