// Features that need a licence. The real server has none: they are refused at preview, in one sentence that says what
// is missing, and nothing that would change the server is sent. They work with a fake server that has a licence.
import { FakeCoder } from "../fakes/coder";
import { TOKEN } from "../fakes/http-server";
import { HOSTS, importInto, programOn, stackOn } from "./host-programs";
import { useLive } from "./live";
import { templateProgram } from "./programs";
import { messagesAt } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("lic");

/** Both kinds of server that have no licence; which one this is the server says itself. */
const WHY = {
  unlicensed: /, and "http[^"]+" has no licence\. Add one \(`coder licenses add`\), or take this out of the program\./,
  withoutLicensedFeatures:
    /, and "http[^"]+" runs the AGPL build, which takes none\. Install the full build of Coder and a licence, or take/,
};

/** Settings of a template: their field, a value that needs a licence, and what a server without one has. */
const SETTINGS: Readonly<Record<string, readonly [field: string, sent: unknown, declared: unknown, held: unknown]>> = {
  autostopRequirement: [
    "autostop_requirement",
    { days_of_week: ["sunday"], weeks: 2 },
    { daysOfWeek: ["sunday"], weeks: 2 },
    { days_of_week: [], weeks: 1 },
  ],
  autostartRequirement: [
    "autostart_requirement",
    { days_of_week: ["monday"] },
    { daysOfWeek: ["monday"] },
    { days_of_week: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] },
  ],
  allowUserAutostart: ["allow_user_autostart", false, false, true],
  allowUserAutostop: ["allow_user_autostop", false, false, true],
  failureTtlMilliseconds: ["failure_ttl_ms", 3_600_000, 3_600_000, 0],
  timeTilDormantMilliseconds: ["time_til_dormant_ms", 3_600_000, 3_600_000, 0],
  timeTilDormantAutodeleteMilliseconds: ["time_til_dormant_autodelete_ms", 7_200_000, 7_200_000, 0],
  requireActiveVersion: ["require_active_version", true, true, false],
  deprecationMessage: ["deprecation_message", "Use another.", "Use another.", ""],
};

const NEED = /Groups and access lists need a licence of Coder with the feature "template_rbac"/;

/** Open until the stacks on them are destroyed. */
const fakes: FakeCoder[] = [];

let reason: RegExp;

afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
});

beforeAll(async () => {
  const { status } = await fetch(`${live.api.url}/api/v2/entitlements`);
  expect([200, 404]).toContain(status);
  reason = new RegExp(NEED.source + (status === 200 ? WHY.unlicensed : WHY.withoutLicensedFeatures).source);
});

/** Requests for the licence, which each process makes once. */
function entitlementsAsked(): number {
  return live.proxy.requests.filter(({ path }) => path.endsWith("/entitlements")).length;
}

