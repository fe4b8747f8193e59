// The provider's gRPC service, driven as the engine drives it, against a server that answers as Coder does.
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSource } from "../../../../provider/source/read";
import { commitAll, makeDirectory, removeTemporaryDirectories } from "../../source/fixtures";
import { packTar } from "../../../../provider/source/tar";
import { templateVersionInputs } from "../../../../provider/resources/template-version/properties";
import { secretOnWire, UNKNOWN_MARKER } from "../../../../provider/hosts/wire";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { newId } from "../../../fakes/coder/common";
import { ORGANIZATIONS } from "../../../fakes/coder/users";
import { FakeEngine } from "../../../fakes/engine";
import { FakeServer, TOKEN } from "../../../fakes/http-server";
import { type Known, urnOf, Wire } from "../../../fakes/wire";

const FILES = {
  "main.tf":
    'variable "region" {\n  default = "eu"\n}\nvariable "zones" {\n  default = []\n}\nvariable "password" {\n  default = ""\n}\n',
};
const SOURCE = { files: FILES };

let server: FakeCoder;
let wire: Wire;

beforeEach(async () => {
  server = await FakeCoder.start({ isLicensed: true });
  wire = await Wire.start();
  await wire.configure({ url: server.http.url, token: secretOnWire(TOKEN) });
});

afterEach(async () => {
  await wire.close();
  await server.close();
});

/** As the engine does it: check, create. */
async function up(type: string, news: Properties): Promise<Known> {
  const { inputs, failures } = await wire.check(type, news);
  expect(failures).toEqual([]);
  return wire.create(type, inputs);
}

async function template(more: Properties = {}): Promise<Known> {
  return up("Template", { name: "docker", activeVersionId: server.addVersion().id, ...more });
}

/** What differs when the program says this. */
async function differenceTo(type: string, state: Known, news: Properties, ignoreChanges: string[] = []) {
  const { inputs, failures } = await wire.check(type, news, { olds: state.inputs });
  expect(failures).toEqual([]);
  return wire.diff(type, state, inputs, { ignoreChanges });
}

describe("pluginHost.handshake", () => {
  it("says what it can do, before and with the configuration", async () => {
    const request = new messages.ProviderHandshakeRequest();
    const shaken = await wire.call<messages.ProviderHandshakeResponse>("handshake", request);
    expect(shaken.toObject()).toMatchObject({ acceptSecrets: true, supportsAutonamingConfiguration: true });
    expect(await wire.configure({})).toMatchObject({
      acceptsecrets: true,
      supportspreview: true,
      supportsAutonamingConfiguration: true,
    });
    expect((await wire.call<PluginInfo>("getPluginInfo", new Empty())).getVersion()).toBe("1.2.3");
  });

  it("serves the schema of the one format that it knows", async () => {
    const request = new messages.GetSchemaRequest();
    expect((await wire.call<messages.GetSchemaResponse>("getSchema", request)).getSchema()).toBe('{"name":"coderd"}');
    request.setVersion(1);
    await expect(wire.call("getSchema", request)).rejects.toMatchObject({
      message: expect.stringContaining("not 1") as string,
    });
  });

  it("writes what it says of a resource to the engine that attaches, with the resource's URN", async () => {
    const engine = await FakeEngine.start();
    const request = new PluginAttach();
    request.setAddress(engine.address);
    await wire.call("attach", request);
    server.variables = [{ name: "password", sensitive: true }];
    await up("TemplateVersion", { templateName: "docker", source: SOURCE });
    expect(engine.logged.length).toBeGreaterThan(0);
    expect(new Set(engine.logged.map(({ urn }) => urn))).toEqual(new Set([urnOf("TemplateVersion")]));
    expect(engine.logged.some(({ isEphemeral }) => isEphemeral)).toBe(true);
    engine.close();
  });

  it("answers what it does not serve with UNIMPLEMENTED", async () => {
    await expect(wire.call("construct", new messages.ConstructRequest())).rejects.toMatchObject({
      code: grpc.status.UNIMPLEMENTED,
    });
    await expect(wire.call("call", new messages.CallRequest())).rejects.toMatchObject({
      code: grpc.status.UNIMPLEMENTED,
    });
  });
});

describe("pluginHost with malformed requests", () => {
  it("refuses bytes that are no message, and goes on serving", async () => {
    for (const method of ["check", "diff", "create", "read", "update", "delete", "configure"] as const) {
      await expect(wire.callWithBytes(method, Buffer.from([0xff, 0xff, 0xff]))).rejects.toMatchObject({
        code: grpc.status.INTERNAL,
      });
    }
    expect((await template()).id).not.toBe("");
  });

  it("names a type that it does not have, with the nearest one that it has", async () => {
    for (const urn of ["Templte", "constructor"]) {
      await expect(wire.create(urn, {})).rejects.toMatchObject({
        message: expect.stringContaining(`no resource type "${urn}"`) as string,
      });
    }
    await expect(wire.create("Templte", {})).rejects.toMatchObject({
      message: expect.stringContaining('Did you mean "Template"?') as string,
    });
    for (const method of ["check", "diff", "create", "read", "update", "delete"] as const) {
      await expect(wire.callWithBytes(method, Buffer.alloc(0))).rejects.toMatchObject({ code: grpc.status.UNKNOWN });
    }
  });

  it("finds the type below a parent", async () => {
    const request = new messages.CheckRequest();
    request.setUrn("urn:pulumi:test::project::my:index:Group$coderd:index:Template::name::with::colons");
    const answer = await wire.call<messages.CheckResponse>("check", request);
    expect(answer.getFailuresList().map((failure) => failure.getReason())).toContainEqual(
      expect.stringContaining("`activeVersionId`"),
    );
  });
});

