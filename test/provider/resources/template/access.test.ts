import { templateHandler } from "../../../../provider/resources/template/template";
import { UNKNOWN } from "../../../../provider/values";
import { Driver } from "../driver";
import { CODER, LicensedServer, RESEARCH, type StoredGroup, type StoredUser } from "../licensed-server";
import { refuse, type StoredTemplate } from "../template-server";

let server: LicensedServer;
let alice: StoredUser;
let bob: StoredUser;
let lab: StoredGroup;

beforeEach(async () => {
  server = await LicensedServer.start();
  alice = server.addUser("alice");
  bob = server.addUser("bob");
  lab = server.addGroup({ name: "lab" });
});

afterEach(async () => {
  await server.templates.close();
});

function newsWith(accessControl: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: "docker", activeVersionId: server.templates.addVersion().id, accessControl, ...more };
}

function driver(): Driver {
  return new Driver(templateHandler, server.templates);
}

/** A template that the program has made; its requests are forgotten. */
async function created(
  accessControl: unknown,
  more: Record<string, unknown> = {},
): Promise<{ driven: Driver; news: Record<string, unknown>; template: StoredTemplate }> {
  const driven = driver();
  const news = newsWith(accessControl, more);
  await driven.up(news);
  server.templates.takeLog();
  const [template] = server.templates.templates;
  if (template === undefined) throw new Error("No template was made.");
  return { driven, news, template };
}

/** Bodies of the requests to the access list since the last call. */
function sent(): unknown[] {
  return server.templates
    .takeRequests()
    .filter(({ method, path }) => method === "PATCH" && path.endsWith("/acl"))
    .map(({ json }) => json);
}

function reasons(failures: readonly { property: string; reason: string }[]): string[] {
  expect(failures.map(({ property }) => property)).toEqual(failures.map(() => "accessControl"));
  return failures.map(({ reason }) => reason);
}

