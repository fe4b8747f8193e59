import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get, type DynamicProvider } from "../../../provider/hosts/dynamic";
import { handlers, resourceTypes, type ResourceType } from "../../../provider/registry";
import { UNKNOWN_MARKER } from "../../../provider/hosts/wire";
import type { Properties } from "../../../provider/values";
import { FakeCoder } from "../../fakes/coder";
import { newId, refuse } from "../../fakes/coder/common";
import { TOKEN } from "../../fakes/http-server";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const URN = "urn:pulumi:dev::project::pulumi-nodejs:dynamic/coderd:Template::docker::x";
const HIDDEN = { __provider: "exports.handler = …", __urn: URN };
const REFUSED_TOKEN = refuse(
  401,
  "You are signed out or your session has expired. Please sign in again to continue.",
  "API key is invalid.",
);

const environment = { ...process.env };
const { argv } = process;

let server: FakeCoder;
let folder: string;

beforeEach(async () => {
  server = await FakeCoder.start();
  folder = mkdtempSync(join(tmpdir(), "dynamic-host-"));
  process.env = { CODER_CONFIG_DIR: folder, PULUMI_HOME: folder };
  // Where the engine's address would be.
  process.argv = argv.slice(0, 2);
});

afterEach(async () => {
  process.env = environment;
  process.argv = argv;
  rmSync(folder, { recursive: true });
  await server.close();
});

function provider(type: ResourceType = "Template", settings: Record<string, string> = {}): DynamicProvider {
  const made = get(type);
  const all: Record<string, string> = { "coderd:url": server.http.url, "coderd:token": TOKEN, ...settings };
  made.configure({ config: { get: (key) => all[key] } });
  return made;
}

/** Inputs as the engine hands them to create: checked. */
async function checked(made: DynamicProvider, news: Properties): Promise<Properties> {
  const { inputs, failures } = await made.check({}, { ...HIDDEN, ...news });
  expect(failures).toEqual([]);
  // The engine's host keeps this one itself.
  return { ...inputs, __provider: HIDDEN.__provider };
}

async function created(
  made: DynamicProvider,
  news: Properties,
): Promise<{ id: string; inputs: Properties; state: Properties }> {
  const inputs = await checked(made, news);
  const { id, outs } = await made.create(inputs);
  return { id, inputs, state: { ...outs, __provider: HIDDEN.__provider } };
}

async function thrownBy(
  promise: Promise<unknown>,
): Promise<Error & { id?: string; properties?: Properties; reasons?: string[] }> {
  return promise.then(
    () => {
      throw new Error("It was not rejected.");
    },
    (thrown: Error) => thrown,
  );
}

