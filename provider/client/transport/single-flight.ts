// Work that many ask for is done once per key. Its result is kept, its failure is forgotten.
import { DeadlineError } from "../../errors";
import { systemClock, type Clock } from "./clock";
import type { RequestOptions } from "./request";

interface Running<Result> {
  result: Promise<Result>;
  /** The first caller's. */
  signal: AbortSignal | undefined;
  listeners: Set<(message: string) => void>;
  /** Until when the result is kept; undefined while there is none. */
  expires: number | undefined;
}

export class SingleFlight<Result> {
  readonly #running = new Map<string, Running<Result>>();

  /** A result is kept for this long; without a time, as long as the process. */
  constructor(
    private readonly keptMilliseconds = Infinity,
    private readonly clock: Clock = systemClock,
  ) {}

  /** The first caller's signal and deadline govern the run; when these end it, the next caller runs it again. */
  async get(key: string, run: (options: RequestOptions) => Promise<Result>, options: RequestOptions): Promise<Result> {
    for (;;) {
      options.signal?.throwIfAborted();
      this.#forgetExpired();
      const running = this.#running.get(key);
      if (running === undefined) return this.#start(key, run, options);
      if (options.onWait !== undefined) running.listeners.add(options.onWait);
      try {
        return await abortable(running.result, options.signal);
      } catch (thrown) {
        options.signal?.throwIfAborted();
        // A failure is everybody's. Where the first caller was interrupted or out of time, this one does the work.
        if (running.signal?.aborted !== true && !(thrown instanceof DeadlineError)) throw thrown;
      } finally {
        if (options.onWait !== undefined) running.listeners.delete(options.onWait);
      }
    }
  }

  /** For code that changes what the result tells: from now on the work is done again. */
  forget(key: string): void {
    this.#running.delete(key);
  }

  #start(key: string, run: (options: RequestOptions) => Promise<Result>, options: RequestOptions): Promise<Result> {
    const listeners = new Set(options.onWait === undefined ? [] : [options.onWait]);
    const onWait = (message: string): void => listeners.forEach((listener) => listener(message));
    const result = run({ signal: options.signal, onWait, deadline: options.deadline });
    const running: Running<Result> = { result, signal: options.signal, listeners, expires: undefined };
    this.#running.set(key, running);
    result.then(
      () => (running.expires = this.clock.now() + this.keptMilliseconds),
      () => this.#running.get(key) === running && this.#running.delete(key),
    );
    return result;
  }

  #forgetExpired(): void {
    if (this.keptMilliseconds === Infinity) return;
    const now = this.clock.now();
    for (const [key, { expires }] of this.#running) {
      if (expires === undefined) continue;
      // One that is kept for longer than any came before the clock was set back.
      if (expires <= now || expires > now + this.keptMilliseconds) this.#running.delete(key);
    }
  }
}

/** Settles as the promise does, or rejects with the signal's reason, whichever is first. */
export async function abortable<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  let abort: () => void = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
