// Groups and templates: which ones can be adopted, what the adoption changes, and their replacement by command.
import { groupHandler } from "../../../../provider/resources/group/group";
import { templateHandler } from "../../../../provider/resources/template/template";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { RESEARCH } from "../../../fakes/coder/users";
import { Driver } from "../../../fakes/driver";
import { beginRun } from "../../../fakes/workspace-runs";

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start({ isLicensed: true });
});

afterEach(async () => {
  await server.close();
});

interface Kind {
  type: "Group" | "Template";
  what: string;
  resource: (name: string) => Driver;
  /** An object that a person made, and inputs that declare it as it is. */
  add: (name: string, organization?: string) => { id: string; news: Properties };
  remove: (id: string) => void;
  /** Inputs of a new object. */
  declare: (name: string) => Properties;
  ids: () => string[];
  deletion: string;
}

const urnOf = (type: string, name: string): string => `urn:pulumi:test::project::coderd:index:${type}::${name}`;

const kinds: Kind[] = [
  {
    type: "Group",
    what: "group",
    resource: (name) => new Driver(groupHandler, server, { urn: urnOf("Group", name) }),
    add: (name, organization) => {
      const { id } = server.addGroup({ name, ...(organization !== undefined && { organization_id: organization }) });
      return { id, news: { name } };
    },
    remove: (id) =>
      void server.groups.splice(
        server.groups.findIndex((group) => group.id === id),
        1,
      ),
    declare: (name) => ({ name }),
    ids: () => server.groups.filter(({ name }) => name !== "Everyone").map(({ id }) => id),
    deletion: "DELETE /groups/:id",
  },
  {
    type: "Template",
    what: "template",
    resource: (name) => new Driver(templateHandler, server, { urn: urnOf("Template", name) }),
    add: (name, organization) => {
      const { id, active_version_id } = server.addTemplate({
        name,
        ...(organization !== undefined && { organization_id: organization }),
      });
      return { id, news: { name, activeVersionId: active_version_id } };
    },
    remove: (id) => server.removeTemplate(id),
    declare: (name) => ({ name, activeVersionId: server.addVersion().id }),
    ids: () => server.templates.map(({ id }) => id),
    deletion: "DELETE /templates/:id",
  },
];

describe.each(kinds)("adopting a $what", ({ type, what, resource, add, remove, ids }) => {
  it("refuses one that is gone, at preview and when it went after that", async () => {
    const { id, news } = add("ours");
    const adopter = resource("example");
    const context = server.context(adopter.more);
    const { inputs, failures } = await adopter.handler.check(context, { ...news, adopt: id });
    expect(failures).toEqual([]);
    remove(id);
    const reason = `There is no ${what} ${id}, or the token's user may not see it. Give the id of a ${what} of this server.`;
    await expect(adopter.handler.create(context, inputs)).rejects.toThrow(`${type} ${id} was not adopted. ${reason}`);
    expect(await adopter.check({ ...news, adopt: id })).toEqual([{ property: "adopt", reason }]);
  });

  it("refuses one of another organization, with what to declare", async () => {
    const { id, news } = add("ours", RESEARCH);
    const reason =
      `${type} "ours" is in organization "research", which no update changes. ` + 'Set `organization: "research"`.';
    expect(await resource("example").check({ ...news, adopt: id })).toEqual([{ property: "adopt", reason }]);
    expect(await resource("example").check({ ...news, organization: "research", adopt: id })).toEqual([]);
  });

  it("refuses one that another resource of the program has", async () => {
    const { id, news } = add("ours");
    await resource("owner").up({ ...news, adopt: id });
    const reason = `The ${what} ${id} can't be taken over: resource "${urnOf(type, "owner")}" of this program has it. Take one of the two out.`;
    expect(await resource("adopter").check({ ...news, name: "other", adopt: id })).toEqual([
      { property: "adopt", reason },
    ]);
  });

  it("changes it to what is declared, shows no difference afterwards nor once `adopt` is taken out, and deletes it with the resource", async () => {
    const { id, news } = add("theirs");
    const adopter = resource("example");
    const wanted = { ...news, name: "ours", displayName: "Ours" };
    await adopter.up({ ...wanted, adopt: id });
    expect(adopter.id).toBe(id);
    expect(adopter.outputs).toMatchObject({ name: "ours", displayName: "Ours" });
    const stored = [...server.groups, ...server.templates].find((each) => each.id === id);
    expect(stored).toMatchObject({ name: "ours", display_name: "Ours" });
    expect(await adopter.up({ ...wanted, adopt: id })).toEqual([]);
    expect(await adopter.up(wanted)).toEqual([]);
    await adopter.refresh();
    expect(await adopter.up(wanted)).toEqual([]);
    await adopter.destroy();
    expect(ids()).not.toContain(id);
  });
});

describe.each(kinds)("a $what that is replaced by command", ({ what, resource, declare, ids, deletion }) => {
  it("is refused before anything is touched while the old one is there", async () => {
    const old = resource("example");
    const news = declare("ours");
    await old.up(news);
    beginRun(server);
    // The engine asks as for a new resource.
    await expect(resource("example").up(news)).rejects.toThrow(
      `before it is gone: set \`deleteBeforeReplace: true\` in the resource's options, which deletes that ${what} ` +
        "first, with what it holds.",
    );
    expect(ids()).toEqual([old.id]);
    expect(server.http.requestsTo(deletion)).toEqual([]);
  });

  it("is made anew where the old one is deleted first", async () => {
    const old = resource("example");
    await old.up(declare("ours"));
    beginRun(server);
    const again = resource("example");
    // A version belongs to one template only: it is replaced as well.
    const news = declare("ours");
    expect(await again.check(news)).toEqual([]);
    await old.destroy();
    expect(ids()).toEqual([]);
    await again.up(news);
    expect(ids()).toEqual([again.id]);
    expect(again.id).not.toBe(old.id);
  });
});

it("takes names of groups that differ in case for two, and names of templates for one", async () => {
  const [group, template] = kinds;
  expect(await group?.resource("one").check({ name: "dev" })).toEqual([]);
  expect(await group?.resource("two").check({ name: "Dev" })).toEqual([]);
  expect(await group?.resource("three").check({ name: "dev" })).toHaveLength(1);
  expect(await template?.resource("one").check(template.declare("dev"))).toEqual([]);
  expect(await template?.resource("two").check(template.declare("Dev"))).toHaveLength(1);
});
