import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import { templateHandler } from "../../../../provider/resources/template/template";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { TIME } from "../../../fakes/coder/common";

const source = { files: { "main.tf": "# nothing" } };
const UNTAGGED = { scope: "organization", owner: "" };

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
  server.daemons = [daemon("one", {}), daemon("gpus", { gpu: "yes", zone: "eu" })];
});

afterEach(() => server.close());

function daemon(name: string, tags: Record<string, string>, status = "idle"): Record<string, unknown> {
  return { id: `${name}-id`, name, status, created_at: TIME, tags: { ...UNTAGGED, ...tags } };
}

async function warningsOf(more: Properties = {}, previousInputs?: Properties): Promise<string[]> {
  const news = { templateName: "docker", source, ...more };
  expect((await templateVersionHandler.check(server.context(), news, previousInputs)).failures).toEqual([]);
  return server.told.splice(0);
}

it("warns of tags that no daemon has, for a version and for a template with its source", async () => {
  const provisionerTags = { gpu: "no" };
  const warning =
    'warning: `provisionerTags`: organization "coder" has no provisioner daemon with the tags gpu="no". Those that ' +
    'are connected have no tags; or gpu="yes", zone="eu". The import of the version would wait until one comes. Start ' +
    "one with these tags, or correct the tags.";
  expect(await warningsOf({ provisionerTags })).toEqual([warning]);
  await templateHandler.check(server.context(), { name: "docker", source, provisionerTags });
  expect(server.told).toEqual([warning]);
});

it("says nothing about a version that stays", async () => {
  const inputs = { templateName: "docker", source, provisionerTags: { gpu: "no" } };
  const { inputs: before } = await templateVersionHandler.check(server.context(), inputs);
  server.told.length = 0;
  expect(await warningsOf({ ...inputs, message: "Other." }, before)).toEqual([]);
});

it.each<[string, Properties]>([
  ["a daemon has the tags and more", { provisionerTags: { gpu: "yes" } }],
  ["there are no tags, and a daemon without", {}],
])("says nothing where %s", async (_when, more) => {
  expect(await warningsOf(more)).toEqual([]);
});

it("says nothing where the code may bring the tags that the daemons have", async () => {
  server.daemons = [daemon("gpus", { gpu: "yes" })];
  const tags = 'data "coder_workspace_tags" "all" {\n  tags = { gpu = "yes" }\n}\n';
  const files = {
    "main.tf": `terraform {\n  required_providers {\n    coder = { source = "coder/coder" }\n  }\n}\n${tags}`,
  };
  expect(await warningsOf({ source: { files } })).toEqual([]);
});

it("warns where only daemons with tags are left for a version without", async () => {
  server.daemons = [daemon("gpus", { gpu: "yes" })];
  expect(await warningsOf()).toEqual([
    'warning: `provisionerTags`: organization "coder" has no provisioner daemon without tags. Those that are connected ' +
      'have gpu="yes". The import of the version would wait until one comes. Start one with these tags, or correct ' +
      "the tags.",
  ]);
});

it("names the daemons that have the tags and went offline", async () => {
  server.daemons = [daemon("gpus", { gpu: "yes" }, "offline"), daemon("one", {})];
  expect(await warningsOf({ provisionerTags: { gpu: "yes" } })).toEqual([
    'warning: `provisionerTags`: no provisioner daemon with the tags gpu="yes" of organization "coder" is connected: ' +
      '"gpus" went offline. The import of the version would wait until one comes. Start one with these tags, or ' +
      "correct the tags.",
  ]);
});

it("takes a daemon of the caller alone for a version of that scope, and no other's", async () => {
  const provisionerTags = { scope: "user" };
  server.daemons = [daemon("mine", { scope: "user", owner: server.user.id })];
  expect(await warningsOf({ provisionerTags })).toEqual([]);
  server.ownership = { ...server.ownership };
  server.daemons = [daemon("other", { scope: "user", owner: "somebody" })];
  expect((await warningsOf({ provisionerTags })).join()).toContain('with the tags scope="user".');
});

it("says nothing to who may not see the daemons, and asks once", async () => {
  const [user] = server.users;
  if (user !== undefined) user.roles = [];
  server.http.on("POST /authcheck", { status: 404 });
  for (let version = 0; version < 3; version++)
    expect(await warningsOf({ provisionerTags: { gpu: "no", version: String(version) } })).toEqual([]);
  expect(server.http.requestsTo("GET /organizations/:organization/provisionerdaemons")).toHaveLength(1);
});
