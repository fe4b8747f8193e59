// How long to wait between tries. A library's pause can't be interrupted, so only these figures are needed.

export interface Backoff {
  firstMilliseconds: number;
  longestMilliseconds: number;
}

/** The pause before the nth repetition, counted from 1: each is twice the one before, up to the longest. */
export function doublingPause({ firstMilliseconds, longestMilliseconds }: Backoff, repetition: number): number {
  return Math.min(longestMilliseconds, firstMilliseconds * 2 ** (repetition - 1));
}

/** Half to one and a half times as long, so that clients which failed together do not come back together. */
export function spreadPause(backoff: Backoff, repetition: number, random: number): number {
  return Math.min(backoff.longestMilliseconds, Math.round(doublingPause(backoff, repetition) * (0.5 + random)));
}
