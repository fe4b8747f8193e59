// A stream over as many connections as it takes: what broke off is taken up again, with growing pauses, a bounded
// number of times.
import { ExponentialBackoff, noJitterGenerator, type IBackoff } from "cockatiel";
import { ApiError, CoderError, messageOf } from "../../errors";
import type { Clock } from "./clock";
import type { RequestOptions } from "./request";
import { inSeconds } from "./retry";
import { StreamDropped } from "./stream";

/**
 * Without a message in between: a minute and a half of pauses. A server that can't be reached is waited for by the
 * requests, too.
 */
const TRIES = 8;

const pauses = new ExponentialBackoff({ initialDelay: 500, maxDelay: 30_000, generator: noJitterGenerator });

export interface Resumable<Item> {
  /** One connection, which goes on after what has come over those before. */
  open: () => AsyncIterable<Item>;
  /** Of a connection that ended in order: whether nothing more is to come. */
  isOver: () => boolean | Promise<boolean>;
  /** Of an error: whether another connection may help. @default after a connection that broke off */
  isPassing?: (thrown: unknown) => boolean;
  /** How many connections in a row may bring nothing, after the first. @default 8 */
  tries?: number;
}

/** Throws what the last of too many connections threw, or what no other connection can help. */
export async function* resumed<Item>(
  stream: Resumable<Item>,
  clock: Clock,
  options: RequestOptions,
): AsyncGenerator<Item, void, void> {
  const { tries = TRIES, isPassing = isDropped } = stream;
  let fruitless = 0;
  let pause: IBackoff<unknown> | undefined;
  for (;;) {
    let lost: unknown;
    try {
      for await (const item of stream.open()) {
        fruitless = 0;
        pause = undefined;
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
    pause = pause === undefined ? pauses.next() : pause.next(undefined);
    options.onWait?.(`${messageOf(lost)} Waiting ${inSeconds(pause.duration)} before the next try`);
    await clock.wait(pause.duration, options.signal);
  }
}

/** A connection that broke off, or never came about though the server is there. */
export function isDropped(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.cause instanceof StreamDropped;
}
