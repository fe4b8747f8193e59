// Templates that make their version of a source of their own, through all of their life and between the three ways.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PartialError } from "../../../../provider/errors";
import { passingOwnership } from "../../../../provider/ownership/ownership";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import { templateHandler } from "../../../../provider/resources/template/template";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { newId, refuse } from "../../../fakes/coder/common";
import { templateVersionRoutes, type StoredVersion } from "../../../fakes/coder/template-versions";
import { templateRoutes } from "../../../fakes/coder/templates";
import { Driver } from "../../../fakes/driver";
import type { Reply } from "../../../fakes/http-server";
import { commitAll, makeDirectory, removeTemporaryDirectories } from "../../source/fixtures";

const TEMPLATE_URN = "urn:pulumi:test::project::coderd:index:Template::docker";
const VERSION_URN = "urn:pulumi:test::project::coderd:index:TemplateVersion::docker";
const PASSWORD = 'variable "password" {\n  sensitive = true\n}\n';

let server: FakeCoder;

beforeEach(async () => (server = await FakeCoder.start()));

afterEach(async () => {
  removeTemporaryDirectories();
  await server.close();
});

function filesOf(text: string): Properties {
  return { source: { files: { "main.tf": text } } };
}

const FIRST = { name: "docker", ...filesOf("# first") };
const SECOND = { name: "docker", ...filesOf("# second") };

/** What follows is another run of the program: nothing is known but what is on the machine and in the state. */
function nextRun(): void {
  const { notes, holdings } = server.ownership;
  server.ownership = { ...passingOwnership(), notes, holdings };
  server.takeLog();
  server.told.length = 0;
}

function template(): Driver {
  return new Driver(templateHandler, server, { urn: TEMPLATE_URN });
}

function version(): Driver {
  return new Driver(templateVersionHandler, server, { urn: VERSION_URN });
}

async function made(news: Properties = FIRST): Promise<Driver> {
  const driven = template();
  await driven.up(news);
  nextRun();
  return driven;
}

/** Another run of the program with these inputs. */
async function run(driven: Driver, news: Properties): Promise<string[]> {
  nextRun();
  return driven.up(news);
}

function active(): StoredVersion {
  const found = server.versions.find(({ id }) => id === server.templates[0]?.active_version_id);
  if (found === undefined) throw new Error("The template has no active version.");
  return found;
}

function own(driven: Driver): Properties {
  return driven.outputs["sourceVersion"] as Properties;
}

/** The names of versions that people see. */
function shownVersions(): string[] {
  return server.versions.filter(({ archived }) => !archived).map(({ name }) => name);
}

function jobs(): number {
  return server.versions.length;
}

/** The next request of this route gets this reply, and those after it the usual one. */
function once(route: string, reply: Reply): void {
  const usual = { ...templateRoutes, ...templateVersionRoutes }[route];
  if (typeof usual !== "function") throw new Error(`The fake Coder computes no answer for ${route}.`);
  server.http.on(route, reply, (request) => usual(server, request));
}

