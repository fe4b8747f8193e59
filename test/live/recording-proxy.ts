// A reverse proxy in front of the server. It records every request, and spoils chosen ones as a bad network does. It
// passes WebSockets through. Of Coder it knows only which POSTs change nothing.
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

const API = "/api/v2";

/** POSTs that change nothing. */
const ASKING_POSTS = [/\/dynamic-parameters\/evaluate$/, /\/authcheck$/];

export interface RecordedRequest {
  method: string;
  /** Path and query, without `/api/v2`. */
  path: string;
  headers: http.IncomingHttpHeaders;
  /** What the server answered; undefined while it has not. */
  status: number | undefined;
  /** From the request's arrival to the answer's end; undefined for a WebSocket, and while there is no answer. */
  milliseconds: number | undefined;
  /** Name of the fault that hit the request. */
  fault: Fault["kind"] | undefined;
}

export interface RequestFilter {
  method?: string;
  /** Tested against path and query, without `/api/v2`. */
  path: RegExp;
}

export type Fault =
  /** The server acts, and the connection breaks before its answer arrives. */
  | { kind: "drop-answer" }
  /** Answered by the proxy; the server sees nothing. */
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: string }
  /** Passed on after a while. */
  | { kind: "delay"; milliseconds: number }
  /** Passed on, whole, once the promise resolves. */
  | { kind: "hold-until"; until: Promise<unknown> }
  /** Neither passed on nor answered, until the client gives up. */
  | { kind: "hold" }
  /** The server acts, and its answer never arrives, until the client gives up. */
  | { kind: "hold-answer" }
  /** A WebSocket is opened, and breaks when so many bytes have come from the server: no more of them arrive. */
  | { kind: "cut-socket"; afterBytes: number };

export interface FaultHandle {
  /** How many requests it has hit: a test asserts that its fault happened. */
  readonly hits: number;
  remove(): void;
}

interface Rule {
  filter: RequestFilter;
  fault: Fault;
  skip: number;
  times: number;
  hits: number;
}