describe("the check of accessControl", () => {
  it("asks for the licence only when it is declared, and once", async () => {
    await driver().check(newsWith(undefined));
    expect(server.templates.http.requestsTo("GET /entitlements")).toHaveLength(0);
    await driver().check(newsWith({ users: [] }));
    await driver().check(newsWith(UNKNOWN));
    expect(server.templates.http.requestsTo("GET /entitlements")).toHaveLength(1);
  });

  it.each([
    ["no licence", { json: { features: {}, has_license: false } }, "has no licence. Add one (`coder licenses add`)"],
    [
      "no licensed features",
      { status: 404, json: { message: "Route not found." } },
      "runs the AGPL build, which takes none.",
    ],
  ])("refuses it in one sentence where the server has %s, known or not", async (_what, answer, says) => {
    server.templates.http.on("GET /entitlements", answer);
    for (const accessControl of [{ groups: [{ group: "nowhere", role: "use" }] }, UNKNOWN]) {
      const [reason, ...others] = reasons(await driver().check(newsWith(accessControl)));
      expect(others).toEqual([]);
      expect(reason).toMatch(
        /^Groups and access lists need a licence of Coder with the feature "template_rbac", and "http/,
      );
      expect(reason).toContain(says);
    }
  });

  it("names everyone who is not there or named twice, users and groups, all at once", async () => {
    const users = ["nobody", "Bob", bob.id].map((user) => ({ user, role: "use" }));
    const groups = ["Lab", "lab", lab.id, "Everyone", CODER].map((group) => ({ group, role: "use" }));
    expect(reasons(await driver().check(newsWith({ users, groups })))).toEqual([
      "There is no user \"nobody\", or the token's user may not see it. Give user names, or users' ids.",
      `"Bob" and "${bob.id}" are the same user. Name it once.`,
      "There is no group \"Lab\", or the token's user may not see it. Give names of the organization's groups, or " +
        "groups' ids; a `Group` of this program by its `id`.",
      `"lab" and "${lab.id}" are the same group. Name it once.`,
      `"Everyone" and "${CODER}" are the same group. Name it once.`,
    ]);
  });

  it("looks at what is known already, and at users alone while the organization is not known", async () => {
    const users = [{ user: UNKNOWN, role: "use" }, { user: "nobody", role: UNKNOWN }, UNKNOWN];
    const groups = [
      { group: UNKNOWN, role: "use" },
      { group: "nowhere", role: "use" },
    ];
    expect(await driver().check(newsWith({ users, groups }))).toHaveLength(2);
    expect(await driver().check(newsWith({ users, groups }, { organization: UNKNOWN }))).toHaveLength(1);
    expect(await driver().check(newsWith({ users: UNKNOWN, groups: UNKNOWN }))).toEqual([]);
  });

  it("tells an organization that is not there once", async () => {
    const failures = await driver().check(
      newsWith({ groups: [{ group: "lab", role: "use" }] }, { organization: "nowhere" }),
    );
    expect(failures.map(({ property }) => property)).toEqual(["organization"]);
  });

  it.each(["Everyone", CODER])(
    "refuses a role for everyone (%s) beside the property that takes it away",
    async (group) => {
      const access = (name: string): unknown => ({ groups: [{ group: name, role: "use" }] });
      expect(reasons(await driver().check(newsWith(access(group), { disableEveryoneGroupAccess: true })))).toEqual([
        'Gives a role to the group "Everyone", while `disableEveryoneGroupAccess` takes the template from it. Take one of the two out.',
      ]);
      expect(await driver().check(newsWith(access("lab"), { disableEveryoneGroupAccess: true }))).toEqual([]);
    },
  );

  it("refuses no list, roles that are none, and typos", async () => {
    expect(reasons(await driver().check(newsWith({})))).toEqual(["Must set `users`, `groups` or both."]);
    const wrong = { users: [{ user: "bob", role: "owner" }], groups: [{ group: "", role: "use" }], group: [] };
    expect(reasons(await driver().check(newsWith(wrong)))).toEqual([
      'At `accessControl.users[0].role`: Must be one of "use", "admin".',
      "At `accessControl.groups[0].group`: Must not be empty.",
      'Unknown property "group". Did you mean "groups"?',
    ]);
  });

  it("asks nobody again for a template whose access does not change", async () => {
    const { driven, news } = await created({ users: [{ user: "bob", role: "use" }] });
    expect(await driven.check({ ...news, description: "Other." })).toEqual([]);
    expect(server.templates.takeLog()).toEqual([]);
  });
});

describe("a new template with accessControl", () => {
  it("is kept from everyone from the start where the groups leave them out, then gets its list with one request", async () => {
    const accessControl = { users: [{ user: "Bob", role: "admin" }], groups: [{ group: lab.id, role: "use" }] };
    const { driven, news, template } = await created(accessControl);
    expect([...server.acl(template).users]).toEqual([[bob.id, "admin"]]);
    expect([...server.acl(template).groups]).toEqual([[lab.id, "use"]]);
    expect(driven.outputs).toMatchObject({ accessControl, disableEveryoneGroupAccess: false });
    expect(await driven.diff(news)).toEqual([]);
  });

  it("sends what a creation can say with it, and of the list only what is not so already", async () => {
    const body = async (accessControl: unknown, name: string): Promise<unknown[]> => {
      await driver().up({ ...newsWith(accessControl), name });
      const requests = server.templates.takeRequests().filter(({ method }) => method !== "GET");
      return requests.map(({ json }) => {
        const { disable_everyone_group_access, user_perms, group_perms } = json as Record<string, unknown>;
        return disable_everyone_group_access ?? { user_perms, group_perms };
      });
    };
    expect(await body({ groups: [{ group: "Everyone", role: "use" }] }, "a")).toEqual([false]);
    expect(await body({ groups: [{ group: CODER, role: "admin" }] }, "b")).toEqual([
      false,
      { group_perms: { [CODER]: "admin" } },
    ]);
    expect(await body({ groups: [] }, "c")).toEqual([true]);
    expect(await body({ users: [{ user: "bob", role: "use" }] }, "d")).toEqual([
      false,
      { user_perms: { [bob.id]: "use" } },
    ]);
  });

  it("has its id in the state when the list can't be written, and gets the rest the next time", async () => {
    const driven = driver();
    const news = newsWith({ groups: [{ group: "lab", role: "use" }] });
    server.templates.http.on("PATCH /templates/:id/acl", refuse(500, "No database."));
    await expect(driven.up(news)).rejects.toThrow("No database.");
    const [template] = server.templates.templates;
    expect([driven.id, driven.outputs["accessControl"]]).toEqual([template?.id, undefined]);
    expect([...server.acl(template).groups]).toEqual([]);
    server.templates.http.on("PATCH /templates/:id/acl", { json: { message: "ok" } });
    sent();
    expect(await driven.up(news)).toEqual(["update accessControl"]);
    expect(sent()).toEqual([{ group_perms: { [lab.id]: "use" } }]);
    expect(await driven.diff(news)).toEqual([]);
  });
});

