import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PartialError } from "../../../../provider/errors";
import { CODE_KEY } from "../../../../provider/handler";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { newId, refuse } from "../../../fakes/coder/common";
import { ORGANIZATIONS } from "../../../fakes/coder/users";
import { Driver } from "../../../fakes/driver";

type Inputs = Record<string, unknown>;

const MAIN =
  'variable "region" {\n  default = "eu"\n}\nvariable "password" {\n  default   = ""\n  sensitive = true\n}\n';
const NEWS = { templateName: "docker", source: { files: { "main.tf": MAIN } } };
const OTHER_SOURCE = { files: { "main.tf": `${MAIN}# changed\n` } };

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
  server.variables = [
    { name: "region", default_value: "eu" },
    { name: "password", sensitive: true },
  ];
});

afterEach(async () => {
  await server.close();
});

function driver(): Driver {
  return new Driver(templateVersionHandler, server);
}

/** A version that the program has made for an existing template; its requests are forgotten. */
async function created(more: Inputs = {}): Promise<{ driven: Driver; news: Inputs }> {
  server.addTemplate();
  const driven = driver();
  const news = { ...NEWS, ...more };
  await driven.up(news);
  forget();
  return { driven, news };
}

function forget(): void {
  server.takeLog();
  server.told.length = 0;
}

function stored(driven: Driver) {
  const found = server.versions.find((version) => version.id === driven.id);
  if (found === undefined) throw new Error("The server has no such version.");
  return found;
}

