// Connections that are idle, and that the server, or a proxy before it, closes at the moment of the next change.
import { stat } from "node:fs";
import { Transport } from "../../../../provider/client/transport/transport";
import { eventually } from "../../../fakes/client";
import { settle, TestClock } from "../../../fakes/clocks";
import { FakeServer, TOKEN } from "../../../fakes/http-server";

const POST = { method: "POST", path: "/list", json: {} } as const;

let server: FakeServer;
let transport: Transport;

beforeEach(async () => {
  server = await FakeServer.start();
  server.on("POST /list", { json: {} });
  transport = new Transport({ url: server.url, token: TOKEN, clock: new TestClock() });
});

afterEach(async () => {
  jest.useRealTimers();
  await transport.close();
  await server.close();
});

/** In which phase of the event loop what closes the connection and what sends come together. */
it.each<[string, (run: () => void) => unknown]>([
  ["timers", (run) => setTimeout(run, 1)],
  ["poll", (run) => stat(__filename, run)],
  ["check", setImmediate],
])("a change that meets a closed connection in the phase %s goes to another, once", async (_phase, inPhase) => {
  await transport.send(POST);
  expect(server.connections).toBe(1);
  const answer = await new Promise((resolve, reject) =>
    inPhase(() => {
      server.closeConnections();
      transport.send(POST).then(resolve, reject);
    }),
  );
  expect(answer).toMatchObject({ status: 200 });
  expect(server.log).toEqual(["POST /list", "POST /list"]);
});

it("an idle connection is closed after four seconds: a proxy may do so after five", async () => {
  jest.useFakeTimers({ doNotFake: ["Date", "nextTick", "performance", "queueMicrotask", "setImmediate"] });
  await transport.send(POST);
  // The connection begins to be idle a turn after the answer.
  await settle();
  jest.advanceTimersByTime(3_999);
  await settle();
  expect(server.connections).toBe(1);
  jest.advanceTimersByTime(1);
  await eventually(() => server.connections === 0);
});