describe("an update of accessControl", () => {
  it("sends only who gets another role and who loses one, everyone included", async () => {
    const { driven, news, template } = await created({
      users: [
        { user: "alice", role: "use" },
        { user: "bob", role: "use" },
      ],
      groups: [
        { group: "Everyone", role: "use" },
        { group: "lab", role: "use" },
      ],
    });
    const accessControl = { users: [{ user: bob.id, role: "admin" }], groups: [{ group: "lab", role: "use" }] };
    expect(await driven.up({ ...news, accessControl })).toEqual(["update accessControl"]);
    expect(sent()).toEqual([{ user_perms: { [bob.id]: "admin", [alice.id]: "" }, group_perms: { [CODER]: "" } }]);
    expect([...server.acl(template).groups]).toEqual([[lab.id, "use"]]);
    expect(driven.outputs["accessControl"]).toEqual(accessControl);
  });

  it("gives the template back to everyone, whom it was taken from, without a warning", async () => {
    const { driven, news, template } = await created(undefined, { disableEveryoneGroupAccess: true });
    const accessControl = { groups: [{ group: "Everyone", role: "use" }] };
    await driven.up({ ...news, accessControl, disableEveryoneGroupAccess: false });
    expect(sent()).toEqual([{ group_perms: { [CODER]: "use" } }]);
    expect([...server.acl(template).groups]).toEqual([[CODER, "use"]]);
    expect(server.templates.told).toEqual([]);
  });

  it("leaves a list alone that is not declared, and both when neither is", async () => {
    const { driven, news, template } = await created(undefined);
    server.acl(template).users.set(alice.id, "admin");
    await driven.up({ ...news, description: "Other." });
    expect(server.templates.takeLog().filter((line) => line.endsWith("/acl"))).toEqual([]);
    await driven.up({ ...news, accessControl: { groups: [] } });
    expect(sent()).toEqual([{ group_perms: { [CODER]: "" } }]);
    expect([...server.acl(template).users]).toEqual([[alice.id, "admin"]]);
  });

  it("leaves the roles as they are when it is taken out of the program, and asks for them no more, licence or not", async () => {
    const access = { users: [{ user: "bob", role: "use" }], groups: [{ group: "lab", role: "use" }] };
    const { driven, news, template } = await created(access);
    expect(await driven.up({ ...news, accessControl: { groups: access.groups } })).toEqual(["update accessControl"]);
    expect(driven.outputs["accessControl"]).toEqual({ groups: access.groups });
    expect(await driven.up({ ...news, accessControl: undefined })).toEqual(["update accessControl"]);
    expect(driven.outputs).not.toHaveProperty("accessControl");
    expect(sent()).toEqual([]);
    expect([...server.acl(template).users, ...server.acl(template).groups]).toEqual([
      [bob.id, "use"],
      [lab.id, "use"],
    ]);
    server.templates.http.on(
      "GET /templates/:id/acl",
      refuse(403, "Template RBAC is a Premium feature. Contact sales!"),
    );
    await driven.refresh();
    expect(await driven.diff({ ...news, accessControl: undefined })).toEqual([]);
  });

  it("sees no change in another order or another way to name the same, and does not ask for it while it is spelt the same", async () => {
    const groups = [
      { group: "lab", role: "use" },
      { group: "Everyone", role: "use" },
    ];
    const users = [{ user: "bob", role: "use" }];
    const { driven, news } = await created({ users, groups });
    const reordered = { ...driven.inputs, accessControl: { users, groups: groups.toReversed() } };
    expect(
      (await templateHandler.diff(server.templates.context(), driven.id, driven.outputs, reordered)).changes,
    ).toEqual([]);
    expect(server.templates.takeLog()).toEqual([]);
    const renamed = {
      users: [{ user: bob.id, role: "use" }],
      groups: [
        { group: lab.id, role: "use" },
        { group: CODER, role: "use" },
      ],
    };
    expect(await driven.up({ ...news, accessControl: renamed })).toEqual([]);
    expect(
      await driven.diff({ ...news, accessControl: { ...renamed, users: [{ user: bob.id, role: "admin" }] } }),
    ).toEqual([{ property: "accessControl", kind: "update" }]);
  });

  it("does not touch the list when something else changes", async () => {
    const { driven, news } = await created({ groups: [{ group: "lab", role: "use" }] });
    expect(await driven.up({ ...news, description: "Other." })).toEqual(["update description"]);
    expect(server.templates.takeLog().filter((line) => line.includes("acl") || line.includes("/groups/"))).toEqual([]);
    expect(driven.outputs["accessControl"]).toEqual({ groups: [{ group: "lab", role: "use" }] });
  });

  it("counts what is not known yet as changed", async () => {
    const { driven, news } = await created({ groups: [{ group: "lab", role: "use" }] });
    expect(await driven.diff({ ...news, accessControl: { groups: [{ group: UNKNOWN, role: "use" }] } })).toEqual([
      { property: "accessControl", kind: "update" },
    ]);
  });

  it("is content when the answer was lost and the list is as declared; else it tells, and sends it once", async () => {
    const { driven, news, template } = await created({ users: [] });
    server.templates.http.on("PATCH /templates/:id/acl", () => {
      server.acl(template).users.set(bob.id, "use");
      return { drop: "before" };
    });
    await driven.up({ ...news, accessControl: { users: [{ user: "bob", role: "use" }] } });
    expect(driven.outputs["accessControl"]).toEqual({ users: [{ user: "bob", role: "use" }] });
    server.templates.http.on("PATCH /templates/:id/acl", { drop: "before" });
    await expect(driven.up({ ...news, accessControl: { users: [] } })).rejects.toThrow(/^The server did not answer/);
    expect(sent()).toHaveLength(2);
    expect(await driven.diff({ ...news, accessControl: { users: [] } })).toEqual([
      { property: "accessControl", kind: "update" },
    ]);
  });

  it("refuses at preview a group that was deleted since, although the program has not changed", async () => {
    const { driven, news } = await created({ groups: [{ group: "lab", role: "use" }] });
    server.groups.splice(server.groups.indexOf(lab), 1);
    await driven.refresh();
    expect(driven.outputs["accessControl"]).toEqual({ groups: [] });
    await expect(driven.diff(news)).rejects.toThrow('`accessControl`: There is no group "lab"');
  });

  it("asks in the new organization, not in the old one, when the template moves", async () => {
    const other = server.addGroup({ name: "other", organization_id: RESEARCH });
    const { driven, news } = await created({ groups: [{ group: "lab", role: "use" }] });
    const moved = {
      ...news,
      organization: "research",
      activeVersionId: server.templates.addVersion({ organization_id: RESEARCH }).id,
      accessControl: { groups: [{ group: "other", role: "use" }] },
    };
    expect(await driven.up(moved)).toContain("replace organization");
    const template = server.templates.templates.find(({ organization_id }) => organization_id === RESEARCH);
    expect([...server.acl(template).groups]).toEqual([[other.id, "use"]]);
  });
});

