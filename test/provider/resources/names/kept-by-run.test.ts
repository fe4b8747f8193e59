// What one user was told in a run is not told to another, by name or by id: neither is what one server said of another.
import { createClient } from "../../../../provider/client/client";
import type { Context } from "../../../../provider/handler";
import { passingOwnership } from "../../../../provider/ownership/ownership";
import { loadVersion } from "../../../../provider/resources/builds/version-facts";
import { keptByRun } from "../../../../provider/resources/names/kept-by-run";
import { licenceProblem } from "../../../../provider/resources/names/licence";
import { findOrganization } from "../../../../provider/resources/names/organizations";
import { isTemplateNameFree } from "../../../../provider/resources/names/template-names";
import { lookUpTemplate } from "../../../../provider/resources/names/templates";
import { findUser } from "../../../../provider/resources/names/users";
import { isNameFree } from "../../../../provider/resources/workspace/names";
import { FakeCoder } from "../../../fakes/coder";
import { gone } from "../../../fakes/coder/common";
import { TOKEN } from "../../../fakes/http-server";

const OTHER_TOKEN = "zyxwvutsrq-0123456789abcdefghijkl";

let coder: FakeCoder;
let one: Context;
let other: Context;

beforeEach(async () => {
  coder = await FakeCoder.start({ isLicensed: true });
  coder.addUser("bob");
  one = coder.context({ client: createClient({ url: coder.url, token: TOKEN }) });
  other = { ...one, client: createClient({ url: coder.url, token: OTHER_TOKEN }) };
});

afterEach(async () => {
  await Promise.all([one, other].map(({ client }) => client.close()));
  await coder.close();
});

it("keeps something for each run, server and user", () => {
  let made = 0;
  const kept = keptByRun(() => (made += 1));
  expect([kept(one), kept(one), kept(other), kept(one)]).toEqual([1, 1, 2, 1]);
  expect(kept({ ...one, ownership: passingOwnership() })).toBe(3);
  expect(kept({ ...one, client: coder.client })).toBe(1);
});

/** Look-ups that are asked once: their request, and what makes the server refuse it to the other user. */
const LOOK_UPS: [string, string, (context: Context) => Promise<unknown>][] = [
  ["a user", "GET /users/:user", (context) => findUser(context, "bob")],
  ["an organization", "GET /organizations/:organization", (context) => findOrganization(context, "research")],
  ["a template", "GET /templates/:id", (context) => lookUpTemplate(context, coder.templates[0]?.id ?? "")],
  [
    "a version",
    "GET /templateversions/:id",
    (context) => loadVersion(context, coder.versions[0]?.id ?? "", "templateVersionId"),
  ],
  ["the licence", "GET /entitlements", licenceProblem],
  ["a workspace's name", "GET /workspaces", (context) => isNameFree(context, "bob", "dev")],
  [
    "a template's name",
    "GET /organizations/:organization/templates/:name",
    (context) => isTemplateNameFree(context, "default", "none"),
  ],
];

it.each(LOOK_UPS)("asks for %s again as another user", async (_what, route, ask) => {
  const version = coder.addVersion();
  const template = coder.addTemplate({ active_version_id: version.id });
  version.template_id = template.id;
  const tokens = (): unknown[] => coder.http.requestsTo(route).map(({ headers }) => headers["coder-session-token"]);
  await ask(one);
  await ask(one);
  expect(tokens()).toEqual([TOKEN]);
  coder.http.on(route, gone);
  await ask(other).catch(() => undefined);
  expect(tokens()).toEqual([TOKEN, OTHER_TOKEN]);
});
