// Functions through the provider's gRPC service: answers, secrets, unknown values, and wrong arguments.
import { secretOnWire, UNKNOWN_MARKER } from "../../../../provider/hosts/wire";
import { OWNER, TEMPLATE } from "../../../fakes/client";
import { FakeServer, TOKEN } from "../../../fakes/http-server";
import { Wire } from "../../../fakes/wire";

const ID = "11111111-2222-4333-8444-555555555555";

let server: FakeServer;
let wire: Wire;

beforeEach(async () => {
  server = await FakeServer.start();
  wire = await Wire.start();
  await wire.configure({ url: server.url, token: secretOnWire(TOKEN) });
});

afterEach(async () => {
  await wire.close();
  await server.close();
});

const invoke: Wire["invoke"] = (...call) => wire.invoke(...call);

describe("pluginHost.invoke", () => {
  it("answers with the declared outputs, whose units are spelt out", async () => {
    server.on("GET /organizations/default/templates/docker", {
      json: { ...TEMPLATE, default_ttl_ms: 60_000, secret_field: "x" },
    });
    const { result, failures } = await invoke("getTemplate", { name: secretOnWire("docker") });
    expect(failures).toEqual([]);
    expect(result).toMatchObject({
      id: "template-1",
      organizationId: "organization-1",
      defaultTtlMilliseconds: 60_000,
    });
    expect(result).not.toHaveProperty("secretField");
  });

  it("keeps secret what is secret whatever the program said", async () => {
    server.on("GET /workspacebuilds/:id/state", { json: { version: 4 } });
    expect((await invoke("getWorkspaceBuildState", { workspaceBuildId: ID })).result).toEqual({
      state: secretOnWire('{"version":4}'),
    });
    server.on("GET /templateversions/:id/variables", { json: null });
    expect((await invoke("getTemplateVersionVariables", { templateVersionId: ID })).result).toEqual({
      variables: secretOnWire([]),
    });
  });

  it("refuses wrong arguments, all at once and without asking the server", async () => {
    expect((await invoke("getTemplateVersions", { templateId: "docker", includeArchive: true })).failures).toEqual([
      'includeArchive: Unknown property "includeArchive". Did you mean "includeArchived"?',
      "templateId: Must be the id of a template (a UUID).",
    ]);
    expect((await invoke("getTemplate", {})).failures).toEqual(["id: Missing: set `id`, or `name`."]);
    expect((await invoke("getTemplate", { id: ID, name: "docker" })).failures).toEqual([
      "name: Given in more than one way: set `id`, or `name`.",
    ]);
    expect(server.requests).toEqual([]);
  });

  it("at preview is unknown as a whole where an argument is, but not where an argument is wrong too", async () => {
    const { result } = await invoke("getUser", { user: UNKNOWN_MARKER }, true);
    expect(result).toMatchObject({ id: UNKNOWN_MARKER, username: UNKNOWN_MARKER });
    expect((await invoke("getUser", { user: UNKNOWN_MARKER, name: "ada" }, true)).failures).toHaveLength(1);
    expect(server.requests).toEqual([]);
  });

  it("answers at preview what is known", async () => {
    server.on("GET /users/me", { json: OWNER });
    expect((await invoke("getUser", {}, true)).result).toMatchObject({ username: "ada", roles: ["owner"] });
  });

  it("tells what the server says, and that there is no such function", async () => {
    server.on("GET /templates/:id", { status: 404, json: { message: "Resource not found." } });
    await expect(invoke("getTemplate", { id: ID })).rejects.toMatchObject({
      message: expect.stringContaining("Resource not found.") as string,
    });
    await expect(invoke("getTemplat", {})).rejects.toMatchObject({
      message: expect.stringContaining('Did you mean "coderd:index:getTemplate"?') as string,
    });
  });
});
