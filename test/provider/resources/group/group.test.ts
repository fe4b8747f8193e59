import { groupHandler } from "../../../../provider/resources/group/group";
import { UNKNOWN } from "../../../../provider/values";
import { Driver } from "../driver";
import { CODER, LicensedServer, RESEARCH, type StoredUser } from "../licensed-server";
import { refuse } from "../template-server";

const NOT_COUNTED = ["GET /organizations/default", "GET /entitlements"];

let server: LicensedServer;
let alice: StoredUser;
let bob: StoredUser;

beforeEach(async () => {
  server = await LicensedServer.start();
  alice = server.addUser("alice");
  bob = server.addUser("bob");
});

afterEach(async () => {
  await server.templates.close();
});

function driver(): Driver {
  return new Driver(groupHandler, server.templates);
}

/** A group that the program has made; its requests are forgotten. */
async function created(news: Record<string, unknown> = {}): Promise<Driver> {
  const driven = driver();
  await driven.up({ name: "research", ...news });
  server.templates.takeLog();
  return driven;
}

/** The requests since the last call, without look-ups that are made only once. */
function requests(): unknown[][] {
  return server.templates.takeRequests().flatMap(({ method, path, json }) => {
    const line = `${method} ${path.replace("/api/v2", "")}`;
    return NOT_COUNTED.includes(line) || line.startsWith("GET /users/")
      ? []
      : [json === undefined ? [line] : [line, json]];
  });
}