describe("a template with a source, at its creation", () => {
  it("makes a free version, then the template of it, and has nothing more to do", async () => {
    const driven = template();
    await driven.up({ ...FIRST, displayName: "Docker", versionMessage: "One.", variables: {} });
    expect(server.takeLog().filter((request) => request.startsWith("POST"))).toEqual([
      "POST /files",
      "POST /organizations/default/templateversions",
      "POST /organizations/default/templates",
    ]);
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(driven.outputs).toMatchObject({
      ...FIRST,
      displayName: "Docker",
      activeVersionId: active().id,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      files: { "main.tf": expect.any(String) as string },
      sourceVersion: {
        id: active().id,
        name: active().name,
        message: "One.",
        archived: false,
        parameters: [{ name: "cpus" }],
      },
    });
    nextRun();
    expect(await driven.up({ ...FIRST, displayName: "Docker", versionMessage: "One.", variables: {} })).toEqual([]);
    expect(server.takeLog().filter((request) => !request.includes("/organizations/"))).toEqual([]);
    expect(await driven.refresh()).toBe(true);
    expect(await driven.up({ ...FIRST, displayName: "Docker", versionMessage: "One.", variables: {} })).toEqual([]);
  });

  it("leaves no template behind when the import fails, and makes both in the next run", async () => {
    server.imports.push("failed");
    const driven = template();
    await expect(driven.up(FIRST)).rejects.toThrow(/failed/);
    expect(driven.id).toBe("");
    expect(server.templates).toEqual([]);
    nextRun();
    await driven.up(FIRST);
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(active().job.status).toBe("succeeded");
  });

  it("uploads nothing for a name that somebody else's template has", async () => {
    server.addTemplate();
    await expect(templateHandler.create(server.context({ urn: TEMPLATE_URN }), FIRST)).rejects.toThrow(
      /Template "docker" was not created\. .*docker/,
    );
    expect(server.takeLog().filter((request) => request.startsWith("POST"))).toEqual([]);
  });

  it("continues with the free version of a run that was broken off", async () => {
    once("POST /organizations/:organization/templates", refuse(502, "Bad gateway."));
    await expect(template().up(FIRST)).rejects.toThrow("Bad gateway.");
    expect(server.templates).toEqual([]);
    nextRun();
    const driven = await made();
    expect(server.versions).toHaveLength(1);
    expect(active().id).toBe(own(driven)["id"]);
  });

  it("continues with the template of a run that was broken off", async () => {
    const route = "GET /organizations/:organization/templates/:name";
    server.http.on("POST /organizations/:organization/templates", () => {
      server.addTemplate({ active_version_id: server.versions[0]?.id ?? "", created_at: new Date().toISOString() });
      server.http.on(route, refuse(500, "Gone."));
      return { drop: "before" };
    });
    const driven = template();
    await expect(driven.up(FIRST)).rejects.toThrow();
    expect(driven.id).toBe("");
    nextRun();
    once(route, { json: server.templates[0] });
    await driven.up({ ...FIRST, description: "New." });
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(server.templates).toMatchObject([{ description: "New." }]);
    expect(server.versions).toHaveLength(1);
  });

  it("adopts a template: its version is made for that one, and promoted", async () => {
    const existing = server.addTemplate({ description: "old" });
    const driven = template();
    await driven.up({ ...FIRST, adopt: existing.id });
    expect(driven.id).toBe(existing.id);
    expect(active()).toMatchObject({ template_id: existing.id, id: own(driven)["id"] });
    expect(existing["description"]).toBe("");
    expect(server.versions).toHaveLength(2);
    nextRun();
    expect(await driven.up({ ...FIRST, adopt: existing.id })).toEqual([]);
  });

  it("keeps the id of the template that it adopted when the import fails", async () => {
    const existing = server.addTemplate();
    const before = existing.active_version_id;
    server.imports.push("failed");
    const driven = template();
    await expect(driven.up({ ...FIRST, adopt: existing.id })).rejects.toBeInstanceOf(PartialError);
    expect(driven.id).toBe(existing.id);
    expect(existing.active_version_id).toBe(before);
    await run(driven, { ...FIRST, adopt: existing.id });
    expect(active().id).toBe(own(driven)["id"]);
  });
});