describe("pluginHost.checkConfig", () => {
  it("makes token and headers secret whoever sets them, and leaves the rest as it is", async () => {
    const { inputs, failures } = await wire.checkConfig({
      url: "https://a.example",
      token: TOKEN,
      headers: '{"X-A":"b"}',
      version: "1.2.3",
    });
    expect(failures).toEqual([]);
    expect(inputs).toEqual({
      url: "https://a.example",
      token: secretOnWire(TOKEN),
      headers: secretOnWire('{"X-A":"b"}'),
      version: "1.2.3",
    });
    expect((await wire.checkConfig({ token: secretOnWire(TOKEN) })).inputs).toEqual({ token: secretOnWire(TOKEN) });
    expect((await wire.checkConfig({ token: UNKNOWN_MARKER })).inputs).toEqual({ token: secretOnWire(UNKNOWN_MARKER) });
  });

  it("refuses unknown keys and wrong types, by reasons that hold no value and no property for the engine to show", async () => {
    const { failures } = await wire.checkConfig({ tokn: secretOnWire(TOKEN), headers: "[1]", jobTimeoutSeconds: "0" });
    expect(failures.map(({ property }) => property)).toEqual(["", "", ""]);
    const reasons = failures.map(({ reason }) => reason).join("\n");
    expect(reasons).toContain('Did you mean "token"?');
    expect(reasons).toContain("`headers`");
    expect(reasons).toContain("`jobTimeoutSeconds`");
    expect(reasons).not.toContain(TOKEN);
  });

  it("refuses an address that is none, beside what else is wrong; one that is not known yet is left alone", async () => {
    const { failures } = await wire.checkConfig({ url: "coder.example.com", jobTimeoutSeconds: "0" });
    const [timeout, url] = failures.map(({ reason }) => reason);
    expect(timeout).toContain("`jobTimeoutSeconds`");
    expect(url).toContain('The address of the Coder server, "coder.example.com", is not an http or https URL.');
    expect((await wire.checkConfig({ url: UNKNOWN_MARKER })).failures).toEqual([]);
    expect((await wire.checkConfig({ url: " " })).failures).toEqual([]);
  });
});

describe("pluginHost.diffConfig", () => {
  const OLD = { url: "https://a.example", token: secretOnWire(TOKEN) };

  it("replaces when the url names another server, and not when it is another address of the same, or nobody answers there", async () => {
    const deployments = ["one", "one", "two"];
    const servers = await Promise.all(deployments.map(() => FakeServer.start()));
    servers.forEach((each, index) =>
      each.on("GET /buildinfo", { json: { version: "v2.24.0", deployment_id: deployments[index] } }),
    );
    const [first = "", alias = "", other = ""] = servers.map(({ url }) => url);
    const before = { ...OLD, url: first };
    expect(await wire.diffConfig(before, { ...OLD, url: other })).toMatchObject({
      changes: "SOME",
      replaces: ["url"],
      detailed: { url: "UPDATE_REPLACE input" },
    });
    const kept = { changes: "SOME", replaces: [], detailed: { url: "UPDATE input" } };
    expect(await wire.diffConfig(before, { ...OLD, url: alias })).toMatchObject(kept);
    await servers[0]?.close();
    expect(await wire.diffConfig(before, { ...OLD, url: other })).toMatchObject(kept);
    // Whoever asks which deployment it is needs no token for it.
    expect(
      servers.flatMap(({ requests }) => requests).every(({ headers }) => headers["coder-session-token"] === undefined),
    ).toBe(true);
    for (const each of servers.slice(1)) await each.close();
  });

  it("does not when it is the same written otherwise, first set, taken out, or not known yet", async () => {
    for (const url of ["https://a.example/", "HTTPS://A.Example:443"]) {
      expect(await wire.diffConfig(OLD, { ...OLD, url })).toMatchObject({ changes: "NONE", replaces: [] });
    }
    expect(await wire.diffConfig({}, OLD)).toMatchObject({ changes: "SOME", replaces: [] });
    expect(await wire.diffConfig(OLD, {})).toMatchObject({ changes: "SOME", replaces: [] });
    expect(await wire.diffConfig(OLD, { ...OLD, url: UNKNOWN_MARKER })).toMatchObject({
      changes: "SOME",
      replaces: [],
    });
  });

  it("takes a rotated token, and everything else, for the same provider", async () => {
    const news = {
      ...OLD,
      token: secretOnWire("other"),
      headers: '{"X-A":"b"}',
      organization: "research",
      caFile: "ca.pem",
    };
    const { replaces, detailed } = await wire.diffConfig(OLD, news);
    expect(replaces).toEqual([]);
    expect(detailed).toEqual({
      token: "UPDATE input",
      headers: "ADD input",
      organization: "ADD input",
      caFile: "ADD input",
    });
  });
});

