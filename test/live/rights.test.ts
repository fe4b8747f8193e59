// Rights of tokens: what the server says about them before, and what it then does, for each role; and what a preview
// refuses on both hosts.
import { createClient } from "../../provider/client/client";
import type { AuthorizationAction, AuthorizationObject } from "../../provider/client/authorization";
import { HOSTS, programOn, stackOn } from "./host-programs";
import { useLive } from "./live";
import type { FoundTemplate, FoundVersion, FoundWorkspace, LiveUser, ServerApi } from "./server-api";
import { messagesAt } from "./stack";
import { archiveOf, plainTemplate } from "./templates";

// This is registered before `useLive`, so it runs before the check for leftovers.
afterAll(async () => {
  for (const { id } of await live.api.workspaces(live.prefix)) await live.api.build(id, { transition: "delete" });
  for (const { id } of await live.api.templates(live.prefix)) await live.api.request("DELETE", `/templates/${id}`);
});

const live = useLive("right");

const ROLES = {
  member: [],
  "user-admin": ["user-admin"],
  "template-admin": ["template-admin"],
  owner: ["owner"],
  "organization-admin": [],
} as const;

type Role = keyof typeof ROLES;

let template: FoundTemplate;
let closed: FoundTemplate;
let organizationId: string;
let bob: LiveUser;
let bobs: FoundWorkspace;
const users = new Map<Role, LiveUser>();

/** A version of no template, which succeeded. */
async function freeVersion(api: ServerApi, name: string): Promise<FoundVersion> {
  const { hash } = await api.request<{ hash: string }>("POST", "/files", await archiveOf(plainTemplate(name)));
  const version = { name, storage_method: "file", provisioner: "terraform", file_id: hash };
  return api.request<FoundVersion>("POST", "/organizations/default/templateversions", version);
}

async function makeTemplate(name: string, more: Record<string, unknown> = {}): Promise<FoundTemplate> {
  const { id } = await freeVersion(live.api, `${name}-first`);
  expect((await live.api.endedVersion(id)).job.status).toBe("succeeded");
  return live.api.request("POST", "/organizations/default/templates", { name, template_version_id: id, ...more });
}

beforeAll(async () => {
  bob = await live.user();
  template = await makeTemplate(`${live.prefix}open`);
  closed = await makeTemplate(`${live.prefix}closed`, { disable_everyone_group_access: true });
  organizationId = String(template["organization_id"]);
  bobs = await bob.api.createWorkspace("me", { name: `${live.prefix}bobs`, template_id: template.id });
  for (const [role, roles] of Object.entries(ROLES)) users.set(role as Role, await live.user([...roles]));
  const path = `/organizations/${organizationId}/members/${users.get("organization-admin")?.id}/roles`;
  await live.api.request("PUT", path, { roles: ["organization-admin"] });
});

interface Deed {
  what: string;
  /** What is asked beforehand. */
  object: () => AuthorizationObject;
  action: AuthorizationAction;
  /** The request itself. */
  act: (user: LiveUser, index: number) => Promise<unknown>;
  allowed: readonly Role[];
}

const inOrganization = (resource_type: string): AuthorizationObject => ({
  resource_type,
  organization_id: organizationId,
});

const TEMPLATES: readonly Role[] = ["template-admin", "owner", "organization-admin"];
/** Who may do everything with the workspaces of others. */
const OTHERS: readonly Role[] = ["owner", "organization-admin"];
const ALL: readonly Role[] = ["member", "user-admin", "template-admin", "owner", "organization-admin"];

