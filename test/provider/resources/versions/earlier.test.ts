import { passingOwnership } from "../../../../provider/ownership/ownership";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { Driver } from "../../../fakes/driver";

const source = { files: { "main.tf": "# nothing" } };
const news = { templateName: "docker", source };

let server: FakeCoder;

beforeEach(async () => (server = await FakeCoder.start()));

afterEach(() => server.close());

/** A resource of this name in another run on the same machine. */
function resource(name: string): Driver {
  const { notes, holdings } = server.ownership;
  server.ownership = { ...passingOwnership(), notes, holdings };
  return new Driver(templateVersionHandler, server, {
    urn: `urn:pulumi:test::project::coderd:index:TemplateVersion::${name}`,
  });
}

/** The resource "old" has the active version of the template. */
async function made(inputs: Properties = news): Promise<Driver> {
  const old = resource("old");
  await old.up(inputs);
  server.addTemplate({ name: "docker", active_version_id: old.id });
  return old;
}

it("has the version that it had under its former name, and archives nothing of it", async () => {
  const old = await made();
  const renamed = resource("new");
  await renamed.up(news);
  expect(renamed.id).toBe(old.id);
  expect(server.versions).toHaveLength(1);
  await new Driver(templateVersionHandler, server).handler.delete(server.context(), old.id, old.outputs);
  expect(server.versions[0]?.archived).toBe(false);
  expect(server.told.at(-1)).toContain("with this content exists already, and is used.");
});

it("has it also with sensitive values, which a derived name tells", async () => {
  server.variables = [{ name: "password", sensitive: true }];
  const secret = { ...news, source: { files: { "main.tf": 'variable "password" {\n  sensitive = true\n}' } } };
  const old = await made({ ...secret, variables: { password: "hush" } });
  const renamed = resource("new");
  await renamed.up({ ...secret, variables: { password: "hush" } });
  expect(renamed.id).toBe(old.id);
  const other = resource("other");
  await other.up({ ...secret, variables: { password: "another" } });
  expect(other.id).not.toBe(old.id);
});

it.each<[string, string, Properties]>([
  ["the same resource is replaced", "old", news],
  ["the content is another", "new", { ...news, source: { files: { "main.tf": "# another" } } }],
  ["another name is asked for", "new", { ...news, name: "v2" }],
])("makes another version when %s", async (_when, name, inputs) => {
  const old = await made();
  const other = resource(name);
  await other.up(inputs);
  expect(other.id).not.toBe(old.id);
});

it("makes another version while the resource that has it is in the program", async () => {
  const old = await made();
  const other = resource("new");
  await templateVersionHandler.diff(
    server.context({ urn: "urn:pulumi:test::project::coderd:index:TemplateVersion::old" }),
    old.id,
    old.outputs,
    old.inputs ?? {},
  );
  await other.up(news);
  expect(other.id).not.toBe(old.id);
});
