// Functions as a program calls them: the plain form, the Output form, and its secrets.
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { OWNER } from "../fakes/client";
import { FakeServer, TOKEN } from "../fakes/http-server";
import { InputError } from "../../provider/errors";
import {
  getTemplate,
  getUser,
  getUserOutput,
  getWorkspaceBuilds,
  getWorkspaceBuildsOutput,
  getWorkspaceBuildStateOutput,
} from "../../sdk";

const ID = "11111111-2222-4333-8444-555555555555";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
  pulumi.runtime.setAllConfig({ "coderd:url": server.url, "coderd:token": TOKEN });
});

afterEach(async () => {
  pulumi.runtime.setAllConfig({});
  await server.close();
});

function settled<Value>(output: pulumi.Output<Value>): Promise<{ value: Value; isSecret: boolean }> {
  const { promise, isSecret } = output as unknown as { promise: () => Promise<Value>; isSecret: Promise<boolean> };
  return Promise.all([promise(), isSecret]).then(([value, secret]) => ({ value, isSecret: secret }));
}

describe("a function of the sdk", () => {
  it("asks the server of the stack's configuration, in both forms", async () => {
    server.on("GET /users/:user", { json: OWNER });
    expect((await getUser({ user: "ada" })).username).toBe("ada");
    expect(await settled(getUserOutput({ user: pulumi.output("ada") }))).toMatchObject({
      value: { username: "ada" },
      isSecret: false,
    });
    expect(server.requests[0]?.headers["coder-session-token"]).toBe(TOKEN);
  });

  it("keeps secret in Output form what is secret", async () => {
    server.on("GET /workspacebuilds/:id/state", { json: {} });
    expect(await settled(getWorkspaceBuildStateOutput({ workspaceBuildId: ID }))).toEqual({
      value: { state: "{}" },
      isSecret: true,
    });
  });

  it("refuses wrong arguments without asking the server", async () => {
    const thrown: unknown = await getTemplate({ id: "docker" }).catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ message: "getTemplate failed: `id`: Must be the id of a template (a UUID)." });
    // Node prints the first for an error that the program does not catch; the second helps a program that does.
    expect(inspect(thrown)).toBe((thrown as Error).message);
    expect((thrown as Error).cause).toBeInstanceOf(InputError);
    expect(server.requests).toEqual([]);
  });

  it("mentions a `coder:url`, which is another provider's, where its own address is missing", async () => {
    const OTHER = server.url;
    pulumi.runtime.setAllConfig({ "coder:url": OTHER });
    await expect(getUser()).rejects.toThrow("`coder:url` is set, which is of another provider's configuration");
    expect(server.requests).toEqual([]);
  });

  it("refuses options, which it can't follow, and arguments that are none", async () => {
    const call = getUser as (...args: unknown[]) => Promise<unknown>;
    await expect(call({}, { provider: {} })).rejects.toThrow("getUser failed: It takes no options");
    await expect(call("ada")).rejects.toThrow("getUser failed: It takes its arguments as one object");
    expect(server.requests).toEqual([]);
  });

  it("takes a `Date` for a time in both forms, and refuses one that is none", async () => {
    server.on("GET /workspaces/:id/builds", { json: [] });
    const since = new Date(Date.UTC(2026, 0, 31, 12));
    await getWorkspaceBuilds({ workspaceId: ID, since });
    await settled(getWorkspaceBuildsOutput({ workspaceId: ID, since }));
    await settled(getWorkspaceBuildsOutput({ workspaceId: ID, since: pulumi.output(ID).apply(() => since) }));
    expect(server.requests.map(({ query }) => query.get("since"))).toEqual(Array(3).fill("2026-01-31T12:00:00.000Z"));
    await expect(getWorkspaceBuilds({ workspaceId: ID, since: new Date("soon") })).rejects.toThrow(
      "getWorkspaceBuilds failed: `since`: Must be a time in RFC 3339",
    );
  });

  it("waits for the resource that an argument comes from, whose id a preview does not know", async () => {
    server.on("GET /users/:user", { json: OWNER });
    const name = outputOf("ada", resourceWithId(pulumi.output(ID)));
    expect(await settled(getUserOutput({ user: name }))).toMatchObject({ value: { username: "ada" } });
    const asked = server.requests.length;

    const unknown = getUserOutput({ user: outputOf("ada", resourceWithId(unknownOutput())) });
    expect(await (unknown as unknown as { isKnown: Promise<boolean> }).isKnown).toBe(false);
    expect(server.requests).toHaveLength(asked);
  });

  it("refuses what belongs to another way to name the object", async () => {
    const args = { id: ID, organization: "acme" } as unknown as { id: string };
    await expect(getTemplate(args)).rejects.toThrow(
      "getTemplate failed: `organization`: Not together with `id`: remove one of them.",
    );
  });
});

interface OutputClass {
  new (
    resources: Set<pulumi.Resource>,
    value: Promise<unknown>,
    isKnown: Promise<boolean>,
    isSecret: Promise<boolean>,
    allResources: Promise<Set<pulumi.Resource>>,
  ): pulumi.Output<string>;
}

/** An output as a property of a resource is one: with the resource behind it. */
function outputOf(value: string, resource: pulumi.Resource, isKnown = true): pulumi.Output<string> {
  const resources = new Set([resource]);
  const Output = pulumi.Output as unknown as OutputClass;
  return new Output(
    resources,
    Promise.resolve(value),
    Promise.resolve(isKnown),
    Promise.resolve(false),
    Promise.resolve(resources),
  );
}

function unknownOutput(): pulumi.Output<string> {
  return outputOf("", {} as pulumi.Resource, false);
}

function resourceWithId(id: pulumi.Output<pulumi.ID>): pulumi.Resource {
  return { __pulumiResource: true, __pulumiCustomResource: true, id } as unknown as pulumi.Resource;
}
