// One way to the server: sends requests, repeats what may be repeated, and turns answers into values or errors.
import { setMaxListeners } from "node:events";
import type { z } from "zod";
import { begun, type Deadline } from "../../deadline";
import { ApiError, CoderError } from "../../errors";
import { lostAnswer, parseAnswer, parseJson, successOf, type Server } from "./answers";
import { changesOf, type Changes } from "./changes";
import { systemClock, type Clock } from "./clock";
import { Connection, type ConnectionOptions } from "./connection";
import { UnknownRoutes } from "./unknown-routes";
import { tellingSilence, withPatience } from "./patience";
import { gateOf, type RateGate } from "./rate-gate";
import type { Answer, Query, Request, RequestOptions } from "./request";
import { resumed, type Resumable } from "./resume";
import { repeat } from "./retry";
import { eventsOf } from "./server-events";
import { messagesOf, StreamDropped, watchOver } from "./stream";

export { path, type Answer, type Request, type RequestOptions } from "./request";

export interface TransportOptions extends ConnectionOptions {
  /** @default the system's clock */
  clock?: Clock | undefined;
}

/** A stream to open. */
interface StreamRequest {
  path: string;
  query?: Query | undefined;
  /** Gets the function that sends, for streams that take messages. */
  onOpen?: ((send: (message: unknown) => void) => void) | undefined;
}

/** For requests without one, such as those of scripts. */
const DEFAULT_DEADLINE: Deadline = { milliseconds: 3_600_000, setting: "deadline" };

interface Core {
  connection: Connection;
  clock: Clock;
  unknownRoutes: UnknownRoutes;
  changes: Changes;
  gate: RateGate;
}

function coreOf(options: TransportOptions): Core {
  const connection = new Connection(options);
  const clock = options.clock ?? systemClock;
  const { url } = connection;
  return {
    connection,
    clock,
    unknownRoutes: new UnknownRoutes(),
    changes: changesOf(url, clock),
    gate: gateOf(url, clock),
  };
}

export class Transport {
  readonly #core: Core;
  readonly #defaults: RequestOptions;

  constructor(options: TransportOptions | Core, defaults: RequestOptions = {}) {
    this.#core = "connection" in options ? options : coreOf(options);
    this.#defaults = defaults;
  }

  get url(): string {
    return this.#core.connection.url;
  }

  get serverVersion(): string | undefined {
    return this.#core.connection.serverVersion;
  }

  /** The server's clock, in milliseconds. */
  get serverTime(): number {
    return this.clock.now() + this.#core.connection.clockOffset;
  }

  /** Tells servers and users apart. */
  get identity(): string {
    return this.#core.connection.identity;
  }

  /** The same for all transports over the same connections. */
  get scope(): object {
    return this.#core;
  }

  /** Whether `close` was called: nothing is sent any more. */
  get isClosed(): boolean {
    return this.#core.connection.closing.aborted;
  }

  get clock(): Clock {
    return this.#core.clock;
  }

  /** What this process changed on the server. */
  get changes(): Changes {
    return this.#core.changes;
  }

