// Workspaces, their builds and what these made: what answers hold, and what requests take.
import type { CoderClient } from "../../../provider/client/client";
import type { CreateWorkspaceRequest } from "../../../provider/client/workspaces";
import { isOneOf } from "../../../provider/enumerations";
import { InputError } from "../../../provider/errors";
import { AGENT, APP_STATUS, BUILD, clientOf, rejection, RESOURCE, WORKSPACE } from "../../fakes/client";
import { FakeServer } from "../../fakes/http-server";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

describe("the answer about a workspace", () => {
  it("has what agents, apps and the server tell of it", async () => {
    const build = { ...BUILD, reason: "dormancy", resources: [RESOURCE] };
    server.on("GET /workspaces/:id", {
      json: { ...WORKSPACE, latest_build: build, latest_app_status: APP_STATUS, is_prebuild: true },
    });
    const workspace = await clientOf(server).getWorkspace("w1");
    const [resource] = workspace.latest_build.resources;
    expect(workspace).toMatchObject({ is_prebuild: true, latest_app_status: APP_STATUS });
    expect(workspace.latest_build.reason).toBe("dormancy");
    expect(resource?.metadata).toEqual(RESOURCE.metadata);
    expect(resource?.agents).toMatchObject([AGENT]);
  });

  it("has empty values for what an agent that never connected does not tell", async () => {
    const agent = { id: "a1", created_at: AGENT.created_at, name: "main", parent_id: null };
    server.on("GET /workspacebuilds/:id", { json: { ...BUILD, resources: [{ ...RESOURCE, agents: [agent] }] } });
    const [found] = (await clientOf(server).getWorkspaceBuildResources("b1")).flatMap(({ agents }) => agents);
    expect(found).toMatchObject({ latency: {}, status: "", lifecycle_state: "", display_apps: [], subsystems: [] });
    expect([found?.parent_id, found?.health]).toEqual([undefined, undefined]);
  });

  it.each([
    ["an id", AGENT.id, AGENT.id],
    ["the form of the API's documents", { uuid: AGENT.id, valid: true }, AGENT.id],
    ["that form without an id", { uuid: "", valid: false }, undefined],
  ])("has an agent's parent, given as %s", async (_form, parent_id, expected) => {
    const resources = [{ ...RESOURCE, agents: [{ ...AGENT, parent_id }] }];
    server.on("GET /workspacebuilds/:id", { json: { ...BUILD, resources } });
    const [found] = await clientOf(server).getWorkspaceBuildResources("b1");
    expect(found?.agents[0]?.parent_id).toBe(expected);
  });

  it.each([
    ["a time", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"],
    ["the form of the API's older documents", { time: "2026-01-02T00:00:00Z", valid: true }, "2026-01-02T00:00:00Z"],
    ["that form without a time", { time: "0001-01-01T00:00:00Z", valid: false }, undefined],
    ["null", null, undefined],
    ["a moment that never was", "0001-01-01T00:00:00Z", undefined],
  ])("has a build's deadline, given as %s", async (_form, deadline, expected) => {
    server.on("GET /workspacebuilds/:id", { json: { ...BUILD, deadline, max_deadline: deadline } });
    const build = await clientOf(server).getWorkspaceBuild("b1");
    expect([build.deadline, build.max_deadline]).toEqual([expected, expected]);
  });

  it("is not refused for what it lacks, once a workspace is made, nor for values and fields that are newer", async () => {
    const older = { ...WORKSPACE, organization_id: undefined, template_active_version_id: undefined };
    const newer = { automatic_updates: "weekly", shared_with: [{ id: "u2" }] };
    server.on("POST /users/:user/workspaces", {
      status: 201,
      json: { ...older, ...newer, latest_build: { ...BUILD, status: "hibernated", reason: "whim" } },
    });
    const workspace = await clientOf(server).createWorkspace("me", { name: "dev", template_id: "t1" });
    expect(workspace).toMatchObject({ ...newer, organization_id: "", template_active_version_id: "" });
    expect(workspace.latest_build).toMatchObject({ status: "hibernated", reason: "whim" });
    expect(isOneOf(workspace.automatic_updates, ["always", "never"])).toBe(false);
  });
});

describe("setting a workspace dormant", () => {
  it("gives the workspace as it is then, or nothing when it was so already", async () => {
    const dormant_at = "2026-01-02T00:00:00Z";
    server.on("PUT /workspaces/:id/dormant", { json: { ...WORKSPACE, dormant_at } }, { status: 304 });
    const client = clientOf(server);
    expect(await client.setWorkspaceDormant("w1", true)).toMatchObject({ id: WORKSPACE.id, dormant_at });
    expect(await client.setWorkspaceDormant("w1", true)).toBeUndefined();
  });
});

describe("a time", () => {
  it.each([
    ["text, as answers hold it", "2026-01-01T12:00:00+02:00", "2026-01-01T12:00:00+02:00"],
    ["a Date", new Date("2026-01-01T12:00:00Z"), "2026-01-01T12:00:00.000Z"],
  ])("is taken as %s", async (_form, time, sent) => {
    server.on("PUT /workspaces/:id/extend", { json: { message: "ok" } }).on("GET /workspaces/:id/builds", { json: [] });
    const client = clientOf(server);
    await client.extendWorkspace("w1", time);
    await client.getWorkspaceBuilds("w1", { since: time });
    await client.getAllWorkspaceBuilds("w1", { since: time });
    const [extension, ...lists] = server.requests;
    expect(extension?.json).toEqual({ deadline: sent });
    expect(lists.map(({ query }) => query.get("since"))).toEqual([sent, sent]);
  });

  it.each<[string, (client: CoderClient) => Promise<unknown>]>([
    ["deadline", (client) => client.extendWorkspace("w1", "tomorrow")],
    ["since", (client) => client.getWorkspaceBuilds("w1", { since: new Date(NaN) })],
    ["since", (client) => client.getAllWorkspaceBuilds("w1", { since: "2026-01-01" })],
  ])("that is none is refused as `%s`, and nothing is sent", async (property, call) => {
    const error = await rejection(call(clientOf(server)));
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).failures.map((failure) => failure.property)).toEqual([property]);
    expect(server.requests).toEqual([]);
  });
});

describe("a new workspace", () => {
  it.each([
    ["Missing", { name: "dev" }],
    ["Given in more than one way", { name: "dev", template_id: "t1", template_version_id: "v1" }],
  ])("is refused from JavaScript, too, when its template is: %s", async (problem, request) => {
    const error = await rejection(clientOf(server).createWorkspace("me", request as unknown as CreateWorkspaceRequest));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(`\`template_id\`: ${problem}: set either \`template_id\` or \`template_version_id\`.`);
    expect(server.requests).toEqual([]);
  });
});
