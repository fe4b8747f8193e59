// Timers that can be cancelled and sleep that can be cut short, on the client's clock.
import type { Clock } from "../client/transport/clock";

/** The longest wait that a timer of Node takes; a longer one would be over at once. */
const LONGEST_WAIT_MILLISECONDS = 2 ** 31 - 1;

/** Resolves after the time, or as soon as the signal says that waiting is over. Never rejects. */
export async function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  await hasPassed(clock, milliseconds, signal);
}

/** Runs once after the time has passed, unless the returned function is called before. */
export function after(clock: Clock, milliseconds: number, run: () => void): () => void {
  const taken = new AbortController();
  void hasPassed(clock, milliseconds, taken.signal).then((passed) => {
    if (passed) run();
  });
  return () => taken.abort();
}

async function hasPassed(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  try {
    await clock.wait(Math.min(milliseconds, LONGEST_WAIT_MILLISECONDS), signal);
    return !signal.aborted;
  } catch (thrown) {
    if (signal.aborted) return false;
    throw thrown;
  }
}
