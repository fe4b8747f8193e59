// Requests that are given up when the server takes long: which time counts.
import { z } from "zod";
import { OutOfPatience } from "../../../../provider/client/transport/patience";
import { Transport } from "../../../../provider/client/transport/transport";
import { rejection } from "../../../fakes/client";
import { ManualClock } from "../../../fakes/clocks";
import { FakeServer, TOKEN } from "../../../fakes/http-server";

const REQUEST = { method: "GET", path: "/list", patienceMilliseconds: 15_000 } as const;

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

it("gives up a request that is under way for longer", async () => {
  const begun = new Promise<void>((resolve) => {
    server.on("GET /list", () => {
      resolve();
      return new Promise<never>(() => {});
    });
  });
  const failed = rejection(transport.json(z.object({}), REQUEST));
  await begun;
  await clock.advance(15_000);
  const error = await failed;
  expect(error).toBeInstanceOf(OutOfPatience);
  expect(error.message).toBe("The server did not answer within 15 seconds.");
  expect(clock.pending).toBe(0);
});

it("gives up an answer that does not end", async () => {
  server.on("GET /list", { isEndless: true });
  const failed = rejection(transport.json(z.object({}), REQUEST));
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(15_000);
  expect(await failed).toBeInstanceOf(OutOfPatience);
});

it("does not count the time in which it waits for the server's limit", async () => {
  server.on("GET /list", { status: 429, headers: { "retry-after": "30" }, json: { message: "Slow." } }, { json: {} });
  const told = new Promise<void>((resolve) => (transport = transport.with({ onWait: () => resolve() })));
  const answer = transport.json(z.object({}), REQUEST);
  await told;
  await clock.advance(60_000);
  expect(await answer).toEqual({});
});