describe("check", () => {
  it("applies defaults, keeps the URN, and hands unknown values through at any depth", async () => {
    const { inputs, failures } = await provider("TemplateVersion").check(
      {},
      {
        ...HIDDEN,
        templateName: "docker",
        source: { files: { "main.tf": UNKNOWN_MARKER } },
        variables: { a: UNKNOWN_MARKER, b: ["x", UNKNOWN_MARKER] },
      },
    );
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      __urn: URN,
      templateName: "docker",
      source: { files: { "main.tf": UNKNOWN_MARKER } },
      variables: { a: UNKNOWN_MARKER, b: ["x", UNKNOWN_MARKER] },
      message: "",
      provisionerTags: {},
      onDelete: "archive",
      digest: UNKNOWN_MARKER,
      files: UNKNOWN_MARKER,
    });
  });

  it("opens secrets for the handler", async () => {
    const { failures } = await provider().check(
      {},
      { ...HIDDEN, name: { [SIGNATURE]: SECRET, value: "a--b" }, activeVersionId: newId() },
    );
    expect(failures).toEqual([{ property: "", reason: expect.stringContaining('it contains "--".') as string }]);
  });

  it("makes inputs secret that the template marks as sensitive", async () => {
    const source = { files: { "main.tf": 'variable "password" {\n  sensitive = true\n}\n' } };
    const inputs = await checked(provider("TemplateVersion"), {
      templateName: "docker",
      source,
      variables: { password: "hunter2" },
    });
    expect(inputs["variables"]).toEqual({ password: { [SIGNATURE]: SECRET, value: "hunter2" } });
  });

  it("names no property, lest the engine shows its value, which may hold secrets", async () => {
    const { failures } = await provider("TemplateVersion").check(
      {},
      { ...HIDDEN, templateName: "a b", source: { files: {} }, variables: { a: {} }, tags: "x" },
    );
    expect(failures).toEqual([
      { property: "", reason: expect.stringMatching(/^Unknown property "tags"\./) as string },
      { property: "", reason: expect.stringMatching(/^`templateName`: Must be letters/) as string },
      { property: "", reason: "At `variables.a`: Must be a string, a number, true or false, or a list of strings." },
    ]);
  });

  it("sends the environment's token to no other server than the environment's", async () => {
    process.env = { ...process.env, CODER_URL: "https://coder.corp.example", CODER_SESSION_TOKEN: TOKEN };
    const news = { ...HIDDEN, name: "docker", activeVersionId: newId() };
    const { failures } = await provider("Template", { "coderd:token": "" }).check({}, news);
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringContaining('`CODER_SESSION_TOKEN` is for "https://coder.corp.example"') as string,
      },
    ]);
    expect(server.http.requests).toEqual([]);
  });

  it("mentions a `coder:url`, which is another provider's, only where its own address is missing", async () => {
    const OTHER = server.http.url;
    const reasonWith = async (settings: Record<string, string>): Promise<string | undefined> => {
      const { failures } = await provider("Template", { "coderd:token": "", ...settings }).check(
        {},
        { ...HIDDEN, name: "docker" },
      );
      return failures[0]?.reason;
    };
    const notice = " `coder:url` is set, which is of another provider's configuration: this one reads `coderd:url`.";
    const missing = await reasonWith({ "coderd:url": "", "coder:url": OTHER });
    expect(missing).toMatch(/^No Coder server is configured\. /);
    expect(missing).toContain(notice);
    expect(await reasonWith({ "coderd:url": "" })).toBe(missing?.replace(notice, ""));
    expect(await reasonWith({ "coder:url": OTHER })).toMatch(/^No token is configured(?!.*another provider)/);
    expect(server.http.requests).toEqual([]);
  });

  it("knows a new resource from one that exists by the old inputs", async () => {
    server.addTemplate();
    const news = { ...HIDDEN, name: "docker", activeVersionId: server.addVersion().id };
    expect((await provider().check({}, news)).failures).toHaveLength(1);
    expect((await provider().check({ ...HIDDEN, name: "docker" }, news)).failures).toEqual([]);
  });

  it.each(resourceTypes)(
    "tells a refused token as a failure of %s, with where it came from, and never the token itself",
    async (type) => {
      server.http.on("GET /users/me", REFUSED_TOKEN);
      server.http.on("GET /organizations/:organization", REFUSED_TOKEN);
      server.http.on("GET /entitlements", { json: { features: { template_rbac: { enabled: true } } } });
      const news: Record<ResourceType, Properties> = {
        TemplateVersion: { templateName: "docker", source: { files: { "main.tf": "" } } },
        Template: { name: "docker", activeVersionId: newId() },
        TemplatePromotion: { templateId: UNKNOWN_MARKER, templateVersionId: UNKNOWN_MARKER },
        Workspace: { name: "dev", templateId: UNKNOWN_MARKER },
        WorkspaceBuild: { workspaceId: UNKNOWN_MARKER, transition: "start" },
        BuildParameters: { workspaceId: UNKNOWN_MARKER, parameters: { cpus: 4 } },
        Group: { name: "research" },
      };
      const { failures } = await provider(type).check({}, { ...HIDDEN, ...news[type] });
      expect(failures).toEqual([
        {
          property: "",
          reason:
            `The token was refused by the Coder server at "${server.http.url}": API key is invalid. It came from ` +
            `the stack configuration \`coderd:token\`. ` +
            "Make a new one (`coder tokens create`, or `coder login`), and set it there.",
        },
      ]);
    },
  );

  it("tells what is missing in the configuration as a failure", async () => {
    const { failures } = await get("Template").check({}, { ...HIDDEN, name: "docker", activeVersionId: newId() });
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringMatching(/^No Coder server is configured\. Use one of these ways: /) as string,
      },
    ]);
  });

  it("asks who the token belongs to once, however many resources there are", async () => {
    const made = provider();
    await checked(made, { name: "a", activeVersionId: server.addVersion().id });
    await checked(made, { name: "b", activeVersionId: server.addVersion().id });
    expect(server.http.requestsTo("GET /users/me")).toHaveLength(1);
  });
});