describe("pluginHost while its configuration is not known", () => {
  it("checks what can be checked without the server, and asks for nothing", async () => {
    const state = await template();
    server.takeLog();
    await wire.configure({ url: UNKNOWN_MARKER, token: secretOnWire(TOKEN) });
    const checked = await wire.check("Template", { name: "docker", activeVersionId: UNKNOWN_MARKER });
    expect(checked.failures).toEqual([]);
    expect(checked.inputs).toMatchObject({ name: "docker", activeVersionId: UNKNOWN_MARKER, description: "" });
    expect((await wire.check("Template", { name: 7 })).failures.length).toBeGreaterThan(0);
    expect(await wire.diff("Template", state, checked.inputs)).toMatchObject({ changes: "UNKNOWN", replaces: [] });
    expect((await wire.create("Template", checked.inputs, { preview: true })).outputs).toMatchObject({
      name: "docker",
      url: UNKNOWN_MARKER,
    });
    expect(server.takeLog()).toEqual([]);
  });

  it("says what to do when there is no configuration at all, at the resource", async () => {
    const environment = { ...process.env };
    for (const name of ["CODER_URL", "CODER_SESSION_TOKEN"]) delete process.env[name];
    process.env["CODER_CONFIG_DIR"] = __dirname;
    await wire.configure({});
    const { failures } = await wire.check("Template", { name: "docker", activeVersionId: newId() });
    process.env = environment;
    expect(failures).toEqual([
      { property: "", reason: expect.stringContaining("No Coder server is configured") as string },
    ]);
  });

  it("sends the environment's token to no other server than the environment's", async () => {
    const environment = { ...process.env };
    Object.assign(process.env, {
      CODER_URL: "https://coder.corp.example",
      CODER_SESSION_TOKEN: TOKEN,
      CODER_CONFIG_DIR: __dirname,
    });
    await wire.configure({ url: server.http.url });
    const { failures } = await wire.check("Template", { name: "docker", activeVersionId: newId() });
    process.env = environment;
    expect(failures).toEqual([
      {
        property: "",
        reason: expect.stringContaining('`CODER_SESSION_TOKEN` is for "https://coder.corp.example"') as string,
      },
    ]);
    expect(server.http.requests).toEqual([]);
  });
});

describe("pluginHost.check", () => {
  it("applies defaults and tells each wrong property, its value left out", async () => {
    const { failures } = await wire.check("Template", {
      name: "no spaces allowed",
      descripton: secretOnWire("hush"),
      activeVersionId: newId(),
    });
    expect(failures.map(({ property }) => property)).toEqual(failures.map(() => ""));
    const reasons = failures.map(({ reason }) => reason).join("\n");
    expect(reasons).toContain("`name`");
    expect(reasons).toContain('Did you mean "description"?');
    expect(reasons).not.toContain("hush");
  });

  it("keeps secrets and unknowns apart from values, nested in maps; a secret in a list makes the whole list secret", async () => {
    const zones = ["a", secretOnWire("b"), UNKNOWN_MARKER];
    const variables = { region: UNKNOWN_MARKER, password: secretOnWire("hush"), zones };
    const { inputs, failures } = await wire.check("TemplateVersion", {
      templateName: "docker",
      source: SOURCE,
      variables,
    });
    expect(failures).toEqual([]);
    expect(inputs["variables"]).toEqual({ ...variables, zones: secretOnWire(["a", "b", UNKNOWN_MARKER]) });
  });

  it("keeps a secret that holds an unknown, and a whole map that is secret", async () => {
    const news = {
      templateName: "docker",
      source: SOURCE,
      variables: secretOnWire({ region: UNKNOWN_MARKER, zones: ["b"] }),
    };
    expect((await wire.check("TemplateVersion", news)).inputs["variables"]).toEqual(news.variables);
  });

  it("marks what the template calls sensitive, although the program does not", async () => {
    const source = { files: { "main.tf": 'variable "password" {\n  sensitive = true\n}\n' } };
    const { inputs, failures } = await wire.check("TemplateVersion", {
      templateName: "docker",
      source,
      variables: { password: "hush" },
    });
    expect(failures).toEqual([]);
    expect(inputs["variables"]).toEqual({ password: secretOnWire("hush") });
  });

  it("tells a token that the server refuses, as a failure of the resource", async () => {
    server.http.on("GET /users/me", {
      status: 401,
      json: { message: "You are signed out or your session has expired." },
    });
    await wire.configure({ url: server.http.url, token: secretOnWire("abcdefghij-9999999999abcdefghijkl") });
    const { failures } = await wire.check("TemplateVersion", { templateName: "docker", source: SOURCE });
    expect(failures).toEqual([
      { property: "", reason: expect.stringContaining("The token was refused by the Coder server") as string },
    ]);
  });

  it("takes the name that the engine proposes, and keeps it, but for a new version", async () => {
    const news = { templateName: "docker", source: SOURCE };
    const first = await wire.check("TemplateVersion", news, { proposedName: "example-1" });
    expect(first.inputs["name"]).toBe("example-1");
    const again = await wire.check("TemplateVersion", news, { olds: first.inputs, proposedName: "example-2" });
    expect(again.inputs["name"]).toBe("example-1");
    expect(
      (
        await wire.check(
          "TemplateVersion",
          { ...news, name: "mine" },
          { olds: first.inputs, proposedName: "example-2" },
        )
      ).inputs["name"],
    ).toBe("mine");
    expect(
      (await wire.check("TemplateVersion", news, { proposedName: "example-1", mode: "DISABLE" })).failures,
    ).toEqual([{ property: "", reason: expect.stringContaining("a name must be set") as string }]);
    expect(
      (await wire.check("Template", { name: "t", activeVersionId: newId() }, { proposedName: "example-1" })).inputs[
        "name"
      ],
    ).toBe("t");

    // Git gives the name.
    const directory = makeDirectory({ "main.tf": "" });
    commitAll(directory, "First.");
    const source = { directory, git: ["name"] };
    const ofGit = await wire.check(
      "TemplateVersion",
      { ...news, source },
      { proposedName: "example-1", mode: "DISABLE" },
    );
    removeTemporaryDirectories();
    expect(ofGit.failures).toEqual([]);
    expect(ofGit.inputs).not.toHaveProperty("name");

    // Other content is another version, which gets a name of its own.
    const state = await wire.create("TemplateVersion", first.inputs);
    const changed = { ...news, source: { files: { ...FILES, "other.tf": "" } } };
    const { inputs } = await wire.check("TemplateVersion", changed, { olds: state.inputs, proposedName: "example-3" });
    expect(await wire.diff("TemplateVersion", state, inputs)).toMatchObject({ changes: "SOME", replaces: ["source"] });
  });
});

