// What a licensed server adds: groups, their members, and access lists of templates.
// UNVERIFIED: there is no licence to test with. These answers follow the sources of v2.24.0
// (enterprise/coderd/groups.go, enterprise/coderd/templates.go, coderd/database/queries). Nobody has compared them with
// a licensed server.
import type { FakeCoder } from "../coder";
import type { RecordedRequest, Reply } from "../http-server";
import { bodyOf, gone, newId, refuse, withId, type Json, type Routes } from "./common";
import type { StoredTemplate } from "./templates";
import { CODER, organizationOf, ORGANIZATIONS, userJson } from "./users";

export interface StoredGroup {
  id: string;
  name: string;
  display_name: string;
  avatar_url: string;
  quota_allowance: number;
  organization_id: string;
  source: string;
  /** Ids of users. */
  members: string[];
}

/** Roles by id of user and group. */
export interface AccessList {
  users: Map<string, string>;
  groups: Map<string, string>;
}

const FEATURES = ["template_rbac", "access_control", "advanced_template_scheduling", "control_shared_ports"];
const features = Object.fromEntries(FEATURES.map((name) => [name, { entitlement: "entitled", enabled: true }]));

export function addGroup({ groups }: FakeCoder, more: Partial<StoredGroup> & { name: string }): StoredGroup {
  const texts = { display_name: "", avatar_url: "", source: "user" };
  const group = { id: newId(), ...texts, quota_allowance: 0, organization_id: CODER, members: [], ...more };
  groups.push(group);
  return group;
}

/** Everyone may use a new template, unless its creation said no or somebody took that away. */
export function accessListOf({ accessLists }: FakeCoder, template: StoredTemplate): AccessList {
  const list = accessLists.get(template.id) ?? {
    users: new Map<string, string>(),
    groups: new Map([[template.organization_id, "use"]]),
  };
  accessLists.set(template.id, list);
  if (template["everyone_removed"] === true) list.groups.delete(template.organization_id);
  delete template["everyone_removed"];
  return list;
}

export const groupRoutes: Routes = {
  "GET /entitlements": { json: { features, warnings: [], errors: [], has_license: true } },
  "POST /organizations/:organization/groups": createGroup,
  "GET /organizations/:organization/groups/:name": (coder, request) => {
    const found = findGroup(coder, organizationOf(request)?.id, request.parameters["name"]);
    return found === undefined ? gone : { json: groupJson(coder, found) };
  },
  "GET /groups/:id": (coder, request) => withId(coder.groups, request, (group) => ({ json: groupJson(coder, group) })),
  "PATCH /groups/:id": (coder, request) =>
    withId(coder.groups, request, (group) => updateGroup(coder, group, bodyOf(request))),
  "DELETE /groups/:id": ({ groups }, request) =>
    withId(groups, request, (group) => {
      if (group.name === "Everyone") return refuse(400, '"Everyone" is a reserved group and cannot be deleted!');
      groups.splice(groups.indexOf(group), 1);
      return { json: { message: "Successfully deleted group!" } };
    }),
  "GET /templates/:id/acl": (coder, request) =>
    withId(coder.templates, request, (template) => {
      const { users, groups } = accessListOf(coder, template);
      const shown = coder.users.filter(
        ({ id, status, deleted }) => users.has(id) && status !== "suspended" && !deleted,
      );
      const held = coder.groups.filter(({ id }) => groups.has(id));
      return {
        json: {
          users: shown.map((user) => ({ ...userJson(user), role: users.get(user.id) })),
          group: held.map((group) => ({ ...groupJson(coder, group), role: groups.get(group.id) })),
        },
      };
    }),
  "PATCH /templates/:id/acl": (coder, request) =>
    withId(coder.templates, request, (template) => updateAccessList(coder, template, bodyOf(request))),
};

function findGroup(
  { groups }: FakeCoder,
  organizationId: string | undefined,
  wanted: string | undefined,
): StoredGroup | undefined {
  return groups.find(({ organization_id, name }) => organization_id === organizationId && name === wanted);
}

function createGroup(coder: FakeCoder, request: RecordedRequest): Reply {
  const body = bodyOf(request) as Partial<StoredGroup> & { name: string };
  const organization = organizationOf(request);
  if (organization === undefined) return gone;
  if (body.name === "Everyone") return refuse(400, "Invalid group name.");
  if (findGroup(coder, organization.id, body.name) !== undefined)
    return refuse(409, `A group named "${body.name}" already exists.`);
  const group = coder.addGroup({ ...body, organization_id: organization.id });
  return { status: 201, json: groupJson(coder, group) };
}

function updateGroup(coder: FakeCoder, group: StoredGroup, body: Json): Reply {
  const { add_users = [], remove_users = [], ...metadata } = body as Record<string, string[] | undefined>;
  const other = findGroup(coder, group.organization_id, body["name"] as string | undefined);
  if (other !== undefined && other !== group)
    return refuse(409, `A group with name "${String(body["name"])}" already exists.`);
  for (const id of [...add_users, ...remove_users]) {
    const user = coder.users.find((each) => each.id === id);
    if (user?.organization_ids.includes(group.organization_id) !== true || user.deleted)
      return refuse(400, `User must be a member of organization "${group.name}"`);
  }
  if (add_users.some((id) => group.members.includes(id)))
    return refuse(400, "Cannot add the same user to a group twice!");
  const members = [...group.members, ...add_users].filter((id) => !remove_users.includes(id));
  Object.assign(group, metadata, { members });
  return { json: groupJson(coder, group) };
}

function updateAccessList(coder: FakeCoder, template: StoredTemplate, body: Json): Reply {
  const list = accessListOf(coder, template);
  const changes = [
    { held: list.users, roles: (body["user_perms"] ?? {}) as Record<string, string>, known: coder.users },
    { held: list.groups, roles: (body["group_perms"] ?? {}) as Record<string, string>, known: coder.groups },
  ];
  const unknown = changes.flatMap(({ roles, known }) =>
    Object.keys(roles).filter((id) => !known.some((each) => each.id === id)),
  );
  if (unknown.length > 0)
    return refuse(400, "Invalid request to update template metadata!", `Failed to find ${unknown.join()}`);
  for (const { held, roles } of changes)
    for (const [id, role] of Object.entries(roles)) {
      if (role === "") held.delete(id);
      else held.set(id, role);
    }
  return { json: { message: "Successfully updated template ACL list." } };
}

function groupJson({ users, visibleMembers }: FakeCoder, group: StoredGroup): Json {
  const isEveryone = group.id === group.organization_id;
  const members = users.filter(
    ({ id, organization_ids, deleted }) =>
      !deleted && (isEveryone ? organization_ids.includes(group.id) : group.members.includes(id)),
  );
  return {
    ...group,
    organization_name: ORGANIZATIONS.find(({ id }) => id === group.organization_id)?.name,
    members: members.slice(0, visibleMembers).map(userJson),
    total_member_count: members.length,
  };
}
