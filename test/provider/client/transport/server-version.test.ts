import { ageNotice, reasonOfLack } from "../../../../provider/client/transport/server-version";
import { BUILD, clientOf, collect, rejection, VERSION, WORKSPACE } from "../../../fakes/client";
import { FakeServer } from "../../../fakes/http-server";

const NO_ROUTE = { status: 404, json: { message: "Route not found." } };
const EVALUATION = "Evaluating parameters needs Coder 2.24 or newer, and this server is v2.20.0.";

const FEATURES = [
  "presetBuilds",
  "parameterFlows",
  "parameterEvaluation",
  "presetRules",
  "organizationPortSharing",
  "daemonStatuses",
] as const;

describe("a server's version", () => {
  it.each<[version: string, lacks: readonly string[]]>([
    ["v2.20.0", FEATURES],
    ["v2.23.1-devel+abc", ["parameterEvaluation", "presetRules", "organizationPortSharing", "daemonStatuses"]],
    ["v2.24.0+e5a74a7", ["daemonStatuses"]],
    ["v2.26.0", []],
    ["v2.100.0", []],
    ["v3.0.0", []],
    ["v1.44.0", FEATURES],
    ["v0.0.0-devel+abc", []],
    ["unknown", []],
  ])("%s tells what it is too old for", (version, lacks) => {
    expect(FEATURES.filter((feature) => reasonOfLack(feature, version) !== undefined)).toEqual(lacks);
  });

  it("is noticed when nothing was tested with it", () => {
    expect(ageNotice("https://coder.example", "v2.19.3")).toBe(
      'The Coder server at "https://coder.example" is v2.19.3, and this package is made for 2.20 and newer: some of it may fail there. Update the server.',
    );
    expect(["v2.20.0", "v2.30.0", "v3.0.0", "v0.0.0-devel"].map((version) => ageNotice("x", version))).toEqual(
      Array(4).fill(undefined),
    );
  });
});

describe("an older server", () => {
  let server: FakeServer;

  beforeEach(async () => {
    server = await FakeServer.start();
    server.version = "v2.20.0";
    server.on("GET /buildinfo", { json: { version: server.version } });
  });

  afterEach(() => server.close());

  it("is named where it lacks the path", async () => {
    server.on("POST /templateversions/:id/dynamic-parameters/evaluate", NO_ROUTE);
    server.on("GET /templateversions/:id/dynamic-parameters", NO_ROUTE);
    const client = clientOf(server);
    const error = await rejection(client.evaluateDynamicParameters("v1", { id: 1, inputs: {}, owner_id: "u1" }));
    expect(error.message).toBe(EVALUATION);
    expect((await rejection(collect(client.streamDynamicParameters("v1", [])))).message).toBe(EVALUATION);
    expect(server.log.filter((line) => line.includes("buildinfo"))).toEqual([]);
  });

  it("is sent no preset that it would ignore, be it the first request or a later one", async () => {
    server.on("POST /users/:user/workspaces", { json: WORKSPACE });
    server.on("POST /workspaces/:id/builds", { json: BUILD });
    const client = clientOf(server);
    const preset = { template_version_preset_id: "p1" };
    const reason = "Building with a preset needs Coder 2.23 or newer, and this server is v2.20.0.";
    const creation = client.createWorkspace("me", { name: "dev", template_version_id: "v1", ...preset });
    expect((await rejection(creation)).message).toBe(reason);
    expect((await rejection(client.createWorkspaceBuild("w1", { transition: "start", ...preset }))).message).toBe(
      reason,
    );
    expect(server.log).toEqual(["GET /buildinfo"]);
    await client.createWorkspaceBuild("w1", { transition: "start" });
  });

  it("that is new enough answers for itself", async () => {
    server.version = "v2.24.0";
    server.on("POST /templateversions/:id/dynamic-parameters/evaluate", {
      status: 404,
      json: { message: "Resource not found." },
    });
    server.on("GET /templateversions/:id", { json: VERSION });
    const client = clientOf(server);
    await client.getTemplateVersion("v1");
    expect(await client.explainLack("parameterEvaluation")).toBeUndefined();
    const error = await rejection(client.evaluateDynamicParameters("v1", { id: 1, inputs: {}, owner_id: "u1" }));
    expect(error).toMatchObject({ status: 404, isGone: true });
  });
});