describe("pluginHost.diff", () => {
  it("tells the files of a folder that are added, changed or taken out", async () => {
    const directory = makeDirectory({ "main.tf": "# one", "a b.tf": "", "gone/x.tf": "" });
    const news = { templateName: "docker", source: { directory } };
    const state = await up("TemplateVersion", news);
    writeFileSync(join(directory, "main.tf"), "# two");
    writeFileSync(join(directory, "new.tf"), "");
    rmSync(join(directory, "gone"), { recursive: true });
    const changed = await differenceTo("TemplateVersion", state, news);
    removeTemporaryDirectories();
    expect(changed.replaces).toEqual(["source"]);
    expect(changed.detailed).toEqual({
      'files["main.tf"]': "UPDATE_REPLACE input",
      'files["new.tf"]': "ADD_REPLACE input",
      'files["gone/x.tf"]': "DELETE_REPLACE input",
    });
  });

  it("tells no difference where there is none, with what never changes", async () => {
    const state = await template({ description: "One." });
    const { stables, ...rest } = await differenceTo("Template", state, {
      name: "docker",
      activeVersionId: state.inputs["activeVersionId"],
      description: "One.",
    });
    expect(rest).toEqual({ changes: "NONE", diffs: [], detailed: {}, replaces: [], deleteBeforeReplace: false });
    expect(stables).toContain("organizationId");
  });

  it("tells the path of each value that is added, changed or taken out", async () => {
    const state = await template({
      description: "One.",
      autostopRequirement: { daysOfWeek: ["monday", "friday"], weeks: 1 },
    });
    const { activeVersionId } = state.inputs;
    const changed = await differenceTo("Template", state, {
      name: "docker",
      activeVersionId,
      description: "Two.",
      autostartRequirement: { daysOfWeek: ["monday"] },
      autostopRequirement: { daysOfWeek: ["monday"], weeks: 2 },
    });
    expect(changed).toMatchObject({ changes: "SOME", replaces: [] });
    expect(changed.detailed).toEqual({
      description: "UPDATE input",
      autostartRequirement: "ADD input",
      "autostopRequirement.daysOfWeek[1]": "DELETE input",
      "autostopRequirement.weeks": "UPDATE input",
    });
  });

  it("tells what replaces, at the file that differs", async () => {
    const state = await up("TemplateVersion", { templateName: "docker", source: SOURCE, variables: { region: "eu" } });
    const changed = await differenceTo("TemplateVersion", state, {
      templateName: "docker",
      source: { files: { ...FILES, "other.tf": "" } },
      variables: { region: "us", password: secretOnWire("x") },
    });
    expect(changed.replaces.sort()).toEqual(["source", "variables"]);
    expect(changed.diffs.sort()).toEqual(["source", "variables"]);
    expect(changed.detailed).toEqual({
      'source.files["other.tf"]': "ADD_REPLACE input",
      "variables.region": "UPDATE_REPLACE input",
      "variables.password": "ADD_REPLACE input",
    });
  });

  it("counts an unknown value as changed", async () => {
    const state = await template();
    const changed = await differenceTo("Template", state, { name: "docker", activeVersionId: UNKNOWN_MARKER });
    expect(changed.detailed).toEqual({ activeVersionId: "UPDATE input" });
  });

  it("shows a drift as one of the server's side", async () => {
    const state = await template({ description: "One." });
    Object.assign(server.templates[0] ?? {}, { description: "By hand." });
    const refreshed = await wire.read("Template", state.id, state);
    const drifted = { ...state, outputs: refreshed?.outputs ?? {} };
    const changed = await differenceTo("Template", drifted, {
      name: "docker",
      activeVersionId: state.inputs["activeVersionId"],
      description: "One.",
    });
    expect(changed.detailed).toEqual({ description: "UPDATE" });
  });

  it("ignores what is to be ignored, derived values included, and nothing beside it", async () => {
    const state = await up("TemplateVersion", { templateName: "docker", source: SOURCE, variables: { region: "eu" } });
    const changed = {
      templateName: "docker",
      source: { files: { ...FILES, "other.tf": "" } },
      variables: { region: "eu" },
    };
    expect(await differenceTo("TemplateVersion", state, changed, ["source"])).toMatchObject({ changes: "NONE" });
    expect(
      await differenceTo("TemplateVersion", state, { ...changed, variables: { region: "us" } }, [
        "source",
        "variables.zones",
      ]),
    ).toMatchObject({
      replaces: ["variables"],
    });
  });
});