describe("a refresh of accessControl", () => {
  it("reports what people changed in the lists that are managed, the program's names first", async () => {
    const { driven, news, template } = await created({
      users: [
        { user: bob.id, role: "use" },
        { user: "ALICE", role: "use" },
      ],
    });
    const carol = server.addUser("carol");
    const abroad = server.addGroup({ name: "abroad", organization_id: RESEARCH });
    Object.assign(server.acl(template), {
      users: new Map([
        [carol.id, "use"],
        [bob.id, "admin"],
      ]),
    });
    await driven.refresh();
    expect(driven.outputs["accessControl"]).toEqual({
      users: [
        { user: bob.id, role: "admin" },
        { user: "carol", role: "use" },
      ],
    });
    await driven.up(news);
    expect(sent()).toEqual([{ user_perms: { [bob.id]: "use", [alice.id]: "use", [carol.id]: "" } }]);

    await driven.up({ ...news, accessControl: { groups: [{ group: "lab", role: "use" }] } });
    server.acl(template).groups.set(abroad.id, "use").set(CODER, "admin");
    await driven.refresh();
    expect(driven.outputs["accessControl"]).toEqual({
      groups: [
        { group: "lab", role: "use" },
        ...[
          { group: abroad.id, role: "use" },
          { group: "Everyone", role: "admin" },
        ].sort((one, other) => (one.group < other.group ? -1 : 1)),
      ],
    });
  });

  it("keeps a user who is suspended: the server keeps the role, and does not show it", async () => {
    const zoe = server.addUser("zoe", { status: "suspended" });
    const { driven, news, template } = await created({ users: [{ user: "zoe", role: "use" }] });
    expect([...server.acl(template).users]).toEqual([[zoe.id, "use"]]);
    await driven.refresh();
    expect(await driven.diff(news)).toEqual([]);
  });

  it("takes the role from a user who was suspended, although the server does not show it, and leaves that of another", async () => {
    const users = ["yan", "zoe", "bob"].map((user) => ({ user, role: "use" }));
    const [yan, zoe] = [server.addUser("yan", { status: "suspended" }), server.addUser("zoe", { status: "suspended" })];
    const { driven, news, template } = await created({ users });
    await driven.refresh();
    expect(driven.outputs["accessControl"]).toEqual({ users });
    await driven.up({ ...news, accessControl: { users: users.filter(({ user }) => user === "yan") } });
    expect(sent()).toEqual([{ user_perms: { [bob.id]: "", [zoe.id]: "" } }]);
    expect([...server.acl(template).users]).toEqual([[yan.id, "use"]]);
  });

  it("drops a user who was deleted, whatever the program calls them", async () => {
    const users = ["bob", alice.id].map((user) => ({ user, role: "use" }));
    const { driven, news, template } = await created({ users: users.slice(0, 1) });
    server.acl(template).users.set(alice.id, "use");
    driven.outputs["accessControl"] = { users };
    alice.deleted = true;
    await driven.refresh();
    expect(driven.outputs["accessControl"]).toEqual({ users: users.slice(0, 1) });
    await expect(driven.diff({ ...news, accessControl: { users } })).rejects.toThrow(`There is no user "${alice.id}"`);
  });

  it("shows no role that is none, and takes it away with the next change", async () => {
    const { driven, news, template } = await created({ users: [] });
    server.acl(template).users.set(alice.id, "strange");
    await driven.refresh();
    expect(driven.outputs["accessControl"]).toEqual({ users: [] });
    await driven.up({ ...news, accessControl: { users: [{ user: "bob", role: "use" }] } });
    expect(sent()).toEqual([{ user_perms: { [bob.id]: "use", [alice.id]: "" } }]);
  });

  it("asks for no list that is not managed, and an import leaves it out", async () => {
    const { driven, template } = await created(undefined);
    await driven.refresh();
    const context = server.templates.context();
    const found = await templateHandler.read(context, template.id, {});
    expect(await templateHandler.importInputs(context, found?.outputs ?? {}, template.id)).not.toHaveProperty(
      "accessControl",
    );
    expect(server.templates.takeLog().filter((line) => line.endsWith("/acl"))).toEqual([]);
  });
});