describe("a template with a source, when its content changes", () => {
  it("makes another version, promotes it, and archives the one before", async () => {
    const driven = await made();
    const before = active();
    expect(await driven.up(SECOND)).toEqual(["update source"]);
    expect(active().id).not.toBe(before.id);
    expect(driven.outputs).toMatchObject({ activeVersionId: active().id, sourceVersion: { id: active().id } });
    expect(before.archived).toBe(true);
    expect(shownVersions()).toEqual([active().name]);
    expect(await run(driven, SECOND)).toEqual([]);
  });

  it("notices that a file of an unchanged folder is another", async () => {
    const folder = makeDirectory({});
    const news = { name: "docker", source: { directory: folder } };
    writeFileSync(join(folder, "main.tf"), "# first");
    const driven = await made(news);
    const first = active();
    writeFileSync(join(folder, "main.tf"), "# second");
    expect(await driven.up({ ...news, description: "New." })).toEqual(["update description", "update source"]);
    expect(active().id).not.toBe(first.id);
    expect(await run(driven, news)).toEqual(["update description"]);
  });

  it("keeps the version before on request, and one that a workspace uses", async () => {
    const driven = await made({ ...FIRST, replacedVersions: "retain" });
    const [first] = server.versions;
    await driven.up({ ...SECOND, replacedVersions: "retain" });
    expect(first?.archived).toBe(false);
    server.usedVersions.push(active().id);
    const used = active();
    await run(driven, { name: "docker", ...filesOf("# third") });
    expect(used.archived).toBe(false);
    expect(server.shown.join()).toContain(`"${used.name}" stays on the server as it is, not archived`);
    // It is tried again: people need not know.
    expect(server.told.join()).not.toContain("not archived");
  });

  it("archives later what a workspace used, without a difference of its own", async () => {
    const driven = await made();
    const first = active();
    server.usedVersions.push(first.id);
    await driven.up(SECOND);
    expect(first.archived).toBe(false);
    await driven.refresh();
    expect(await run(driven, SECOND)).toEqual([]);
    server.usedVersions.length = 0;
    expect(await run(driven, { ...SECOND, description: "New." })).toEqual(["update description"]);
    expect(first.archived).toBe(true);
  });

  it("tries ten versions in use again, and leaves older ones as they are", async () => {
    const driven = await made();
    for (let number = 1; number <= 11; number += 1) {
      server.usedVersions.push(active().id);
      await run(driven, { name: "docker", ...filesOf(`# ${number}`) });
    }
    server.usedVersions.length = 0;
    await run(driven, { name: "docker", ...filesOf("# 11"), description: "New." });
    expect(server.versions.filter(({ archived }) => !archived).map(({ id }) => id)).toEqual([
      server.versions[0]?.id,
      active().id,
    ]);
  });

  it("goes back to a content that it had before without a job", async () => {
    const driven = await made();
    const first = active();
    await driven.up(SECOND);
    const before = jobs();
    expect(await run(driven, FIRST)).toEqual(["update source"]);
    expect(active().id).toBe(first.id);
    expect(first.archived).toBe(false);
    expect(jobs()).toBe(before);
    expect(server.versions).toHaveLength(2);
    expect(await run(driven, FIRST)).toEqual([]);
  });

  it("goes back with sensitive values, too, when `variables` names them", async () => {
    server.variables = [{ name: "password", sensitive: true }];
    const news = (text: string, password: string): Properties => ({
      name: "docker",
      ...filesOf(PASSWORD + text),
      variables: { password },
    });
    const driven = await made(news("# first", "hush"));
    const first = active();
    await driven.up(news("# second", "hush"));
    await run(driven, news("# first", "hush"));
    expect(active().id).toBe(first.id);
    await run(driven, news("# second", "hush"));
    await run(driven, news("# first", "another"));
    expect(active().id).not.toBe(first.id);
  });

  it("keeps its id, its version and its settings when the import fails, and goes on in the next run", async () => {
    const driven = await made();
    const first = active();
    server.imports.push("failed");
    await expect(driven.up({ ...SECOND, description: "New." })).rejects.toThrow(/failed/);
    expect(active().id).toBe(first.id);
    expect(first.archived).toBe(false);
    expect(server.templates[0]?.["description"]).toBe("");
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(driven.outputs).toMatchObject({ ...FIRST, activeVersionId: first.id, sourceVersion: { id: first.id } });
    expect(await run(driven, { ...SECOND, description: "New." })).toEqual(["update description", "update source"]);
    expect(shownVersions()).toEqual([active().name]);
  });

  it("makes the version only once when the promotion fails", async () => {
    const driven = await made();
    once("PATCH /templates/:id/versions", refuse(500, "Out of order."));
    await expect(driven.up(SECOND)).rejects.toThrow("Out of order.");
    expect(driven.outputs).toMatchObject({ ...SECOND, activeVersionId: server.versions[0]?.id });
    const before = jobs();
    expect(await run(driven, SECOND)).toEqual(["update replacedVersions", "update activeVersionId"]);
    expect(jobs()).toBe(before);
    expect(active().id).toBe(own(driven)["id"]);
    expect(server.versions[0]?.archived).toBe(true);
    expect(await run(driven, SECOND)).toEqual([]);
  });

  it("continues a version whose findings could not be read, named and with a sensitive value", async () => {
    server.variables = [{ name: "password", sensitive: true }];
    const news = (text: string, versionName: string): Properties => ({
      name: "docker",
      ...filesOf(PASSWORD + text),
      variables: { password: "hush" },
      versionName,
    });
    const driven = await made(news("# first", "v1"));
    once("GET /templateversions/:id/rich-parameters", refuse(500, "Out of order."));
    await expect(driven.up(news("# second", "v2"))).rejects.toThrow("Out of order.");
    expect(driven.outputs).toMatchObject({ __begun: { id: server.versions[1]?.id }, sourceVersion: { name: "v1" } });
    expect(JSON.stringify(driven.outputs["__begun"])).not.toContain("hush");
    await driven.refresh();
    expect(await run(driven, news("# second", "v2"))).toEqual(["update source", "update versionName"]);
    expect(active()).toMatchObject({ id: server.versions[1]?.id, name: "v2" });
    expect(server.versions).toHaveLength(2);
    expect(driven.outputs).not.toHaveProperty("__begun");
    expect(await run(driven, news("# second", "v2"))).toEqual([]);
  });

  it("archives a version that it could not finish when the program goes back", async () => {
    const driven = await made();
    once("GET /templateversions/:id/rich-parameters", refuse(500, "Out of order."));
    await expect(driven.up(SECOND)).rejects.toThrow("Out of order.");
    expect(await run(driven, FIRST)).toEqual(["update replacedVersions"]);
    expect(shownVersions()).toEqual([active().name]);
    expect(await run(driven, FIRST)).toEqual([]);
  });

  it("archives in the next run what it could not archive in this one", async () => {
    const driven = await made();
    const first = active();
    once("POST /templateversions/:id/archive", refuse(403, "Forbidden."));
    await expect(driven.up(SECOND)).rejects.toThrow("Forbidden.");
    expect(driven.outputs).toMatchObject({ activeVersionId: active().id, sourceVersion: { id: active().id } });
    expect(await run(driven, SECOND)).toEqual(["update replacedVersions"]);
    expect(first.archived).toBe(true);
    expect(await run(driven, SECOND)).toEqual([]);
  });

  it("renames the template in the same update", async () => {
    const driven = await made();
    expect(await driven.up({ ...SECOND, name: "podman" })).toEqual(["update name", "update source"]);
    expect(server.templates).toMatchObject([{ id: driven.id, name: "podman" }]);
    expect(own(driven)["url"]).toBe(`${server.url}/templates/coder/podman/versions/${active().name}`);
    expect(await run(driven, { ...SECOND, name: "podman" })).toEqual([]);
  });

  it("renames the version in place, and gives it another message", async () => {
    const driven = await made({ ...FIRST, versionName: "v1" });
    const before = jobs();
    await driven.up({ ...FIRST, versionName: "v1.0", versionMessage: "Final." });
    expect(active()).toMatchObject({ name: "v1.0", message: "Final." });
    expect(own(driven)).toMatchObject({ name: "v1.0", message: "Final." });
    expect(jobs()).toBe(before);
    nextRun();
    await expect(driven.changes({ ...SECOND, versionName: "v1.0" })).rejects.toThrow(
      '`versionName` is still "v1.0" while `source` changed, which makes another version.',
    );
  });
});

