// A reverse proxy in front of a server, the real one or a fake. It records every request, and spoils chosen ones as a
// bad network does. It passes WebSockets through.
import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { FaultRules, isMutation, matches, type Fault, type FaultHandle, type RequestFilter } from "./fault";
import { joinSockets } from "./sockets";
import { spoilt } from "./spoiling";

export type { Fault, FaultHandle, RequestFilter } from "./fault";

const API = "/api/v2";

/** Of a slow answer. */
const PIECES = 4;

export interface RecordedRequest {
  method: string;
  /** Path and query, without `/api/v2`. */
  path: string;
  headers: http.IncomingHttpHeaders;
  /** What the client was answered; undefined while it was not. */
  status: number | undefined;
  /** Bytes of the answer's body that came from the server. */
  answerBytes: number;
  /** From the request's arrival to the answer's end; undefined for a WebSocket, and while there is no answer. */
  milliseconds: number | undefined;
  /** Name of the fault that hit the request. */
  fault: Fault["kind"] | undefined;
  isSocket: boolean;
}

export interface ProxyOptions {
  /** Makes an https server in front of an http one. */
  tls?: { key: string; cert: string };
  /** Runs something later. @default by the system's clock */
  after?: (milliseconds: number, run: () => void) => void;
  /** The time that answers tell. @default what the server says */
  now?: () => number;
}

export class FaultProxy {
  readonly requests: RecordedRequest[] = [];
  private readonly rules = new FaultRules();
  private readonly faultOf = new WeakMap<RecordedRequest, Fault>();
  private readonly sockets = new Set<Socket>();
  /** Connections with a request that waits for nothing but the client or the clock. */
  private readonly holding = new Set<Duplex>();
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly upstream: URL;
  /** Set while nobody is let in. */
  private listenAgain: (() => void) | undefined;

