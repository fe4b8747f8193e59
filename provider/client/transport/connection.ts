// The connections to one server, and the only place that knows the token. Sends a request once; retry.ts repeats it.
import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { isNativeError } from "node:util/types";
import { EnvHttpProxyAgent, errors, Pool, type Dispatcher } from "undici";
import { judgeAddress, type AddressFault } from "../../address";
import { CoderError, ConfigurationError } from "../../errors";
import { redactorOf } from "../../redaction";
import { readBody, type AnswerTime } from "./answer-body";
import { authoritiesWith } from "./authorities";
import { checkProxies, proxySecrets } from "./proxies";
import { API_PREFIX, isRepeatable, queryText, type Answer, type Outcome, type Query, type Request } from "./request";
import { Socket } from "./socket";

export interface ConnectionOptions {
  /** Address of the server. */
  url: string;
  /** Only requests that need no user work without one: build information, logging in, making the first user. */
  token?: string | undefined;
  /** Sent with every request, for a proxy in front of the server. Secret. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Path to a file of PEM certificates to trust beside those of Node and of `NODE_EXTRA_CA_CERTS`. */
  caFile?: string | undefined;
  /** Where the token came from, for the message when it is refused. */
  tokenSource?: string | undefined;
}

/** The server queues jobs by itself; more connections than this would only make it wait for its database. */
const CONNECTIONS = 16;
const CONNECT_TIMEOUT_MILLISECONDS = 10_000;
/** Some requests do their work before they answer: parsing an archive, deleting an orphan. */
const ANSWER_TIMEOUT_MILLISECONDS = 120_000;
/** A server that has answered nothing yet may be one that never will: what only asks is tried again sooner. */
const FIRST_ANSWER_TIMEOUT_MILLISECONDS = 30_000;
/** Some servers and proxies close what is idle for five seconds: this side does it first. */
const IDLE_MILLISECONDS = 4_000;

const TOKEN_HEADER = "coder-session-token";
const VERSION_HEADER = "x-coder-build-version";

/** Shorter values of headers are no secrets, and taking them out would garble messages. */
const SECRET_LENGTH = 8;

export class Connection {
  /** Without a slash at its end. */
  readonly url: string;
  /** Tells servers and users apart without naming the token. */
  readonly identity: string;
  readonly tokenSource: string | undefined;
  /** Whether the server has answered any request. */
  hasAnswered = false;
  serverVersion: string | undefined;
  /** For texts from outside, which may repeat the token or a header, in whatever form. */
  readonly withoutSecrets: (text: string) => string;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  clockOffset = 0;

  readonly #dispatcher: Dispatcher;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();

