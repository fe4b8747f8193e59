// Answers without an end: the connection is closed, and what was asked for ends with a message.
import { Transport } from "../../../../provider/client/transport/transport";
import { clientOf, eventually, rejection } from "../../../fakes/client";
import { ManualClock, settle } from "../../../fakes/clocks";
import { FakeServer, TOKEN } from "../../../fakes/http-server";

const MEBIBYTE = 1024 * 1024;
const GET = { method: "GET", path: "/list" } as const;
const POST = { method: "POST", path: "/list", json: {} } as const;

let server: FakeServer;
let clock: ManualClock;
let transport: Transport;

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new ManualClock();
  transport = new Transport({ url: server.url, token: TOKEN, clock });
});

afterEach(async () => {
  await transport.close();
  await server.close();
});

/** Time passes once the answer has begun. */
async function advance(milliseconds: number, requests = 1): Promise<void> {
  await eventually(() => server.requests.length === requests);
  // The watch over the answer comes after the one that tells of the silence.
  await eventually(() => clock.pending > 1);
  await settle();
  await clock.advance(milliseconds);
}

describe("an answer that goes on and on", () => {
  it("is given up after five minutes, and the connection with it", async () => {
    server.on("POST /list", { text: "{", isEndless: true });
    let isSettled = false;
    const failed = rejection(transport.send(POST)).finally(() => (isSettled = true));
    await advance(299_999);
    expect(isSettled).toBe(false);
    await clock.advance(1);
    expect(await failed).toMatchObject({
      name: "ApiError",
      isAnswerLost: true,
      message: "The server's answer was given up: it did not end within 5 minutes. (POST /api/v2/list: no answer)",
    });
    expect(server.requests).toHaveLength(1);
    await eventually(() => server.connections === 0);
    expect(clock.pending).toBe(0);
  });

  it("is given up at the deadline of its operation", async () => {
    server.on("GET /list", { text: "{", isEndless: true });
    const failed = rejection(transport.send(GET, { deadline: { milliseconds: 60_000, since: clock.now() } }));
    await advance(60_000);
    expect((await failed).message).toBe(
      "The server's answer was given up: it did not end within 60 seconds. (GET /api/v2/list: no answer)",
    );
    expect(server.requests).toHaveLength(1);
  });

  it("has ten seconds after the deadline, for what ends the operation", async () => {
    server.on("GET /list", { text: "{", isEndless: true });
    await clock.advance(60_000);
    let isSettled = false;
    const failed = rejection(transport.send(GET, { deadline: { milliseconds: 1_000, since: 0 } })).finally(
      () => (isSettled = true),
    );
    await advance(9_999);
    expect(isSettled).toBe(false);
    await clock.advance(1);
    expect((await failed).message).toContain("it did not end within 10 seconds");
  });

  it("to a safe request is asked for again", async () => {
    server.on("GET /list", { text: "{", isEndless: true }, { json: {} });
    const told: string[] = [];
    const answer = transport.send(GET, { onWait: (message) => told.push(message) });
    await advance(300_000);
    expect(told.at(-1)).toMatch(/^The server's answer was given up \(it did not end within 5 minutes\); waiting /);
    await clock.advance(8_000);
    expect((await answer).body.toString()).toBe("{}");
  });
});

describe("an answer that is longer than any of Coder's", () => {
  it.each([
    [200, 256],
    [500, 16],
  ])("of status %i is given up after %i MiB, and is not asked for again", async (status, mebibytes) => {
    server.on("GET /list", { status, isFlood: true });
    expect(await rejection(transport.send(GET))).toMatchObject({
      name: "ApiError",
      message:
        `The server's answer was given up: it is longer than ${mebibytes} MiB. ` + "(GET /api/v2/list: no answer)",
    });
    expect(server.requests).toHaveLength(1);
    await eventually(() => server.connections === 0);
    expect(clock.pending).toBe(0);
  });

  it("to a change leaves open what the server did", async () => {
    server.on("POST /workspaces/:id/builds", { status: 500, isFlood: true });
    const error = await rejection(clientOf(server).createWorkspaceBuild("a", { transition: "stop" }));
    expect(error).toMatchObject({ name: "ApiError", status: undefined, isAnswerLost: true });
    expect(server.requests).toHaveLength(1);
  });

  it("begins above what a server with much to say needs", async () => {
    const bytes = Buffer.alloc(32 * MEBIBYTE, "a");
    server.on("GET /list", { bytes });
    expect((await transport.send(GET)).body.equals(bytes)).toBe(true);
    expect(clock.pending).toBe(0);
  });
});
