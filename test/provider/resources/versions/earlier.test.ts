import { passingOwnership } from "../../../../provider/ownership/ownership";
import { templateHandler } from "../../../../provider/resources/template/template";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { Driver } from "../../../fakes/driver";

const source = { files: { "main.tf": "# nothing" } };
const news = { templateName: "docker", source };

let server: FakeCoder;

beforeEach(async () => (server = await FakeCoder.start()));

afterEach(() => server.close());

function nextRun(): void {
  const { notes, holdings } = server.ownership;
  server.ownership = { ...passingOwnership(), notes, holdings };
}

/** A resource of this name in another run on the same machine. */
function resource(name: string): Driver {
  nextRun();
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

describe("a content that is back", () => {
  const contentOf = (text: string): Properties => ({ source: { files: { "main.tf": text } } });

  /** A template that makes its versions, and how many there are of them. */
  async function template(inputs: Properties): Promise<Driver> {
    const driven = new Driver(templateHandler, server);
    await driven.up({ name: "docker", ...inputs });
    return driven;
  }

  /** Another run. */
  async function again(driven: Driver, inputs: Properties): Promise<void> {
    nextRun();
    await driven.up({ name: "docker", ...inputs });
  }

  const activeOf = (driven: Driver): unknown => server.template(driven.id).active_version_id;

  it("has its version again after the template was renamed, and lists nothing for content that is new", async () => {
    const driven = await template(contentOf("# one"));
    const first = activeOf(driven);
    await again(driven, { name: "podman", ...contentOf("# one") });
    server.takeLog();
    await again(driven, { name: "podman", ...contentOf("# two") });
    expect(server.takeLog().filter((line) => /^GET .*\/versions$/.test(line))).toEqual([]);
    await again(driven, { name: "podman", ...contentOf("# one") });
    expect([activeOf(driven), server.versions.length]).toEqual([first, 2]);
  });

  it("has its version again after the program named it once", async () => {
    const driven = await template({ ...contentOf("# one"), versionName: "v1" });
    const first = activeOf(driven);
    await again(driven, contentOf("# two"));
    await again(driven, contentOf("# one"));
    expect([activeOf(driven), server.versions.length]).toEqual([first, 2]);
  });

  it("has the version of the values that it has, among many of the same files", async () => {
    server.variables = [{ name: "region", default_value: "eu" }];
    const files = { "main.tf": 'variable "region" {\n  default = "eu"\n}' };
    const named = (region: string): Properties => ({ name: "docker", source: { files }, variables: { region } });
    const driven = await template({ ...named("us"), versionName: "us" });
    const first = activeOf(driven);
    for (const region of ["eu", "asia"]) await again(driven, { ...named(region), versionName: region });
    await again(driven, named("us"));
    expect([activeOf(driven), server.versions.length]).toEqual([first, 3]);
    await again(driven, named("africa"));
    expect(server.versions).toHaveLength(4);
  });

  it("has another version where the name does not prove the sensitive values", async () => {
    server.variables = [{ name: "password", sensitive: true }];
    const files = { "main.tf": 'variable "password" {\n  sensitive = true\n}' };
    const secret = { name: "docker", source: { files }, variables: { password: "hush" } };
    const driven = await template({ ...secret, versionName: "v1" });
    await again(driven, contentOf("# two"));
    await again(driven, secret);
    expect(server.versions).toHaveLength(3);
  });

  it("has another version where the earlier one had tags, or is of another resource", async () => {
    const driven = await template({ ...contentOf("# one"), versionName: "v1", provisionerTags: { gpu: "yes" } });
    await again(driven, contentOf("# one"));
    expect(server.versions).toHaveLength(2);
    const second = resource("second");
    await second.up({ templateName: "docker", name: "v2", ...contentOf("# two") });
    const third = resource("third");
    await third.up({ templateName: "docker", ...contentOf("# two") });
    expect(third.id).not.toBe(second.id);
  });
});
