// Each fault does to a request what its name says, and nothing else.
import { request as send, type RequestOptions } from "node:http";
import { FakeServer } from "../fakes/http-server";
import { FaultProxy, type Fault } from "./fault-proxy";

let server: FakeServer;
let proxy: FaultProxy;

beforeEach(async () => {
  server = await FakeServer.start();
  server.on("POST /files", ({ body }) => ({ status: 201, json: { hash: body.toString() } }));
  proxy = await FaultProxy.start(server.url);
});

afterEach(async () => {
  await proxy.close();
  await server.close();
});

/** Status and body; the code of the error where there is no whole answer. */
function post(body: string, options: RequestOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const url = `${proxy.url}/api/v2/files`;
    const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    const request = send(url, { method: "POST", agent: false, ...options }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("error", fail).on("end", () => resolve(`${answer.statusCode} ${text}`));
    });
    request.on("error", fail).end(body);
  });
}

const WHOLE = '201 {"hash":"content"}';

it.each<[Fault, answer: string, bodies: string[]]>([
  [{ kind: "drop-request" }, "ECONNRESET", []],
  [{ kind: "refuse", milliseconds: 50 }, "ECONNRESET", []],
  [{ kind: "answer", status: 429, body: "slowly" }, "429 slowly", []],
  [{ kind: "drop-answer" }, "ECONNRESET", ["content"]],
  [{ kind: "replace-answer", status: 524, body: "late" }, "524 late", ["content"]],
  [{ kind: "delay", milliseconds: 50 }, WHOLE, ["content"]],
  [{ kind: "slow-answer", milliseconds: 20 }, WHOLE, ["content"]],
  [{ kind: "spoil-answer", how: "truncated" }, '201 {"hash":"', ["content"]],
  [{ kind: "spoil-answer", how: "cut" }, "ECONNRESET", ["content"]],
  [{ kind: "spoil-answer", how: "invalid" }, '201 {"id": NaN, "hash":"content"}', ["content"]],
  [{ kind: "spoil-answer", how: "other" }, '201 "of another kind"', ["content"]],
  [{ kind: "spoil-answer", how: "empty" }, "201 ", ["content"]],
])("%j", async (fault, answer, bodies) => {
  const handle = proxy.inject({ method: "POST", path: /^\/files$/ }, fault);
  expect(await post("content")).toBe(answer);
  expect(server.requestsTo("POST /files").map(({ body }) => body.toString())).toEqual(bodies);
  expect(handle.hits).toBe(1);
});

it.each<[Fault["kind"] & ("hold" | "hold-answer" | "stall-answer"), bodies: string[]]>([
  ["hold", []],
  ["hold-answer", ["content"]],
  ["stall-answer", ["content"]],
])("%s never ends, until the client gives up", async (kind, bodies) => {
  proxy.inject({ method: "POST", path: /^\/files$/ }, { kind });
  const giveUp = new AbortController();
  const answer = post("content", { signal: giveUp.signal });
  while (proxy.held === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(server.requestsTo("POST /files").map(({ body }) => body.toString())).toEqual(bodies);
  giveUp.abort();
  expect(await answer).toMatch(/^(ABORT_ERR|ECONNRESET)$/);
  while (proxy.held > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await post("again")).toBe('201 {"hash":"again"}');
});

it("lets nobody in for a while, then again", async () => {
  proxy.inject({ method: "POST", path: /^\/files$/ }, { kind: "refuse", milliseconds: 100 });
  expect(await post("first")).toBe("ECONNRESET");
  expect(await post("second")).toBe("ECONNREFUSED");
  while ((await post("third")) === "ECONNREFUSED") await new Promise((resolve) => setTimeout(resolve, 20));
  expect(server.requestsTo("POST /files")).toHaveLength(1);
});

it("hits only the requests that were chosen", async () => {
  const handle = proxy.inject({ path: /^\/files$/ }, { kind: "answer", status: 502 }, { skip: 1, times: 2 });
  const answers = [await post("1"), await post("2"), await post("3"), await post("4")];
  expect(answers.map((answer) => answer.slice(0, 3))).toEqual(["201", "502", "502", "201"]);
  expect(handle.hits).toBe(2);
});
