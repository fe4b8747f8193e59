// Loaded into a host's process before the host: its time is its own, and jumps to the next timer when the process waits
// for nothing else. Whether that is so it asks the process that started it (shared-time.ts), which knows the server.
import diagnostics from "node:diagnostics_channel";
import timers from "node:timers";
import promised from "node:timers/promises";
import { promisify } from "node:util";

/** A process that has nothing to do asks so. */
export interface IdleMessage {
  /** Requests that have no whole answer yet. */
  outstanding: number;
  /** Time of the next timer. */
  next: number | undefined;
}

/** The answer, and the begin or the end of a call. */
export interface TimeMessage {
  /** Whether a call of the engine is under way; otherwise time goes as everywhere. */
  isActive: boolean;
  /** The time from now on; undefined where it does not jump. */
  now: number | undefined;
}

interface Timer {
  at: number;
  /** For timers that come again. */
  interval: number | undefined;
  run: () => void;
}

/** Work of Node that timers must not overtake. */
const WORK = /^(FS|GETADDRINFO|TCPCONNECT|ZLIB|Zlib|RANDOM|PBKDF|SCRYPT|CLOSE)/i;
const TURN_MILLISECONDS = 1;

const real = { Date, setTimeout, setImmediate, clearTimeout, clearInterval };
const pending = new Set<Timer>();
let offset = 0;
let isActive = false;
let isPumping = false;
/** Requests without a whole answer. Open WebSockets are none: they wait for what the server does at its time. */
const outstanding = new Set<unknown>();

const now = (): number => real.Date.now() + offset;

class Handle {
  constructor(readonly timer: Timer) {}
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  refresh(): this {
    this.timer.at = now() + (this.timer.interval ?? this.delay);
    pending.add(this.timer);
    return this;
  }
  close(): this {
    pending.delete(this.timer);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return 0;
  }
  [Symbol.dispose](): void {
    this.close();
  }
  delay = 0;
}

function start(run: () => void, milliseconds: number | undefined, isRepeated: boolean): Handle {
  const delay = Math.max(1, milliseconds ?? 1);
  const timer: Timer = { at: now() + delay, interval: isRepeated ? delay : undefined, run };
  pending.add(timer);
  const handle = new Handle(timer);
  handle.delay = delay;
  pump();
  return handle;
}

function clear(handle: unknown): void {
  if (handle instanceof Handle) handle.close();
  else real.clearTimeout(handle as NodeJS.Timeout);
}

function wait<Value>(milliseconds?: number, value?: Value, options: { signal?: AbortSignal } = {}): Promise<Value> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clear(handle);
      // As Node does.
      reject(Object.assign(new Error("The operation was aborted"), { name: "AbortError", code: "ABORT_ERR" }));
    };
    const handle = start(
      () => {
        signal?.removeEventListener("abort", fail);
        resolve(value as Value);
      },
      milliseconds,
      false,
    );
    if (signal?.aborted === true) fail();
    else signal?.addEventListener("abort", fail, { once: true });
  });
}

function runDue(): void {
  const due = [...pending].filter(({ at }) => at <= now()).sort((left, right) => left.at - right.at);
  for (const timer of due) {
    if (!pending.delete(timer)) continue;
    if (timer.interval !== undefined) {
      timer.at = now() + timer.interval;
      pending.add(timer);
    }
    timer.run();
  }
}

/** Runs what is due, and asks for a jump where there is nothing else to do. */
function pump(): void {
  if (isPumping) return;
  isPumping = true;
  real.setTimeout(turn, TURN_MILLISECONDS).unref();
}

function turn(): void {
  isPumping = false;
  runDue();
  if (pending.size === 0 && !isActive) return;
  if (!isActive || process.getActiveResourcesInfo().some((name) => WORK.test(name))) return pump();
  isPumping = true;
  const next = Math.min(...[...pending].map(({ at }) => at));
  const message: IdleMessage = { outstanding: outstanding.size, next: Number.isFinite(next) ? next : undefined };
  process.send?.(message);
}

process.on("message", (message: TimeMessage) => {
  const isAnswer = isActive && isPumping;
  isActive = message.isActive;
  if (message.now !== undefined) offset = Math.max(offset, message.now - real.Date.now());
  if (!isAnswer) return pump();
  isPumping = false;
  if (message.now === undefined) return pump();
  isPumping = true;
  runDue();
  // What the timers have begun comes first.
  real.setImmediate(() => real.setImmediate(turn));
});

// Nobody needs a host whose test was killed.
process.on("disconnect", () => process.exit());

const begins = ["undici:request:create"];
const ends = ["undici:request:trailers", "undici:request:error"];
const requestOf = (message: unknown): object => (message as { request: object }).request;
for (const name of begins) diagnostics.subscribe(name, (message) => void outstanding.add(requestOf(message)));
for (const name of ends) diagnostics.subscribe(name, (message) => void outstanding.delete(requestOf(message)));

class JumpingDate extends Date {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(now());
    else super(...(given as [number]));
  }
  static override now = now;
}

const faked = {
  setTimeout: (run: (...given: unknown[]) => void, milliseconds?: number, ...given: unknown[]) =>
    start(() => run(...given), milliseconds, false),
  setInterval: (run: (...given: unknown[]) => void, milliseconds?: number, ...given: unknown[]) =>
    start(() => run(...given), milliseconds, true),
  clearTimeout: clear,
  clearInterval: clear,
};
Object.defineProperty(faked.setTimeout, promisify.custom, { value: wait });
Object.assign(globalThis, faked, { Date: JumpingDate });
Object.assign(timers, faked);
Object.assign(promised, { setTimeout: wait });
AbortSignal.timeout = (milliseconds) => {
  const controller = new AbortController();
  const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
  start(() => controller.abort(reason), milliseconds, false);
  return controller.signal;
};
