// What a licensed server has beside templates: groups, their members, access lists.
// UNVERIFIED: there is no licence to test with. These answers are written after the sources of v2.24.0
// (enterprise/coderd/groups.go, enterprise/coderd/templates.go, coderd/database/queries), and were never compared with
// those of a licensed server.
import type { RecordedRequest, Reply } from "../../fake-server";
import { newId, ORGANIZATIONS, refuse, type StoredTemplate, TemplateServer } from "./template-server";

export const CODER = ORGANIZATIONS[0]?.id ?? "";
export const RESEARCH = ORGANIZATIONS[1]?.id ?? "";

export interface StoredUser {
  id: string;
  username: string;
  status: string;
  organization_ids: string[];
  /** Found by id only, and in no list. */
  deleted: boolean;
}

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

interface Acl {
  users: Map<string, string>;
  groups: Map<string, string>;
}

const gone: Reply = { status: 404, json: { message: "Resource not found or you do not have access to this resource" } };

export class LicensedServer {
  readonly users: StoredUser[] = [];
  readonly groups: StoredGroup[] = [];
  /** How many members of each group the token may see. */
  visibleMembers = Infinity;
  readonly #acls = new Map<string, Acl>();

  private constructor(readonly templates: TemplateServer) {
    this.#serve();
  }

  static async start(): Promise<LicensedServer> {
    const server = new LicensedServer(await TemplateServer.start());
    for (const { id } of ORGANIZATIONS) server.addGroup({ id, name: "Everyone", organization_id: id });
    return server;
  }

  addUser(username: string, more: Partial<StoredUser> = {}): StoredUser {
    const user = { id: newId(), username, status: "active", organization_ids: [CODER], deleted: false, ...more };
    this.users.push(user);
    return user;
  }

  addGroup(more: Partial<StoredGroup> & { name: string }): StoredGroup {
    const group = {
      id: newId(),
      display_name: "",
      avatar_url: "",
      quota_allowance: 0,
      organization_id: CODER,
      source: "user",
      members: [],
      ...more,
    };
    this.groups.push(group);
    return group;
  }

  group(name: string): StoredGroup {
    const group = this.groups.find((each) => each.name === name);
    if (group === undefined) throw new Error(`The fake has no group "${name}".`);
    return group;
  }

