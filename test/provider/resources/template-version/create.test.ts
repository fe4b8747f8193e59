import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PartialError } from "../../../../provider/errors";
import { objectOf } from "../../../../provider/ownership/claims";
import { forgetJobs } from "../../../../provider/resources/versions/earlier";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import { FakeCoder } from "../../../fakes/coder";
import { newId, refuse } from "../../../fakes/coder/common";
import type { StoredVersion } from "../../../fakes/coder/template-versions";
import { ORGANIZATIONS } from "../../../fakes/coder/users";
import { Driver } from "../../../fakes/driver";

type Inputs = Record<string, unknown>;

const SECRET = "hunter2hunter2";
const SOURCE = { files: { "main.tf": 'variable "region" {\n  default = "eu"\n}\n' } };
const NEWS = { templateName: "docker", source: SOURCE };
const POST_VERSION = "POST /organizations/:organization/templateversions";

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
  server.variables = [{ name: "region", default_value: "eu" }];
});

afterEach(async () => {
  await server.close();
});

function driver(): Driver {
  return new Driver(templateVersionHandler, server);
}

async function create(more: Inputs = {}): Promise<Driver> {
  const driven = driver();
  await driven.up({ ...NEWS, ...more });
  return driven;
}

function stored(id: string): StoredVersion {
  const found = server.versions.find((version) => version.id === id);
  if (found === undefined) throw new Error("The server has no such version.");
  return found;
}

/** The name that is derived for these inputs. */
async function derivedName(more: Inputs = {}): Promise<string> {
  const other = await FakeCoder.start();
  try {
    const driven = new Driver(templateVersionHandler, other);
    await driven.up({ ...NEWS, ...more });
    return String(driven.outputs["name"]);
  } finally {
    await other.close();
  }
}

/** The id of the file that an earlier run uploaded to this server. */
async function uploadedFile(more: Inputs = {}): Promise<string> {
  const scout = await create({ templateName: "scout", ...more });
  const { file_id } = stored(scout.id).job;
  server.versions.splice(server.versions.indexOf(stored(scout.id)), 1);
  server.takeLog();
  return file_id;
}

/** A version as an earlier run would have left it. */
async function leftover(name: string, more: Partial<StoredVersion> = {}, job: Inputs = {}): Promise<StoredVersion> {
  const file_id = await uploadedFile();
  const version = server.addVersion({ name, ...more });
  Object.assign(version.job, { file_id, ...job });
  // An earlier run was another process, and this one asks for the jobs only after it.
  forgetJobs(server.context(), "default");
  return version;
}

