// A server for unit tests that answers as it is told and remembers what it was asked. Knows nothing of Coder but how it
// answers.
import { createHash } from "node:crypto";
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

export interface RecordedRequest {
  method: string;
  /** As it arrived, without the query. */
  path: string;
  query: URLSearchParams;
  /** Values of the `:name` parts of the route. */
  parameters: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
}

export interface Reply {
  /** @default 200 */
  status?: number;
  /** Takes away the headers of Coder where the value is undefined. */
  headers?: Record<string, string | undefined>;
  json?: unknown;
  /** Sent as it is; its type is a matter of `headers`. */
  text?: string;
  bytes?: Buffer;
  /** Ends the connection instead: before the answer, in the middle of it, or after bytes that are not HTTP. */
  drop?: "before" | "within" | "garbled";
  /** The answer begins, and never ends. */
  isEndless?: boolean;
}

export type Replier = Reply | ((request: RecordedRequest) => Reply | Promise<Reply>);

/** The server's end of a WebSocket. */
export interface FakeStream {
  request: RecordedRequest;
  /** One text message. */
  send(message: unknown): void;
  close(code: number, reason?: string): void;
  /** Messages and a normal close in one piece; the connection itself ends when the client has answered. */
  finish(messages: readonly unknown[]): void;
  /** Ends the connection without a closing frame. */
  drop(): void;
  /** From now on nothing is answered, neither pings nor a closing frame: as if the network were gone. */
  freeze(): void;
  /** Opcodes of the frames that the client has sent: 1 text, 8 close, 9 ping, 10 pong. */
  received: number[];
  /** Texts that the client has sent. */
  texts: string[];
  closed: Promise<void>;
}

export type Streamer = (stream: FakeStream) => void | Promise<void>;

interface Route {
  method: string;
  segments: string[];
  repliers: Replier[];
  streamer: Streamer | undefined;
  answered: number;
}

const PREFIX = "/api/v2";
const WEBSOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export interface FakeServerOptions {
  /** Speaks TLS with it. */
  certificate?: { certificate: string; key: string };
}

/**
 * What is learnt of a server is kept for its address: another server must not come to the same one within a process.
 */
const usedPorts = new Set<number>();

export class FakeServer {
  readonly requests: RecordedRequest[] = [];
  /** Of Coder, as every answer carries it. */
  version = "v2.24.0+0000000";
  readonly #routes: Route[] = [];
  readonly #sockets = new Set<Duplex>();
  readonly #server: Server;
  readonly #scheme: string;
  #url = "";

  private constructor(options: FakeServerOptions) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#answer(request, response).catch((thrown: unknown) => {
        // A replier that throws is a mistake in a test: the client sees it as a message.
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
   * Answers requests for a route below /api/v2, e.g. `GET /templates/:id`. Several replies are given one after the
   * other, the last of them from then on. A route that is told again answers anew.
   */
  on(route: string, ...repliers: [Replier, ...Replier[]]): this {
    this.#set(route, repliers, undefined);
    return this;
  }

  /** Takes WebSockets on a route; the connection stays open until the streamer closes it. */
  onStream(route: string, streamer: Streamer): this {
    const known = this.#routes.find((each) => nameOf(each) === route);
    this.#set(route, known?.repliers ?? [], streamer);
    return this;
  }

  /** What was asked on a route so far. */
  requestsTo(route: string): RecordedRequest[] {
    const { method, segments } = parseRoute(route);
    return this.requests.filter((request) => request.method === method && match(segments, request.path) !== undefined);
  }

  /** `METHOD /path` of all requests, in order. */
  get log(): string[] {
    return this.requests.map((request) => `${request.method} ${request.path.replace(PREFIX, "")}`);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
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

  /** Routes without parameters win over those with, later ones over earlier ones. */
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
    const replier = route?.repliers[Math.min(route.answered++, route.repliers.length - 1)];
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
    if (reply.isEndless === true) response.write(body);
    else response.end(body);
  }

  #upgrade(message: IncomingMessage, socket: Duplex): void {
    const request = recordHead(message, Buffer.alloc(0));
    this.requests.push(request);
    const route = this.#find(request, true);
    if (route?.streamer === undefined) {
      const body = JSON.stringify({ message: "Resource not found or you do not have access to this resource." });
      const status = `HTTP/1.1 404 ${STATUS_CODES[404]}\r\nx-coder-build-version: ${this.version}\r\ncontent-type: application/json\r\n`;
      socket.end(`${status}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
      return;
    }
    const accept = createHash("sha1")
      .update(String(message.headers["sec-websocket-key"]) + WEBSOCKET_KEY)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ` +
        `${accept}\r\n\r\n`,
    );
    void route.streamer(streamOver(socket, request));
  }
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

function streamOver(socket: Duplex, request: RecordedRequest): FakeStream {
  const received: number[] = [];
  const texts: string[] = [];
  let rest = Buffer.alloc(0);
  let isFrozen = false;
  socket.on("end", () => socket.end());
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let next = maskedFrame(rest); next !== undefined; next = maskedFrame(rest)) {
      rest = rest.subarray(next.length);
      received.push(next.opcode);
      if (next.opcode === 1) texts.push(next.payload.toString("utf8"));
      if (isFrozen) continue;
      if (next.opcode === 8) socket.end(frame(8, Buffer.from([3, 232])));
      if (next.opcode === 9) socket.write(frame(10, next.payload));
    }
  });
  return {
    request,
    received,
    texts,
    send: (message) => socket.write(textFrame(message)),
    close: (code, reason = "") => {
      const head = Buffer.alloc(2);
      head.writeUInt16BE(code);
      socket.end(frame(8, Buffer.concat([head, Buffer.from(reason)])));
    },
    finish: (messages) => socket.write(Buffer.concat([...messages.map(textFrame), frame(8, Buffer.from([3, 232]))])),
    drop: () => socket.destroy(),
    freeze: () => {
      isFrozen = true;
    },
    closed: new Promise((resolve) => socket.on("close", () => resolve())),
  };
}

/**
 * The first frame from client to server, which is masked, once it is whole. Frames of 64 KiB and more are not for
 * tests.
 */
function maskedFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 6) return undefined;
  const isLong = (bytes.readUInt8(1) & 0x7f) === 126;
  const size = isLong ? bytes.readUInt16BE(2) : bytes.readUInt8(1) & 0x7f;
  const head = isLong ? 4 : 2;
  const length = head + 4 + size;
  if (bytes.length < length) return undefined;
  const payload = Buffer.from(
    bytes.subarray(head + 4, length).map((byte, index) => byte ^ bytes.readUInt8(head + (index % 4))),
  );
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, length };
}

function textFrame(message: unknown): Buffer {
  return frame(1, Buffer.from(typeof message === "string" ? message : JSON.stringify(message)));
}

/** One whole frame from server to client, which is not masked. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126
      ? Buffer.from([payload.length])
      : payload.length < 65_536
        ? Buffer.from([126, payload.length >> 8, payload.length & 0xff])
        : Buffer.from([127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (payload.length >>> shift) & 0xff)]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, payload]);
}
