// A clock on which the pauses of a poll take no time, and longer times never come by themselves.
import type { Clock } from "../../../provider/client/transport/clock";

const LONGEST_PAUSE = 5_000;

export function pollingClock(onPause: (pauses: number) => void = () => {}): Clock {
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
      onPause(pauses);
    },
  };
}
