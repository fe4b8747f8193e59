// Time as the wait for a job sees it: passed in, so that tests move it by hand and never sleep.

export interface Clock {
  now(): number;
  /** Runs once after the time has passed, unless the returned function is called before. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The longest wait that a timer of Node takes; a longer one would fire at once. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, Math.min(milliseconds, LONGEST_TIMER_MILLISECONDS));
    return () => clearTimeout(timer);
  },
};

/** Resolves after the time, or as soon as the signal says that waiting is over. Never rejects. */
export function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = (): void => {
      cancel();
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const cancel = clock.after(milliseconds, wake);
    signal.addEventListener("abort", wake);
  });
}