  /** Everyone may use a new template, unless that was refused from the start or taken away. */
  acl(template: StoredTemplate | undefined): Acl {
    if (template === undefined) throw new Error("The fake has no such template.");
    const acl = this.#acls.get(template.id) ?? {
      users: new Map(),
      groups: new Map([[template.organization_id, "use"]]),
    };
    this.#acls.set(template.id, acl);
    if (template["everyone_removed"] === true) acl.groups.delete(template.organization_id);
    delete template["everyone_removed"];
    return acl;
  }

  #serve(): void {
    const { http } = this.templates;
    http.on("GET /entitlements", {
      json: {
        features: { template_rbac: { entitlement: "entitled", enabled: true } },
        warnings: [],
        errors: [],
        has_license: true,
      },
    });
    http.on("GET /users/:user", ({ parameters: { user = "" } }) => {
      const isNamed = ({ username, deleted }: StoredUser): boolean =>
        !deleted && username.toLowerCase() === user.toLowerCase();
      const found = this.users.find(({ id }) => id === user.toLowerCase()) ?? this.users.find(isNamed);
      if (found === undefined) return refuse(400, "User must be an existing uuid or username.");
      return { json: userJson(found) };
    });
    http.on("POST /organizations/:organization/groups", (request) => this.#create(request));
    http.on("GET /organizations/:organization/groups/:name", (request) => {
      const organization = organizationIdOf(request);
      const found = this.groups.find(
        (each) => each.organization_id === organization && each.name === request.parameters["name"],
      );
      return found === undefined ? gone : { json: this.groupJson(found) };
    });
    http.on("GET /groups/:id", (request) => this.#withGroup(request, (group) => ({ json: this.groupJson(group) })));
    http.on("PATCH /groups/:id", (request) =>
      this.#withGroup(request, (group) => this.#update(group, bodyOf(request))),
    );
    http.on("DELETE /groups/:id", (request) =>
      this.#withGroup(request, (group) => {
        if (group.name === "Everyone") return refuse(400, '"Everyone" is a reserved group and cannot be deleted!');
        this.groups.splice(this.groups.indexOf(group), 1);
        return { json: { message: "Successfully deleted group!" } };
      }),
    );
    http.on("GET /templates/:id/acl", (request) =>
      this.#withTemplate(request, (template) => {
        const { users, groups } = this.acl(template);
        const shown = this.users.filter(
          ({ id, status, deleted }) => users.has(id) && status !== "suspended" && !deleted,
        );
        const held = this.groups.filter(({ id }) => groups.has(id));
        return {
          json: {
            users: shown.map((user) => ({ ...userJson(user), role: users.get(user.id) })),
            group: held.map((group) => ({ ...this.groupJson(group), role: groups.get(group.id) })),
          },
        };
      }),
    );
    http.on("PATCH /templates/:id/acl", (request) =>
      this.#withTemplate(request, (template) => {
        const acl = this.acl(template);
        const { user_perms = {}, group_perms = {} } = bodyOf(request) as Record<
          string,
          Record<string, string> | undefined
        >;
        const unknown = [
          ...Object.keys(user_perms).filter((id) => !this.users.some((user) => user.id === id)),
          ...Object.keys(group_perms).filter((id) => !this.groups.some((group) => group.id === id)),
        ];
        if (unknown.length > 0)
          return refuse(400, "Invalid request to update template metadata!", `Failed to find ${unknown.join()}`);
        for (const [perms, roles] of [[user_perms, acl.users] as const, [group_perms, acl.groups] as const]) {
          for (const [id, role] of Object.entries(perms)) {
            if (role === "") roles.delete(id);
            else roles.set(id, role);
          }
        }
        return { json: { message: "Successfully updated template ACL list." } };
      }),
    );
  }

  #withGroup(request: RecordedRequest, answer: (group: StoredGroup) => Reply): Reply {
    const group = this.groups.find(({ id }) => id === request.parameters["id"]);
    return group === undefined ? gone : answer(group);
  }

  #withTemplate(request: RecordedRequest, answer: (template: StoredTemplate) => Reply): Reply {
    const template = this.templates.templates.find(({ id }) => id === request.parameters["id"]);
    return template === undefined ? gone : answer(template);
  }

  #create(request: RecordedRequest): Reply {
    const body = bodyOf(request) as Partial<StoredGroup> & { name: string };
    const organization = organizationIdOf(request);
    if (organization === undefined) return gone;
    if (body.name === "Everyone") return refuse(400, "Invalid group name.");
    if (this.groups.some(({ organization_id, name }) => organization_id === organization && name === body.name)) {
      return refuse(409, `A group named "${body.name}" already exists.`);
    }
    return { status: 201, json: this.groupJson(this.addGroup({ ...body, organization_id: organization })) };
  }

  #update(group: StoredGroup, body: Record<string, unknown>): Reply {
    const { add_users = [], remove_users = [], ...metadata } = body as Record<string, string[] | undefined>;
    if (
      this.groups.some(
        (other) => other !== group && other.organization_id === group.organization_id && other.name === body["name"],
      )
    ) {
      return refuse(409, `A group with name "${String(body["name"])}" already exists.`);
    }
    for (const id of [...add_users, ...remove_users]) {
      const user = this.users.find((each) => each.id === id);
      if (user?.organization_ids.includes(group.organization_id) !== true || user.deleted) {
        return refuse(400, `User must be a member of organization "${group.name}"`);
      }
    }
    if (add_users.some((id) => group.members.includes(id)))
      return refuse(400, "Cannot add the same user to a group twice!");
    Object.assign(group, metadata, {
      members: [...group.members, ...add_users].filter((id) => !remove_users.includes(id)),
    });
    return { json: this.groupJson(group) };
  }

  private groupJson(group: StoredGroup): Record<string, unknown> {
    const isEveryone = group.id === group.organization_id;
    const members = this.users.filter(
      ({ id, organization_ids, deleted }) =>
        !deleted && (isEveryone ? organization_ids.includes(group.id) : group.members.includes(id)),
    );
    return {
      ...group,
      organization_name: ORGANIZATIONS.find(({ id }) => id === group.organization_id)?.name,
      members: members.slice(0, this.visibleMembers).map(userJson),
      total_member_count: members.length,
    };
  }
}

function userJson({ deleted: _untold, ...user }: StoredUser): Record<string, unknown> {
  return { ...user, created_at: "2026-01-01T00:00:00Z", roles: [] };
}

function organizationIdOf(request: RecordedRequest): string | undefined {
  const wanted = request.parameters["organization"];
  return ORGANIZATIONS.find(
    ({ id, name, is_default }) => id === wanted || name === wanted || (wanted === "default" && is_default),
  )?.id;
}

function bodyOf(request: RecordedRequest): Record<string, unknown> {
  return request.json as Record<string, unknown>;
}
