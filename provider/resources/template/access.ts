// Templates: who may use or change one. The server keeps this apart from the rest of a template.
import type { TemplateRole, UpdateTemplateAclRequest } from "../../client/template-acl";
import type { Template } from "../../client/templates";
import { ApiError, InputError, type InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { containsUnknown, isEqual, isProperties } from "../../values";
import { EVERYONE, isEveryone, lookUpGroups } from "../names/groups";
import { licenceProblem } from "../names/licence";
import { findOrganization, organizationOf } from "../names/organizations";
import { findUser, isUser, lookUpUsers } from "../names/users";
import {
  accessControlSchema,
  templateRoleSchema,
  type AccessControl,
  type TemplateInputs,
  type TemplateOutputs,
} from "./properties";

/** Entry of either list. */
interface Entry {
  /** The name in the program, or else the server's. */
  name: string;
  role: "use" | "admin";
}

/** Entry of either list, as the server has it. */
interface Held {
  role: "use" | "admin";
  shownAs: string;
  isNamed: (name: string) => boolean;
}

interface UserWithRole {
  id: string;
  username: string;
  role: string;
}

/** An absent list is left alone. */
interface Lists<List> {
  users?: List | undefined;
  groups?: List | undefined;
}

/** Id → role. */
type Roles = ReadonlyMap<string, TemplateRole>;

/** Refuses access that the server can't give, and users and groups that do not exist. */
export async function checkAccess(context: Context, inputs: MaybeUnknown<TemplateInputs>): Promise<InputFailure[]> {
  const { accessControl, organization, disableEveryoneGroupAccess } = inputs;
  if (accessControl === undefined) return [];
  const toFailures = (reasons: readonly string[]): InputFailure[] =>
    reasons.map((reason) => ({ property: "accessControl", reason }));
  const licence = await licenceProblem(context);
  if (licence !== undefined) return toFailures([licence]);
  const { problems } = await lookUpUsers(context, namesIn(accessControl, "users", "user"));
  const isOrganizationKnown = organization === undefined || typeof organization === "string";
  const found = isOrganizationKnown
    ? await findOrganization(context, organizationOf(context, organization))
    : undefined;
  if (found === undefined) return toFailures(problems);
  const groups = namesIn(accessControl, "groups", "group");
  problems.push(...(await lookUpGroups(context, found.id, groups)).problems);
  if (disableEveryoneGroupAccess === true && groups.some((name) => isEveryone(name, found.id))) {
    problems.push(
      `Gives a role to the group "${EVERYONE}", while \`disableEveryoneGroupAccess\` takes the template from it. ` +
        "Take one of the two out.",
    );
  }
  return toFailures(problems);
}

/** Whether a new template is withheld from the group of everyone at its creation, so that it never has the template. */
export async function isWithheldFromEveryone(context: Context, news: TemplateInputs): Promise<boolean> {
  const groups = news.accessControl?.groups;
  if (news.disableEveryoneGroupAccess || groups === undefined) return news.disableEveryoneGroupAccess;
  const organization = await findOrganization(context, organizationOf(context, news.organization));
  return !groups.some(({ group }) => isEveryone(group, organization?.id ?? ""));
}

/**
 * Whether the program declares other roles than the state holds. Another name for the same user or group is no change.
 * A list that the program no longer declares is a change, which takes it out of the state: else each refresh would ask
 * for it.
 */
export async function accessChanged(
  context: Context,
  outputs: Partial<TemplateOutputs>,
  declared: unknown,
): Promise<boolean> {
  const { accessControl: held, organizationId = "" } = outputs;
  if (declared === undefined || held === undefined) return declared !== held;
  if (containsUnknown(declared)) return true;
  const wanted = accessControlSchema.parse(declared);
  if (
    (wanted.users === undefined && held.users !== undefined) ||
    (wanted.groups === undefined && held.groups !== undefined)
  )
    return true;
  if (isAsBefore(wanted.users, held.users) && isAsBefore(wanted.groups, held.groups)) return false;
  const news = await requireRoles(context, organizationId, wanted);
  const { roles: olds } = await rolesOf(context, organizationId, held);
  const isOther = (one: Roles | undefined, other: Roles | undefined): boolean =>
    one !== undefined && !isEqual(Object.fromEntries(one), Object.fromEntries(other ?? []));
  return isOther(news.users, olds.users) || isOther(news.groups, olds.groups);
}

/**
 * Gives and takes the roles that differ from the server's, with one request or none. `before` is the access in the
 * state.
 */
export async function settleAccess(
  context: Context,
  template: Template,
  declared: AccessControl,
  before: AccessControl | undefined,
): Promise<void> {
  const { client } = context;
  const wanted = await requireRoles(context, template.organization_id, declared);
  const openChanges = async (): Promise<UpdateTemplateAclRequest | undefined> => {
    const acl = await client.getTemplateAcl(template.id);
    const heldUsers = await withSuspended(context, acl.users, entriesOf(before ?? {}).users);
    const [users, groups] = [openRoles(heldUsers, wanted.users), openRoles(acl.groups, wanted.groups)];
    return users || groups
      ? { ...(users && { user_perms: users }), ...(groups && { group_perms: groups }) }
      : undefined;
  };
  const request = await openChanges();
  if (request === undefined) return;
  try {
    await client.updateTemplateAcl(template.id, request);
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || !thrown.isAnswerLost || (await openChanges()) !== undefined) throw thrown;
  }
}

/**
 * The managed lists as the server has them: first the entries that the program names, in its order, then the others.
 */