const DEEDS: readonly Deed[] = [
  {
    what: "make a version of no template",
    object: () => inOrganization("template"),
    action: "create",
    act: ({ api }, index) => freeVersion(api, `${live.prefix}f${index}`),
    allowed: TEMPLATES,
  },
  {
    what: "make a version of a template",
    object: () => ({ resource_type: "template", resource_id: template.id }),
    action: "create",
    async act({ api }, index) {
      const files = await archiveOf(plainTemplate(`version ${index}`));
      const { hash } = await api.request<{ hash: string }>("POST", "/files", files);
      await api.request("POST", "/organizations/default/templateversions", {
        ...{ name: `v${index}`, storage_method: "file", provisioner: "terraform" },
        ...{ file_id: hash, template_id: template.id },
      });
    },
    allowed: TEMPLATES,
  },
  {
    what: "change a template",
    object: () => ({ resource_type: "template", resource_id: template.id }),
    action: "update",
    act: ({ api }, index) => api.editTemplate(template.id, { description: `By ${index}.` }),
    allowed: TEMPLATES,
  },
  {
    what: "promote a version",
    object: () => ({ resource_type: "template", resource_id: template.id }),
    action: "update",
    act: ({ api }) => api.request("PATCH", `/templates/${template.id}/versions`, { id: template.active_version_id }),
    allowed: TEMPLATES,
  },
  {
    what: "make a workspace for somebody else",
    object: () => inOrganization("workspace"),
    action: "create",
    act: ({ api }, index) =>
      api.request("POST", `/users/${bob.username}/workspaces`, {
        name: `${live.prefix}o${index}`,
        template_id: template.id,
      }),
    allowed: OTHERS,
  },
  {
    what: "make a workspace of one's own",
    object: () => ({ ...inOrganization("workspace"), owner_id: "me" }),
    action: "create",
    act: ({ api }, index) => api.createWorkspace("me", { name: `${live.prefix}w${index}`, template_id: template.id }),
    allowed: ALL,
  },
  {
    what: "use a template that everyone may use",
    object: () => ({ resource_type: "template", resource_id: template.id }),
    action: "use",
    act: ({ api }, index) => api.createWorkspace("me", { name: `${live.prefix}u${index}`, template_id: template.id }),
    allowed: ALL,
  },
  {
    what: "use a template that is closed to everyone",
    object: () => ({ resource_type: "template", resource_id: closed.id }),
    action: "use",
    act: ({ api }, index) => api.createWorkspace("me", { name: `${live.prefix}c${index}`, template_id: closed.id }),
    allowed: TEMPLATES,
  },
  {
    what: "change somebody else's workspace",
    object: () => ({ resource_type: "workspace", resource_id: bobs.id }),
    action: "update",
    act: ({ api }) => api.request("PUT", `/workspaces/${bobs.id}/autoupdates`, { automatic_updates: "never" }),
    allowed: OTHERS,
  },
  {
    what: "stop somebody else's workspace",
    object: () => inOrganization("workspace"),
    action: "stop",
    act: ({ api }) => api.build(bobs.id, { transition: "stop" }),
    allowed: OTHERS,
  },
  {
    what: "start somebody else's workspace",
    object: () => ({ resource_type: "workspace", resource_id: bobs.id }),
    action: "start",
    act: ({ api }) => api.build(bobs.id, { transition: "start" }),
    allowed: OTHERS,
  },
];

describe.each(Object.keys(ROLES) as Role[])("as %s, the server says beforehand what it then does", (role) => {
  it.each(DEEDS)("to $what", async ({ what, object, action, act, allowed }) => {
    const user = users.get(role);
    if (user === undefined) throw new Error(`There is no ${role}.`);
    const client = createClient({ url: user.api.url, token: user.api.token });
    const said = await client.checkAuthorization({ it: { object: object(), action } }).finally(() => client.close());
    const index = 10 * Object.keys(ROLES).indexOf(role) + DEEDS.findIndex((deed) => deed.what === what);
    const isDone = await act(user, index).then(
      () => true,
      (thrown: unknown) => {
        // What the server forbids it answers in one of these ways.
        expect(String(thrown)).toMatch(/: (403|404|500) |unauthorized|not found|Forbidden/i);
        return false;
      },
    );
    expect({ said: said["it"], isDone }).toEqual({ said: allowed.includes(role), isDone: allowed.includes(role) });
  });
});

it("asks for an object by its id at most ten times in one request, which the server refuses beyond", async () => {
  const client = createClient({ url: live.api.url, token: live.api.token });
  const check = { object: { resource_type: "template", resource_id: template.id }, action: "use" } as const;
  const checks = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, check]));
  expect(Object.values(await client.checkAuthorization(checks(10)))).toEqual(Array.from({ length: 10 }, () => true));
  await expect(client.checkAuthorization(checks(11))).rejects.toThrow("resource_id");
  await client.close();
});

it("says of the general right to use templates nothing about one that everyone may use", async () => {
  const { api } = users.get("member") ?? live;
  const client = createClient({ url: api.url, token: api.token });
  const general = { object: inOrganization("template"), action: "use" } as const;
  const one = { object: { resource_type: "template", resource_id: template.id }, action: "use" } as const;
  expect(await client.checkAuthorization({ general, one })).toEqual({ general: false, one: true });
  await client.close();
});