describe("pluginHost with `ignoreChanges` of a source whose files have moved", () => {
  it("has no difference, of a version with a name of its own as well, and keeps the content's digest at another update", async () => {
    const state = await up("TemplateVersion", { templateName: "docker", name: "one", source: SOURCE });
    // The engine has put the declaration back; the files are others.
    const moved = { ...state.inputs, digest: "other", files: { "main.tf": "other" } };
    const ignoreChanges = ["source"];
    expect(await wire.diff("TemplateVersion", state, moved, { ignoreChanges })).toMatchObject({
      changes: "NONE",
      detailed: {},
    });
    const updated = await wire.update("TemplateVersion", state, { ...moved, message: "Why." }, { ignoreChanges });
    expect(updated.outputs).toMatchObject({
      message: "Why.",
      digest: state.outputs["digest"],
      files: state.outputs["files"],
    });
    const noLongerIgnored = { ...moved, name: "two" };
    expect((await wire.diff("TemplateVersion", updated, noLongerIgnored)).replaces).toEqual(["source"]);
  });
});

describe("pluginHost with a name that the engine proposed", () => {
  const news = { templateName: "docker", source: SOURCE };

  it("leaves the name that somebody gave the object, in a difference, a preview and an update", async () => {
    const { inputs } = await wire.check("TemplateVersion", news, { proposedName: "example-1" });
    const state = await wire.create("TemplateVersion", inputs);
    Object.assign(server.versions[0] ?? {}, { name: "by-hand" });
    const changed = { ...inputs, message: "Why." };
    expect((await wire.diff("TemplateVersion", state, changed)).detailed).toEqual({ message: "UPDATE input" });
    expect((await wire.update("TemplateVersion", state, changed, { preview: true })).outputs).toMatchObject({
      name: "example-1",
    });
    const updated = await wire.update("TemplateVersion", state, changed);
    expect(updated.outputs).toMatchObject({ name: "by-hand", message: "Why." });
    expect(server.versions[0]?.name).toBe("by-hand");
    expect(await wire.diff("TemplateVersion", updated, changed)).toMatchObject({ changes: "NONE" });
    expect((await wire.diff("TemplateVersion", updated, { ...news, name: "mine" })).detailed).toHaveProperty("name");
  });

  it("has no difference for a workspace, whose name counts as declared", async () => {
    const inputs = { name: "dev-1a2b3c", templateId: newId(), waitForAgents: false, orphanOnDelete: false };
    const outputs = {
      ...inputs,
      url: `${server.http.url}/@admin/dev`,
      status: "running",
      __declared: Object.keys(inputs),
    };
    const state = { id: newId(), inputs: { ...inputs, __autonamed: true }, outputs };
    expect(await wire.diff("Workspace", state, state.inputs)).toMatchObject({ changes: "NONE", detailed: {} });
    const renamed = { ...state, outputs: { ...outputs, name: "by-hand" } };
    expect(await wire.diff("Workspace", renamed, state.inputs)).toMatchObject({ changes: "NONE", detailed: {} });
  });
});

