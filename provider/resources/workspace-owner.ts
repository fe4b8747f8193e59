// Who a workspace belongs to: user names, ids, and "me".
import { ApiError } from "../errors";
import type { Context } from "../handler";
import { refusal } from "./shared-version-facts";
import { isSameName } from "./workspace-outputs";

/** Whether this is the user whose token is used. */
export async function isCaller(context: Context, owner: string): Promise<boolean> {
  if (owner === "me") return true;
  const me = await context.client.getCurrentUser();
  return owner === me.id || isSameName(owner, me.username);
}

/** @throws InputError at `owner` when there is no such user. The server answers 400, not 404, for that. */
export async function ownerIdOf(context: Context, owner: string): Promise<string> {
  if (await isCaller(context, owner)) return (await context.client.getCurrentUser()).id;
  try {
    return (await context.client.getUser(owner)).id;
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || (thrown.status !== 400 && !thrown.isGone)) throw thrown;
    throw refusal("owner", `There is no user "${owner}", or the token's user may not see it. Give a user name or a user's id.`);
  }
}
