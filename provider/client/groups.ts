// Groups of users in an organization: a licensed feature. Who may use a template lives in template-acl.ts.
import { z } from "zod";
import { answerObject, count, listOf, openText, optionalTime, text } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { LOGIN_TYPES, USER_STATUSES } from "./users";

/** @see codersdk/groups.go GroupSource */
export const GROUP_SOURCES = ["user", "oidc"] as const;

/** @see codersdk/users.go ReducedUser */
const groupMemberSchema = answerObject({
  id: z.string(),
  username: z.string(),
  name: text,
  email: text,
  avatar_url: text,
  created_at: optionalTime,
  updated_at: optionalTime,
  last_seen_at: optionalTime,
  status: openText(USER_STATUSES),
  login_type: openText(LOGIN_TYPES),
});

/** @see codersdk/groups.go Group */
export const groupSchema = answerObject({
  id: z.string(),
  name: z.string(),
  display_name: text,
  organization_id: z.string(),
  organization_name: text,
  organization_display_name: text,
  /** Only those whom the token may see. */
  members: listOf(groupMemberSchema),
  total_member_count: count,
  avatar_url: text,
  quota_allowance: count,
  /** Made by a person, or by the login of its members. */
  source: openText(GROUP_SOURCES),
});

export type Group = z.output<typeof groupSchema>;
export type GroupSource = (typeof GROUP_SOURCES)[number];

/** @see codersdk/groups.go CreateGroupRequest */
export interface CreateGroupRequest {
  name: string;
  display_name?: string | undefined;
  avatar_url?: string | undefined;
  /** Credits a day that the group adds to the quota of its members. @default 0 */
  quota_allowance?: number | undefined;
}

/** What is left out stays as it is. Members are ids of users. @see codersdk/groups.go PatchGroupRequest */
export interface UpdateGroupRequest {
  name?: string | undefined;
  display_name?: string | undefined;
  avatar_url?: string | undefined;
  quota_allowance?: number | undefined;
  add_users?: readonly string[] | undefined;
  remove_users?: readonly string[] | undefined;
}

/**
 * Makes a group in an organization. Refused with 403 without a licence, with 404 by a server that is built without
 * licensed features.
 * @see enterprise/coderd/groups.go postGroupByOrganization
 * @example const group = await client.createGroup("default", { name: "research", quota_allowance: 10 });
 */
export function createGroup(
  transport: Transport,
  organization: string,
  request: CreateGroupRequest,
  options?: RequestOptions,
): Promise<Group> {
  return transport.json(
    groupSchema,
    { method: "POST", path: path`/organizations/${organization}/groups`, json: request },
    options,
  );
}

/**
 * A group with those members whom the token may see.
 * @see enterprise/coderd/groups.go group
 * @example const { members } = await client.getGroup(groupId);
 */
export function getGroup(transport: Transport, id: string, options?: RequestOptions): Promise<Group> {
  return transport.json(groupSchema, { method: "GET", path: path`/groups/${id}` }, options);
}

/**
 * By the name's exact case. Every organization has a group "Everyone", of all its members, whose id is that of the
 * organization.
 * @see enterprise/coderd/groups.go groupByOrganization
 * @example const group = await client.getGroupByName("default", "research");
 */
export function getGroupByName(
  transport: Transport,
  organization: string,
  name: string,
  options?: RequestOptions,
): Promise<Group> {
  return transport.json(
    groupSchema,
    { method: "GET", path: path`/organizations/${organization}/groups/${name}` },
    options,
  );
}

/**
 * Changes a group and who belongs to it.
 * @see enterprise/coderd/groups.go patchGroup
 * @example await client.updateGroup(groupId, { add_users: [user.id] });
 */
export function updateGroup(
  transport: Transport,
  id: string,
  request: UpdateGroupRequest,
  options?: RequestOptions,
): Promise<Group> {
  return transport.json(groupSchema, { method: "PATCH", path: path`/groups/${id}`, json: request }, options);
}

/**
 * Removes a group; its members lose what they had through it.
 * @see enterprise/coderd/groups.go deleteGroup
 * @example await client.deleteGroup(groupId);
 */
export async function deleteGroup(transport: Transport, id: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "DELETE", path: path`/groups/${id}` }, options);
}