describe("pluginHost.create and update", () => {
  it("previews with what is known, and sends nothing", async () => {
    const { inputs } = await wire.check("TemplateVersion", {
      templateName: "docker",
      source: SOURCE,
      variables: { password: secretOnWire("x") },
    });
    server.takeLog();
    const { id, outputs } = await wire.create("TemplateVersion", inputs, { preview: true });
    expect(id).toBe("");
    expect(outputs).toMatchObject({
      templateName: "docker",
      digest: inputs["digest"],
      files: inputs["files"],
      name: UNKNOWN_MARKER,
      parameters: UNKNOWN_MARKER,
      variables: { password: secretOnWire("x") },
    });
    const state = await template({ description: "One." });
    server.takeLog();
    const update = await wire.update("Template", state, { ...state.inputs, description: "Two." }, { preview: true });
    expect(update.outputs).toMatchObject({
      description: "Two.",
      organizationId: ORGANIZATIONS[0]?.id,
      url: UNKNOWN_MARKER,
    });
    expect(server.takeLog()).toEqual([]);
  });

  it("previews the version of a template's source as known while its content is as before", async () => {
    const news = { name: "docker", source: SOURCE, variables: { password: secretOnWire("hush") } };
    const state = await up("Template", news);
    const previewOf = async (changes: Properties): Promise<Properties> => {
      const { inputs } = await wire.check("Template", { ...news, ...changes }, { olds: state.inputs });
      expect((await wire.diff("Template", state, inputs)).changes).toBe("SOME");
      return (await wire.update("Template", state, inputs, { preview: true })).outputs;
    };
    const { activeVersionId, sourceVersion } = state.outputs;
    expect(sourceVersion).toMatchObject({ id: activeVersionId });
    expect(await previewOf({ description: "Two." })).toMatchObject({ activeVersionId, sourceVersion });
    const unknown = { activeVersionId: UNKNOWN_MARKER, sourceVersion: UNKNOWN_MARKER };
    expect(await previewOf({ source: { files: { ...FILES, "other.tf": "" } } })).toMatchObject(unknown);
    expect(await previewOf({ variables: { password: UNKNOWN_MARKER } })).toMatchObject(unknown);
  });

  it("creates and updates for real, and gives secrets back as such", async () => {
    const state = await up("TemplateVersion", {
      templateName: "docker",
      source: SOURCE,
      variables: { password: secretOnWire("hush"), zones: ["a", secretOnWire("b")] },
    });
    expect(state.outputs["variables"]).toEqual({ password: secretOnWire("hush"), zones: secretOnWire(["a", "b"]) });
    const sent = server.http.requests.find(
      ({ method, path }) => method === "POST" && path.endsWith("/templateversions"),
    );
    expect(sent?.json).toMatchObject({
      user_variable_values: [
        { name: "password", value: "hush" },
        { name: "zones", value: '["a","b"]' },
      ],
    });
    const updated = await wire.update("TemplateVersion", state, { ...state.inputs, message: "Why." });
    expect(updated.outputs).toMatchObject({ message: "Why.", variables: { password: secretOnWire("hush") } });
  });

  it("cancels the job after the time that the program allows, and keeps the version's id", async () => {
    server.imports.push("running");
    const { inputs } = await wire.check("TemplateVersion", { templateName: "docker", source: SOURCE });
    const error = await wire.create("TemplateVersion", inputs, { timeout: 0.05 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringContaining("was not done after 0 seconds (`customTimeouts`)") as string,
      partial: { id: server.versions[0]?.id, properties: { templateName: "docker", status: "canceled" } },
    });
    expect(server.versions[0]?.job.status).toBe("canceled");
  });

  it("keeps the id of what failed, with the reason and what is known, secrets as such", async () => {
    server.imports.push("failed");
    const { inputs } = await wire.check("TemplateVersion", {
      templateName: "docker",
      source: SOURCE,
      variables: { password: secretOnWire("hush") },
    });
    const error = (await wire.create("TemplateVersion", inputs).catch((thrown: unknown) => thrown)) as {
      message: string;
    };
    expect(error).toMatchObject({
      code: grpc.status.UNKNOWN,
      partial: {
        id: server.versions[0]?.id,
        properties: { status: "failed", variables: { password: secretOnWire("hush") } },
        reasons: [error.message],
      },
    });
  });

  it("loses no id when nothing was made", async () => {
    const { inputs } = await wire.check("Template", { name: "docker", activeVersionId: newId() });
    await expect(wire.create("Template", inputs)).rejects.toMatchObject({ partial: undefined });
  });
});

