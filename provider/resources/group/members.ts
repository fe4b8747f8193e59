// The members of a group: from names in a program to ids, and back to the program's names.
import type { Group } from "../../client/groups";
import type { User } from "../../client/users";
import { CoderError, InputError, quoted } from "../../errors";
import type { Context, Previous } from "../../handler";
import { containsUnknown } from "../../values";
import { isUser, lookUpUsers, PREBUILDS_USER } from "../names/users";
import { groupInputs, type GroupOutputs } from "./properties";

interface Membership {
  /** As the program names them; those that it does not name, as the server does. */
  members: string[];
  memberIds: string[];
}

/** Why these users can't be members, all reasons at once. `organization` is undefined while it is not known. */
export async function memberProblems(
  context: Context,
  organization: { id: string; name: string } | undefined,
  members: unknown,
): Promise<string[]> {
  const names = Array.isArray(members) ? members.filter((name) => typeof name === "string") : [];
  const { found, problems } = await lookUpUsers(context, names);
  return [...problems, ...strangerProblems(organization, found)];
}

/** @throws InputError at `members` that says all that is wrong with them. */
export async function memberIdsOf(context: Context, members: readonly string[]): Promise<string[]> {
  const { found, problems } = await lookUpUsers(context, members);
  if (problems.length > 0) throw new InputError(problems.map((reason) => ({ property: "members", reason })));
  return [...found.values()].map(({ id }) => id);
}

/** Whether the program names other users than the state holds. Another name for the same user is no change. */
export async function membersChanged(
  context: Context,
  previous: Previous<GroupOutputs>,
  declared: unknown,
): Promise<boolean> {
  if (declared === undefined) return false;
  const { members: held = [], memberIds = [] } = previous.outputs;
  if (containsUnknown(declared)) return true;
  const wanted = groupInputs.shape.members.parse(declared) ?? [];
  if (isSameSet(wanted, held)) return false;
  return !isSameSet(await memberIdsOf(context, wanted), memberIds);
}

/** What an update has to add and to remove. */
export async function memberDifferences(
  context: Context,
  group: Group,
  declared: readonly string[] | undefined,
): Promise<{ add: string[]; remove: string[] }> {
  if (declared === undefined) return { add: [], remove: [] };
  const { members, total_member_count } = group;
  if (members.length < total_member_count) {
    throw new CoderError(
      `The members of group "${group.name}" were not changed: the token's user may see only ${members.length} of ` +
        `${total_member_count}. ` +
        "Use the token of an owner or a user admin, or leave `members` out.",
    );
  }
  const wanted = await memberIdsOf(context, declared);
  const held = members.map(({ id }) => id);
  return { add: wanted.filter((id) => !held.includes(id)), remove: held.filter((id) => !wanted.includes(id)) };
}

/** First the members that the program names, in its order, then the others. */
export function membershipOf(group: Group, declared: readonly string[]): Membership {
  const left = [...group.members].sort((one, other) => (one.username < other.username ? -1 : 1));
  const named = declared.flatMap((name) => {
    const index = left.findIndex((member) => isUser(name, member));
    return index < 0 ? [] : left.splice(index, 1).map(({ id }) => ({ name, id }));
  });
  const all = [...named, ...left.map(({ username, id }) => ({ name: username, id }))];
  return { members: all.map(({ name }) => name), memberIds: all.map(({ id }) => id) };
}

function strangerProblems(
  organization: { id: string; name: string } | undefined,
  found: ReadonlyMap<string, User>,
): string[] {
  const problems: string[] = [];
  const system = [...found].filter(([, { id }]) => id === PREBUILDS_USER).map(([name]) => name);
  if (system.length > 0) {
    problems.push(
      `${quoted(system, "and")} is the server's own user, which it does not show among a group's members. ` +
        "Leave it out here.",
    );
  }
  if (organization === undefined) return problems;
  const strangers = [...found].filter(
    ([name, user]) => !system.includes(name) && !user.organization_ids.includes(organization.id),
  );
  if (strangers.length === 0) return problems;
  const names = quoted(
    strangers.map(([name]) => name),
    "and",
  );
  const [are, them] = strangers.length === 1 ? ["is no member", "the user"] : ["are no members", "the users"];
  return [
    ...problems,
    `${names} ${are} of organization "${organization.name}", and a group takes only those. Add ${them} to the ` +
      "organization first.",
  ];
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each) => right.includes(each));
}
