// The state that a build is given instead of the one before: how it is sent, and what is refused as none.
import { InputError } from "../../../provider/errors";
import { BUILD, clientOf, rejection } from "../../fakes/client";
import { FakeServer } from "../../fakes/http-server";

const STATE = '{"version":4,"resources":[],"größe":"µ"}';

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

describe("the state of a build", () => {
  it.each<[string, string | Uint8Array]>([
    ["text", STATE],
    ["what getWorkspaceBuildState returns", Buffer.from(STATE)],
    ["bytes inside of a larger buffer", new Uint8Array(Buffer.from(`xx${STATE}xx`)).subarray(2, -2)],
  ])("is sent in base64, given as %s", async (_form, state) => {
    server.on("POST /workspaces/:id/builds", { status: 201, json: BUILD });
    await clientOf(server).createWorkspaceBuild("w1", { transition: "start", state });
    const sent = server.requests[0]?.json as { state: string };
    expect(sent).toEqual({ transition: "start", state: expect.any(String) as unknown });
    expect(Buffer.from(sent.state, "base64").toString("utf8")).toBe(STATE);
  });

  it.each<[string, string | Uint8Array, string]>([
    ["empty, as that of a build that made nothing", Buffer.alloc(0), "it is empty"],
    ["no JSON", "version: 4 # password", "it is something else"],
    ["no object", '["password"]', "it is something else"],
    // As a JavaScript program may give it.
    ["parsed", { version: 4 } as unknown as string, "it is neither text nor bytes"],
  ])("is refused when it is %s; it is not shown, and nothing is sent", async (_what, state, found) => {
    const call = clientOf(server).createWorkspaceBuild("w1", { transition: "start", state });
    const error = await rejection(call);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(
      `\`state\`: Must be Terraform's state, which is a JSON object; ${found}. Give what ` +
        "`getWorkspaceBuildState` returned, as text or as bytes.",
    );
    expect(server.requests).toEqual([]);
  });
});