describe("pluginHost.cancel", () => {
  it("cancels the job of every running operation, keeps their ids, and starts no other", async () => {
    server.imports.push("running", "running");
    const engine = await FakeEngine.start();
    const request = new PluginAttach();
    request.setAddress(engine.address);
    await wire.call("attach", request);
    const creating = await Promise.all(
      ["one", "two"].map(async (templateName) => {
        const { inputs } = await wire.check("TemplateVersion", { templateName, source: SOURCE });
        return { made: wire.create("TemplateVersion", inputs).catch((thrown: unknown) => thrown) };
      }),
    );
    while (server.versions.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await wire.cancel();
    const errors = await Promise.all(creating.map(({ made }) => made));
    for (const error of errors)
      expect(error).toMatchObject({ message: expect.stringContaining("interrupted") as string });
    expect(errors.map((error) => (error as { partial: { id: string } }).partial.id).sort()).toEqual(
      server.versions.map(({ id }) => id).sort(),
    );
    expect(server.versions.map(({ job }) => job.status)).toEqual(["canceled", "canceled"]);
    await expect(wire.read("Template", newId(), "get")).rejects.toMatchObject({
      message: expect.stringContaining("interrupted") as string,
    });
    engine.close();
  });
});

describe("pluginHost.read", () => {
  it("refreshes: the same, what drifted, and what is gone", async () => {
    const state = await template({ description: "One." });
    expect(await wire.read("Template", state.id, state)).toEqual(state);
    Object.assign(server.templates[0] ?? {}, { description: "By hand.", icon: "/i.png" });
    const drifted = await wire.read("Template", state.id, state);
    expect(drifted?.outputs).toMatchObject({ description: "By hand.", icon: "/i.png" });
    expect(drifted?.inputs).toEqual({ ...state.inputs, description: "By hand.", icon: "/i.png" });
    server.removeTemplate(state.id);
    expect(await wire.read("Template", state.id, state)).toBeUndefined();
  });

  it("refreshes a secret as a secret", async () => {
    const state = await up("TemplateVersion", {
      templateName: "docker",
      source: SOURCE,
      variables: { password: secretOnWire("hush") },
    });
    const refreshed = await wire.read("TemplateVersion", state.id, state);
    expect(refreshed?.outputs["variables"]).toEqual({ password: secretOnWire("hush") });
    expect(refreshed?.inputs["variables"]).toEqual({ password: secretOnWire("hush") });
  });

  it("keeps a list secret whose secret entry has moved or gone, and finds no difference to a state that marks entries", async () => {
    const days = (...names: string[]) => ({ daysOfWeek: names, weeks: 1 });
    const secret = { daysOfWeek: ["monday", secretOnWire("friday")], weeks: 1 };
    const state = await template({ autostopRequirement: secret });
    expect(state.outputs["autostopRequirement"]).toEqual({ daysOfWeek: secretOnWire(["monday", "friday"]), weeks: 1 });
    for (const drifted of [["friday"], ["monday", "friday", "sunday"], []]) {
      Object.assign(server.templates[0] ?? {}, { autostop_requirement: { days_of_week: drifted, weeks: 1 } });
      const refreshed = await wire.read("Template", state.id, state);
      for (const part of [refreshed?.outputs, refreshed?.inputs]) {
        expect(part?.["autostopRequirement"]).toEqual({ daysOfWeek: secretOnWire(drifted), weeks: 1 });
      }
    }
    const marked = {
      ...state,
      inputs: { ...state.inputs, autostopRequirement: secret },
      outputs: { ...state.outputs, autostopRequirement: secret },
    };
    for (const autostopRequirement of [secret, days("monday", "friday")]) {
      const news = { name: "docker", activeVersionId: state.inputs["activeVersionId"], autostopRequirement };
      expect(await differenceTo("Template", marked, news)).toMatchObject({ changes: "NONE", detailed: {} });
    }
  });

  it("refreshes an object of which the state knows nothing but its id", async () => {
    const state = await template();
    expect((await wire.read("Template", state.id, { ...state, outputs: {} }))?.outputs).toMatchObject({
      name: "docker",
    });
    server.removeTemplate(state.id);
    expect(await wire.read("Template", state.id, { ...state, outputs: {} })).toBeUndefined();
  });

  it("gets by id and by name, with no inputs, and downloads no content for it", async () => {
    const { id } = server.addTemplate({ name: "found" });
    for (const given of [id, "coder/found"]) {
      const got = await wire.read("Template", given, "get");
      expect(got).toMatchObject({ id, inputs: {}, outputs: { name: "found" } });
    }
    const version = await wire.read("TemplateVersion", "coder/found/v1", "get");
    expect(version?.outputs).toMatchObject({ name: "v1", templateName: "found", digest: "" });
    expect(server.takeLog().filter((line) => line.includes("/files"))).toEqual([]);
  });

  it("says what was looked for when there is nothing to get or to import", async () => {
    const id = newId();
    await expect(wire.read("Template", id, "import")).rejects.toMatchObject({
      message: `There is no Template "${id}", or the token's user may not see it. It was looked for by its id.`,
    });
    for (const name of ["coder/none", "none", "coder/", "a/b/c"]) {
      await expect(wire.read("Template", name, "get")).rejects.toMatchObject({
        message: expect.stringMatching(/There is no Template ".*by name, in the form `organization\/name`/) as string,
      });
    }
  });
});

describe("pluginHost.read for an import", () => {
  /** What somebody else has uploaded. */
  function uploaded(name: string, tar: Buffer): string {
    const found = server.addTemplate({ name });
    const version = server.versions.find(({ id }) => id === found.active_version_id);
    server.http.on("GET /files/:id", ({ parameters }) =>
      parameters["id"] === version?.job.file_id ? { bytes: tar } : { status: 404, json: { message: "Not found." } },
    );
    return version?.id ?? "";
  }

  /** The program that the inputs make has no difference to what was read. */
  async function expectNoDifference(type: string, state: Known | undefined, news = state?.inputs ?? {}): Promise<void> {
    if (state === undefined) throw new Error("Nothing was read.");
    expect(await differenceTo(type, state, news)).toMatchObject({ changes: "NONE", detailed: {} });
  }

  it("declares of a template what is not as it always is", async () => {
    const { id, active_version_id } = server.addTemplate({
      name: "plain",
      description: "Mine.",
      use_classic_parameter_flow: false,
    });
    const state = await wire.read("Template", "coder/plain", "import");
    expect(state).toMatchObject({
      id,
      inputs: {
        name: "plain",
        activeVersionId: active_version_id,
        description: "Mine.",
        useClassicParameterFlow: false,
      },
    });
    expect(Object.keys(state?.inputs ?? {}).sort()).toEqual([
      "activeVersionId",
      "description",
      "name",
      "useClassicParameterFlow",
    ]);
    await expectNoDifference("Template", state);
  });

  it("declares the organization where it is not the provider's", async () => {
    server.addTemplate({ name: "plain", organization_id: ORGANIZATIONS[1]?.id ?? "" });
    const state = await wire.read("Template", "research/plain", "import");
    expect(state?.inputs["organization"]).toBe("research");
    await expectNoDifference("Template", state);
  });

  it("declares the content of a version as texts that make the same digest", async () => {
    const archive = await readSource(SOURCE, { rootDirectory: __dirname });
    const id = uploaded("texts", await archive.toTar());
    server.versions[0]?.variables.push(
      { name: "region", value: "us", default_value: "eu", required: false, sensitive: false },
      { name: "zones", value: "[]", default_value: "[]", required: false, sensitive: false },
    );
    for (const given of [id, "coder/texts/v1"]) {
      const state = await wire.read("TemplateVersion", given, "import");
      expect(state).toMatchObject({
        id,
        inputs: { templateName: "texts", name: "v1", source: SOURCE, variables: { region: "us" } },
        outputs: { digest: archive.digest, files: archive.files, source: SOURCE },
      });
      await expectNoDifference("TemplateVersion", state);
      await expectNoDifference("TemplateVersion", state, {
        templateName: "texts",
        source: SOURCE,
        variables: { region: "us" },
      });
    }
  });

  it("has no difference from what the engine keeps of it: inputs that the schema has, which no check has seen", async () => {
    uploaded("texts", await (await readSource(SOURCE, { rootDirectory: __dirname })).toTar());
    const state = await wire.read("TemplateVersion", "coder/texts/v1", "import");
    const declared = Object.keys(templateVersionInputs.shape);
    const kept = Object.fromEntries(Object.entries(state?.inputs ?? {}).filter(([key]) => declared.includes(key)));
    expect(kept).not.toHaveProperty("digest");
    expect(kept).not.toHaveProperty("onDelete");
    const held = { id: state?.id ?? "", outputs: state?.outputs ?? {}, inputs: kept };
    expect(await wire.diff("TemplateVersion", held, kept)).toMatchObject({ changes: "NONE", detailed: {} });
    const other = { ...kept, source: { files: { "main.tf": "# other" } }, name: "v2" };
    expect(Object.keys((await wire.diff("TemplateVersion", held, other)).detailed)).toContain(
      'source.files["main.tf"]',
    );
  });

  it("says what the program must declare where the content is no text", async () => {
    const engine = await FakeEngine.start();
    const request = new PluginAttach();
    request.setAddress(engine.address);
    await wire.call("attach", request);
    const tar = await packTar([
      { path: "main.tf", mode: 0o644, bytes: Buffer.from(FILES["main.tf"]) },
      { path: "picture.png", mode: 0o644, bytes: Buffer.from([0xff, 0xfe]) },
      { path: "run.sh", mode: 0o755, bytes: Buffer.from("#!/bin/sh\n") },
    ]);
    uploaded("binary", tar);
    const state = await wire.read("TemplateVersion", "coder/binary/v1", "import");
    expect(state?.inputs["source"]).toBeUndefined();
    expect(state?.outputs["digest"]).toMatch(/^[0-9a-f]{64}$/);
    while (engine.logged.every(({ isEphemeral }) => isEphemeral)) await new Promise((resolve) => setImmediate(resolve));
    const message = engine.logged.find(({ isEphemeral }) => !isEphemeral)?.message;
    expect(message).toContain('"picture.png", "run.sh" are executable or no UTF-8 text');
    expect(message).toContain("Declare its `source`");
    engine.close();
  });
});

describe("pluginHost.delete", () => {
  it("deletes, and takes what is gone for done", async () => {
    const state = await template();
    await wire.delete("Template", state);
    await wire.delete("Template", state);
    expect(server.templates).toEqual([]);
  });
});

describe("pluginHost under load", () => {
  it("answers 1000 calls at once, each its own", async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `docker-${index}`);
    const answers = await Promise.all(
      names.map((name) =>
        wire.check("Template", { name, activeVersionId: UNKNOWN_MARKER, description: secretOnWire(name) }),
      ),
    );
    expect(answers.map(({ inputs }) => inputs["description"])).toEqual(names.map(secretOnWire));
    expect(answers.flatMap(({ failures }) => failures)).toEqual([]);
  }, 60_000);
});
