// What needs a licence, on a server without one: each place is refused at preview, in one sentence that says what is missing, and nothing
// is sent that would change the server. Whether it works with a licence is not tested here.
import { useLive } from "./live";
import { pluginStack } from "./plugin-programs";
import { messagesAt, type Stack } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("lic");

/** Both kinds of server that have no licence; which one this is the server says itself. */
const WHY = {
  unlicensed: /, and "http[^"]+" has no licence\. Add one \(`coder licenses add`\), or take this out of the program\./,
  withoutLicensedFeatures:
    /, and "http[^"]+" runs the AGPL build, which takes none\. Install the full build of Coder and a licence, or take/,
};

const NEED = /Groups and access lists need a licence of Coder with the feature "template_rbac"/;

let reason: RegExp;

beforeAll(async () => {
  const { status } = await fetch(`${live.api.url}/api/v2/entitlements`);
  expect([200, 404]).toContain(status);
  reason = new RegExp(NEED.source + (status === 200 ? WHY.unlicensed : WHY.withoutLicensedFeatures).source);
});

const hosts: [string, (program: string) => Promise<Stack>][] = [
  ["the dynamic host", (program) => live.stack(`const coder = require("pulumi-coder");\n${program}`)],
  ["the plugin", (program) => pluginStack(live, program)],
];

/** Requests for the licence, which each process makes once. */
function entitlementsAsked(): number {
  return live.proxy.requests.filter(({ path }) => path.endsWith("/entitlements")).length;
}

describe.each(hosts)("on %s", (_host, make) => {
  it("a group is refused at preview, whatever else is wrong with it", async () => {
    const stack = await make(`
      new coder.Group("one", { name: "${live.prefix}one", members: ["nobody-at-all"] });
      new coder.Group("two", { name: "${live.prefix}two", organization: "nowhere-to-be-found" });
    `);
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
    const stack = await make(`
      const version = new coder.TemplateVersion("version", { templateName: "${live.prefix}acl", source: ${source} });
      new coder.Template("template", {
        name: "${live.prefix}acl",
        activeVersionId: version.id,
        accessControl: { groups: [{ group: "Everyone", role: "use" }] },
      });
    `);
    const errors = messagesAt(await stack.previewFailing(), "template", "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(reason);
    expect(errors[0]).toMatch(/`accessControl`/);
    expect(entitlementsAsked()).toBe(1);
    expect(live.proxy.mutations()).toEqual([]);
  });
});

it("nothing asks for a licence that needs none", async () => {
  const stack = await live.stack(`
    const coder = require("pulumi-coder");
    new coder.TemplateVersion("version", { templateName: "${live.prefix}plain", source: ${JSON.stringify({ files: plainTemplate() })} });
  `);
  await stack.preview();
  expect(entitlementsAsked()).toBe(0);
});