describe("a template with a source, whose version's name is taken", () => {
  it("is told so at `versionName`, for new content and for a rename", async () => {
    const driven = await made({ ...FIRST, versionName: "v1" });
    server.addVersion({ name: "v2", template_id: driven.id });
    const advice = /Template "docker" has a version "v2" already.+Choose another `versionName`, or leave it out/;
    await expect(driven.up({ ...SECOND, versionName: "v2" })).rejects.toThrow(advice);
    nextRun();
    await expect(driven.up({ ...FIRST, versionName: "v2" })).rejects.toThrow(advice);
    expect(active().name).toBe("v1");
  });
});

it("leaves the message of a version that somebody else has made of the same files", async () => {
  const driven = await made();
  const [fileId] = server.files.values();
  await driven.up(SECOND);
  const others = server.addVersion({ name: "ci-7", message: "Notes.", template_id: driven.id });
  others.created_by = { id: newId(), username: "ci" };
  others.job.file_id = fileId ?? "";
  server.versions.splice(0, 1);
  Object.assign(server.templates[0] ?? {}, { active_version_id: others.id });
  await run(driven, FIRST);
  expect(others).toMatchObject({ message: "Notes." });
});

describe("a template with a source, when people change it", () => {
  it("promotes its own version again, out of the archive, without a job", async () => {
    const driven = await made();
    const first = active();
    const other = server.addVersion({ name: "by-hand", template_id: driven.id });
    Object.assign(server.templates[0] ?? {}, { active_version_id: other.id });
    first.archived = true;
    await driven.refresh();
    expect(driven.outputs).toMatchObject({
      activeVersionId: other.id,
      sourceVersion: { id: first.id, archived: true },
    });
    const before = jobs();
    server.addWorkspace("bob", { name: "dev", template_id: driven.id });
    expect(await run(driven, FIRST)).toEqual(["update activeVersionId"]);
    expect(server.told).toEqual([
      `info: Template "docker": 1 workspace uses it, of which 0 follow by themselves; to version "${first.name}" all ` +
        "can be updated as they are.",
    ]);
    expect(active().id).toBe(first.id);
    expect(first.archived).toBe(false);
    expect(other.archived).toBe(false);
    expect(jobs()).toBe(before);
  });

  it("tells what a version means whose content is back, and of one that is not made yet what its code means", async () => {
    const driven = await made();
    const first = active();
    await run(driven, SECOND);
    server.addWorkspace("bob", { name: "dev", template_id: driven.id });
    nextRun();
    await driven.diff({ name: "docker", ...filesOf("# third") });
    const uses = 'info: Template "docker": 1 workspace uses it, of which 0 follow by themselves';
    const ofCode =
      `${uses}; to its new version, as far as its code tells, 1 could not be updated as they are:\n` +
      '- 1: parameter "cpus" went, and with it the value that they have: bob/dev';
    expect(server.told).toEqual([ofCode]);
    await driven.diff({ ...SECOND, description: "Docker." });
    expect(server.told).toEqual([ofCode]);
    await driven.diff(FIRST);
    expect(server.told).toEqual([ofCode, `${uses}; to version "${first.name}" all can be updated as they are.`]);
  });

  it("puts back its version's message", async () => {
    const driven = await made({ ...FIRST, versionMessage: "One." });
    active().message = "Two.";
    await driven.refresh();
    expect(await run(driven, { ...FIRST, versionMessage: "One." })).toEqual(["update versionMessage"]);
    expect(active().message).toBe("One.");
  });
});