export async function readAccess(
  context: Context,
  template: Template,
  managed: AccessControl | undefined,
): Promise<AccessControl | undefined> {
  if (managed === undefined) return undefined;
  const acl = await context.client.getTemplateAcl(template.id);
  const { users, groups } = entriesOf(managed);
  const allUsers = await withSuspended(context, acl.users, users);
  const heldUsers = allUsers.flatMap((user) => heldOf(user.role, user.username, (name) => isUser(name, user)));
  const heldGroups = acl.groups.flatMap(({ id, name, organization_id, role }) => {
    const shownAs = organization_id === template.organization_id ? name : id;
    return heldOf(role, shownAs, (given) => given === shownAs || given.toLowerCase() === id.toLowerCase());
  });
  return toAccessControl({
    users: users && entriesNow(users, heldUsers),
    groups: groups && entriesNow(groups, heldGroups),
  });
}

/** The server keeps the roles of suspended users, and does not show them: the state's roles are taken for them. */
async function withSuspended(
  context: Context,
  shown: readonly UserWithRole[],
  known: readonly Entry[] = [],
): Promise<UserWithRole[]> {
  const hidden = known.filter(({ name }) => !shown.some((user) => isUser(name, user)));
  const found = await Promise.all(
    hidden.map(async ({ name, role }) => ({ role, user: await findUser(context, name) })),
  );
  return [...shown, ...found.flatMap(({ role, user }) => (user?.status === "suspended" ? [{ ...user, role }] : []))];
}

/** Skips roles that this package does not know. They go when the list is next brought to what is declared. */
function heldOf(role: string, shownAs: string, isNamed: (name: string) => boolean): Held[] {
  const known = templateRoleSchema.safeParse(role).data;
  return known === undefined ? [] : [{ role: known, shownAs, isNamed }];
}

function entriesNow(declared: readonly Entry[], held: readonly Held[]): Entry[] {
  const left = [...held].sort((one, other) => (one.shownAs < other.shownAs ? -1 : 1));
  const named = declared.flatMap(({ name }) => {
    const index = left.findIndex(({ isNamed }) => isNamed(name));
    return index < 0 ? [] : left.splice(index, 1).map(({ role }) => ({ name, role }));
  });
  return [...named, ...left.map(({ shownAs, role }) => ({ name: shownAs, role }))];
}

/** @throws InputError at `accessControl` that names every user and group that does not exist */
async function requireRoles(context: Context, organizationId: string, access: AccessControl): Promise<Lists<Roles>> {
  const { roles, problems } = await rolesOf(context, organizationId, access);
  if (problems.length > 0) throw new InputError(problems.map((reason) => ({ property: "accessControl", reason })));
  return roles;
}

async function rolesOf(
  context: Context,
  organizationId: string,
  access: AccessControl,
): Promise<{ roles: Lists<Roles>; problems: string[] }> {
  const { users = [], groups = [] } = entriesOf(access);
  const namesOf = (entries: readonly Entry[]): string[] => entries.map(({ name }) => name);
  const known = {
    users: await lookUpUsers(context, namesOf(users)),
    groups: await lookUpGroups(context, organizationId, namesOf(groups)),
  };
  const rolesById = (entries: readonly Entry[], found: ReadonlyMap<string, { id: string }>): Roles =>
    new Map(
      entries.flatMap(({ name, role }) => {
        const id = found.get(name)?.id;
        return id === undefined ? [] : [[id, role] as const];
      }),
    );
  return {
    roles: {
      users: access.users && rolesById(users, known.users.found),
      groups: access.groups && rolesById(groups, known.groups.found),
    },
    problems: [...known.users.problems, ...known.groups.problems],
  };
}

/** Compares without the order. A list that is not declared is left alone. */
function isAsBefore(declared: readonly object[] | undefined, held: readonly object[] | undefined): boolean {
  const isAmong = (entries: readonly object[], entry: object): boolean => entries.some((each) => isEqual(each, entry));
  return (
    declared === undefined || (declared.length === held?.length && declared.every((entry) => isAmong(held, entry)))
  );
}

/** The entries of a request: a new role for those who get one, and no role for those who lose it. */
function openRoles(
  held: readonly { id: string; role: string }[],
  wanted: Roles | undefined,
): Record<string, TemplateRole> | undefined {
  if (wanted === undefined) return undefined;
  const given = [...wanted].filter(([id, role]) => held.find((each) => each.id === id)?.role !== role);
  const taken = held.filter(({ id }) => !wanted.has(id)).map(({ id }) => [id, ""] as const);
  return given.length + taken.length === 0 ? undefined : Object.fromEntries([...given, ...taken]);
}

function entriesOf({ users, groups }: AccessControl): Lists<Entry[]> {
  return {
    users: users?.map(({ user, role }) => ({ name: user, role })),
    groups: groups?.map(({ group, role }) => ({ name: group, role })),
  };
}

function toAccessControl({ users, groups }: Lists<Entry[]>): AccessControl {
  return {
    ...(users && { users: users.map(({ name, role }) => ({ user: name, role })) }),
    ...(groups && { groups: groups.map(({ name, role }) => ({ group: name, role })) }),
  };
}

/** The names that a preview knows already. */
function namesIn(access: unknown, list: "users" | "groups", key: "user" | "group"): string[] {
  const entries = isProperties(access) ? access[list] : undefined;
  return Array.isArray(entries)
    ? entries.map((entry) => (isProperties(entry) ? entry[key] : undefined)).filter((name) => typeof name === "string")
    : [];
}