  private constructor(
    private readonly server: http.Server | https.Server,
    upstreamUrl: string,
    readonly url: string,
    private readonly options: ProxyOptions,
  ) {
    this.upstream = new URL(upstreamUrl);
    server.on("request", (request: http.IncomingMessage, response: http.ServerResponse) =>
      this.pass(request, response),
    );
    server.on("upgrade", (request: http.IncomingMessage, socket: Duplex, head: Buffer) =>
      this.passSocket(request, socket, head),
    );
    server.on(options.tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        this.holding.delete(socket);
      });
    });
  }

  static async start(upstreamUrl: string, options: ProxyOptions = {}): Promise<FaultProxy> {
    const { tls } = options;
    const server = tls === undefined ? http.createServer() : https.createServer(tls);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new FaultProxy(server, upstreamUrl, `http${tls === undefined ? "" : "s"}://127.0.0.1:${port}`, options);
  }

  /** Spoils the requests that match: the first `times` (default 1) after the first `skip` (default 0). */
  inject(filter: RequestFilter, fault: Fault, options: { skip?: number; times?: number } = {}): FaultHandle {
    return this.rules.add(filter, fault, options);
  }

  /** How many requests wait for nothing but the client or the clock. */
  get held(): number {
    return this.holding.size;
  }

  matching(filter: RequestFilter): RecordedRequest[] {
    return this.requests.filter((request) => matches(filter, request));
  }

  /** Requests that may have changed something on the server, as "METHOD path". */
  mutations(): string[] {
    return this.requests.filter(isMutation).map(({ method, path }) => `${method} ${path}`);
  }

  clear(): void {
    this.requests.length = 0;
  }

  clearFaults(): void {
    this.rules.clear();
  }

  /** Ends the connections of requests that wait for nothing, and listens again where it does not. */
  release(): void {
    for (const socket of this.holding) socket.destroy();
    this.listenAgain?.();
  }

  async close(): Promise<void> {
    this.listenAgain = undefined;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
    await closed;
  }

  private pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const started = performance.now();
    const recorded = this.record(request);
    const fault = this.faultOf.get(recorded);
    if (this.isEnd(fault, request.socket)) return;
    if (fault?.kind === "answer") {
      recorded.status = fault.status;
      // The body is read first: an answer in the middle of an upload would look like a broken connection.
      request.resume().on("end", () => response.writeHead(fault.status, fault.headers).end(fault.body));
      return;
    }
    if (fault?.kind === "hold") return this.hold(request.resume().socket);
    const forward = (): void => {
      const outgoing = http.request(this.outgoingOptions(request), (incoming) => {
        recorded.status = incoming.statusCode;
        incoming.on("data", (chunk: Buffer) => (recorded.answerBytes += chunk.length));
        incoming.on("end", () => (recorded.milliseconds = performance.now() - started));
        incoming.on("error", () => response.destroy());
        this.answer(fault, { request, response, incoming, recorded });
      });
      outgoing.on("error", () => request.socket.destroy());
      response.on("close", () => {
        if (!response.writableFinished) outgoing.destroy();
      });
      request.pipe(outgoing);
    };
    if (fault?.kind === "delay") this.later(fault.milliseconds, request.socket, forward);
    else if (fault?.kind === "hold-until") void fault.until.then(forward);
    else forward();
  }

  /** Hands the server's answer over, or what the fault makes of it. */
  private answer(
    fault: Fault | undefined,
    exchange: {
      request: http.IncomingMessage;
      response: http.ServerResponse;
      incoming: http.IncomingMessage;
      recorded: RecordedRequest;
    },
  ): void {
    const { request, response, incoming, recorded } = exchange;
    const { statusCode: status = 502 } = incoming;
    const headers = this.options.now === undefined ? incoming.headers : { ...incoming.headers, ...this.dated() };
    const whenActed = (run: (body: Buffer) => void): void => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => run(Buffer.concat(chunks)));
    };
    switch (fault?.kind) {
      case "hold-answer":
        return whenActed(() => this.hold(request.socket));
      case "drop-answer":
        return whenActed(() => request.socket.destroy());
      case "replace-answer":
        recorded.status = fault.status;
        return whenActed(() => response.writeHead(fault.status, fault.headers).end(fault.body));
      case "stall-answer":
        return whenActed((body) => {
          response.writeHead(status, { ...headers, "content-length": body.length + 1 }).flushHeaders();
          this.hold(request.socket);
        });
      case "spoil-answer":
        return whenActed((body) => {
          const answer = spoilt(fault.how, headers, body);
          response.writeHead(status, answer.headers);
          if (!answer.isCut) response.end(answer.body);
          else response.write(answer.body, () => request.socket.destroy());
        });
      case "slow-answer":
        return whenActed((body) => {
          response.writeHead(status, headers).flushHeaders();
          this.drip(body, { response, socket: request.socket, milliseconds: fault.milliseconds });
        });
      default:
        response.writeHead(status, headers);
        incoming.pipe(response);
    }
  }

  private drip(
    body: Buffer,
    exchange: { response: http.ServerResponse; socket: Duplex; milliseconds: number },
    sent = 0,
  ): void {
    const { response, socket, milliseconds } = exchange;
    if (sent === PIECES) return void response.end();
    this.later(milliseconds, socket, () => {
      const [start, end] = [sent, sent + 1].map((piece) => Math.ceil((body.length * piece) / PIECES));
      response.write(body.subarray(start, end));
      this.drip(body, exchange, sent + 1);
    });
  }

  private passSocket(request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    const recorded = this.record(request, true);
    const fault = this.faultOf.get(recorded);
    if (this.isEnd(fault, socket)) return;
    if (fault?.kind === "answer") {
      recorded.status = fault.status;
      socket.end(`HTTP/1.1 ${fault.status} Spoiled\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    if (fault?.kind === "hold") return this.hold(socket);
    const join = (): void => joinSockets({ request, socket, head, upstream: this.upstream, recorded, fault });
    if (fault?.kind === "delay") this.later(fault.milliseconds, socket, join);
    else join();
  }

  /** Whether the fault ends the connection before the server gets the request. */
  private isEnd(fault: Fault | undefined, socket: Duplex): boolean {
    if (fault?.kind === "drop-request") socket.destroy();
    else if (fault?.kind === "refuse") this.refuse(fault.milliseconds);
    else return false;
    return true;
  }

  private refuse(milliseconds: number): void {
    const { port } = this.server.address() as AddressInfo;
    this.server.close();
    for (const each of this.sockets) each.destroy();
    this.listenAgain = () => {
      this.listenAgain = undefined;
      this.server.listen(port, "127.0.0.1");
    };
    this.after(milliseconds, () => this.listenAgain?.());
  }

  private hold(socket: Duplex): void {
    this.holding.add(socket);
  }

  private later(milliseconds: number, socket: Duplex, run: () => void): void {
    this.hold(socket);
    this.after(milliseconds, () => {
      this.holding.delete(socket);
      if (!socket.destroyed) run();
    });
  }

  private after(milliseconds: number, run: () => void): void {
    if (this.options.after === undefined) setTimeout(run, milliseconds);
    else this.options.after(milliseconds, run);
  }

  private dated(): http.OutgoingHttpHeaders {
    return { date: new Date(this.options.now?.() ?? 0).toUTCString() };
  }

  private record(request: http.IncomingMessage, isSocket = false): RecordedRequest {
    const { method = "GET", url = "/", headers } = request;
    const path = url.startsWith(API) ? url.slice(API.length) : url;
    const fault = this.rules.take({ method, path });
    const recorded: RecordedRequest = {
      method,
      path,
      headers,
      status: undefined,
      answerBytes: 0,
      milliseconds: undefined,
      fault: fault?.kind,
      isSocket,
    };
    if (fault !== undefined) this.faultOf.set(recorded, fault);
    this.requests.push(recorded);
    return recorded;
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
