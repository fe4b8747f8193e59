// A stream over as many connections as it takes: when one breaks off another goes on, after growing pauses, a bounded
// number of times.
import { ApiError, CoderError, messageOf } from "../../errors";
import { doublingPause, type Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { RequestOptions } from "./request";
import { inSeconds } from "./announced-pauses";
import { StreamDropped } from "./stream";

/**
 * Connections in a row that bring nothing: a minute and a half of pauses. The requests wait for an unreachable server
 * besides.
 */
const TRIES = 8;

const BACKOFF: Backoff = { firstMilliseconds: 500, longestMilliseconds: 30_000 };

export interface Resumable<Item> {
  /** Opens a connection that goes on after the last item. */
  open: () => AsyncIterable<Item>;
  /** Whether a connection that ended normally was the last one. */
  isOver: () => boolean | Promise<boolean>;
  /** Whether another connection may help after this error. @default when the connection broke off */
  isPassing?: (thrown: unknown) => boolean;
  /** How many connections in a row may bring nothing, after the first. @default 8 */
  tries?: number;
}

/** Throws the last error when it gives up, and at once an error that no other connection helps against. */
export async function* resumed<Item>(
  stream: Resumable<Item>,
  clock: Clock,
  options: RequestOptions,
): AsyncGenerator<Item, void, void> {
  const { tries = TRIES, isPassing = isDropped } = stream;
  let fruitless = 0;
  for (;;) {
    let lost: unknown;
    try {
      for await (const item of stream.open()) {
        fruitless = 0;
        yield item;
      }
      if (await stream.isOver()) return;
      lost = new CoderError("The server ended the stream early.");
    } catch (thrown) {
      options.signal?.throwIfAborted();
      if (!isPassing(thrown)) throw thrown;
      lost = thrown;
    }
    fruitless += 1;
    if (fruitless > tries) throw lost;
    const pause = doublingPause(BACKOFF, fruitless);
    options.onWait?.(`${messageOf(lost)} Waiting ${inSeconds(pause)} before the next try`);
    await clock.wait(pause, options.signal);
  }
}

/** Whether a connection broke off, or could not be opened though the server answers. */
export function isDropped(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.cause instanceof StreamDropped;
}