describe("templateVersion.create", () => {
  it("makes a free version where there is no template of that name", async () => {
    const driven = await create({ variables: { region: "us" }, provisionerTags: { pool: "big" }, message: "First." });
    const { id, name } = stored(driven.id);
    expect(server.http.requestsTo(POST_VERSION).map(({ json }) => json)).toEqual([
      {
        storage_method: "file",
        provisioner: "terraform",
        name,
        message: "First.",
        file_id: stored(id).job.file_id,
        tags: { pool: "big" },
        user_variable_values: [{ name: "region", value: "us" }],
      },
    ]);
    expect(driven.outputs).toEqual({
      templateName: "docker",
      source: SOURCE,
      name,
      message: "First.",
      variables: { region: "us" },
      provisionerTags: { pool: "big" },
      onDelete: "archive",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      files: { "main.tf": expect.stringMatching(/^[0-9a-f]{16}$/) as string },
      organizationId: ORGANIZATIONS[0]?.id,
      jobId: stored(id).job.id,
      status: "succeeded",
      archived: false,
      parameters: [
        {
          name: "cpus",
          displayName: "",
          description: "",
          type: "number",
          formType: "",
          mutable: true,
          required: false,
          ephemeral: false,
          defaultValue: "2",
          icon: "",
          options: [],
        },
      ],
      presets: [],
      resources: { start: [], stop: [] },
      sensitiveVariables: [],
      warnings: [],
      createdAt: "2026-01-01T00:00:00Z",
      url: `${server.http.url}/templates/coder/docker/versions/${name}`,
      __declared: ["digest", "files", "message", "onDelete", "provisionerTags", "source", "templateName", "variables"],
    });
  });

  it("takes these requests on a new name", async () => {
    await create();
    const log = withoutPolls(server.takeLog());
    expect(log.slice(0, 8)).toEqual([
      "GET /organizations/default",
      "GET /users/me",
      "GET /organizations/coder/provisionerdaemons",
      "GET /organizations/default/templates/docker",
      "POST /files",
      "GET /organizations/default/provisionerjobs",
      "POST /organizations/default/templateversions",
      expect.stringMatching(/\/variables$/),
    ]);
    // Both are asked at the same time.
    expect(
      log
        .slice(8)
        .map((line) => line.split("/").at(-1))
        .sort(),
    ).toEqual(["resources", "rich-parameters"]);
  });

  it("makes the version for the template that has the name, whatever its case", async () => {
    const template = server.addTemplate({ name: "Docker" });
    const driven = await create();
    expect(server.http.requestsTo(POST_VERSION)[0]?.json).toMatchObject({ template_id: template.id });
    expect(driven.outputs["templateId"]).toBe(template.id);
    expect(server.takeLog()).not.toContain("GET /organizations/default/provisionerjobs");
  });

  it("sends every kind of value as Terraform writes it", async () => {
    await create({
      source: {
        files: { "main.tf": ["text", "number", "flag", "list"].map((name) => `variable "${name}" {}\n`).join("") },
      },
      variables: { text: "a b", number: 4.5, flag: false, list: ["x", 'y"z'] },
    });
    expect(server.http.requestsTo(POST_VERSION)[0]?.json).toMatchObject({
      user_variable_values: [
        { name: "text", value: "a b" },
        { name: "number", value: "4.5" },
        { name: "flag", value: "false" },
        { name: "list", value: '["x","y\\"z"]' },
      ],
    });
  });

  it("names a starter template instead of uploading one", async () => {
    const driven = await create({ source: { exampleId: "docker" } });
    const [post] = server.http.requestsTo(POST_VERSION);
    expect(post?.json).toMatchObject({ example_id: "docker" });
    expect(post?.json).not.toHaveProperty("file_id");
    expect(server.http.requestsTo("POST /files")).toHaveLength(0);
    expect(driven.outputs).toMatchObject({ files: {}, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  });

  it("warns of variable files that it leaves out, and tells once of other files", async () => {
    const folder = mkdtempSync(join(tmpdir(), "template-version-"));
    try {
      writeFileSync(join(folder, "main.tf"), "");
      writeFileSync(join(folder, "terraform.tfvars"), 'region = "us"');
      writeFileSync(join(folder, ".env"), "");
      const driven = await create({ source: { directory: folder } });
      await driven.up({ ...NEWS, source: { directory: folder }, message: "Another." });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(server.told).toEqual([
      'info: Left out of the template, as the coder command does: ".env". To take them, name them in `source.keep`; to ' +
        "hear no more of them, in `source.ignore`.",
      'warning: "terraform.tfvars" is not uploaded and not read. Set these values in `variables`.',
    ]);
  });

  it("warns of a value that no variable is declared for, where only the import can tell", async () => {
    await create({ source: { exampleId: "docker" }, variables: { regoin: "us" } });
    expect(server.told).toEqual([
      'warning: The template declares no variable "regoin": what `variables` says of it has no effect.',
    ]);
  });

  it("keeps id and state when what the import found can't be read, and reads it in the next run", async () => {
    const driven = driver();
    server.http.on("GET /templateversions/:id/resources", refuse(500, "Internal error."), { json: [] });
    await expect(driven.up(NEWS)).rejects.toThrow(/^Internal error\. \(GET /);
    expect(driven.id).toBe(server.versions[0]?.id);
    expect(driven.outputs).toMatchObject({
      status: "succeeded",
      templateName: "docker",
      __declared: expect.arrayContaining(["source"]) as unknown,
    });
    await driven.handler.update(server.context(), driven.id, driven.outputs, driven.inputs ?? {}).then((outputs) => {
      expect(outputs).toMatchObject({ parameters: [{ name: "cpus" }], presets: [] });
    });
  });
});

describe("derived names", () => {
  it("are equal for equal input, in whatever order it is written", async () => {
    const name = await derivedName({ variables: { region: "a" }, provisionerTags: { a: "1", b: "2" } });
    expect(name).toMatch(/^[0-9a-f]{16}$/);
    expect(
      await derivedName({ variables: { region: "a" }, provisionerTags: { b: "2", a: "1" }, message: "Other." }),
    ).toBe(name);
  });

  it("differ by template, content, values and tags", async () => {
    const names = [
      await derivedName(),
      await derivedName({ templateName: "podman" }),
      await derivedName({ source: { files: { "main.tf": 'variable "region" {}\n' } }, variables: { region: "a" } }),
      await derivedName({ variables: { region: "a" } }),
      await derivedName({ variables: { region: "b" } }),
      await derivedName({ provisionerTags: { pool: "big" } }),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(await derivedName({ templateName: "Docker" })).toBe(names[0]);
  });

  it("keep two templates of the same content apart, also in one run", async () => {
    const [first, second] = await Promise.all([create(), create({ templateName: "podman" })]);
    expect(first.id).not.toBe(second.id);
  });

  it("do not make two resources share a version", async () => {
    const first = await create();
    const second = await create();
    expect(second.id).not.toBe(first.id);
  });
});

describe("sticky variables", () => {
  /** The template's active version has other values than the code's defaults. */
  function activeWith(...variables: StoredVersion["variables"]): void {
    const active = server.addVersion({ variables });
    server.addTemplate({ active_version_id: active.id });
  }

  /** A default that only Terraform can work out. */
  const computed = { files: { "main.tf": 'variable "region" {\n  default = "e%{ if true }u%{ endif }"\n}\n' } };

  const held = { name: "region", value: "asia", default_value: "asia", required: false, sensitive: false };

  it("get the template's own default at once, where its code tells it; sensitive ones, too", async () => {
    activeWith(held, { ...held, name: "password", sensitive: true });
    server.variables = [...server.variables, { name: "password", default_value: "none", sensitive: true }];
    const source = {
      files: {
        "main.tf": `${SOURCE.files["main.tf"]}variable "password" {\n  default = "none"\n  sensitive = true\n}\n`,
      },
    };
    const driven = await create({ source });
    expect(server.http.requestsTo(POST_VERSION)).toHaveLength(1);
    expect(stored(driven.id).variables.map(({ value }) => value)).toEqual(["eu", "none"]);
    expect(driven.outputs["variables"]).toEqual({});
    expect(server.told).toEqual([]);
  });

  it("get it by a second import, where only that tells it, and the first version steps aside", async () => {
    activeWith(held);
    const driven = await create({ source: computed });
    const [, first, second] = server.versions;
    expect(driven.id).toBe(second?.id);
    expect(second?.variables).toEqual([
      { name: "region", value: "eu", default_value: "eu", required: false, sensitive: false },
    ]);
    expect(first).toMatchObject({ name: `${second?.name}-superseded-${first?.id.slice(0, 8)}`, archived: true });
    expect(server.http.requestsTo(POST_VERSION).map(({ json }) => (json as Inputs)["user_variable_values"])).toEqual([
      [],
      [{ name: "region", value: "eu" }],
    ]);
    expect(server.http.requestsTo("POST /files")).toHaveLength(1);
    expect(server.told).toEqual([
      'info: The server gave "region" the value of an earlier version: importing again with the template\'s own defaults.',
    ]);
    expect(driven.outputs["variables"]).toEqual({});
  });

  it("need no second import where they are named", async () => {
    activeWith(held);
    await create({ variables: { region: "us" } });
    expect(server.http.requestsTo(POST_VERSION)).toHaveLength(1);
    expect(server.told).toEqual([]);
  });

  it("must be named where the template has no default", async () => {
    activeWith({ ...held, required: true, default_value: "" });
    server.variables = [{ name: "region", required: true }];
    const driven = driver();
    await expect(driven.up({ ...NEWS, source: { exampleId: "docker" } })).rejects.toThrow(
      /^Template version ".+" was imported with other values of "region" than it should have: the server took them from the template's active version\. Set "region" in `variables`: the template has no default\. Run `pulumi up` again: it is then made anew\.$/,
    );
    expect(driven.outputs["status"]).toBe("superseded");
    expect(stored(driven.id)).toMatchObject({ archived: true, name: expect.stringMatching(/-superseded-/) as string });
  });

  it("are an error when the second import does not mend them", async () => {
    activeWith(held);
    server.http.on("GET /templateversions/:id/variables", { json: [held, { ...held, value: "stubborn" }].slice(1) });
    const driven = driver();
    await expect(driven.up({ ...NEWS, source: computed })).rejects.toThrow(
      /was imported with other values of "region"/,
    );
    expect(driven.id).toBe(server.versions[2]?.id);
    expect(driven.outputs["status"]).toBe("superseded");
  });

  it("leave a state that makes the next run try again, when the second version can't be made", async () => {
    activeWith(held);
    const answer = server.http;
    let posts = 0;
    const driven = driver();
    const news = { ...NEWS, source: computed, name: "one" };
    answer.on("PATCH /templateversions/:id", () => {
      posts += 1;
      return refuse(500, "Internal error.");
    });
    await expect(driven.up(news)).rejects.toThrow(/^Internal error\./);
    expect(posts).toBe(1);
    expect(driven.id).toBe(server.versions[1]?.id);
    expect(driven.outputs["status"]).toBe("superseded");
    expect(await driven.changes(news)).toContainEqual({ property: "source", kind: "replace" });
  });

  it("are warned of where they are sensitive and not named: the server does not tell their values", async () => {
    activeWith();
    server.variables = [{ name: "password", sensitive: true }];
    const driven = await create({ source: { exampleId: "docker" } });
    expect(server.told).toEqual([
      'warning: "password" of template "docker" is a sensitive variable that `variables` does not name. ' +
        "The server may have kept a value that an earlier version was given, and does not tell. Name it to be sure.",
    ]);
    expect(driven.outputs["sensitiveVariables"]).toEqual(["password"]);
  });
});

describe("a failed import", () => {
  it("frees its name, is archived, and keeps the id with what is known", async () => {
    server.addTemplate();
    server.imports.push("failed");
    const driven = driver();
    const failing = driven.up({ ...NEWS, name: "one" });
    await expect(failing).rejects.toBeInstanceOf(PartialError);
    await expect(failing).rejects.toThrow(/^Template version "one" was not imported: its job failed\./);
    await expect(failing).rejects.toThrow(
      new RegExp(`/templates/coder/docker/versions/one-failed-${driven.id.slice(0, 8)}\n`),
    );
    expect(stored(driven.id)).toMatchObject({ name: `one-failed-${driven.id.slice(0, 8)}`, archived: true });
    expect(driven.outputs).toMatchObject({
      status: "failed",
      templateName: "docker",
      digest: expect.anything() as unknown,
    });
    expect(driven.outputs).not.toHaveProperty("parameters");
  });

  it("leaves the name to the next try, which replaces it", async () => {
    server.addTemplate();
    server.imports.push("failed");
    const driven = driver();
    const news = { ...NEWS, name: "one" };
    await expect(driven.up(news)).rejects.toThrow();
    expect(await driven.up({ ...news, source: { files: { "main.tf": "# fixed\n" } } })).toContain("replace source");
    expect(stored(driven.id)).toMatchObject({ name: "one", archived: false });
  });

  it("is not archived where no template holds it: the server has no way to", async () => {
    server.imports.push("failed");
    const driven = driver();
    await expect(driven.up(NEWS)).rejects.toThrow();
    expect(stored(driven.id).name).toMatch(/-failed-/);
    expect(server.http.requestsTo("POST /templateversions/:id/archive")).toHaveLength(0);
  });

  it("cuts a long name so that the new one is a name", async () => {
    server.imports.push("failed");
    const driven = driver();
    const name = `${"a".repeat(47)}.${"b".repeat(16)}`;
    await expect(driven.up({ ...NEWS, name })).rejects.toThrow();
    expect(stored(driven.id).name).toBe(`${"a".repeat(47)}-failed-${driven.id.slice(0, 8)}`);
  });

  it("tells its own error when the name can't be freed, and warns of that", async () => {
    server.addTemplate();
    server.imports.push("failed");
    server.http.on("PATCH /templateversions/:id", refuse(500, "Internal error."));
    await expect(driver().up({ ...NEWS, name: "one" })).rejects.toThrow(/^Template version "one" was not imported/);
    expect(server.told).toEqual([
      expect.stringMatching(/^warning: The name "one" of the failed version could not be freed: Internal error\./),
    ]);
  });

  it("says that it could not be archived, and is no other error for it", async () => {
    server.addTemplate();
    server.imports.push("failed");
    server.http.on("POST /templateversions/:id/archive", refuse(500, "Internal error."));
    await expect(driver().up({ ...NEWS, name: "one" })).rejects.toThrow(/^Template version "one" was not imported/);
    expect(server.told).toEqual([
      expect.stringMatching(
        /^info: Template version "one-failed-.+" is of no use and could not be archived: Internal error\./,
      ),
    ]);
  });

  it("repeats no value of a variable: it may be secret", async () => {
    server.imports.push("failed");
    server.http.on("GET /templateversions/:id/logs", {
      json: [
        {
          id: 1,
          created_at: "2026-01-01T00:00:00Z",
          log_source: "provisioner",
          log_level: "error",
          stage: "Planning",
          output: `Error: no disk ${SECRET}`,
        },
        {
          id: 2,
          created_at: "2026-01-01T00:00:00Z",
          log_source: "provisioner",
          log_level: "error",
          stage: "Planning",
          output: "in item-one-of-list",
        },
      ],
    });
    const driven = driver();
    const source = { files: { "main.tf": 'variable "password" {}\nvariable "list" {}\n' } };
    const failing = driven.up({ ...NEWS, source, variables: { password: SECRET, list: ["item-one-of-list"] } });
    await expect(failing).rejects.toThrow(/Error: no disk \[secret\]\nin \[secret\]/);
    await expect(failing).rejects.not.toThrow(SECRET);
  });

  it("does the same when the operation is interrupted: cancels, frees the name, keeps the id", async () => {
    server.addTemplate();
    server.imports.push("running");
    const interrupt = new AbortController();
    server.http.on("GET /templateversions/:id/logs", () => {
      interrupt.abort(new Error("Interrupted."));
      return { json: [] };
    });
    const client = server.client.with({ signal: interrupt.signal });
    const driven = new Driver(templateVersionHandler, server, { signal: interrupt.signal, client });
    await expect(driven.up({ ...NEWS, name: "one" })).rejects.toThrow(
      /^Template version "one" was not imported: the operation was interrupted/,
    );
    expect(stored(driven.id)).toMatchObject({
      job: { status: "canceled" },
      name: expect.stringMatching(/^one-failed-/) as string,
      archived: true,
    });
    expect(driven.outputs["status"]).toBe("canceled");
  });
});

describe("a name that is taken", () => {
  const templateOf = (): string => server.templates[0]?.id ?? "";

  beforeEach(() => {
    server.addTemplate();
  });

  it("by the same version, leads to that one, which is taken back if it was archived", async () => {
    const name = await derivedName();
    const holder = await leftover(name, { template_id: templateOf(), archived: true });
    const driven = await create();
    expect(driven.id).toBe(holder.id);
    expect(holder.archived).toBe(false);
    expect(server.told).toEqual([`info: Template version "${name}" with this content exists already, and is used.`]);
  });

  it("by a failed version, is taken from it", async () => {
    const holder = await leftover("one", { template_id: templateOf() }, { status: "failed" });
    const driven = await create({ name: "one" });
    expect(driven.id).not.toBe(holder.id);
    expect(stored(driven.id).name).toBe("one");
    expect(holder).toMatchObject({ name: `one-failed-${holder.id.slice(0, 8)}`, archived: true });
  });

  it("by another content, is an error where the program chose it, that names the holder", async () => {
    const holder = server.addVersion({ name: "one", template_id: templateOf() });
    await expect(create({ name: "one" })).rejects.toThrow(
      `Template version "one" was not created. Template "docker" has a version "one" already, ${holder.id}, with ` +
        `other content or values, created by "admin" at 2026-01-01T00:00:00Z. ` +
        "Versions are never deleted, and keep their names when archived. Choose another `name`, or leave it out to " +
        "have one derived from the content.",
    );
  });

  it("by an import that has not ended, is an error where the program chose it: its values can't be seen", async () => {
    await leftover("one", { template_id: templateOf() }, { status: "running" });
    await expect(create({ name: "one" })).rejects.toThrow(/whose import has not ended yet, created by "admin"/);
  });

  it.each<[string, Partial<StoredVersion>, Inputs]>([
    [
      "holds other values",
      { variables: [{ name: "region", value: "us", default_value: "eu", required: false, sensitive: false }] },
      {},
    ],
    [
      "holds a sensitive value",
      { variables: [{ name: "password", value: "x", default_value: "", required: false, sensitive: true }] },
      {},
    ],
    ["is of other files", {}, { file_id: newId() }],
    ["is imported by somebody else", { created_by: { id: newId(), username: "bob" } }, { status: "running" }],
  ])("by a version that %s, moves a derived name on", async (_case, version, job) => {
    const name = await derivedName();
    const holder = await leftover(name, { template_id: templateOf(), ...version }, job);
    const driven = await create();
    expect(driven.id).not.toBe(holder.id);
    expect(stored(driven.id).name).toBe(`${name}-2`);
    expect(holder.name).toBe(name);
  });

  it("by a version with other tags, moves a derived name on", async () => {
    const name = await derivedName({ provisionerTags: { pool: "big" } });
    await leftover(name, { template_id: templateOf() }, { tags: { scope: "organization", owner: "", pool: "small" } });
    const driven = await create({ provisionerTags: { pool: "big" } });
    expect(stored(driven.id).name).toBe(`${name}-2`);
  });

  it("by the active version, leads to that one unless another resource of the program has it", async () => {
    const name = await derivedName();
    const holder = await leftover(name, { template_id: templateOf() });
    Object.assign(server.templates[0] ?? {}, { active_version_id: holder.id });
    expect((await create()).id).toBe(holder.id);
    server.ownership.claims.set("urn:pulumi:other", objectOf("TemplateVersion", holder.id), "held");
    expect(stored((await create()).id).name).toBe(`${name}-2`);
  });

  it("by an own import that is under way, leads to that one when the name is derived", async () => {
    const name = await derivedName();
    const holder = await leftover(name, { template_id: templateOf() }, { status: "running" });
    server.http.on("GET /templateversions/:id", () => {
      holder.job.status = "succeeded";
      return { json: { ...holder, created_at: "2026-01-01T00:00:00Z" } };
    });
    expect((await create()).id).toBe(holder.id);
  });
});

describe("an earlier run that was broken off", () => {
  it("left a free version, which is continued by its derived name", async () => {
    const name = await derivedName();
    const earlier = await leftover(name);
    const driven = await create();
    expect(driven.id).toBe(earlier.id);
    expect(server.http.requestsTo(POST_VERSION).filter(({ json }) => (json as Inputs)["name"] === name)).toHaveLength(
      0,
    );
    expect(server.told).toEqual([
      `info: Template version "${name}" exists already, from a run that was broken off or goes on elsewhere: ` +
        "this one goes on with it.",
    ]);
  });

  it("is not looked for by a name that the program chose: another template's version may have it", async () => {
    await leftover("one");
    await create({ name: "one" });
    expect(server.takeLog()).not.toContain("GET /organizations/default/provisionerjobs");
    expect(server.versions).toHaveLength(2);
  });

  it("is no obstacle to those who may not see jobs", async () => {
    server.http.on("GET /organizations/:organization/provisionerjobs", refuse(404, "Not found."));
    await create();
    expect(server.versions).toHaveLength(1);
  });

  it("did not leave what a template holds by now, or what failed", async () => {
    const name = await derivedName();
    const attached = await leftover(name, { template_id: newId() });
    const failed = await leftover(name, {}, { status: "failed" });
    const driven = await create();
    expect([attached.id, failed.id]).not.toContain(driven.id);
  });
});

describe("a lost answer", () => {
  /** The server acts on the request, and the connection breaks. */
  function loseAnswer(file_id: string, isDone: boolean): void {
    server.http.on(POST_VERSION, (request) => {
      const body = request.json as { name: string; template_id?: string };
      if (isDone) {
        const version = server.addVersion({
          name: body.name,
          ...(body.template_id !== undefined && { template_id: body.template_id }),
        });
        version.job.file_id = file_id;
      }
      return { drop: "before" };
    });
  }

  it("is found by name in the template", async () => {
    server.addTemplate();
    const file_id = await uploadedFile();
    loseAnswer(file_id, true);
    const driven = await create({ name: "one" });
    expect(driven.id).toBe(server.versions.find(({ name }) => name === "one")?.id);
    expect(server.http.requestsTo(POST_VERSION)).toHaveLength(1);
  });

  it("is found among the jobs where no template holds the version, also by a name that the program chose", async () => {
    loseAnswer(await uploadedFile(), true);
    const driven = await create({ name: "one" });
    expect(driven.id).toBe(server.versions[0]?.id);
  });

  it("is told where nothing is found, and nothing is sent again", async () => {
    server.addTemplate();
    loseAnswer(await uploadedFile(), false);
    await expect(create({ name: "one" })).rejects.toThrow(/^The server did not answer/);
    expect(server.http.requestsTo(POST_VERSION)).toHaveLength(1);
  });

  it("is told of a free version made of an example: nothing shows which that is", async () => {
    loseAnswer("", true);
    await expect(create({ source: { exampleId: "docker" } })).rejects.toThrow(/^The server did not answer/);
  });
});

describe("a refusal", () => {
  it("of files that do not parse says so, with nothing made", async () => {
    server.http.on(
      POST_VERSION,
      refuse(
        500,
        "Internal error checking workspace tags",
        "parse module: Unclosed configuration block: There is no closing brace.",
      ),
    );
    const driven = driver();
    await expect(driven.up(NEWS)).rejects.toThrow(
      "The files of `source` are not valid Terraform: Unclosed configuration block: There is no closing brace. " +
        "Run `terraform validate` in their folder to see the file and the line.",
    );
    expect(driven.id).toBe("");
  });
});

/** The status is polled beside the log stream; the number of polls depends on the time. */
function withoutPolls(log: string[]): string[] {
  return log.filter((line) => !/^GET \/templateversions\/<[^/]+>$/.test(line));
}