describe("templateVersion.check", () => {
  it("applies defaults, and tells what is in the source: digests, and what is secret", async () => {
    const { inputs, failures, secretPaths } = await templateVersionHandler.check(server.context(), NEWS);
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      ...NEWS,
      message: "",
      variables: {},
      provisionerTags: {},
      onDelete: "archive",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      files: { "main.tf": expect.stringMatching(/^[0-9a-f]{16}$/) as string },
      [CODE_KEY]: { sensitiveVariables: ["password"] },
    });
    expect(secretPaths).toEqual([["variables", "password"]]);
  });

  it("names a variable that the code does not declare, with the nearest or all that it does", async () => {
    expect(await driver().check({ ...NEWS, variables: { regoin: "us", quota: UNKNOWN } })).toEqual([
      { property: "variables", reason: 'The template declares no variable "regoin". Did you mean "region"?' },
      { property: "variables", reason: 'The template declares no variable "quota". It declares "password", "region".' },
    ]);
    expect(await driver().check({ ...NEWS, source: { files: { "main.tf": "" } }, variables: { quota: "1" } })).toEqual([
      { property: "variables", reason: 'The template declares no variable "quota". It declares none.' },
    ]);
  });

  it("names variables without a default that are not set, or empty, and takes unknown ones for set", async () => {
    const source = { files: { "main.tf": 'variable "a" {}\nvariable "b" {}\nvariable "c" {}\n' } };
    expect(await driver().check({ ...NEWS, source, variables: { b: "", c: UNKNOWN } })).toEqual([
      { property: "variables", reason: 'The template\'s variable "a" has no default and is not set. Set it.' },
      {
        property: "variables",
        reason: 'The template\'s variable "b" has no default and is empty, which counts as not set. Set it.',
      },
    ]);
    expect(await driver().check({ ...NEWS, source, variables: UNKNOWN })).toEqual([]);
  });

  it("leaves variables to the server where the code can't be read for certain, and keeps them secret", async () => {
    const source = { files: { "main.tf": `locals {\n  a = ${"[".repeat(999)}${"]".repeat(999)}\n}\n` } };
    const news = { ...NEWS, source, variables: { anything: "1" } };
    const { inputs, failures, secretPaths } = await templateVersionHandler.check(server.context(), news);
    expect([failures, secretPaths, inputs[CODE_KEY]]).toEqual([[], [["variables", "anything"]], undefined]);
  });

  it("refuses values of another type, and code that is certain to fail", async () => {
    const main = `variable "cpus" {\n  type = number\n}\nvariable "zones" {\n  type = list(string)\n}\n`;
    const check = (text: string, variables: Properties) =>
      driver().check({ ...NEWS, source: { files: { "main.tf": text } }, variables });
    for (const zones of [["a"], '["a", "b"]', "[]", '[\n"a",\n]'])
      expect(await check(main, { cpus: "4", zones })).toEqual([]);
    expect(await check(main, { cpus: 4.5, zones: UNKNOWN })).toEqual([]);
    const misfit = (name: string, what: string) => ({
      property: "variables",
      reason: `The template's variable "${name}" is given a value of another type: it takes ${what}.`,
    });
    for (const zones of ["eu", "a, b", "["])
      expect(await check(main, { cpus: "four", zones })).toEqual([
        misfit("cpus", "a number, not another text"),
        misfit("zones", "a list, not another text"),
      ]);
    expect(await check(main, { cpus: true, zones: 1 })).toEqual([
      misfit("cpus", "a number, not another text"),
      misfit("zones", "a list, not a number"),
    ]);
    expect(await check("locals {\n  a = var.b\n}\n", {})).toEqual([
      {
        property: "source",
        reason: 'In "main.tf", locals: it refers to `var.b`, but there is no variable "b". No variable is declared.',
      },
    ]);
  });

  it("reads no code that has not changed since the last check, and keeps secret what is", async () => {
    const { inputs } = await templateVersionHandler.check(server.context(), NEWS);
    const noted = { ...inputs, [CODE_KEY]: { sensitiveVariables: ["region"] } };
    const secretsAfter = async (news: Properties, previous: Properties) =>
      (await templateVersionHandler.check(server.context(), news, previous)).secretPaths;
    expect(await secretsAfter(NEWS, noted)).toEqual([["variables", "region"]]);
    for (const previous of [{ ...noted, [CODE_KEY]: undefined }, { ...noted, digest: "other" }, inputs])
      expect(await secretsAfter(NEWS, previous)).toEqual([["variables", "password"]]);
    expect(await secretsAfter({ ...NEWS, variables: { region: "us" } }, noted)).toEqual([["variables", "password"]]);
  });

  it("refuses a starter template that the server doesn't have, and asks once which it has", async () => {
    expect(await driver().check({ ...NEWS, source: { exampleId: "dokcer" } })).toEqual([
      {
        property: "source",
        reason: 'At `source.exampleId`: The server has no starter template "dokcer". Did you mean "docker"?',
      },
    ]);
    expect(await driver().check({ ...NEWS, source: { exampleId: "nomad-on-mars" } })).toEqual([
      {
        property: "source",
        reason:
          'At `source.exampleId`: The server has no starter template "nomad-on-mars". It has "docker", "kubernetes".',
      },
    ]);
    expect(await driver().check({ ...NEWS, source: { exampleId: "docker" } })).toEqual([]);
    expect(server.http.requestsTo("GET /templates/examples")).toHaveLength(1);
  });

  it("takes any starter template where the server does not tell which it has", async () => {
    server.http.on("GET /templates/examples", refuse(404, "Not found."));
    expect(await driver().check({ ...NEWS, source: { exampleId: "anything" } })).toEqual([]);
  });

  it("reports everything that can be wrong offline, and asks the server nothing then", async () => {
    const failures = await driver().check({
      templateName: "create",
      source: { directory: "x", files: {} },
      name: "a..b",
      variables: { region: { nested: true } },
      provisionerTags: { scope: 1 },
      onDelete: "delete",
      tags: {},
    });
    expect(failures).toEqual([
      { property: "tags", reason: expect.stringContaining('Unknown property "tags".') as string },
      {
        property: "templateName",
        reason: 'Must not be "create": the server keeps that word for itself. Choose another.',
      },
      {
        property: "source",
        reason: "Set exactly one of `directory`, `files`, `archive`, `exampleId`; `directory` and `files` are set.",
      },
      { property: "name", reason: expect.stringContaining('it contains "..".') as string },
      {
        property: "variables",
        reason: "At `variables.region`: Must be a string, a number, true or false, or a list of strings.",
      },
      { property: "provisionerTags", reason: "At `provisionerTags.scope`: Must be a string; it is the number 1." },
      { property: "onDelete", reason: 'Must be one of "archive", "retain".' },
    ]);
    expect(server.takeLog()).toEqual([]);
  });

  it("refuses every included folder that is missing, at the property and before the server is asked", async () => {
    const source = { directory: __dirname, include: { "modules/a": "nowhere", "../b": "../names" } };
    const failures = await driver().check({ ...NEWS, source });
    expect(failures.map(({ property }) => property)).toEqual(["source", "source", "source"]);
    const [up, missing, terraform] = failures.map(({ reason }) => reason);
    expect(up).toContain('At `source.include`: The path "../b" contains "..".');
    expect(missing).toContain('At `source.include`: "modules/a": There is no folder ');
    expect(terraform).toContain('There is no "*.tf" or "*.tf.json" file');
    expect(server.takeLog()).toEqual([]);
  });

  it("reports what is wrong with the files as failures, not as an error", async () => {
    const failures = await driver().check({ ...NEWS, source: { directory: "nowhere" } });
    expect(failures).toEqual([
      { property: "source", reason: expect.stringMatching(/^At `source\.directory`: There is no folder /) as string },
    ]);
  });

  it("refuses an organization that is not there", async () => {
    expect(await driver().check({ ...NEWS, organization: "nowhere" })).toEqual([
      {
        property: "organization",
        reason:
          'There is no organization "nowhere", or the token\'s user is not a member of it. Give the name or the id of one where the user is.',
      },
    ]);
  });

  it.each([
    ["source", { source: UNKNOWN }],
    ["a text within source.files", { source: { files: { "main.tf": UNKNOWN } } }],
    ["source.directory", { source: { directory: UNKNOWN } }],
    ["a pattern within source.ignore", { source: { directory: "x", ignore: [UNKNOWN] } }],
    ["source.exampleId", { source: { exampleId: UNKNOWN } }],
  ])("does not know the digest while %s is unknown", async (_case, more) => {
    const { inputs, failures } = await templateVersionHandler.check(server.context(), { ...NEWS, ...more });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ digest: UNKNOWN, files: UNKNOWN });
  });

  it("accepts unknown values of every other property, also nested ones", async () => {
    const failures = await driver().check({
      ...NEWS,
      templateName: UNKNOWN,
      organization: UNKNOWN,
      name: UNKNOWN,
      message: UNKNOWN,
      variables: { region: UNKNOWN, password: ["a", UNKNOWN] },
      provisionerTags: { pool: UNKNOWN },
      onDelete: UNKNOWN,
    });
    expect(failures).toEqual([]);
  });
});