describe.each(HOSTS)("on the %s host", (host) => {
  it("a group is refused at preview, whatever else is wrong with it", async () => {
    const stack = await stackOn(
      host,
      live,
      `
      new coderd.Group("one", { name: "${live.prefix}one", members: ["nobody-at-all"] });
      new coderd.Group("two", { name: "${live.prefix}two", organization: "nowhere-to-be-found" });
    `,
    );
    const result = await stack.previewFailing();
    const errors = ["one", "two"].flatMap((name) => messagesAt(result, name, "error"));
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error).toMatch(reason);
    expect(messagesAt(result, "one", "error").length).toBeLessThan(2);
    expect(entitlementsAsked()).toBe(1);
    expect(live.proxy.mutations()).toEqual([]);
  });

  it("accessControl of a template is refused at preview, although its version is not known yet", async () => {
    const source = JSON.stringify({ files: plainTemplate("licensed") });
    const stack = await stackOn(
      host,
      live,
      `
      const version = new coderd.TemplateVersion("version", { templateName: "${live.prefix}acl", source: ${source} });
      new coderd.Template("template", {
        name: "${live.prefix}acl",
        activeVersionId: version.id,
        accessControl: { groups: [{ group: "Everyone", role: "use" }] },
      });
    `,
    );
    const errors = messagesAt(await stack.previewFailing(), "template", "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(reason);
    expect(errors[0]).toMatch(/`accessControl`/);
    expect(entitlementsAsked()).toBe(1);
    expect(live.proxy.mutations()).toEqual([]);
  });

  it("settings of a template are refused at preview, each by its name", async () => {
    const source = { files: plainTemplate("settings") };
    const declared = Object.fromEntries(Object.entries(SETTINGS).map(([property, [, , value]]) => [property, value]));
    const template = { name: `${live.prefix}set`, source, ...declared, maxPortShareLevel: "owner" };
    const stack = await stackOn(host, live, `new coderd.Template("template", ${JSON.stringify(template)});`);
    const errors = messagesAt(await stack.previewFailing(), "template", "error").join("\n");
    for (const property of [...Object.keys(SETTINGS), "maxPortShareLevel"]) expect(errors).toContain(property);
    const why = reason.source.slice(NEED.source.length);
    expect(errors).toMatch(new RegExp(`This value needs a licence of Coder with the feature "access_control"${why}`));
    expect(entitlementsAsked()).toBe(1);
    expect(live.proxy.mutations()).toEqual([]);
  });

  it("a group and a template for it are made, changed, put back and deleted, as the fake of a licensed server has it", async () => {
    const server = await FakeCoder.start({ isLicensed: true });
    fakes.push(server);
    const [ada, bob] = [server.addUser("ada"), server.addUser("bob")];
    const { id: versionId } = server.addVersion();
    const program = (members: string[], role: string): string => `
      const group = new coderd.Group("group", { name: "research", members: ${JSON.stringify(members)} });
      new coderd.Template("template", {
        name: "gpu", activeVersionId: "${versionId}", accessControl: { users: [], groups: [{ group: group.id, role: "${role}" }] },
      });
    `;
    const environment = { CODER_URL: server.http.url, CODER_SESSION_TOKEN: TOKEN };
    const stack = await stackOn(host, live, program(["ada", "Bob"], "use"), { environment });
    const changes = (): string[] => server.takeLog().filter((line) => !line.startsWith("GET "));
    const access = (): unknown => Object.fromEntries(server.accessList(server.templates[0]).groups);
    expect((await stack.preview()).operations).toEqual({ group: ["create"], template: ["create"] });
    expect(changes()).toEqual([]);
    await stack.up();
    const group = server.group("research");
    expect([group.members, access()]).toEqual([[ada.id, bob.id], { [group.id]: "use" }]);
    changes();
    await stack.expectNoChanges();
    expect(changes()).toEqual([]);

    stack.writeProgram(programOn(host, program([bob.id], "admin")));
    const changed = await stack.preview(["--diff"]);
    expect(changed.operations).toEqual({ group: ["update"], template: ["update"] });
    if (host === "plugin") expect(changed.text).toMatch(/~ role: "use" => "admin"/);
    await stack.up();
    expect([group.members, access()]).toEqual([[bob.id], { [group.id]: "admin" }]);

    group.members = [ada.id];
    server.accessList(server.templates[0]).groups.set(group.organization_id, "use");
    expect((await stack.refresh()).operations).toEqual({ group: ["update"], template: ["update"] });
    expect((await stack.preview()).operations).toEqual({ group: ["update"], template: ["update"] });
    await stack.up();
    expect([group.members, access()]).toEqual([[bob.id], { [group.id]: "admin" }]);
    await stack.expectNoChanges();

    if (host === "plugin") {
      server.addGroup({ name: "lab", display_name: "Lab", members: [ada.id] });
      await importInto(stack, [
        ["Group", "lab", "coder/lab"],
        ["Group", "everyone", "coder/Everyone"],
      ]);
      expect(stack.stateOf("lab").inputs).toEqual({ name: "lab", displayName: "Lab", members: ["ada"] });
      stack.writeProgram(
        programOn(
          host,
          `
          new coderd.Group("lab", { name: "lab", displayName: "Lab", members: ["ada"] });
          new coderd.Group("everyone", { name: "Everyone", quotaAllowance: 5 }, { retainOnDelete: true });
        `,
        ),
      );
      expect((await stack.up()).operations).toEqual({ everyone: ["update"], group: ["delete"], template: ["delete"] });
      expect(server.group("Everyone").quota_allowance).toBe(5);
    }
    await stack.destroy();
    expect([server.templates, server.groups.map(({ name }) => name)]).toEqual([[], ["Everyone", "Everyone"]]);
  });
});

it("the server itself ignores each of these settings, and refuses how far ports may be shared", async () => {
  const name = `${live.prefix}raw`;
  const stack = await live.stack(
    templateProgram([{ version: { source: { files: plainTemplate() } }, template: { name } }]),
  );
  await stack.up();
  const template = await live.api.template(name);
  const sent = Object.fromEntries(Object.values(SETTINGS).map(([field, value]) => [field, value]));
  await live.api.editTemplate(template.id, sent);
  const held = await live.api.template(name);
  for (const [field, , , value] of Object.values(SETTINGS))
    expect({ field, held: held[field] }).toEqual({ field, held: value });
  await expect(live.api.editTemplate(template.id, { max_port_share_level: "owner" })).rejects.toThrow(/: 400 /);
  await stack.expectNoChanges();
});

it("nothing asks for a licence that needs none", async () => {
  const stack = await live.stack(`
    const coderd = require("pulumi-coderd");
    new coderd.TemplateVersion("version", { templateName: "${live.prefix}plain", source: ${JSON.stringify({ files: plainTemplate() })} });
  `);
  await stack.preview();
  expect(entitlementsAsked()).toBe(0);
});