describe("group.check", () => {
  it("asks for the licence once, however many groups there are, and not for one that does not change", async () => {
    const driven = await created();
    await driver().check({ name: "other" });
    expect(server.templates.http.requestsTo("GET /entitlements")).toHaveLength(0);
    server.templates.takeLog();
    expect(await driven.check({ name: "research" })).toEqual([]);
    expect(server.templates.takeLog()).toEqual([]);
  });

  it.each([
    [
      "no licence",
      { json: { features: { template_rbac: { entitlement: "not_entitled", enabled: false } }, has_license: false } },
      (url: string) =>
        `, and "${url}" has no licence. Add one (\`coder licenses add\`), or take this out of the program.`,
    ],
    [
      "a licence without the feature",
      { json: { features: {}, has_license: true } },
      (url: string) =>
        `, which that of "${url}" does not have or no longer has. Add one that has it (\`coder licenses add\`), or ` +
        "take this out of the program.",
    ],
    [
      "a build without licensed features",
      { status: 404, json: { message: "Route not found." } },
      (url: string) =>
        `, and "${url}" runs the AGPL build, which takes none. Install the full build of Coder and a licence, or ` +
        "take this out of the program.",
    ],
  ])("refuses a group in one sentence where the server has %s, and asks nothing else", async (_what, answer, says) => {
    server.templates.http.on("GET /entitlements", answer);
    const reason = `Groups and access lists need a licence of Coder with the feature "template_rbac"${says(server.templates.http.url)}`;
    const wrong = { name: "research", organization: "nowhere", members: ["nobody"] };
    expect(await driver().check(wrong)).toEqual([{ property: "", reason }]);
    expect(await driver().check({ name: "other" })).toEqual([{ property: "", reason }]);
    expect(server.templates.takeLog()).toEqual(["GET /entitlements"]);
  });

  it("leaves the judgement to the server where somebody in between keeps the entitlements back", async () => {
    server.templates.http.on("GET /entitlements", refuse(403, "Forbidden."));
    expect(await driver().check({ name: "research" })).toEqual([]);
  });

  it("tells what else goes wrong with the entitlements, and asks again the next time", async () => {
    server.templates.http.on("GET /entitlements", refuse(500, "No database."));
    await expect(driver().check({ name: "research" })).rejects.toThrow(
      /^No database\. \(GET \/api\/v2\/entitlements: status 500/,
    );
    await expect(driver().check({ name: "research" })).rejects.toThrow("No database.");
    expect(server.templates.http.requestsTo("GET /entitlements")).toHaveLength(2);
  });

  it("names every member that is not there, is no member of the organization, or is named twice, all at once", async () => {
    server.addUser("carol", { organization_ids: [RESEARCH] });
    server.addUser("dora", { organization_ids: [] });
    server.addUser("prebuilds", { id: "c42fdf75-3097-471c-8c33-fb52454d81c0" });
    const members = ["nobody", "Alice", alice.id, "bob", "bob", "carol", "dora", "someone", "me", "prebuilds"];
    expect(await driver().check({ name: "research", members })).toEqual(
      [
        'There are no users "nobody" and "someone", or the token\'s user may not see them. Give user names, or users\' ids.',
        '"bob" is there more than once. Name it once.',
        `"Alice" and "${alice.id}" are the same user. Name it once.`,
        '"me" is another user with each token. Give a user name or a user\'s id.',
        "\"prebuilds\" is the server's own user, which it does not show among a group's members. Leave it out here.",
        '"carol" and "dora" are no members of organization "coder", and a group takes only those. Add the users to the organization first.',
      ].map((reason) => ({ property: "members", reason })),
    );
  });

  it("takes a deleted user for none, though the server finds one by the id, and a new one of that name for another", async () => {
    const old = server.addUser("zoe", { deleted: true });
    const reason = `There is no user "${old.id}", or the token's user may not see it. Give user names, or users' ids.`;
    expect(await driver().check({ name: "research", members: [old.id] })).toEqual([{ property: "members", reason }]);
    server.addUser("zoe");
    expect(await driver().check({ name: "other", members: [old.id, "zoe", alice.id] })).toEqual([
      { property: "members", reason },
    ]);
  });

  it("says it of one in the singular", async () => {
    server.addUser("carol", { organization_ids: [] });
    expect(
      (await driver().check({ name: "research", members: ["nobody", "carol"] })).map(({ reason }) => reason),
    ).toEqual([
      "There is no user \"nobody\", or the token's user may not see it. Give user names, or users' ids.",
      '"carol" is no member of organization "coder", and a group takes only those. Add the user to the organization first.',
    ]);
  });

  it("looks at what is known already: members beside an unknown one, and none of an unknown list", async () => {
    expect(
      await driver().check({ name: UNKNOWN, organization: UNKNOWN, members: [UNKNOWN, "bob", "nobody"] }),
    ).toHaveLength(1);
    expect(await driver().check({ name: "research", members: UNKNOWN })).toEqual([]);
  });

  it("refuses an organization that is not there, and a name that is taken, with who has it", async () => {
    expect(await driver().check({ name: "research", organization: "nowhere" })).toEqual([
      { property: "organization", reason: expect.stringMatching(/^There is no organization "nowhere"/) as string },
    ]);
    const { id } = server.addGroup({ name: "research" });
    expect(await driver().check({ name: "research" })).toEqual([
      {
        property: "name",
        reason: expect.stringContaining(
          `The name "research" is taken by group ${id} of organization "coder" ` +
            `(${server.templates.http.url}/organizations/coder/groups/research). `,
        ) as string,
      },
    ]);
    expect(await driver().check({ name: "Research" })).toEqual([]);
    expect(await driver().check({ name: "research", organization: "research" })).toEqual([]);
  });

  it("refuses names that the server would, and takes the long ones of identity providers", async () => {
    expect(await driver().check({ name: "a".repeat(255) })).toEqual([]);
    expect(await driver().check({ name: "a".repeat(256) })).toEqual([
      { property: "name", reason: "Must be 255 characters or fewer; it has 256. Shorten it." },
    ]);
    expect(await driver().check({ name: "new" })).toEqual([
      { property: "name", reason: 'Must not be "new": the server keeps that word for itself. Choose another.' },
    ]);
    expect(await driver().check({ name: "x", quotaAllowance: -1, displayName: " x" })).toHaveLength(2);
  });

  it("refuses to make the group of everyone, to become or to leave it, and to set what the server decides", async () => {
    const refusal =
      'Must not be "Everyone": every organization has that group already. Choose another name, or import the group that there is.';
    expect(await driver().check({ name: "Everyone" })).toEqual([{ property: "name", reason: refusal }]);
    const driven = await created();
    expect(await driven.check({ name: "Everyone" })).toEqual([{ property: "name", reason: refusal }]);
    const everyone = driver();
    everyone.inputs = { name: "Everyone" };
    expect(await everyone.check({ name: "All", displayName: "All", members: ["bob"] })).toEqual([
      { property: "name", reason: 'Must stay "Everyone": the server does not rename the group of all members.' },
      { property: "displayName", reason: 'Must be left out: the server takes none for the group "Everyone".' },
      {
        property: "members",
        reason: 'Must be left out: all members of the organization, and nobody else, are in the group "Everyone".',
      },
    ]);
    expect(await everyone.check({ name: "Everyone", quotaAllowance: 3 })).toEqual([]);
  });
});

describe("group.create", () => {
  it("makes the group, then puts its members in with one request, and answers with both names and ids", async () => {
    const driven = driver();
    const news = {
      name: "research",
      displayName: "Research",
      avatarUrl: "/emojis/1f4bb.png",
      quotaAllowance: 20,
      members: ["Bob", alice.id],
    };
    await driven.up(news);
    const group = server.group("research");
    expect(requests()).toEqual([
      ["GET /organizations/default/groups/research"],
      [
        "POST /organizations/default/groups",
        { name: "research", display_name: "Research", avatar_url: "/emojis/1f4bb.png", quota_allowance: 20 },
      ],
      [`PATCH /groups/${group.id}`, { add_users: [bob.id, alice.id] }],
    ]);
    expect(driven.id).toBe(group.id);
    expect(driven.outputs).toEqual({
      ...news,
      memberIds: [bob.id, alice.id],
      organizationId: CODER,
      organizationName: "coder",
      source: "user",
      url: `${server.templates.http.url}/organizations/coder/groups/research`,
      __declared: ["avatarUrl", "displayName", "members", "name", "quotaAllowance"],
    });
    expect(await driven.diff(news)).toEqual([]);
  });

  it("needs one request for a group without members, declared so or not", async () => {
    for (const [name, members] of [
      ["one", undefined],
      ["two", []],
    ] as const) {
      await driver().up({ name, organization: "research", members });
      expect(requests().filter(([line]) => !String(line).startsWith("GET"))).toEqual([
        ["POST /organizations/research/groups", { name, display_name: "", avatar_url: "", quota_allowance: 0 }],
      ]);
    }
  });

  it("keeps the id when the members can't be put in, and does only the rest the next time", async () => {
    const driven = driver();
    const news = { name: "research", members: ["alice"] };
    server.templates.http.on("PATCH /groups/:id", refuse(500, "No database."), () => {
      server.group("research").members.push(alice.id);
      return {
        json: { ...server.group("research"), members: [{ id: alice.id, username: "alice" }], total_member_count: 1 },
      };
    });
    await expect(driven.up(news)).rejects.toThrow("No database.");
    const { id } = server.group("research");
    expect([driven.id, driven.outputs["members"]]).toEqual([id, []]);
    requests();
    expect(await driven.up(news)).toEqual(["update members"]);
    expect(requests()).toEqual([[`GET /groups/${id}`], [`PATCH /groups/${id}`, { add_users: [alice.id] }]]);
  });

  it("makes nothing when a member is gone between the preview and the update", async () => {
    const context = server.templates.context();
    const gone = { name: "research", members: ["alice", "nobody"] };
    await expect(groupHandler.create(context, gone)).rejects.toThrow('`members`: There is no user "nobody"');
    expect(requests()).toEqual([]);
  });

  it("finds the group by its name when the answer was lost, and makes no second one", async () => {
    server.templates.http.on("POST /organizations/:organization/groups", () => {
      server.addGroup({ name: "research", quota_allowance: 3 });
      return { drop: "before" };
    });
    const driven = driver();
    await driven.up({ name: "research", quotaAllowance: 3, members: ["bob"] });
    expect(driven.id).toBe(server.group("research").id);
    expect(server.group("research").members).toEqual([bob.id]);
    expect(server.templates.http.requestsTo("POST /organizations/:organization/groups")).toHaveLength(1);
  });

  it.each([
    ["holds nobody's request", (): void => {}, /^The server did not answer/],
    [
      "has a group of other facts under that name",
      (): void => void server.addGroup({ name: "research", display_name: "Other" }),
      /^Group "research" was not created\. The name "research" is taken by/,
    ],
    [
      "has a group with members under that name",
      (): void => void server.addGroup({ name: "research", members: [bob.id] }),
      /^Group "research" was not created\. The name "research" is taken by/,
    ],
  ])("takes over no foreign group when the answer was lost and the server %s", async (_what, meanwhile, says) => {
    server.templates.http.on("POST /organizations/:organization/groups", () => {
      meanwhile();
      return { drop: "before" };
    });
    await expect(driver().up({ name: "research" })).rejects.toThrow(says);
  });

  it("names the holder when the name was taken since the preview", async () => {
    server.templates.http.on(
      "GET /organizations/:organization/groups/:name",
      refuse(404, "Resource not found."),
      () => ({
        json: { ...server.group("research"), organization_name: "coder", total_member_count: 0 },
      }),
    );
    const { id } = server.addGroup({ name: "research" });
    await expect(driver().up({ name: "research" })).rejects.toThrow(
      `Group "research" was not created. The name "research" is taken by group ${id} of organization "coder"`,
    );
  });

  it("passes on what else the server says, with what it means where its licence ended", async () => {
    server.templates.http.on(
      "POST /organizations/:organization/groups",
      refuse(403, "Template RBAC is a Premium feature. Contact sales!"),
    );
    await expect(driver().up({ name: "research" })).rejects.toThrow(
      /^Template RBAC is a Premium feature\. Contact sales! The server's licence does not have it, or no longer: renew the licence, or do without\. \(POST /,
    );
  });
});

describe("group.diff and update", () => {
  it("sends what differs and nothing else, members by addition and removal", async () => {
    const carol = server.addUser("carol");
    const driven = await created({ quotaAllowance: 1, members: ["alice", "bob"] });
    const news = { name: "lab", displayName: "Lab", members: ["carol", "bob"] };
    expect(await driven.up(news)).toEqual([
      "update name",
      "update displayName",
      "update quotaAllowance",
      "update members",
    ]);
    expect(requests()).toEqual([
      [`GET /groups/${driven.id}`],
      [
        `PATCH /groups/${driven.id}`,
        { name: "lab", display_name: "Lab", quota_allowance: 0, add_users: [carol.id], remove_users: [alice.id] },
      ],
    ]);
    expect(driven.outputs).toMatchObject({ name: "lab", members: ["carol", "bob"], memberIds: [carol.id, bob.id] });
    expect(await driven.diff(news)).toEqual([]);
  });

  it("sees no change in another order or another way to name the same users, and asks for nobody whom the state knows", async () => {
    const driven = await created({ members: ["alice", "bob"] });
    expect(await driven.diff({ name: "research", members: ["bob", "alice"] })).toEqual([]);
    expect(await driven.diff({ name: "research", members: [bob.id, "ALICE"] })).toEqual([]);
    expect(await driven.up({ name: "research", members: [bob.id, "ALICE"] })).toEqual([]);
    expect(requests()).toEqual([]);
    await driven.refresh();
    expect(await driven.diff({ name: "research", members: [bob.id, "ALICE"] })).toEqual([]);
  });

  it("takes all members out for an empty list, and leaves them alone when there is none", async () => {
    const driven = await created({ members: ["alice"] });
    expect(await driven.up({ name: "research" })).toEqual([]);
    expect(await driven.up({ name: "research", displayName: "R" })).toEqual(["update displayName"]);
    expect(server.group("research").members).toEqual([alice.id]);
    requests();
    expect(await driven.up({ name: "research", displayName: "R", members: [] })).toEqual(["update members"]);
    expect(requests().at(-1)).toEqual([`PATCH /groups/${driven.id}`, { remove_users: [alice.id] }]);
  });

  it("counts what is not known yet as changed", async () => {
    const driven = await created({ members: ["alice"] });
    expect(await driven.diff({ name: "research", members: ["alice", UNKNOWN] })).toEqual([
      { property: "members", kind: "update" },
    ]);
    expect(await driven.diff({ name: "research", members: UNKNOWN })).toEqual([
      { property: "members", kind: "update" },
    ]);
  });

  it("sends nothing when the group is already as declared", async () => {
    const driven = await created();
    Object.assign(server.group("research"), { display_name: "R" });
    expect(await driven.up({ name: "research", displayName: "R" })).toEqual(["update displayName"]);
    expect(requests()).toEqual([[`GET /groups/${driven.id}`]]);
  });

  it("refuses at preview a member who was deleted since, although the program has not changed", async () => {
    const driven = await created({ members: ["alice"] });
    const news = { name: "research", members: ["alice", "zoe"] };
    driven.inputs = { ...driven.inputs, members: news.members };
    expect(await driven.check(news)).toEqual([]);
    await expect(driven.diff(news)).rejects.toThrow(
      '`members`: There is no user "zoe", or the token\'s user may not see it.',
    );
  });

  it("replaces the group when the organization is another, and not when it is named otherwise", async () => {
    const driven = await created();
    expect(await driven.diff({ name: "research", organization: CODER })).toEqual([]);
    const [first] = [driven.id];
    expect(await driven.up({ name: "research", organization: "research" })).toEqual(["replace organization"]);
    expect(
      server.groups
        .filter(({ name }) => name === "research")
        .map(({ id, organization_id }) => [id !== first, organization_id]),
    ).toEqual([[true, RESEARCH]]);
  });

  it("warns of members that an identity provider decides on", async () => {
    const driven = await created({ members: ["alice"] });
    server.group("research").source = "oidc";
    await driven.refresh();
    await driven.diff({ name: "research", members: ["alice"] });
    expect(server.templates.told).toEqual([
      'warning: An identity provider decides who is in group "research", each time a user logs in: `members` may be undone by it. Leave `members` out.',
    ]);
    await driven.diff({ name: "research" });
    expect(server.templates.told).toHaveLength(1);
  });

  it("changes no members while it can't see all of them", async () => {
    const driven = await created({ members: ["alice", "bob"] });
    server.visibleMembers = 1;
    await expect(driven.up({ name: "research", members: ["alice"] })).rejects.toThrow(
      'The members of group "research" were not changed: the token\'s user may see only 1 of 2. Use the token of an owner or a user admin, or leave `members` out.',
    );
    expect(await driven.up({ name: "research", displayName: "R" })).toEqual(["update displayName"]);
  });

  it("is content when the answer to an update was lost and the update was made; else it tells, and sends it once", async () => {
    const driven = await created();
    server.templates.http.on("PATCH /groups/:id", () => {
      Object.assign(server.group("research"), { display_name: "R", members: [bob.id] });
      return { drop: "before" };
    });
    await driven.up({ name: "research", displayName: "R", members: ["bob"] });
    expect(driven.outputs).toMatchObject({ displayName: "R", members: ["bob"] });
    server.templates.http.on("PATCH /groups/:id", { drop: "before" });
    await expect(driven.up({ name: "research", displayName: "S", members: ["bob"] })).rejects.toThrow(
      /^The server did not answer/,
    );
    expect(server.templates.http.requestsTo("PATCH /groups/:id")).toHaveLength(2);
  });

  it("names the holder when a new name is taken", async () => {
    const driven = await created();
    const { id } = server.addGroup({ name: "lab" });
    await expect(driven.up({ name: "lab" })).rejects.toThrow(
      `Group "research" was not renamed. The name "lab" is taken in organization "coder" by group ${id}`,
    );
  });

  it("says what to do when the group is gone", async () => {
    const driven = await created();
    server.groups.splice(0);
    await expect(driven.up({ name: "research", displayName: "R" })).rejects.toThrow(
      'Group "research" no longer exists on the server, or the token\'s user may not see it any more.',
    );
  });
});

describe("group.read", () => {
  it("reports what people changed, those whom the program names first and as it names them", async () => {
    const carol = server.addUser("carol");
    const driven = await created({ members: [bob.id, "Alice"] });
    Object.assign(server.group("research"), { display_name: "By hand", members: [carol.id, bob.id] });
    expect(await driven.refresh()).toBe(true);
    expect(driven.outputs).toMatchObject({
      displayName: "By hand",
      members: [bob.id, "carol"],
      memberIds: [bob.id, carol.id],
    });
    expect(await driven.diff({ name: "research", members: [bob.id, "Alice"] })).toEqual([
      { property: "displayName", kind: "update" },
      { property: "members", kind: "update" },
    ]);
    await driven.up({ name: "research", members: [bob.id, "Alice"] });
    expect(requests().at(-1)).toEqual([
      `PATCH /groups/${driven.id}`,
      { display_name: "", add_users: [alice.id], remove_users: [carol.id] },
    ]);
  });

  it("lists all members where the program names none", async () => {
    const driven = await created();
    server.group("research").members = [bob.id, alice.id];
    await driven.refresh();
    expect(driven.outputs).toMatchObject({ members: ["alice", "bob"], memberIds: [alice.id, bob.id] });
    expect(await driven.diff({ name: "research" })).toEqual([]);
  });

  it("tells a group that is gone from a server that has lost its licence", async () => {
    const driven = await created();
    server.templates.http.on("GET /groups/:id", refuse(403, "Template RBAC is a Premium feature. Contact sales!"));
    await expect(driven.refresh()).rejects.toThrow("Template RBAC is a Premium feature.");
    server.templates.http.on("GET /groups/:id", refuse(404, "Route not found."));
    await expect(driven.refresh()).rejects.toThrow("Route not found.");
    server.templates.http.on(
      "GET /groups/:id",
      refuse(404, "Resource not found or you do not have access to this resource"),
    );
    expect(await driven.refresh()).toBe(false);
  });
});

describe("group.delete", () => {
  it("deletes the group, and is content when it is gone", async () => {
    const driven = await created({ members: ["alice"] });
    await driven.destroy();
    expect(requests()).toEqual([[`DELETE /groups/${driven.id}`]]);
    await driven.destroy();
  });

  it("refuses to delete the group of everyone before it asks", async () => {
    const everyone = driver();
    everyone.id = CODER;
    await everyone.refresh();
    requests();
    await expect(everyone.destroy()).rejects.toThrow(
      'Group "Everyone" of organization "coder" was not deleted: the server keeps it as long as the organization. Take it out of the stack with `pulumi state delete`, or with the option `retainOnDelete`.',
    );
    expect(requests()).toEqual([]);
  });
});

describe("an import of a group", () => {
  const imported = async (id: string): Promise<unknown> => {
    const context = server.templates.context();
    const found = await groupHandler.read(context, id, {});
    return groupHandler.importInputs(context, found?.outputs ?? {}, id);
  };

  it("finds it by organization and name", async () => {
    const { id } = server.addGroup({ name: "lab", organization_id: RESEARCH });
    const context = server.templates.context();
    expect(groupHandler.nameForm).toBe("organization/name");
    expect(await groupHandler.find(context, "research/lab")).toBe(id);
    expect(await groupHandler.find(context, "coder/lab")).toBeUndefined();
    expect(await groupHandler.find(context, "coder/Everyone")).toBe(CODER);
  });

  it("declares what is not as by default, with the members", async () => {
    const { id } = server.addGroup({ name: "lab", organization_id: RESEARCH, quota_allowance: 3, members: [bob.id] });
    expect(await imported(id)).toEqual({ name: "lab", organization: "research", quotaAllowance: 3, members: ["bob"] });
  });

  it("leaves the members out where others decide on them", async () => {
    const { id } = server.addGroup({ name: "lab", source: "oidc", members: [bob.id] });
    expect(await imported(id)).toEqual({ name: "lab" });
    expect(await imported(CODER)).toEqual({ name: "Everyone" });
  });
});