export class RecordingProxy {
  readonly requests: RecordedRequest[] = [];
  private rules: Rule[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly agent = new http.Agent({ keepAlive: true });

  private constructor(
    private readonly server: http.Server | https.Server,
    private readonly upstream: URL,
    readonly url: string,
  ) {}

  /** With `tls` it is an https server in front of an http one. */
  static async start(upstreamUrl: string, tls?: { key: string; cert: string }): Promise<RecordingProxy> {
    const server = tls === undefined ? http.createServer() : https.createServer(tls);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = new RecordingProxy(
      server,
      new URL(upstreamUrl),
      `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    );
    server.on("request", (request: http.IncomingMessage, response: http.ServerResponse) =>
      proxy.pass(request, response),
    );
    server.on("upgrade", (request: http.IncomingMessage, socket: Duplex, head: Buffer) =>
      proxy.passSocket(request, socket, head),
    );
    server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
      proxy.sockets.add(socket);
      socket.on("close", () => proxy.sockets.delete(socket));
    });
    return proxy;
  }

  /** Spoils the requests that match: the first `times` (default 1) after the first `skip` (default 0). */
  inject(filter: RequestFilter, fault: Fault, { skip = 0, times = 1 } = {}): FaultHandle {
    const rule: Rule = { filter, fault, skip, times, hits: 0 };
    this.rules.push(rule);
    return {
      get hits() {
        return rule.hits;
      },
      remove: () => {
        this.rules = this.rules.filter((other) => other !== rule);
      },
    };
  }

  matching(filter: RequestFilter): RecordedRequest[] {
    return this.requests.filter((request) => matches(filter, request));
  }

  /** Requests that may have changed something on the server, as "METHOD path". */
  mutations(): string[] {
    return this.requests
      .filter(
        ({ method, path }) =>
          method !== "GET" && !(method === "POST" && ASKING_POSTS.some((asking) => asking.test(path))),
      )
      .map(({ method, path }) => `${method} ${path}`);
  }

  clear(): void {
    this.requests.length = 0;
  }

  clearFaults(): void {
    this.rules = [];
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
    await closed;
  }

  private pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const started = performance.now();
    const recorded = this.record(request);
    const fault = this.takeFault(recorded);
    if (fault?.kind === "answer") {
      recorded.status = fault.status;
      // The body is read first: an answer in the middle of an upload would look like a broken connection.
      request.resume().on("end", () => response.writeHead(fault.status, fault.headers).end(fault.body));
      return;
    }
    if (fault?.kind === "hold") return void request.resume();
    const forward = (): void => {
      const outgoing = http.request(this.outgoingOptions(request), (incoming) => {
        recorded.status = incoming.statusCode;
        if (fault?.kind === "hold-answer") return void incoming.resume();
        if (fault?.kind === "drop-answer") {
          incoming.resume().on("end", () => request.socket.destroy());
          return;
        }
        response.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.pipe(response);
        incoming.on("end", () => (recorded.milliseconds = performance.now() - started));
        incoming.on("error", () => response.destroy());
      });
      outgoing.on("error", () => request.socket.destroy());
      response.on("close", () => {
        if (!response.writableFinished) outgoing.destroy();
      });
      request.pipe(outgoing);
    };
    if (fault?.kind === "delay") setTimeout(forward, fault.milliseconds);
    else if (fault?.kind === "hold-until") void fault.until.then(forward);
    else forward();
  }

  private passSocket(request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    const recorded = this.record(request);
    const fault = this.takeFault(recorded);
    if (fault?.kind === "answer") {
      recorded.status = fault.status;
      socket.end(`HTTP/1.1 ${fault.status} Spoiled\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const upstream = net.connect(Number(this.upstream.port || 80), this.upstream.hostname, () => {
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${rawHeaders(request, this.upstream.host)}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream);
    });
    let left = fault?.kind === "cut-socket" ? fault.afterBytes : Infinity;
    let headersEnded = false;
    upstream.on("data", (chunk: Buffer) => {
      recorded.status ??= Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString("latin1"))?.[1]);
      const end = headersEnded ? 0 : chunk.indexOf("\r\n\r\n");
      const start = headersEnded ? 0 : end === -1 ? chunk.length : end + 4;
      headersEnded ||= end !== -1;
      const passed = Math.min(chunk.length - start, left);
      left -= passed;
      if (left > 0) socket.write(chunk);
      else {
        upstream.destroy();
        socket.write(chunk.subarray(0, start + passed), () => socket.destroy());
      }
    });
    const both = (): void => {
      socket.destroy();
      upstream.destroy();
    };
    upstream.on("end", () => socket.end());
    for (const side of [socket, upstream]) side.on("error", both);
    socket.on("close", both);
  }

  private record(request: http.IncomingMessage): RecordedRequest {
    const { method = "GET", url = "/", headers } = request;
    const recorded: RecordedRequest = {
      method,
      path: url.startsWith(API) ? url.slice(API.length) : url,
      headers,
      status: undefined,
      milliseconds: undefined,
      fault: undefined,
    };
    this.requests.push(recorded);
    return recorded;
  }

  private takeFault(request: RecordedRequest): Fault | undefined {
    for (const rule of this.rules) {
      if (!matches(rule.filter, request)) continue;
      if (rule.skip > 0) rule.skip -= 1;
      else if (rule.hits < rule.times) {
        rule.hits += 1;
        request.fault = rule.fault.kind;
        return rule.fault;
      }
    }
    return undefined;
  }

  private outgoingOptions(request: http.IncomingMessage): http.RequestOptions {
    const { hostname, port, host } = this.upstream;
    return {
      agent: this.agent,
      hostname,
      port,
      method: request.method,
      path: request.url,
      headers: { ...request.headers, host },
    };
  }
}

function matches(filter: RequestFilter, request: Pick<RecordedRequest, "method" | "path">): boolean {
  return (filter.method === undefined || filter.method === request.method) && filter.path.test(request.path);
}

function rawHeaders(request: http.IncomingMessage, host: string): string {
  const lines = [`host: ${host}`];
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    if (name !== "host") lines.push(...(value ?? []).map((entry) => `${name}: ${entry}`));
  }
  return lines.join("\r\n");
}
