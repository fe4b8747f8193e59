// The owner of a workspace: user names, ids, and "me".
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import { refusal } from "../builds/version-facts";
import { undefinedWhenNobody } from "../names/gone";
import { findUser } from "../names/users";

/** Whether this is the user whose token is used. */
export async function isCaller(context: Context, owner: string): Promise<boolean> {
  if (owner === "me") return true;
  const me = await context.client.getCurrentUser();
  return owner === me.id || isSameName(owner, me.username);
}

/** Undefined when there is no such workspace, or no such owner. */
export async function findWorkspace(context: Context, owner: string, name: string): Promise<Workspace | undefined> {
  return context.client.getWorkspaceByOwnerAndName(owner, name).catch(undefinedWhenNobody);
}

/** @throws InputError at `owner` when there is no such user. */
export async function ownerIdOf(context: Context, owner: string): Promise<string> {
  if (await isCaller(context, owner)) return (await context.client.getCurrentUser()).id;
  const user = await findUser(context, owner);
  if (user !== undefined) return user.id;
  throw refusal(
    "owner",
    `There is no user "${owner}", or the token's user may not see it. Give a user name or a user's id.`,
  );
}

/** Names of users and workspaces, as the server compares them. */
export function isSameName(left: string | undefined, right: string | undefined): boolean {
  return left?.toLowerCase() === right?.toLowerCase();
}