describe("the three ways to a version", () => {
  it.each<[string, Properties, string[]]>([
    ["none is declared", { name: "docker" }, ["source"]],
    ["two are declared", { ...FIRST, activeVersionId: "4f0a5ae5-3a86-4e5f-9a42-2b5b5b0c3f51" }, ["activeVersionId"]],
    ["one of two is not known", { ...FIRST, firstVersionId: UNKNOWN }, ["firstVersionId"]],
    [
      "`variables` belong to no source",
      { name: "docker", activeVersionId: UNKNOWN, variables: {}, versionName: "v1" },
      ["variables", "versionName"],
    ],
  ])("are refused when %s", async (_when, news, properties) => {
    expect((await template().check(news)).map(({ property }) => property)).toEqual(properties);
  });

  /** A version of its own, and a template that has it as this input says. */
  async function madeApart(way: "activeVersionId" | "firstVersionId"): Promise<{ driven: Driver; apart: Driver }> {
    const apart = version();
    await apart.up({ templateName: "docker", ...filesOf("# first") });
    const driven = template();
    await driven.up({ name: "docker", [way]: apart.id });
    nextRun();
    return { driven, apart };
  }

  it.each(["activeVersionId", "firstVersionId"] as const)("go from `%s` to `source` without a job", async (way) => {
    const { driven, apart } = await madeApart(way);
    const before = active();
    expect(await driven.up(FIRST)).toContain("update source");
    await apart.destroy();
    expect(server.versions).toHaveLength(1);
    expect(active().id).toBe(before.id);
    expect(before.archived).toBe(false);
    expect(own(driven)["id"]).toBe(before.id);
    expect(await run(driven, FIRST)).toEqual([]);
  });

  it("go from `source` to `activeVersionId` without a job", async () => {
    const driven = await made();
    const before = active();
    const apart = version();
    await apart.up({ templateName: "docker", ...filesOf("# first") });
    expect(apart.id).toBe(before.id);
    await driven.up({ name: "docker", activeVersionId: apart.id });
    expect(server.versions).toHaveLength(1);
    expect(before.archived).toBe(false);
    expect(driven.outputs["sourceVersion"]).toBeUndefined();
    expect(await run(driven, { name: "docker", activeVersionId: apart.id })).toEqual([]);
  });

  it("go from `source` to `activeVersionId` and back as often as one likes without a job", async () => {
    const driven = await made();
    for (let time = 1; time <= 2; time += 1) {
      const apart = version();
      await apart.up({ templateName: "docker", ...filesOf("# first") });
      await driven.up({ name: "docker", activeVersionId: apart.id });
      nextRun();
      await driven.up(FIRST);
      await apart.destroy();
      nextRun();
    }
    expect(server.versions).toHaveLength(1);
    expect(active().archived).toBe(false);
  });

  it("archive the template's own version on the way to another one by `activeVersionId`", async () => {
    const driven = await made();
    const before = active();
    const other = server.addVersion({ name: "v2", template_id: driven.id });
    await driven.up({ name: "docker", activeVersionId: other.id });
    expect(active().id).toBe(other.id);
    expect(before.archived).toBe(true);
  });

  it("do not forget on the way what is still to be archived, nor what is to stay", async () => {
    const driven = await made();
    const before = active();
    const other = server.addVersion({ name: "v2", template_id: driven.id });
    once("POST /templateversions/:id/archive", refuse(500, "Out of order."));
    await expect(driven.up({ name: "docker", activeVersionId: other.id })).rejects.toThrow("Out of order.");
    expect(await run(driven, { name: "docker", activeVersionId: other.id })).toEqual(["update source"]);
    expect(before.archived).toBe(true);
    expect(await run(driven, { name: "docker", activeVersionId: other.id })).toEqual([]);
    await run(driven, { ...SECOND, replacedVersions: "retain" });
    const kept = active();
    await run(driven, { name: "docker", activeVersionId: other.id });
    expect(kept.archived).toBe(false);
  });

  it("archive the template's own version that is not the active one on the way to `firstVersionId`", async () => {
    const driven = await made();
    const own = active();
    const other = server.addVersion({ name: "v2", template_id: driven.id });
    Object.assign(server.templates[0] ?? {}, { active_version_id: other.id });
    await driven.up({ name: "docker", firstVersionId: other.id });
    expect(own.archived).toBe(true);
    expect(active().id).toBe(other.id);
  });

  it("leave a version that a `TemplateVersion` of the program took in an earlier run", async () => {
    const driven = await made();
    const before = active();
    const apart = version();
    await apart.up({ templateName: "docker", ...filesOf("# first") });
    expect(apart.id).toBe(before.id);
    nextRun();
    await driven.up(SECOND);
    expect(before.archived).toBe(false);
    expect(await apart.up({ templateName: "docker", ...filesOf("# first") })).toEqual([]);
  });

  it("promise no version to a preview that another resource has", async () => {
    const driven = await made();
    const apart = version();
    await apart.up({ templateName: "docker", ...filesOf("# first") });
    await driven.up({ name: "docker", activeVersionId: apart.id });
    nextRun();
    await apart.changes({ templateName: "docker", ...filesOf("# first") });
    const { inputs } = await templateHandler.check(server.context({ urn: TEMPLATE_URN }), FIRST, driven.inputs);
    expect(inputs["activeVersionId"]).toBeUndefined();
  });

  it("go from `source` to `firstVersionId` and leave the active version alone", async () => {
    const driven = await made();
    const before = active();
    const other = server.addVersion({ name: "v2", template_id: driven.id });
    expect(await driven.up({ name: "docker", firstVersionId: other.id })).toEqual(["update source"]);
    expect(active().id).toBe(before.id);
    expect(before.archived).toBe(false);
    expect(await run(driven, { name: "docker", firstVersionId: other.id })).toEqual([]);
  });

  it("go from an example as `source` to a version of the same example, and back, without a job", async () => {
    const example = { source: { exampleId: "docker" } };
    const driven = await made({ name: "docker", ...example });
    const apart = version();
    await apart.up({ templateName: "docker", ...example });
    await driven.up({ name: "docker", activeVersionId: apart.id });
    nextRun();
    await driven.up({ name: "docker", ...example });
    expect(server.versions).toHaveLength(1);
    expect(own(driven)["id"]).toBe(active().id);
  });

  it("go between `activeVersionId` and `firstVersionId` without a difference", async () => {
    const { driven, apart } = await madeApart("activeVersionId");
    expect(await driven.up({ name: "docker", firstVersionId: apart.id })).toEqual([]);
    expect(await run(driven, { name: "docker", activeVersionId: apart.id })).toEqual([]);
  });

  it("count the first version at the creation only", async () => {
    const { driven } = await madeApart("firstVersionId");
    const before = active();
    const other = server.addVersion({ name: "v2", template_id: driven.id });
    expect(await driven.up({ name: "docker", firstVersionId: other.id })).toEqual([]);
    Object.assign(server.templates[0] ?? {}, { active_version_id: other.id });
    await driven.refresh();
    expect(driven.outputs["activeVersionId"]).toBe(other.id);
    expect(await run(driven, { name: "docker", firstVersionId: before.id })).toEqual([]);
    expect(await run(driven, { name: "docker", firstVersionId: before.id, description: "New." })).toEqual([
      "update description",
    ]);
    expect(active().id).toBe(other.id);
  });

  it("refuse a first version that failed", async () => {
    const failed = server.addVersion({ name: "broken" }, "failed");
    expect(await template().check({ name: "docker", firstVersionId: failed.id })).toMatchObject([
      { property: "firstVersionId", reason: expect.stringContaining("can't be activated") as string },
    ]);
  });
});