describe("templateVersion.diff", () => {
  it("finds nothing and asks nothing when nothing changed", async () => {
    const { driven, news } = await created({ variables: { region: "us" } });
    expect(await driven.up(news)).toEqual([]);
    expect(server.takeLog()).toEqual([]);
  });

  it("sees no change when the same content comes from elsewhere, and in a value written otherwise", async () => {
    const { driven, news } = await created({ variables: { region: 4, password: ["a"] } });
    const folder = mkdtempSync(join(tmpdir(), "template-version-"));
    try {
      writeFileSync(join(folder, "main.tf"), MAIN);
      expect(
        await driven.changes({ ...news, source: { directory: folder }, variables: { region: "4", password: '["a"]' } }),
      ).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ["source", { source: OTHER_SOURCE }],
    ["source", { source: UNKNOWN }],
    ["source", { source: { files: { "main.tf": UNKNOWN } } }],
    ["variables", { variables: { region: "us" } }],
    ["variables", { variables: UNKNOWN }],
    ["variables", { variables: { region: UNKNOWN } }],
    ["provisionerTags", { provisionerTags: { pool: "big" } }],
    ["provisionerTags", { provisionerTags: { pool: UNKNOWN } }],
    ["organization", { organization: "research" }],
    ["organization", { organization: UNKNOWN }],
  ])("replaces when `%s` changes: %j", async (property, more) => {
    const { driven, news } = await created();
    expect(await driven.changes({ ...news, ...more })).toEqual([{ property, kind: "replace" }]);
  });

  it.each([
    ["name", { name: "v2" }],
    ["name", { name: UNKNOWN }],
    ["message", { message: "Faster." }],
    ["message", { message: UNKNOWN }],
    ["onDelete", { onDelete: "retain" }],
  ])("updates in place when `%s` changes: %j", async (property, more) => {
    const { driven, news } = await created();
    expect(await driven.changes({ ...news, ...more })).toEqual([{ property, kind: "update" }]);
  });

  it("moves a version that names no organization with the provider's", async () => {
    const { driven, news } = await created();
    const moved = new Driver(templateVersionHandler, server, { defaultOrganization: "research" });
    Object.assign(moved, { id: driven.id, inputs: driven.inputs, outputs: driven.outputs });
    expect(await moved.changes(news)).toEqual([{ property: "organization", kind: "replace" }]);
    expect(server.told).toHaveLength(1);
  });

  it("refuses a given name that stays while the content changes", async () => {
    const { driven, news } = await created({ name: "one" });
    await expect(driven.changes({ ...news, source: OTHER_SOURCE, variables: { region: "us" } })).rejects.toThrow(
      '`name` is still "one" while `source`, `variables` changed, which makes another version. Versions are never deleted, and keep their names: ' +
        "change `name` as well, or leave it out to have one derived from the content.",
    );
  });

  it("does not refuse it while the change is not certain, nor when the version is of no use", async () => {
    const { driven, news } = await created({ name: "one" });
    expect(await driven.changes({ ...news, variables: { region: UNKNOWN } })).toEqual([
      { property: "variables", kind: "replace" },
    ]);
    driven.outputs = { ...driven.outputs, status: "failed" };
    expect(await driven.changes({ ...news, source: OTHER_SOURCE })).toEqual([{ property: "source", kind: "replace" }]);
  });

  it.each(["failed", "canceled", "superseded"])("replaces a version whose status is %s", async (status) => {
    const { driven, news } = await created();
    driven.outputs = { ...driven.outputs, status };
    expect(await driven.changes(news)).toContainEqual({ property: "source", kind: "replace" });
  });

  it.each(["pending", "running"])("takes up an import that was %s", async (status) => {
    const { driven, news } = await created();
    driven.outputs = { ...driven.outputs, status };
    expect(await driven.changes(news)).toEqual([{ property: "status", kind: "update" }]);
  });

  describe("of templateName", () => {
    it("updates in place when the template gets that name in the same run, or has it already", async () => {
      const { driven, news } = await created();
      expect(await driven.changes({ ...news, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "update" },
      ]);
      Object.assign(server.templates[0] ?? {}, { name: "podman" });
      expect(await driven.changes({ ...news, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "update" },
      ]);
    });

    it("updates in place when only the case changes", async () => {
      const { driven, news } = await created();
      expect(await driven.changes({ ...news, templateName: "Docker" })).toEqual([
        { property: "templateName", kind: "update" },
      ]);
    });

    it("replaces when another template has that name", async () => {
      const { driven, news } = await created();
      server.addTemplate({ name: "podman" });
      expect(await driven.changes({ ...news, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "replace" },
      ]);
    });

    it("replaces when it is unknown, and when version or template are gone", async () => {
      const { driven, news } = await created();
      expect(await driven.changes({ ...news, templateName: UNKNOWN })).toEqual([
        { property: "templateName", kind: "replace" },
      ]);
      server.removeTemplate(server.templates[0]?.id ?? "");
      expect(await driven.changes({ ...news, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "replace" },
      ]);
      server.versions.length = 0;
      expect(await driven.changes({ ...news, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "replace" },
      ]);
    });

    it("leaves a free version free, unless a template has the name: that one it could not join", async () => {
      const driven = driver();
      await driven.up(NEWS);
      expect(await driven.changes({ ...NEWS, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "update" },
      ]);
      server.addTemplate({ name: "podman" });
      expect(await driven.changes({ ...NEWS, templateName: "podman" })).toEqual([
        { property: "templateName", kind: "replace" },
      ]);
    });

    it("refuses a rename together with a new content, and names the two steps", async () => {
      const { driven, news } = await created();
      await expect(driven.changes({ ...news, templateName: "podman", source: OTHER_SOURCE })).rejects.toThrow(
        '`source` changed while template "docker" is to become "podman" (`templateName`). ' +
          "The new version would be made before the template has that name, and could not join it. Take two steps: " +
          "(1) rename the template: `pulumi up --target` with the URN of the `Template`; (2) `pulumi up`.",
      );
    });

    it("refuses a new content also while a template that was renamed by hand is to get its name back", async () => {
      const { driven, news } = await created();
      Object.assign(server.templates[0] ?? {}, { name: "renamed" });
      await expect(driven.changes({ ...news, source: OTHER_SOURCE })).rejects.toThrow(
        '`source` changed while template "renamed" is to become "docker" (`templateName`).',
      );
    });

    it("asks only for the template when the content changes", async () => {
      const { driven, news } = await created();
      await driven.changes({ ...news, source: OTHER_SOURCE });
      expect(server.takeLog()).toEqual(["GET /organizations/coder/templates/docker"]);
    });
  });
});

describe("templateVersion.update", () => {
  it("changes name and message with one read and one write, once the check knows that the name is free", async () => {
    const { driven, news } = await created();
    await driven.up({ ...news, name: "one", message: "First." });
    const requests = server.takeRequests();
    const [template, holder, read, write] = requests.map(({ method, path }) => `${method} ${path}`);
    expect([template, holder]).toEqual([
      expect.stringMatching(/^GET .*\/templates\/docker$/),
      expect.stringMatching(/^GET .*\/versions\/one$/),
    ]);
    expect([read, write]).toEqual([
      expect.stringMatching(/^GET .*\/templateversions\/[^/]+$/),
      expect.stringMatching(/^PATCH .*\/templateversions\/[^/]+$/),
    ]);
    expect(requests).toHaveLength(4);
    expect(requests[3]?.json).toEqual({ name: "one", message: "First." });
    expect(driven.outputs).toMatchObject({
      name: "one",
      message: "First.",
      url: `${server.http.url}/templates/coder/docker/versions/one`,
    });
    expect(driven.outputs["parameters"]).toHaveLength(1);
  });

  it("writes nothing for what only the program knows", async () => {
    const { driven, news } = await created();
    await driven.up({ ...news, onDelete: "retain" });
    expect(server.takeRequests().map(({ method }) => method)).toEqual(["GET"]);
    expect(driven.outputs["onDelete"]).toBe("retain");
  });

  it("names the version that has the name", async () => {
    const { driven, news } = await created();
    const holder = server.addVersion({ name: "one", template_id: stored(driven).template_id });
    await expect(driven.up({ ...news, name: "one" })).rejects.toThrow(
      `Template version "${stored(driven).name}" was not renamed. Template "docker" has a version "one" already, ` +
        `${holder.id}, with other content or values, ` +
        'created by "admin" at 2026-01-01T00:00:00Z. Versions are never deleted, and keep their names when archived. ' +
        "Choose another `name`, or leave it out to have one derived from the content.",
    );
    expect(driven.outputs["parameters"]).toHaveLength(1);
  });

  it("lets a failed version that has the name step aside", async () => {
    const { driven, news } = await created();
    const holder = server.addVersion({ name: "one", template_id: stored(driven).template_id }, "failed");
    await driven.up({ ...news, name: "one" });
    expect(stored(driven).name).toBe("one");
    expect(holder).toMatchObject({ name: `one-failed-${holder.id.slice(0, 8)}`, archived: true });
  });

  it("looks whether a change whose answer was lost was done", async () => {
    const { driven, news } = await created();
    server.http.on("PATCH /templateversions/:id", () => {
      stored(driven).message = "New.";
      return { drop: "before" };
    });
    await driven.up({ ...news, message: "New." });
    expect(driven.outputs["message"]).toBe("New.");
  });

  it("takes a version back that somebody archived", async () => {
    const { driven, news } = await created();
    stored(driven).archived = true;
    await driven.refresh();
    expect(await driven.up(news)).toEqual(["update archived"]);
    expect(stored(driven).archived).toBe(false);
  });

  it("takes up an import that an earlier run began, and then knows what it found", async () => {
    const { driven, news } = await created();
    driven.outputs = { ...driven.outputs, status: "running", parameters: undefined };
    await driven.up(news);
    expect(driven.outputs).toMatchObject({ status: "succeeded", parameters: [{ name: "cpus" }] });
  });

  it("gives the name of such an import back when it fails, and replaces the version in the next run", async () => {
    const { driven, news } = await created({ name: "one" });
    driven.outputs = { ...driven.outputs, status: "running" };
    Object.assign(stored(driven).job, { status: "failed", error: "terraform plan: exit status 1" });
    await expect(driven.up(news)).rejects.toThrow(/^Template version "one" was not imported: its job failed/);
    expect(driven.outputs["status"]).toBe("failed");
    const failedId = driven.id;
    expect(await driven.up(news)).toContain("replace source");
    expect(driven.id).not.toBe(failedId);
    expect(stored(driven).name).toBe("one");
  });

  it("replaces in the next run what such an import gave the values of an earlier version", async () => {
    const { driven, news } = await created();
    driven.outputs = { ...driven.outputs, status: "running" };
    Object.assign(stored(driven).variables[0] ?? {}, { value: "old" });
    const { name } = stored(driven);
    await expect(driven.up(news)).rejects.toThrow(
      `Template version "${name}" was imported with other values of "region" than it should have: the server took ` +
        "them from the template's active version. " +
        "Run `pulumi up` again: it is then made anew.",
    );
    expect(stored(driven)).toMatchObject({ name: `${name}-superseded-${driven.id.slice(0, 8)}`, archived: true });
    await driven.refresh();
    expect(driven.outputs["status"]).toBe("superseded");
    await driven.up(news);
    expect(driven.outputs["status"]).toBe("succeeded");
    expect(stored(driven)).toMatchObject({ name, variables: [{ name: "region", value: "eu" }, { name: "password" }] });
  });

  it("finds such values also when a refresh sees the end of the import", async () => {
    const { driven, news } = await created();
    driven.outputs = { ...driven.outputs, status: "running" };
    Object.assign(stored(driven).variables[0] ?? {}, { value: "old" });
    await driven.refresh();
    expect(driven.outputs["status"]).toBe("superseded");
    expect(await driven.changes(news)).toContainEqual({ property: "source", kind: "replace" });
  });

  it("keeps id and state when it fails, and knows what the import found", async () => {
    const { driven, news } = await created();
    server.http.on("PATCH /templateversions/:id", refuse(500, "Internal error."));
    const failing = driven.up({ ...news, message: "New." });
    await expect(failing).rejects.toBeInstanceOf(PartialError);
    expect(driven.outputs).toMatchObject({
      message: "",
      status: "succeeded",
      parameters: [{ name: "cpus" }],
      __declared: expect.anything() as unknown,
    });
  });

  it("says that the version is gone", async () => {
    const { driven, news } = await created();
    server.versions.length = 0;
    await expect(driven.up({ ...news, message: "New." })).rejects.toThrow(/no longer exists on the server/);
  });
});

describe("templateVersion.read", () => {
  it("asks for the version and its template only, and reports what people changed by hand", async () => {
    const { driven, news } = await created({ name: "one" });
    Object.assign(stored(driven), { name: "renamed", message: "By hand.", archived: true });
    expect(await driven.refresh()).toBe(true);
    expect(server.takeLog()).toEqual(["GET /templateversions/<renamed>", "GET /templates/<docker>"]);
    expect(await driven.changes(news)).toEqual([
      { property: "name", kind: "update" },
      { property: "message", kind: "update" },
      { property: "archived", kind: "update" },
    ]);
  });

  it("takes a version that is gone, or whose template is deleted, for gone", async () => {
    const { driven } = await created();
    server.removeTemplate(server.templates[0]?.id ?? "");
    expect(await driven.refresh()).toBe(false);
    server.versions.length = 0;
    expect(await driven.refresh()).toBe(false);
  });

  it("knows of a free version that it is there", async () => {
    const driven = driver();
    await driven.up(NEWS);
    expect(await driven.refresh()).toBe(true);
    expect(driven.outputs).not.toHaveProperty("templateId");
  });

  it("fills the outputs of one that is read by its id alone, as far as the server tells", async () => {
    const { driven } = await created({
      variables: { region: "us", password: "hunter2hunter2" },
      provisionerTags: { pool: "big" },
    });
    const found = await templateVersionHandler.read(server.context(), driven.id, {});
    expect(found?.outputs).toMatchObject({
      templateName: "docker",
      source: {},
      digest: "",
      files: {},
      variables: { region: "us" },
      provisionerTags: { pool: "big" },
      parameters: [{ name: "cpus" }],
      sensitiveVariables: ["password"],
      organizationId: ORGANIZATIONS[0]?.id,
    });
  });

  it("finds a version by organization, template and name, for an import", async () => {
    const { driven } = await created({ name: "one" });
    expect(await templateVersionHandler.find(server.context(), "coder/docker/one")).toBe(driven.id);
    expect(await templateVersionHandler.find(server.context(), "coder/docker/two")).toBeUndefined();
    expect(await templateVersionHandler.find(server.context(), "coder/podman/one")).toBeUndefined();
    expect(await templateVersionHandler.find(server.context(), "docker/one")).toBeUndefined();
  });
});

describe("templateVersion.secretPaths", () => {
  it("are the variables that the server keeps to itself", () => {
    expect(templateVersionHandler.secretPaths({ sensitiveVariables: ["a", "b"] })).toEqual([
      ["variables", "a"],
      ["variables", "b"],
    ]);
    expect(templateVersionHandler.secretPaths({})).toEqual([]);
  });
});

describe("templateVersion.delete", () => {
  /** A version that no resource of this process has. */
  function foreign(more: Parameters<FakeCoder["addVersion"]>[0] = {}): Driver {
    const driven = driver();
    driven.id = server.addVersion({ template_id: server.templates[0]?.id ?? "", ...more }).id;
    return driven;
  }

  beforeEach(() => {
    server.addTemplate();
  });

  it("archives with one request", async () => {
    const driven = foreign();
    await driven.destroy();
    expect(stored(driven).archived).toBe(true);
    expect(server.takeRequests().map(({ method }) => method)).toEqual(["POST"]);
  });

  it("does nothing where it is to be retained", async () => {
    const driven = foreign();
    driven.outputs = { onDelete: "retain" };
    await driven.destroy();
    expect(server.takeLog()).toEqual([]);
  });

  it("leaves alone what a resource of this process has", async () => {
    const driven = driver();
    await driven.up(NEWS);
    await driven.destroy();
    expect(stored(driven).archived).toBe(false);
  });

  it.each([
    ["is archived already", { archived: true }],
    ["no template holds", { template_id: "00000000-0000-0000-0000-000000000000" }],
    ["belonged to a template that is deleted", { template_id: newId() }],
  ])("is done, without a word, with a version that %s", async (_case, more) => {
    const driven = foreign(more);
    server.http.on(
      "POST /templateversions/:id/archive",
      refuse(
        500,
        "Internal error.",
        "the version is likely in use by a workspace or currently set to the active version",
      ),
    );
    await driven.destroy();
    expect(server.told).toEqual([]);
  });

  it.each([404, 410])("is done when the version is gone (status %d)", async (status) => {
    server.http.on("POST /templateversions/:id/archive", refuse(status, "Gone."));
    await foreign().destroy();
    expect(server.told).toEqual([]);
  });

  it("leaves a version that is in use, and says why", async () => {
    const active = foreign({ name: "active" });
    Object.assign(server.templates[0] ?? {}, { active_version_id: active.id });
    await active.destroy();
    const used = foreign({ name: "used" });
    server.usedVersions.push(used.id);
    await used.destroy();
    expect(server.told).toEqual([
      'info: Template version "active" stays on the server as it is, not archived: it is the template\'s active version.',
      'info: Template version "used" stays on the server as it is, not archived: a workspace was last built with it.',
    ]);
  });

  it("looks whether the archiving whose answer was lost was done", async () => {
    const driven = foreign();
    server.http.on("POST /templateversions/:id/archive", () => {
      stored(driven).archived = true;
      return { drop: "before" };
    });
    await driven.destroy();
    server.http.on("POST /templateversions/:id/archive", { drop: "before" });
    await expect(foreign({ name: "v2" }).destroy()).rejects.toThrow(/The server did not answer/);
  });

  it("throws what is no answer to the question whether it is in use", async () => {
    server.http.on("POST /templateversions/:id/archive", refuse(500, "Internal error.", "database is on fire"));
    await expect(foreign().destroy()).rejects.toThrow(/database is on fire/);
    server.http.on("POST /templateversions/:id/archive", refuse(403, "Forbidden."));
    await expect(foreign({ name: "v2" }).destroy()).rejects.toThrow(/^Forbidden\./);
  });

  it("hides values of variables while it ends an import", async () => {
    const shown: string[] = [];
    const log = { status: (line: string) => void shown.push(line), info: () => {}, warning: () => {} };
    const driven = Object.assign(new Driver(templateVersionHandler, server, { log }), {
      id: foreign({ name: "slow" }).id,
    });
    Object.assign(driven.outputs, { variables: { password: "s3cret" } });
    stored(driven).job.status = "running";
    server.http.on("PATCH /templateversions/:id/cancel", refuse(400, "It is being cancelled already."));
    server.http.on("GET /templateversions/:id/logs", ({ query }) => {
      if (query.has("after")) stored(driven).job.status = "canceled";
      return {
        json: [{ id: 1, created_at: "2026-01-01T00:00:00Z", log_level: "info", stage: "Plan", output: "got s3cret" }],
      };
    });
    await driven.destroy();
    expect(shown.join("\n")).toContain("Plan: got [secret]");
    expect(shown.join("\n")).not.toContain("s3cret");
  });

  it("ends an import that nobody needs any more, then archives", async () => {
    const driven = foreign({ name: "slow" });
    stored(driven).job.status = "running";
    await driven.destroy();
    expect(stored(driven)).toMatchObject({ archived: true, job: { status: "canceled" } });
    expect(server.told).toEqual([
      expect.stringMatching(
        /^info: The import of template version "slow" was ended: Template version "slow" was not imported: its job was canceled/,
      ),
    ]);
  });
});
