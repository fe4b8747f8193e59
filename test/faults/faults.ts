// The faults of the matrix, each of a class: what the provider may make of it depends on the class only.
import type { Fault } from "./fault";

export type FaultClass =
  /** Answered later, or in pieces: nothing is wrong. */
  | "slow"
  /** The server asks for a pause, and has done nothing. */
  | "limited"
  /** Something in between answers for the server, which has done nothing. */
  | "gateway"
  /** The server itself refuses, and has done nothing. */
  | "refused"
  /** The connection fails before the server gets the request. */
  | "unsent"
  /** The server has acted, and its answer does not come. */
  | "lost answer"
  /** The server has acted, and its answer can't be read. */
  | "unreadable"
  /** Nothing comes, and nothing ends. */
  | "stalled"
  /** A WebSocket breaks. */
  | "broken stream";

export interface NamedFault {
  name: string;
  class: FaultClass;
  fault: Fault;
  /** How many requests of the kind it hits, from the chosen one on. */
  times: number;
  /** What it can happen to. */
  hits: "requests" | "sockets" | "both";
}

const CODER = { "content-type": "application/json", "x-coder-build-version": "v2.24.0+0000000" };
const HTML = { "content-type": "text/html" };
const PAGE = "<!doctype html><html><body><h1>Sorry</h1></body></html>";
/** As good as for ever. */
const ALWAYS = 10_000;

const limited = (name: string, headers: Record<string, string>, times = 1): NamedFault => ({
  name,
  class: "limited",
  fault: { kind: "answer", status: 429, headers: { ...CODER, ...headers }, body: '{"message":"Slow down."}' },
  times,
  hits: "requests",
});

const gateway = (status: number, times = 1): NamedFault => ({
  name: times === 1 ? `gateway ${status}` : `gateway ${status} always`,
  class: "gateway",
  fault: { kind: "answer", status, headers: { "content-type": "text/plain" }, body: "upstream failed" },
  times,
  hits: "both",
});

const page = (status: number): NamedFault => ({
  name: `page ${status}`,
  class: "gateway",
  fault: { kind: "answer", status, headers: HTML, body: PAGE },
  times: 1,
  hits: "requests",
});

/** As if it were done: a success that the server knows nothing of. */
const pretended = (status: number): NamedFault => ({
  name: `pretended ${status}`,
  class: "gateway",
  fault: { kind: "answer", status, headers: {}, body: "" },
  times: 1,
  hits: "requests",
});

const refused = (status: number): NamedFault => ({
  name: `coder ${status}`,
  class: "refused",
  fault: { kind: "answer", status, headers: CODER, body: '{"message":"It went wrong.","detail":"For a test."}' },
  times: 1,
  hits: "requests",
});

const lost = (name: string, fault: Fault): NamedFault => ({
  name: `lost ${name}`,
  class: "lost answer",
  fault,
  times: 1,
  hits: "requests",
});

const stalled = (name: string, fault: Fault, times = 1): NamedFault => ({
  name,
  class: "stalled",
  fault,
  times,
  hits: "requests",
});

export const FAULTS: readonly NamedFault[] = [
  { name: "delay", class: "slow", fault: { kind: "delay", milliseconds: 15_000 }, times: 1, hits: "both" },
  { name: "slow", class: "slow", fault: { kind: "slow-answer", milliseconds: 5_000 }, times: 1, hits: "requests" },
  limited("limited", {}),
  limited("limited 3 s", { "retry-after": "3" }),
  limited("limited an hour", { "retry-after": "3600" }),
  limited("limited always", { "retry-after": "1" }, ALWAYS),
  ...[408, 499, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511].map((status) => gateway(status)),
  ...[520, 521, 522, 523, 524, 525, 526, 527, 530].map((status) => gateway(status)),
  gateway(503, ALWAYS),
  page(200),
  page(403),
  page(404),
  page(502),
  ...[200, 204, 304].map(pretended),
  ...[500, 502, 503, 504].map(refused),
  { name: "reset", class: "unsent", fault: { kind: "drop-request" }, times: 1, hits: "both" },
  { name: "reset always", class: "unsent", fault: { kind: "drop-request" }, times: ALWAYS, hits: "both" },
  { name: "nobody listens", class: "unsent", fault: { kind: "refuse", milliseconds: 3_000 }, times: 1, hits: "both" },
  lost("by a reset", { kind: "drop-answer" }),
  lost("to a 502", { kind: "replace-answer", status: 502, headers: HTML, body: PAGE }),
  lost("to a 504", { kind: "replace-answer", status: 504, body: "timeout" }),
  lost("to a 524", { kind: "replace-answer", status: 524, headers: HTML, body: PAGE }),
  lost("to a page", { kind: "replace-answer", status: 200, headers: HTML, body: PAGE }),
  ...(["truncated", "cut", "invalid", "other", "empty"] as const).map((how): NamedFault => ({
    name: how,
    class: "unreadable",
    fault: { kind: "spoil-answer", how },
    times: 1,
    hits: "requests",
  })),
  stalled("held", { kind: "hold" }),
  stalled("held always", { kind: "hold" }, ALWAYS),
  stalled("held answer", { kind: "hold-answer" }),
  stalled("stalled answer", { kind: "stall-answer" }),
  { name: "cut log", class: "broken stream", fault: { kind: "cut-socket", afterBytes: 5 }, times: 1, hits: "sockets" },
  {
    name: "cut log always",
    class: "broken stream",
    fault: { kind: "cut-socket", afterBytes: 5 },
    times: ALWAYS,
    hits: "sockets",
  },
  { name: "silent log", class: "broken stream", fault: { kind: "hold-socket" }, times: 1, hits: "sockets" },
];