describe("what a preview knows of the active version", () => {
  async function known(driven: Driver, news: Properties): Promise<unknown> {
    const { inputs } = await templateHandler.check(server.context({ urn: TEMPLATE_URN }), news, driven.inputs);
    return inputs["activeVersionId"];
  }

  it("is its id while only something else of the template changes", async () => {
    const driven = await made();
    expect(await known(driven, { ...FIRST, description: "New." })).toBe(active().id);
    expect(await known(driven, { ...FIRST, name: "podman" })).toBe(active().id);
    await driven.up({ ...FIRST, description: "New." });
    expect(driven.outputs["activeVersionId"]).toBe(active().id);
    expect(await run(driven, { ...FIRST, description: "New." })).toEqual([]);
  });

  it("is nothing while the content changes, or somebody promoted another version", async () => {
    const driven = await made();
    expect(await known(driven, SECOND)).toBeUndefined();
    expect(await known(driven, { ...FIRST, source: UNKNOWN })).toBeUndefined();
    const other = server.addVersion({ name: "by-hand", template_id: driven.id });
    Object.assign(server.templates[0] ?? {}, { active_version_id: other.id });
    expect(await known(driven, { ...FIRST, description: "New." })).toBeUndefined();
  });

  it("is its id when the template goes over to a source of the same content", async () => {
    const apart = version();
    await apart.up({ templateName: "docker", ...filesOf("# first") });
    const driven = template();
    await driven.up({ name: "docker", activeVersionId: apart.id });
    nextRun();
    expect(await known(driven, FIRST)).toBe(apart.id);
    expect(await known(driven, SECOND)).toBeUndefined();
  });

  it("costs no request while nothing changes", async () => {
    const driven = await made();
    server.takeLog();
    await known(driven, FIRST);
    expect(server.takeLog().filter((request) => !request.startsWith("GET /organizations/default"))).toEqual([]);
  });
});