  /**
   * The same connections, with a signal, a waiting notice and a deadline for all requests. The signal, even none,
   * replaces the one before: after an interrupt, requests are still needed to cancel and clean up.
   */
  with(options: RequestOptions): Transport {
    const { onWait, deadline, hide } = this.#defaults;
    return new Transport(this.#core, {
      signal: options.signal,
      onWait: options.onWait ?? onWait,
      deadline: options.deadline ?? deadline,
      hide: options.hide ?? hide,
    });
  }

  /** A text of a job's log, without what this request's caller hides. */
  logText(text: string, options?: RequestOptions): string {
    return (options?.hide ?? this.#defaults.hide)?.inLogs(text) ?? text;
  }

  /** What errors say of the server, without what this request's caller hides. */
  #serverFor(options: RequestOptions | undefined): Server {
    const { connection } = this.#core;
    const hide = options?.hide ?? this.#defaults.hide;
    if (hide === undefined) return connection;
    return {
      url: connection.url,
      tokenSource: connection.tokenSource,
      get serverVersion() {
        return connection.serverVersion;
      },
      withoutSecrets: (text) => hide.inErrors(connection.withoutSecrets(text)),
    };
  }

  /**
   * The options of one request that begins now. All signals count; its own notice and deadline go before those of the
   * transport.
   */
  optionsOf(options: RequestOptions = {}): RequestOptions {
    const signals = [this.#defaults.signal, options.signal].filter((signal) => signal !== undefined);
    // Every request under way listens to them, of which Node would warn as a leak.
    for (const signal of signals) setMaxListeners(0, signal);
    return {
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
      onWait: options.onWait ?? this.#defaults.onWait,
      onSend: options.onSend,
      deadline: begun(options.deadline ?? this.#defaults.deadline ?? DEFAULT_DEADLINE, this.clock.now()),
    };
  }

  /**
   * The options of one stream. It also ends, with its requests and pauses, when the client is closed. It may last for
   * long, so a deadline counts for each of its requests.
   */
  #streamOptionsOf(options?: RequestOptions): RequestOptions & { signal: AbortSignal } {
    const { signal, onWait } = this.optionsOf(options);
    const { closing } = this.#core.connection;
    return {
      signal: signal === undefined ? closing : AbortSignal.any([closing, signal]),
      onWait,
      deadline: options?.deadline,
    };
  }

  /** Whether the server does not know the operation's route, as far as this client has seen. */
  lacksRoute(operation: string): boolean {
    return this.#core.unknownRoutes.has(operation, this.serverVersion);
  }

  rememberLackOfRoute(operation: string): void {
    this.#core.unknownRoutes.remember(operation, this.serverVersion);
  }

  /** The answer to a request that succeeded: 2xx, or 304. */
  async send(request: Request, options?: RequestOptions): Promise<Answer> {
    const { connection, clock, changes, gate } = this.#core;
    const effective = this.optionsOf(options);
    const noteChange = (): void => {
      if (request.method !== "GET") changes.note(request);
    };
    noteChange();
    try {
      const outcome = await repeat(
        request,
        () =>
          withPatience(request.patienceMilliseconds, clock, effective.signal, (signal) =>
            tellingSilence(request, clock, effective, () =>
              connection.send(request, signal, { clock, deadline: effective.deadline }, effective.onSend),
            ),
          ),
        { clock, hasAnswered: () => connection.hasAnswered, passage: gate.passage(request, this.identity) },
        effective,
      );
      return successOf(this.#serverFor(options), request, outcome);
    } finally {
      noteChange();
    }
  }

  async json<Schema extends z.ZodType>(
    schema: Schema,
    request: Request,
    options?: RequestOptions,
  ): Promise<z.output<Schema>> {
    const answer = await this.send(request, options);
    return parseAnswer(this.#serverFor(options), request, answer, schema);
  }

  /** Undefined when the server says that there was nothing to change. */
  async jsonUnlessUnchanged<Schema extends z.ZodType>(
    schema: Schema,
    request: Request,
    options?: RequestOptions,
  ): Promise<z.output<Schema> | undefined> {
    const answer = await this.send(request, options);
    return answer.status === 304 ? undefined : parseAnswer(this.#serverFor(options), request, answer, schema);
  }

  /** As many connections as the stream takes. Ends when the client is closed, too. */
  async *resumed<Item>(stream: Resumable<Item>, options?: RequestOptions): AsyncGenerator<Item, void, void> {
    try {
      yield* resumed(
        { ...stream, isOver: () => this.isClosed || stream.isOver() },
        this.clock,
        this.#streamOptionsOf(options),
      );
    } catch (thrown) {
      this.optionsOf(options).signal?.throwIfAborted();
      // Requests of a stream fail when the client is closed, which is its normal end.
      if (!this.isClosed) throw thrown;
    }
  }

  /**
   * The messages of one WebSocket. Ends when the server closes it normally, throws when it breaks off or is silent for
   * long: an `ApiError` with the refusal where there was one, and without a status otherwise.
   */
  async *stream<Schema extends z.ZodType>(
    schema: Schema,
    { path, query, onOpen }: StreamRequest,
    options?: RequestOptions,
  ): AsyncGenerator<z.output<Schema>, void, void> {
    const { connection, clock } = this.#core;
    const { signal } = this.optionsOf(options);
    signal?.throwIfAborted();
    const named = { method: "GET", path } as const;
    try {
      const socket = connection.openSocket(path, query);
      onOpen?.((message) => socket.webSocket.send(JSON.stringify(message)));
      for await (const message of messagesOf(socket, clock, signal)) {
        yield parseJson(this.#serverFor(options), { request: named }, schema, parseMessage(message));
      }
    } catch (thrown) {
      if (!(thrown instanceof StreamDropped)) throw thrown;
      if (thrown.isRefused) await this.#throwRefusal({ path, query }, this.#streamOptionsOf(options));
      throw lostAnswer(this.#serverFor(options), named, thrown.message, thrown);
    }
  }

  /** Server-sent events as `{ type, data }`. Ends, throws and is interrupted as a stream is. */
  async *events<Schema extends z.ZodType>(
    schema: Schema,
    { path }: { path: string },
    options?: RequestOptions,
  ): AsyncGenerator<z.output<Schema>, void, void> {
    const { clock } = this.#core;
    const { signal, onWait, deadline } = this.#streamOptionsOf(options);
    signal.throwIfAborted();
    const request = { method: "GET", path, headers: { accept: "text/event-stream" }, isStream: true } as const;
    const dead = new AbortController();
    let endWatch: () => void = () => {};
    try {
      const { events } = await this.send(request, { signal: AbortSignal.any([dead.signal, signal]), onWait, deadline });
      if (events === undefined) throw new StreamDropped(true, "");
      let chunks = 0;
      endWatch = watchOver({ signsOfLife: () => chunks, onSilence: (silence) => dead.abort(silence) }, clock);
      for await (const { type, text } of eventsOf(events, () => (chunks += 1))) {
        yield parseJson(this.#serverFor(options), { request }, schema, { type, data: parseMessage(text) });
      }
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof CoderError) throw thrown;
      const dropped =
        thrown instanceof StreamDropped ? thrown : new StreamDropped(false, "The stream broke off", { cause: thrown });
      throw lostAnswer(this.#serverFor(options), request, dropped.message, dropped);
    } finally {
      endWatch();
    }
  }

  /** A stream that does not open hides the reason; an ordinary request for the same path brings it. */
  async #throwRefusal(request: Pick<StreamRequest, "path" | "query">, options: RequestOptions): Promise<void> {
    const query = { ...request.query, follow: undefined };
    try {
      await this.send({ method: "GET", path: request.path, query }, options);
    } catch (thrown) {
      // Where there is only a stream, this is how the server asks for one.
      if (!(thrown instanceof ApiError && thrown.status === 426)) throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.#core.connection.close();
  }
}

function parseMessage(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    // No schema accepts it, and the error says so.
    return undefined;
  }
}
