// Clocks for tests, on which no time passes by itself, and the system's, which can go faster.
import { systemClock, type Clock } from "../../provider/client/transport/clock";

/** A longer wait is a deadline, not the pause of a poll. */
const LONGEST_PAUSE = 5_000;

/** Waits take no time and are remembered. */
export class TestClock implements Clock {
  readonly waits: number[] = [];
  readonly #repeated = new Set<() => void>();
  time = Date.parse("2026-01-01T00:00:00Z");

  now(): number {
    return this.time;
  }

  random(): number {
    return 0;
  }

  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.waits.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }

  every(_milliseconds: number, run: () => void): () => void {
    this.#repeated.add(run);
    return () => this.#repeated.delete(run);
  }

  /** What is done again and again, once more. */
  beat(): void {
    for (const run of [...this.#repeated]) run();
  }

  get isQuiet(): boolean {
    return this.#repeated.size === 0;
  }
}

/** Waits until it is aborted. */
export class StoppedClock extends TestClock {
  override wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    this.waits.push(milliseconds);
    return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));
  }
}

/** The pauses of a poll take no time. A deadline never comes. */
export function pollingClock(onPause: (pauses: number) => unknown = () => {}): Clock {
  let now = 0;
  let pauses = 0;
  return {
    now: () => now,
    random: () => 0,
    every: () => () => {},
    async wait(milliseconds, signal) {
      if (milliseconds > LONGEST_PAUSE)
        return new Promise((_resolve, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason as Error)),
        );
      await Promise.resolve();
      signal?.throwIfAborted();
      now += milliseconds;
      pauses += 1;
      await onPause(pauses);
    },
  };
}

/** Time moves only by `advance`. */
export class ManualClock implements Clock {
  private time = 0;
  private readonly timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.time;
  }

  random(): number {
    return 0;
  }

  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.timers.delete(timer);
        reject(new Error("The wait was aborted."));
      };
      const run = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timer = { at: this.time + milliseconds, run };
      this.timers.add(timer);
      signal?.addEventListener("abort", stop);
    });
  }

  every(milliseconds: number, run: () => void): () => void {
    const beat = (): void => {
      timer.at += milliseconds;
      this.timers.add(timer);
      run();
    };
    const timer = { at: this.time + milliseconds, run: beat };
    this.timers.add(timer);
    return () => {
      this.timers.delete(timer);
    };
  }

  /** Timers that nobody cleared. */
  get pending(): number {
    return this.timers.size;
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.timers].sort((left, right) => left.at - right.at)[0];
      if (next === undefined || next.at > end) break;
      this.timers.delete(next);
      this.time = next.at;
      next.run();
      await settle();
    }
    this.time = end;
  }
}

/**
 * The system's clock goes so many times as fast until the mocks are restored: a minute of a limit is not waited for.
 * What is computed and sent meanwhile seems to take longer.
 */
export function quicken(times: number): void {
  const real = { ...systemClock };
  const begun = Date.now();
  const now = Date.now.bind(Date);
  jest.spyOn(Date, "now").mockImplementation(() => begun + (now() - begun) * times);
  jest.spyOn(systemClock, "wait").mockImplementation((milliseconds, signal) => real.wait(milliseconds / times, signal));
  jest.spyOn(systemClock, "every").mockImplementation((milliseconds, run) => real.every(milliseconds / times, run));
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}
