// Groups as a program names them: by name, where case counts, or by id.
import type { Context } from "../../handler";
import { isId } from "../../values";
import { undefinedWhenGone } from "./gone";
import { lookUpAll, type LookedUp } from "./look-up";

/**
 * The group of all members of an organization, which has the organization's id.
 * @see codersdk/groups.go Group.IsEveryone
 */
export const EVERYONE = "Everyone";

export function lookUpGroups(
  context: Context,
  organizationId: string,
  names: readonly string[],
): Promise<LookedUp<{ id: string }>> {
  const find = (name: string): Promise<{ id: string } | undefined> => findGroup(context, organizationId, name);
  return lookUpAll(
    "group",
    names,
    find,
    "Give names of the organization's groups, or groups' ids; a `Group` of this program by its `id`.",
  );
}

async function findGroup(
  { client }: Context,
  organizationId: string,
  name: string,
): Promise<{ id: string } | undefined> {
  if (isEveryone(name, organizationId)) return { id: organizationId };
  return (isId(name) ? client.getGroup(name) : client.getGroupByName(organizationId, name)).catch(undefinedWhenGone);
}

export function isEveryone(name: string, organizationId: string): boolean {
  return name === EVERYONE || name.toLowerCase() === organizationId.toLowerCase();
}