describe.each(HOSTS)("on the %s host a preview", (host) => {
  const authorizations = (): number => live.proxy.requests.filter(({ path }) => path.endsWith("/authcheck")).length;

  const source = JSON.stringify({ files: plainTemplate("rights") });

  /** What a program declares, and what a role that may not have it is told. */
  const DECLARED: readonly {
    name: string;
    code: () => string;
    property: string;
    refusal: () => string;
    allowed: readonly Role[];
  }[] = [
    {
      name: "version",
      code: () => `new coderd.TemplateVersion("version", { templateName: "${template.name}", source: ${source} });`,
      property: "templateName",
      refusal: () =>
        `may not make versions of template "${template.name}" in organization "coder": that needs the role`,
      allowed: TEMPLATES,
    },
    {
      name: "template",
      code: () => `new coderd.Template("template", { name: "${live.prefix}new", source: ${source} });`,
      property: "organization",
      refusal: () => 'may not make templates in organization "coder": that needs the role Template Admin',
      allowed: TEMPLATES,
    },
    {
      name: "other",
      code: () =>
        `new coderd.Workspace("other", { name: "${live.prefix}x", templateId: "${template.id}", owner: "${bob.username}" });`,
      property: "owner",
      refusal: () => 'may not make workspaces for other users in organization "coder": that needs the role Owner',
      allowed: OTHERS,
    },
    {
      name: "own",
      code: () => `new coderd.Workspace("own", { name: "${live.prefix}y", templateId: "${template.id}" });`,
      property: "templateId",
      refusal: () => "",
      allowed: ALL,
    },
    {
      name: "build",
      code: () => `new coderd.WorkspaceBuild("build", { workspaceId: "${bobs.id}", transition: "stop" });`,
      property: "workspaceId",
      refusal: () => `may not build workspace "${bob.username}/${bobs.name}": that needs the role Owner`,
      allowed: OTHERS,
    },
  ];

  it.each(["member", "template-admin", "organization-admin", "owner"] as const)(
    "refuses to a %s what the server would refuse",
    async (role) => {
      const environment = { CODER_SESSION_TOKEN: users.get(role)?.api.token ?? "" };
      // A member sees neither other users nor their workspaces, which the preview says.
      const unseen = role === "member" ? ["other", "build"] : [];
      const declared = DECLARED.filter(({ name }) => !unseen.includes(name));
      const stack = await stackOn(host, live, "", { environment });
      for (const { name, code, property, refusal, allowed } of declared.filter(
        (each) => !each.allowed.includes(role),
      )) {
        stack.writeProgram(programOn(host, code()));
        live.proxy.clear();
        // The engine stops at the first resource that is refused.
        const told = messagesAt(await stack.previewFailing(), name, "error").join();
        expect(told).toContain(refusal());
        expect(told).toContain(property);
        expect([allowed, authorizations()]).toEqual([allowed, name === "other" || name === "template" ? 1 : 2]);
        expect(live.proxy.mutations()).toEqual([]);
      }
      const rest = declared.filter(({ allowed }) => allowed.includes(role));
      stack.writeProgram(programOn(host, rest.map(({ code }) => code()).join("\n")));
      live.proxy.clear();
      expect(Object.keys((await stack.preview()).operations).sort()).toEqual(rest.map(({ name }) => name).sort());
      expect(authorizations()).toBe({ member: 2, "template-admin": 1, "organization-admin": 1, owner: 0 }[role]);
      expect(live.proxy.mutations()).toEqual([]);
    },
  );

  it("warns of tags that no daemon has", async () => {
    const source = JSON.stringify({ files: plainTemplate("tags") });
    const stack = await stackOn(
      host,
      live,
      `
      new coderd.TemplateVersion("tagged", { templateName: "${live.prefix}a", source: ${source}, provisionerTags: { moon: "base" } });
      new coderd.TemplateVersion("plain", { templateName: "${live.prefix}b", source: ${source} });
      `,
    );
    const result = await stack.preview();
    expect(messagesAt(result, "tagged", "warning").join()).toMatch(
      /`provisionerTags`: organization "coder" has no provisioner daemon with the tags moon="base"\. Those that are connected have/,
    );
    expect(messagesAt(result, "plain", "warning")).toEqual([]);
    expect(live.proxy.requests.filter(({ path }) => path.includes("/provisionerdaemons"))).toHaveLength(1);
    expect(live.proxy.mutations()).toEqual([]);
  });
});
