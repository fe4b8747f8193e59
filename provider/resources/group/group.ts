// Groups: their lifecycle. members.ts deals with the members.
import type { Group, UpdateGroupRequest } from "../../client/groups";
import { ApiError, CoderError, isGone, type InputFailure } from "../../errors";
import {
  changedProperties,
  defineHandler,
  keepingId,
  type Complete,
  type Context,
  type MaybeUnknown,
} from "../../handler";
import { createOnce } from "../../ownership/birth";
import type { Holder, Owned } from "../../ownership/wish";
import { digestOf } from "../../ownership/notes";
import { isEqual, type Properties } from "../../values";
import { explainGone, undefinedWhenGone } from "../names/gone";
import { EVERYONE } from "../names/groups";
import { licenceProblem } from "../names/licence";
import {
  adoptObject,
  checkAdoption,
  ownedInOrganization,
  type OrganizationObjects,
} from "../names/organization-objects";
import {
  checkOrganization,
  findOrganization,
  organizationChanged,
  organizationOf,
  organizationToDeclare,
} from "../names/organizations";
import { refuseWithoutRight, ROLES } from "../names/rights";
import { memberDifferences, memberIdsOf, memberProblems, membersChanged, membershipOf } from "./members";
import { groupInputs, groupOutputs, type GroupInputs, type GroupOutputs } from "./properties";

type News = MaybeUnknown<GroupInputs>;

const groups: OrganizationObjects<Group> = { type: "Group", get: (client, id) => client.getGroup(id) };

/** Inputs that are compared by their values; a new one is among them. */
const comparedByValue = groupInputs.omit({ organization: true, members: true, adopt: true }).keyof().options;

