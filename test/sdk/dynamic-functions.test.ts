// Functions as a program calls them: the plain form, the Output form, and its secrets.
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { OWNER } from "../fakes/client";
import { FakeServer, TOKEN } from "../fakes/http-server";
import { InputError } from "../../provider/errors";
import { getTemplate, getUser, getUserOutput, getWorkspaceBuildStateOutput } from "../../sdk";

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
});