it("keeps the values of sensitive variables secret", async () => {
  server.variables = [{ name: "password", sensitive: true }];
  const news = { name: "docker", ...filesOf(PASSWORD), variables: { password: "hush" } };
  const { secretPaths } = await templateHandler.check(server.context({ urn: TEMPLATE_URN }), news);
  expect(secretPaths).toEqual([["variables", "password"]]);
  const driven = await made(news);
  expect(templateHandler.secretPaths(driven.outputs)).toEqual([["variables", "password"]]);
});

describe("a template whose version Git names", () => {
  const git = (...options: string[]): Properties => ({ name: "docker", source: { directory: ".", git: options } });

  it("is refused beside a name or a message of its own", async () => {
    const news = { ...git("name", "message"), versionName: "v1", versionMessage: "One." };
    expect(await template().check(news)).toEqual([
      {
        property: "versionName",
        reason: '`source.git` gives the name. Remove `versionName`, or take "name" out of `source.git`.',
      },
      {
        property: "versionMessage",
        reason: '`source.git` gives the message. Remove `versionMessage`, or take "message" out of `source.git`.',
      },
    ]);
  });

  it("has the name and the message of the commit, and the next commit is no difference", async () => {
    const root = makeDirectory({ "main.tf": "# first" });
    const commit = commitAll(root, "First.");
    const news = { name: "docker", source: { directory: root, git: ["name", "message"] } };
    const driven = await made(news);
    expect(active().name).toMatch(new RegExp(`^${commit.slice(0, 12)}-[0-9a-f]{16}$`));
    expect(driven.outputs["sourceVersion"]).toMatchObject({
      name: active().name,
      message: expect.stringMatching(/^First\./) as string,
      git: { commit, isDirty: false },
    });
    expect(active().message).toMatch(/^First\./);
    commitAll(root, "Nothing of the template.");
    expect(await driven.up(news)).toEqual([]);
    expect(await run(driven, { ...news, description: "New." })).toEqual(["update description"]);
    expect(active().message).toMatch(/^First\./);
    expect(driven.outputs["sourceVersion"]).toMatchObject({ git: { commit } });
  });
});