export const groupHandler = defineHandler({
  type: "Group",
  inputs: groupInputs,
  outputs: groupOutputs,

  stableOutputs: ["organizationId", "organizationName", "source"],
  nameForm: "organization/name",
  owned: ownedGroup,
  isDeletedFirst: true,

  async find(context, name) {
    const [organization = "", group = ""] = name.split("/");
    return (await context.client.getGroupByName(organization, group).catch(undefinedWhenGone))?.id;
  },

  /** The program does not decide who is in "Everyone", or in a group that an identity provider fills. */
  async importInputs(context, outputs, id) {
    const isFilledElsewhere = outputs.source === "oidc" || id === outputs.organizationId;
    return {
      organization: await organizationToDeclare(context, outputs.organizationId),
      members: isFilledElsewhere ? undefined : outputs.members,
    };
  },

  async check(context, inputs, previousInputs) {
    if (previousInputs !== undefined && isEqual(previousInputs, inputs)) return { inputs, failures: [] };
    const reason = await licenceProblem(context);
    if (reason !== undefined) return { inputs, failures: [{ property: "", reason }] };
    const failures = [
      ...checkEveryone(inputs, previousInputs),
      ...(await checkOrganization(context, inputs.organization)),
    ];
    const organization = failures.length > 0 ? undefined : await organizationAt(context, inputs.organization);
    const members = await memberProblems(context, organization, inputs.members);
    failures.push(...members.map((problem) => ({ property: "members", reason: problem })));
    if (organization !== undefined && previousInputs === undefined)
      failures.push(...(await checkAdoption(context, groups, inputs)));
    if (organization !== undefined && failures.length === 0)
      failures.push(...(await checkRights(context, organization, inputs, previousInputs)));
    return { inputs, failures };
  },

  async diff(context, previous, news) {
    const changes = changedProperties(previous, news, comparedByValue);
    if (await membersChanged(context, previous, news.members)) changes.push({ property: "members", kind: "update" });
    if (await organizationChanged(context, previous.outputs, news.organization)) {
      changes.push({ property: "organization", kind: "replace" });
    }
    if (previous.outputs.source === "oidc" && news.members !== undefined) {
      context.log.warning(
        `An identity provider decides who is in group "${previous.outputs.name}", each time a user logs in: ` +
          `\`members\` may be undone by it. Leave \`members\` out.`,
      );
    }
    return { changes };
  },

  whyReplaced: (property) => ({ organization: "a group stays in its organization" })[property],

  async create(context, news) {
    // Checked before the group is made: a user who is gone meanwhile must not leave half a group.
    if (news.members !== undefined) await memberIdsOf(context, news.members);
    const group = await createGroup(context, news);
    return keepingId(
      group.id,
      () => toOutputs(context, group, news),
      async () => ({ id: group.id, outputs: toOutputs(context, await settle(context, group, news), news) }),
    );
  },

  async read(context, previous) {
    const group = await context.client.getGroup(previous.id).catch(undefinedWhenGone);
    return group && { id: group.id, outputs: toOutputs(context, group, previous.outputs) };
  },

  async update(context, previous, news) {
    const group = await context.client
      .getGroup(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Group "${previous.outputs.name ?? previous.id}"`));
    return toOutputs(context, await settle(context, group, news), news);
  },

  async delete(context, previous) {
    const { id, outputs } = previous;
    if (id === outputs.organizationId) {
      throw new CoderError(
        `Group "${EVERYONE}" of organization "${outputs.organizationName}" was not deleted: the server keeps it as ` +
          "long as the organization. " +
          "Take it out of the stack with `pulumi state delete`, or with the option `retainOnDelete`.",
      );
    }
    try {
      await context.client.deleteGroup(id);
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
    }
  },
});

/** Rules of the group of all members: it exists in every organization, keeps its name, and has all members. */
function checkEveryone(inputs: News, previousInputs: Properties | undefined): InputFailure[] {
  const was = previousInputs?.["name"] === EVERYONE;
  const is = inputs.name === EVERYONE;
  const failures: InputFailure[] = [];
  if (is && !was) {
    const reason =
      `Must not be "${EVERYONE}": every organization has that group already. ` +
      "Choose another name, or import the group that there is.";
    failures.push({ property: "name", reason });
  }
  if (was && typeof inputs.name === "string" && !is) {
    failures.push({
      property: "name",
      reason: `Must stay "${EVERYONE}": the server does not rename the group of all members.`,
    });
  }
  if (!was) return failures;
  if (inputs.displayName !== undefined && inputs.displayName !== "") {
    failures.push({
      property: "displayName",
      reason: `Must be left out: the server takes none for the group "${EVERYONE}".`,
    });
  }
  if (inputs.members !== undefined) {
    failures.push({
      property: "members",
      reason: `Must be left out: all members of the organization, and nobody else, are in the group "${EVERYONE}".`,
    });
  }
  return failures;
}

/** The rights to groups hold for all of an organization: no group has an access list. */
function checkRights(
  context: Context,
  { id, name }: { id: string; name: string },
  inputs: News,
  previousInputs: Properties | undefined,
): Promise<InputFailure[]> {
  const isNew = previousInputs === undefined && inputs.adopt === undefined;
  const needed = { type: "group", actions: [isNew ? "create" : "update"], organizationId: id } as const;
  const words = { property: isNew ? "organization" : "name", needs: `${ROLES.group}, of the deployment or of it` };
  const what = `${isNew ? "make" : "change"} groups in organization "${name}"`;
  return refuseWithoutRight(context, needed, { ...words, what });
}

async function organizationAt(context: Context, declared: unknown): Promise<{ id: string; name: string } | undefined> {
  if (declared !== undefined && typeof declared !== "string") return undefined;
  return findOrganization(context, organizationOf(context, declared));
}

/**
 * What only one resource may have: a name among its organization's groups. The server tells neither who made a group
 * nor when.
 */
function ownedGroup(context: Context): Owned {
  const owned = ownedInOrganization(context, "Group", async ({ owner, name }) => {
    const group = await context.client.getGroupByName(owner, name).catch(undefinedWhenGone);
    return group && toHolder(context, group);
  });
  return { ...owned, isCaseSensitive: true };
}

function toHolder(context: Context, group: Group): Holder {
  const { id, name, display_name, avatar_url, quota_allowance } = group;
  return {
    id,
    description: `group ${id} of organization "${group.organization_name}" (${groupUrl(context, group)})`,
    // A group with members is not what a broken-off creation left: a creation adds members after it has noted the id.
    digest:
      group.total_member_count === 0 ? digestOf(name, display_name, avatar_url, String(quota_allowance)) : undefined,
  };
}

async function createGroup(context: Context, news: GroupInputs): Promise<Group> {
  const organization = organizationOf(context, news.organization);
  if (news.adopt !== undefined) return adoptObject(context, groups, news.adopt, news.organization);
  const { name, displayName, avatarUrl, quotaAllowance } = news;
  const request = { name, display_name: displayName, avatar_url: avatarUrl, quota_allowance: quotaAllowance };
  const { made } = await createOnce(context, {
    owned: ownedGroup(context),
    wanted: { owner: organization, name },
    digest: digestOf(name, displayName, avatarUrl, String(quotaAllowance)),
    post: (options) => context.client.createGroup(organization, request, options),
    get: ({ id }) => context.client.getGroup(id),
  });
  return made;
}

/** Brings an existing group to what is declared, with one request or none. */
async function settle(context: Context, current: Group, news: GroupInputs): Promise<Group> {
  const { client } = context;
  const request = await openChanges(context, current, news);
  if (request === undefined) return current;
  try {
    return await client.updateGroup(current.id, request);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.isAnswerLost) {
      const now = await client.getGroup(current.id);
      if ((await openChanges(context, now, news)) === undefined) return now;
    }
    const holder =
      thrown.status === 409
        ? await client.getGroupByName(current.organization_id, news.name).catch(undefinedWhenGone)
        : undefined;
    if (holder === undefined) throw thrown;
    throw new CoderError(`Group "${current.name}" was not renamed. ${nameTaken(context, holder)}`, { cause: thrown });
  }
}

async function openChanges(context: Context, group: Group, news: GroupInputs): Promise<UpdateGroupRequest | undefined> {
  const { add, remove } = await memberDifferences(context, group, news.members);
  const request: UpdateGroupRequest = {
    ...metadataDifferences(group, news),
    ...(add.length > 0 && { add_users: add }),
    ...(remove.length > 0 && { remove_users: remove }),
  };
  return Object.keys(request).length === 0 ? undefined : request;
}

/** An update leaves alone what it does not name. */
function metadataDifferences(group: Group, news: GroupInputs): UpdateGroupRequest {
  return {
    ...(news.name !== group.name && { name: news.name }),
    ...(news.displayName !== group.display_name && { display_name: news.displayName }),
    ...(news.avatarUrl !== group.avatar_url && { avatar_url: news.avatarUrl }),
    ...(news.quotaAllowance !== group.quota_allowance && { quota_allowance: news.quotaAllowance }),
  };
}

function nameTaken(context: Context, holder: Group): string {
  return (
    `The name "${holder.name}" is taken in organization "${holder.organization_name}" by group ${holder.id}: ` +
    `${groupUrl(context, holder)}. ` +
    "Choose another name, or delete that group first; in the plugin, `pulumi import` can take it over."
  );
}

function groupUrl(context: Context, group: Group): string {
  return `${context.client.url}/organizations/${group.organization_name}/groups/${group.name}`;
}

function toOutputs(
  context: Context,
  group: Group,
  local: { organization?: string | undefined; members?: readonly string[] | undefined },
): Complete<GroupOutputs> {
  return {
    name: group.name,
    organization: local.organization,
    displayName: group.display_name,
    avatarUrl: group.avatar_url,
    quotaAllowance: group.quota_allowance,
    ...membershipOf(group, local.members ?? []),
    organizationId: group.organization_id,
    organizationName: group.organization_name,
    source: group.source,
    url: groupUrl(context, group),
  };
}