describe("diff", () => {
  it("says which properties make another object, by their top-level names and once each", async () => {
    const made = provider("TemplateVersion");
    const source = { files: { "main.tf": 'variable "a" {}\n' } };
    const { id, inputs, state } = await created(made, { templateName: "docker", source, variables: { a: "1" } });
    expect(await made.diff(id, state, inputs)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: false });
    expect(await made.diff(id, state, { ...inputs, message: "New." })).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(await made.diff(id, state, { ...inputs, variables: { a: "2" } })).toEqual({
      changes: true,
      replaces: ["variables"],
      deleteBeforeReplace: false,
    });
  });

  it("takes unknown values also when nothing is being previewed, and an unknown URN", async () => {
    const made = provider();
    const { id, inputs, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    const unknown = { ...inputs, activeVersionId: UNKNOWN_MARKER, __urn: UNKNOWN_MARKER };
    expect(await made.diff(id, state, unknown)).toEqual({ changes: true, replaces: [], deleteBeforeReplace: false });
  });

  it("ignores what the program says is to be ignored, derived values included, and keeps what that says out of the state", async () => {
    const made = provider("TemplateVersion");
    const source = { files: { "main.tf": 'variable "a" {}\n' } };
    const ignoring = { __ignoreChanges: ["source", "message"] };
    const news = { templateName: "docker", name: "one", source, variables: { a: "1" }, ...ignoring };
    const { id, inputs, state } = await created(made, news);
    expect(inputs).toMatchObject(ignoring);
    const { inputSchema, derivedInputs } = handlers.TemplateVersion;
    const derived = Object.keys(inputs).filter(
      (key) => !key.startsWith("__") && !Object.hasOwn(inputSchema.shape, key),
    );
    expect(derived.sort()).toEqual(Object.keys(derivedInputs).sort());
    expect(state).not.toHaveProperty("__ignoreChanges");
    // The engine has put the declarations back; the files of the source are others.
    const moved = { ...inputs, digest: "other", files: { "main.tf": "other" } };
    expect(await made.diff(id, state, moved)).toEqual({ changes: false, replaces: [], deleteBeforeReplace: false });
    expect(await made.diff(id, { ...state, message: "By hand." }, moved)).toMatchObject({ changes: false });
    expect(await made.diff(id, state, { ...moved, onDelete: "retain" })).toMatchObject({ changes: true, replaces: [] });
    const { outs } = await made.update(id, state, { ...moved, onDelete: "retain" });
    expect(outs).toMatchObject({ onDelete: "retain", digest: state["digest"], files: state["files"], __urn: URN });
    expect(outs).not.toHaveProperty("__ignoreChanges");
    expect((await made.read(id, state)).props).not.toHaveProperty("__ignoreChanges");
    const { __ignoreChanges, ...heeding } = { ...moved, name: "two" } as Properties;
    expect(__ignoreChanges).toEqual(ignoring.__ignoreChanges);
    expect(await made.diff(id, outs, heeding)).toMatchObject({ changes: true, replaces: ["source"] });
  });

  it("has no difference where only what is to be ignored was told otherwise", async () => {
    const made = provider();
    const { id, inputs, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    for (const paths of [["description"], ["*"], []]) {
      expect(await made.diff(id, state, { ...inputs, __ignoreChanges: paths })).toMatchObject({ changes: false });
    }
  });

  it("throws a message for the resource, and a name in place of a stack", async () => {
    const made = provider("TemplateVersion");
    const { id, inputs, state } = await created(made, {
      templateName: "docker",
      name: "one",
      source: { files: { "main.tf": "" } },
    });
    const thrown = await thrownBy(made.diff(id, state, { ...inputs, digest: "other" }));
    expect(thrown.message).toMatch(/^`name` is still "one" while `source` changed/);
    expect(`${String(thrown)}: ${thrown.stack}`).toBe(
      'TemplateVersion "docker::x": the error is shown at the resource.',
    );
  });
});

describe("create", () => {
  it("answers with outputs and the URN, with what is sensitive in envelopes", async () => {
    server.variables = [{ name: "password", sensitive: true }];
    const source = { files: { "main.tf": 'variable "password" {\n  sensitive = true\n}\n' } };
    const made = provider("TemplateVersion");
    const { id, outs } = await made.create(
      await checked(made, { templateName: "docker", source, variables: { password: "hunter2" } }),
    );
    expect(id).toBe(server.versions[0]?.id);
    expect(outs).toMatchObject({
      __urn: URN,
      __declared: expect.arrayContaining(["source", "variables"]) as unknown,
      sensitiveVariables: ["password"],
      variables: { password: { [SIGNATURE]: SECRET, value: "hunter2" } },
    });
  });

  it("keeps id, state, provider and URN when it fails half-way", async () => {
    server.variables = [{ name: "password", sensitive: true }];
    server.imports.push("failed");
    const source = { files: { "main.tf": 'variable "password" {}\n' } };
    const made = provider("TemplateVersion");
    const thrown = await thrownBy(
      made.create(
        await checked(made, { templateName: "docker", name: "one", source, variables: { password: "hunter2" } }),
      ),
    );
    expect(thrown.id).toBe(server.versions[0]?.id);
    expect(thrown.reasons).toEqual([thrown.message]);
    expect(thrown.message).toMatch(/^Template version "one" was not imported: its job failed\./);
    expect(thrown.message).not.toContain("hunter2");
    expect(thrown.properties).toMatchObject({
      ...HIDDEN,
      status: "failed",
      __declared: expect.arrayContaining(["variables"]) as unknown,
    });
  });

  it("throws no id where nothing was made", async () => {
    server.http.on("POST /organizations/:organization/templates", refuse(403, "Forbidden."));
    const made = provider();
    const thrown = await thrownBy(
      made.create(await checked(made, { name: "docker", activeVersionId: server.addVersion().id })),
    );
    expect(thrown.message).toMatch(/^Forbidden\. /);
    expect(thrown).not.toHaveProperty("id");
    expect(thrown).not.toHaveProperty("properties");
  });

  it("keeps the stack of what can only be a defect, for a report", async () => {
    const made = provider();
    const thrown = await thrownBy(made.create({ ...HIDDEN, name: 4 }));
    expect(thrown.message).toMatch(/This is a defect of pulumi-coderd: please report it\.\n.*at /s);
  });
});

describe("read", () => {
  it("answers nothing where the object is gone", async () => {
    const made = provider();
    const { id, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    server.removeTemplate(id);
    expect(await made.read(id, state)).toEqual({});
  });

  it("leaves the inputs alone while nothing that is declared has changed", async () => {
    const made = provider();
    const { id, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    Object.assign(server.templates[0] ?? {}, { use_classic_parameter_flow: false });
    const read = await made.read(id, state);
    expect(Object.keys(read)).toEqual(["id", "props"]);
    expect(read.props).toMatchObject({ __urn: URN, useClassicParameterFlow: false });
  });

  it("answers with all inputs, as the server has them, when one of them was changed by hand", async () => {
    const made = provider();
    const { id, inputs, state } = await created(made, {
      name: "docker",
      activeVersionId: server.addVersion().id,
      description: "About.",
    });
    Object.assign(server.templates[0] ?? {}, { description: "By hand." });
    const read = await made.read(id, state);
    const { __provider, ...rest } = inputs;
    expect(__provider).toBe(HIDDEN.__provider);
    expect(read.inputs).toEqual({ ...rest, description: "By hand." });
  });

  it("reads an object of which only the id is known", async () => {
    const template = server.addTemplate();
    const read = await provider().read(template.id, HIDDEN);
    expect(read).toMatchObject({ id: template.id, props: { name: "docker", __urn: URN } });
    expect(read).not.toHaveProperty("inputs");
  });

  it.each(["read", "delete"] as const)(
    "says on %s that the engine hands on the configuration of the last run",
    async (operation) => {
      const made = provider();
      const { id, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
      for (const route of ["GET /templates/:id", "DELETE /templates/:id"]) server.http.on(route, REFUSED_TOKEN);
      const advice =
        " `pulumi refresh` and `pulumi destroy` use the stack configuration of the last `pulumi up`: if it was " +
        "changed since, add `--run-program`. " +
        "Environment variables count as they are now, but only for what the stack does not set.";
      expect((await thrownBy(made[operation](id, state))).message).toMatch(
        new RegExp(`^The token was refused .+${advice.replace(/[.`]/g, "\\$&")}$`),
      );
      // Without stack configuration the advice would be wrong.
      process.env = { ...process.env, CODER_URL: server.http.url, CODER_SESSION_TOKEN: TOKEN };
      expect((await thrownBy(get("Template")[operation](id, state))).message).toMatch(
        /It came from the environment variable `CODER_SESSION_TOKEN`\..+ set it there\.$/,
      );
    },
  );
});

describe("update", () => {
  it("answers with the new outputs", async () => {
    const made = provider();
    const { id, inputs, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    const { outs } = await made.update(id, state, { ...inputs, displayName: "New" });
    expect(outs).toMatchObject({
      displayName: "New",
      __urn: URN,
      __declared: expect.arrayContaining(["displayName"]) as unknown,
    });
    expect(outs).not.toHaveProperty("__provider");
  });

  it("keeps id and state when it fails", async () => {
    const made = provider();
    const { id, inputs, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    server.http.on("PATCH /templates/:id", refuse(500, "Internal error."));
    const thrown = await thrownBy(made.update(id, state, { ...inputs, displayName: "New" }));
    expect(thrown).toMatchObject({ id, properties: { ...HIDDEN, displayName: "" } });
  });
});

describe("delete", () => {
  it("deletes", async () => {
    const made = provider();
    const { id, state } = await created(made, { name: "docker", activeVersionId: server.addVersion().id });
    await made.delete(id, state);
    expect(server.templates).toEqual([]);
  });
});

describe("get", () => {
  it("says what to do about a type that this version does not have", () => {
    expect(() => get("Grove" as ResourceType)).toThrow(
      'This version of pulumi-coderd has no resource type "Grove". Install the version that the stack was last updated with, or a newer one.',
    );
    expect(() => get("toString" as ResourceType)).toThrow('has no resource type "toString"');
  });

  it.each(resourceTypes)(
    "finds every input of %s among its outputs: after a drift, the inputs are taken from there",
    (type) => {
      const outputs = Object.keys(handlers[type].outputSchema.shape);
      const inputs = Object.keys(handlers[type].inputSchema.shape);
      // They say how the object comes to be, and are never compared.
      const ways = ["adopt", "validateAtPreview"];
      expect(inputs.filter((key) => !ways.includes(key) && !outputs.includes(key))).toEqual([]);
    },
  );
});

it("never says the token", async () => {
  server.http.on("GET /organizations/:organization", refuse(500, `Broken: ${TOKEN}`));
  const { failures } = await provider().check({}, { ...HIDDEN, name: "docker", activeVersionId: newId() });
  expect(failures).toEqual([{ property: "", reason: expect.stringMatching(/^Broken: \[secret\]\. /) as string }]);
});
