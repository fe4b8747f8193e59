// Users as a program names them: by user name, where case does not count, or by id.
import { SingleFlight } from "../../client/transport/single-flight";
import type { User } from "../../client/users";
import type { Context } from "../../handler";
import { undefinedWhenNobody } from "./gone";
import { lookUpAll, type LookedUp } from "./look-up";

/** The token's own user, in paths of the API. */
const CALLER = "me";

/** The server's own, who has the prebuilt workspaces. @see coderd/database/constants.go PrebuildsSystemUserID */
export const PREBUILDS_USER = "c42fdf75-3097-471c-8c33-fb52454d81c0";

const known = new SingleFlight<User>();

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
  // By id the server also finds deleted users, and does not mark them. By name it finds only users who exist.
  const named = await askForUser(context, found.username);
  return named?.id === found.id ? found : undefined;
}

export function isUser(name: string, user: { id: string; username: string }): boolean {
  return [user.id, user.username].some((each) => each.toLowerCase() === name.toLowerCase());
}

/** A user who was found is not asked for again: user names do not change within one run. */
async function askForUser(context: Context, name: string): Promise<User | undefined> {
  const key = `${context.client.identity} ${name.toLowerCase()}`;
  return known
    .get(key, (options) => context.client.getUser(name, options), { signal: context.signal })
    .catch(undefinedWhenNobody);
}
