// Requests whose place others can take: they are given up when the server takes long, or limits them.
import { z } from "zod";
import { DeadlineError } from "../../../../provider/errors";
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

it("is sent once where the server limits requests, and not while the limit lasts", async () => {
  server.on("GET /list", { status: 429, headers: { "retry-after": "30" }, json: { message: "Slow." } }, { json: {} });
  const ask = (): Promise<unknown> => transport.json(z.object({}), REQUEST);
  expect(await rejection(ask())).toMatchObject({ status: 429, serverMessage: "Slow." });
  expect(await rejection(ask())).toBeInstanceOf(DeadlineError);
  expect(server.requests).toHaveLength(1);
  await clock.advance(30_000);
  expect(await ask()).toEqual({});
});

it("waits no longer than anybody would notice for requests before it", async () => {
  server.on("GET /list", { status: 429, headers: { "retry-after": "1" }, json: { message: "Slow." } }, { json: {} });
  expect(await rejection(transport.json(z.object({}), REQUEST))).toMatchObject({ status: 429 });
  const answer = transport.json(z.object({}), REQUEST);
  await clock.advance(1_000);
  expect(await answer).toEqual({});
});

it("is told of while there is no answer", async () => {
  let answer: () => void = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  server.on("GET /slow", async () => {
    await held;
    return { json: {} };
  });
  const told: string[] = [];
  const slow = transport.with({ onWait: (message) => told.push(message) }).json(z.object({}), {
    method: "GET",
    path: "/slow",
  });
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(25_000);
  expect(told).toEqual([
    "Waiting for the server's answer, 10 seconds (GET /api/v2/slow)",
    "Waiting for the server's answer, 20 seconds (GET /api/v2/slow)",
  ]);
  answer();
  expect(await slow).toEqual({});
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
});
