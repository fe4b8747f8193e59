// The time of the hosts' processes, of the proxy and of the fake server. It jumps where all of them wait: a call that
// waits for hours ends in moments, and in the same order of events.
import type { ChildProcess } from "node:child_process";
import type { IdleMessage, TimeMessage } from "./idle-time";

interface Timer {
  at: number;
  run: () => void;
}

const realDate = Date;
/** Between two jumps of a process that waits for no request. */
const SHORTEST_REST_MILLISECONDS = 2;

export class SharedTime {
  #offset = 0;
  readonly #timers = new Set<Timer>();
  #active: ChildProcess | undefined;
  #end = Infinity;
  /** In real time. */
  #lastJump = 0;
  /** How many requests wait for nothing but time. */
  held: () => number = () => 0;

  /** Also the time of this process. */
  install(): this {
    const time = { now: () => this.now() };
    class SharedDate extends realDate {
      constructor(...given: unknown[]) {
        if (given.length === 0) super(time.now());
        else super(...(given as [number]));
      }
      static override now = time.now;
    }
    globalThis.Date = SharedDate as DateConstructor;
    return this;
  }

  now(): number {
    return realDate.now() + this.#offset;
  }

  after(milliseconds: number, run: () => void): void {
    this.#timers.add({ at: this.now() + milliseconds, run });
  }

  /** Answers the process whenever it is idle. */
  attach(child: ChildProcess): void {
    child.on("message", (message: IdleMessage) => {
      // What the server and the proxy are about to send comes first.
      setImmediate(() => setImmediate(() => this.#tell(child, this.#jump(child, message))));
    });
  }

  /**
   * Time jumps as long as the call of this process runs, but no further than the limit: then nothing moves any more,
   * and the call does not end.
   */
  async during<Result>(child: ChildProcess, limitMilliseconds: number, call: () => Promise<Result>): Promise<Result> {
    this.#active = child;
    this.#end = this.now() + limitMilliseconds;
    this.#tell(child, this.now());
    try {
      return await call();
    } finally {
      this.#active = undefined;
      this.#tell(child, undefined);
    }
  }

  /** For the next cell. */
  clear(): void {
    this.#timers.clear();
  }

  #tell(child: ChildProcess, now: number | undefined): void {
    const message: TimeMessage = { isActive: this.#active === child, now };
    if (child.connected) child.send(message);
  }

  #jump(child: ChildProcess, { outstanding, next = Infinity }: IdleMessage): number | undefined {
    if (this.#active !== child || outstanding !== this.held()) return undefined;
    const target = Math.min(next, ...[...this.#timers].map(({ at }) => at));
    if (target > this.#end) return undefined;
    // Without a request that is held, a process may be busy with what does not show.
    const real = performance.now();
    if (outstanding === 0 && real - this.#lastJump < SHORTEST_REST_MILLISECONDS) return undefined;
    this.#lastJump = real;
    this.#offset = Math.max(this.#offset, target - realDate.now());
    for (const timer of [...this.#timers].sort((left, right) => left.at - right.at)) {
      if (timer.at > this.now()) break;
      this.#timers.delete(timer);
      timer.run();
    }
    return this.now();
  }
}
