// An HTTP server for tests: it gives the answers that a test sets per route, and records every request. Of Coder it
// knows the path prefix and the headers only.
import {
  createServer,
  STATUS_CODES,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Duplex } from "node:stream";
import type { FakeRateLimiter } from "./rate-limiter";
import { acceptStream, type Streamer } from "./web-socket";

export interface RecordedRequest {
  method: string;
  /** As it arrived, without the query. */
  path: string;
  query: URLSearchParams;
  /** Values of the `:name` parts of the route. */
  parameters: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Undefined when the body is not JSON. */
  json: unknown;
}

export interface Reply {
  /** @default 200 */
  status?: number;
  /** A value of undefined leaves out one of Coder's headers. */
  headers?: Record<string, string | undefined>;
  json?: unknown;
  /** Sent as it is, without a content type. */
  text?: string;
  bytes?: Buffer;
  /** Ends the connection before the answer, within it, or after bytes that are not HTTP. */
  drop?: "before" | "within" | "garbled";
  /** The answer begins and never ends. */
  isEndless?: boolean;
  /** The same, with blanks as fast as they are taken. */
  isFlood?: boolean;
}

export type Replier = Reply | ((request: RecordedRequest) => Reply | Promise<Reply>);

interface Route {
  method: string;
  segments: string[];
  repliers: Replier[];
  streamer: Streamer | undefined;
  answered: number;
}

/** Has the form of Coder's tokens. */
export const TOKEN = "abcdefghij-0123456789abcdefghijkl";

const PREFIX = "/api/v2";

export interface FakeServerOptions {
  /** Speaks TLS with it. */
  certificate?: { certificate: string; key: string };
}

/** The provider caches by address, so no two servers of one process may have the same. */
const usedPorts = new Set<number>();

export class FakeServer {
  readonly requests: RecordedRequest[] = [];
  /** Coder's version, in a header of every answer. */
  version = "v2.24.0+0000000";
  /** Refuses what goes beyond the limit, by path. */
  limiter: FakeRateLimiter | undefined;
  /** How far its clock is ahead. */
  clockOffsetMilliseconds = 0;
  /** Runs before each answer, with the route that gives it; undefined when there is none. */
  before: ((route: string | undefined, request: RecordedRequest) => unknown) | undefined;
  /** Asked before the routes: its reply, if it has one, is given in place of theirs. */
  instead: ((request: RecordedRequest) => Reply | undefined) | undefined;
  readonly #routes: Route[] = [];
  readonly #sockets = new Set<Duplex>();
  readonly #server: Server;
  readonly #scheme: string;
  #url = "";