  constructor(options: ConnectionOptions) {
    this.url = checkedUrl(options.url);
    const token = options.token === undefined ? undefined : checkedToken(options.token);
    this.tokenSource = options.tokenSource;
    this.identity = createHash("sha256")
      .update(`${this.url}\n${token ?? ""}`)
      .digest("hex");
    this.#headers = {
      ...checkedHeaders(options.headers ?? {}),
      "user-agent": "pulumi-coderd",
      ...(token !== undefined && { [TOKEN_HEADER]: token }),
    };
    const headerSecrets = Object.values(options.headers ?? {}).filter((value) => value.length >= SECRET_LENGTH);
    this.withoutSecrets = redactorOf([token ?? "", ...headerSecrets, ...proxySecrets(process.env)]);
    const tls = options.caFile === undefined ? undefined : { ca: authoritiesWith(options.caFile) };
    checkProxies(process.env);
    // Honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY; without them it is an ordinary agent.
    this.#dispatcher = new EnvHttpProxyAgent({
      connections: CONNECTIONS,
      keepAliveTimeout: IDLE_MILLISECONDS,
      headersTimeout: ANSWER_TIMEOUT_MILLISECONDS,
      bodyTimeout: ANSWER_TIMEOUT_MILLISECONDS,
      connect: { timeout: CONNECT_TIMEOUT_MILLISECONDS, ...tls },
      // The same for what goes through a proxy.
      ...(tls !== undefined && { requestTls: tls, proxyTls: tls }),
      // A proxy that takes a connection and leads it nowhere.
      clientFactory: (origin, clientOptions) =>
        new Pool(origin, { ...clientOptions, headersTimeout: CONNECT_TIMEOUT_MILLISECONDS }),
    });
  }

  /** Aborted when the connections are closed: ends streams, and what they wait for. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Rejects with the signal's reason, or for a defect of this package. All else is an outcome. */
  async send(
    request: Request,
    signal: AbortSignal | undefined,
    time: AnswerTime,
    onSend?: () => void,
  ): Promise<Outcome> {
    signal?.throwIfAborted();
    let hasLeft = false;
    // Before undici writes to an idle connection, it hears what has come from the network, but not in a turn that has
    // begun with that. What may be sent once only waits for the next turn: it meets no connection that has ended.
    if (!isRepeatable(request)) await turn();
    try {
      const response = await this.#request(request, signal, () => {
        onSend?.();
        hasLeft = true;
      });
      const headers = flatten(response.headers);
      const isStream = request.isStream === true && response.statusCode === 200 && isEventStream(headers);
      const body = isStream ? Buffer.alloc(0) : await readBody(response, time);
      const events = isStream ? response.body : undefined;
      return { kind: "answered", answer: this.#noted({ status: response.statusCode, headers, body, events }) };
    } catch (thrown) {
      signal?.throwIfAborted();
      if (!isNativeError(thrown) || isDefect(thrown)) throw thrown;
      return { kind: hasLeft ? "lost" : "unsent", cause: thrown };
    }
  }

  openSocket(path: string, query: Query | undefined): Socket {
    const url = new URL(`${this.url}${API_PREFIX}${path}${queryText(query)}`);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new Socket(url, this.#dispatcher, { ...this.#headers });
    this.#sockets.add(socket);
    socket.webSocket.addEventListener("close", () => this.#sockets.delete(socket));
    return socket;
  }

  async close(): Promise<void> {
    this.#closing.abort(new CoderError("The client is closed."));
    for (const socket of this.#sockets) socket.close();
    await this.#dispatcher.close();
  }

  #request(request: Request, signal: AbortSignal | undefined, onLeaving: () => void): Promise<Dispatcher.ResponseData> {
    const { origin, pathname } = new URL(this.url);
    return this.#dispatcher.compose(noticeOf(onLeaving)).request({
      origin,
      path: `${pathname.replace(/\/$/, "")}${API_PREFIX}${request.path}${queryText(request.query)}`,
      method: request.method,
      headers: this.#requestHeaders(request),
      body: request.bytes ?? (request.json === undefined ? null : JSON.stringify(request.json)),
      ...(!this.hasAnswered && request.method === "GET" && { headersTimeout: FIRST_ANSWER_TIMEOUT_MILLISECONDS }),
      ...(signal !== undefined && { signal }),
    });
  }

  #requestHeaders(request: Request): Record<string, string> {
    const content = request.json === undefined ? {} : { "content-type": "application/json" };
    return { accept: "application/json", ...content, ...request.headers, ...this.#headers };
  }

  #noted(answer: Answer): Answer {
    this.hasAnswered = true;
    this.serverVersion = answer.headers[VERSION_HEADER] ?? this.serverVersion;
    const time = Date.parse(answer.headers["date"] ?? "");
    if (!Number.isNaN(time)) this.clockOffset = time - Date.now();
    return answer;
  }
}

/**
 * Calls back when a request begins to be written: after name, connection, proxy and TLS. The error of a failed request
 * does not tell whether it came that far: TLS can fail at the handshake, or later.
 */
function noticeOf(onLeaving: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const begin = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      onLeaving();
      begin?.(controller, context);
    };
    return dispatch(options, handler);
  };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
}

function isEventStream(headers: Answer["headers"]): boolean {
  return (headers["content-type"] ?? "").startsWith("text/event-stream");
}

function isDefect(error: Error): boolean {
  return (
    error instanceof errors.InvalidArgumentError ||
    error instanceof errors.NotSupportedError ||
    error instanceof errors.ClientClosedError ||
    error instanceof errors.ClientDestroyedError
  );
}

function checkedUrl(text: string): string {
  const { url, fault } = judgeAddress(text);
  if (fault === undefined) return url;
  const reasons: Record<AddressFault, string> = {
    notUrl: `, "${text}", is not a URL.`,
    notHttp: `, "${text}", does not begin with http:// or https://.`,
    withCredentials: " holds a user name or password, which Coder does not know.",
    ofApi: `, "${text}", is that of its API.`,
  };
  throw new ConfigurationError(
    `The address of the Coder server${reasons[fault]} Correct \`coderd:url\` (or \`CODER_URL\`), e.g. ` +
      `"https://coder.example.com".`,
  );
}

function checkedToken(text: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigurationError(
      "The token is empty or holds characters that no token has. Set `coderd:token` or `CODER_SESSION_TOKEN` to " +
        "what `coder tokens create` prints.",
    );
  }
  return token;
}

function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw new ConfigurationError(`"${name}" is not the name of a header. Correct \`coderd:headers\`.`);
    }
    if (!/^[\t\x20-\x7e]*$/.test(value)) {
      throw new ConfigurationError(
        `The value of the header "${name}" holds characters that no header may. Correct \`coderd:headers\`.`,
      );
    }
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