  private constructor(options: FakeServerOptions) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#answer(request, response).catch((thrown: unknown) => {
        // A replier that throws is a mistake in a test. The client shows the message.
        response.statusCode = 500;
        response.end(JSON.stringify({ message: `The fake server failed: ${String(thrown)}` }));
      });
    };
    const { certificate } = options;
    this.#scheme = certificate === undefined ? "http" : "https";
    this.#server =
      certificate === undefined
        ? createServer(listener)
        : createTlsServer({ cert: certificate.certificate, key: certificate.key }, listener);
    // Coder closes no connection that is idle: a busy machine would meet Node's doing so as a lost answer.
    this.#server.keepAliveTimeout = 0;
    this.#server.on("connection", (socket) => this.#track(socket));
    this.#server.on("upgrade", (request, socket) => this.#upgrade(request, socket));
  }

  static async start(options: FakeServerOptions = {}): Promise<FakeServer> {
    const fake = new FakeServer(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    const address = fake.#server.address();
    if (address === null || typeof address === "string") throw new Error("The fake server listens on no port.");
    fake.#url = `${fake.#scheme}://127.0.0.1:${address.port}`;
    if (!usedPorts.has(address.port)) {
      usedPorts.add(address.port);
      return fake;
    }
    // While this one holds the port, the next gets another.
    try {
      return await FakeServer.start(options);
    } finally {
      await fake.close();
    }
  }

  get url(): string {
    return this.#url;
  }

  /**
   * Sets the answer for a route below /api/v2, e.g. `GET /templates/:id`. Of several replies each is given once, and
   * the last one from then on. A second call for the same route replaces the first.
   */
  on(route: string, ...repliers: [Replier, ...Replier[]]): this {
    this.#set(route, repliers, undefined);
    return this;
  }

  /** Accepts WebSockets on a route. A connection stays open until the streamer closes it. */
  onStream(route: string, streamer: Streamer): this {
    const known = this.#routes.find((each) => nameOf(each) === route);
    this.#set(route, known?.repliers ?? [], streamer);
    return this;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** At once, as a proxy does with those that were idle for long. */
  closeConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** By its own clock. */
  get now(): Date {
    return new Date(Date.now() + this.clockOffsetMilliseconds);
  }

  /** The requests to a route so far. */
  requestsTo(route: string): RecordedRequest[] {
    const { method, segments } = parseRoute(route);
    return this.requests.filter((request) => request.method === method && match(segments, request.path) !== undefined);
  }

  /** `METHOD /path` of all requests, in order. */
  get log(): string[] {
    return this.requests.map((request) => `${request.method} ${request.path.replace(PREFIX, "")}`);
  }

  async close(): Promise<void> {
    this.closeConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #set(route: string, repliers: Replier[], streamer: Streamer | undefined): void {
    const index = this.#routes.findIndex((each) => nameOf(each) === route);
    if (index >= 0) this.#routes.splice(index, 1);
    this.#routes.push({ ...parseRoute(route), repliers, streamer, answered: 0 });
  }

  #track(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  }

  /** A route with fewer parameters wins, then the one that was set last. */
  #find(request: RecordedRequest, isStream: boolean): Route | undefined {
    const found = this.#routes
      .filter(
        (route) =>
          route.method === request.method && (isStream ? route.streamer !== undefined : route.repliers.length > 0),
      )
      .flatMap((route) => {
        const parameters = match(route.segments, request.path);
        return parameters === undefined ? [] : [{ route, parameters }];
      })
      .sort((left, right) => Object.keys(right.parameters).length - Object.keys(left.parameters).length)
      .at(-1);
    if (found !== undefined) request.parameters = found.parameters;
    return found?.route;
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(message);
    this.requests.push(request);
    const route = this.#find(request, false);
    await this.before?.(route && nameOf(route), request);
    const unlimited = this.instead?.(request) ?? route?.repliers[Math.min(route.answered++, route.repliers.length - 1)];
    const replier = unlimited && (this.limiter?.around(unlimited) ?? unlimited);
    const reply: Reply =
      replier === undefined
        ? { status: 404, json: { message: "Route not found." } }
        : typeof replier === "function"
          ? await replier(request)
          : replier;
    if (reply.drop === "before") {
      message.socket.destroy();
      return;
    }
    if (reply.drop === "garbled") {
      message.socket.end("SSH-2.0-OpenSSH_9.6\r\n");
      return;
    }
    for (const [name, value] of Object.entries({
      ...coderHeaders(this.version, this.requests.length),
      date: this.now.toUTCString(),
      ...contentType(reply),
      ...reply.headers,
    })) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.statusCode = reply.status ?? 200;
    const body = reply.bytes ?? Buffer.from(reply.text ?? (reply.json === undefined ? "" : JSON.stringify(reply.json)));
    if (reply.drop === "within") {
      response.setHeader("content-length", body.length + 100);
      response.write(body, () => message.socket.destroy());
      return;
    }
    if (reply.isFlood === true) flood(response);
    else if (reply.isEndless === true) response.write(body);
    else response.end(body);
  }

  #upgrade(message: IncomingMessage, socket: Duplex): void {
    const request = recordHead(message, Buffer.alloc(0));
    this.requests.push(request);
    const route = this.#find(request, true);
    void this.before?.(route && nameOf(route), request);
    if (route?.streamer === undefined) {
      const body = JSON.stringify({ message: "Resource not found or you do not have access to this resource." });
      const head = [
        `HTTP/1.1 404 ${STATUS_CODES[404]}`,
        `x-coder-build-version: ${this.version}`,
        "content-type: application/json",
        `content-length: ${body.length}`,
        "connection: close",
      ];
      socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
      return;
    }
    void route.streamer(acceptStream(socket, request));
  }
}

function flood(response: ServerResponse): void {
  const blanks = Buffer.alloc(1024 * 1024, " ");
  const pour = (): void => {
    while (!response.destroyed && response.write(blanks));
  };
  response.on("drain", pour);
  pour();
}

function coderHeaders(version: string, number: number): Record<string, string> {
  return { "x-coder-build-version": version, "x-coder-request-id": `request-${number}` };
}

function contentType(reply: Reply): Record<string, string> {
  return reply.json === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
}

async function record(message: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return recordHead(message, Buffer.concat(chunks));
}

function recordHead(message: IncomingMessage, body: Buffer): RecordedRequest {
  const url = new URL(message.url ?? "/", "http://fake");
  return {
    method: message.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    parameters: {},
    headers: message.headers,
    body,
    json: parseJson(body),
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function parseRoute(route: string): { method: string; segments: string[] } {
  const [method = "", path = ""] = route.split(" ");
  return { method, segments: (PREFIX + path).split("/") };
}

function nameOf(route: Route): string {
  return `${route.method} ${route.segments.join("/").replace(PREFIX, "")}`;
}

function match(segments: string[], path: string): Record<string, string> | undefined {
  const actual = path.split("/");
  if (actual.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = actual[index] ?? "";
    if (segment.startsWith(":")) parameters[segment.slice(1)] = decodeURIComponent(value);
    else if (segment !== value) return undefined;
  }
  return parameters;
}
