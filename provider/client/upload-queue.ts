// One upload at a time, in the order in which they came, so that only one of many asks whether the server's limit is over.
import type { Clock } from "./clock";
import type { Answer, RequestOptions } from "./request";
import { limitMilliseconds } from "./retry";
import { abortable } from "./shared";

/** Enough to keep two processes of one user apart; within one, only one asks. */
const JITTER_MILLISECONDS = 1_000;

interface Waiting {
  options: RequestOptions;
}

export class UploadQueue {
  /** The first one is at work. */
  readonly #waiting: Waiting[] = [];
  /** Of all uploads so far: after the first, room comes bit by bit. */
  #refusals = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Without an end: the limit passes by itself, and whoever does not want to wait aborts. */
  pauseAfter(answer: Answer, clock: Clock): number {
    this.#refusals += 1;
    return limitMilliseconds(answer, this.#refusals, clock, JITTER_MILLISECONDS);
  }

  /** What the one at work waits for is told to all, each with its place. */
  async inTurn<Result>(run: (options: RequestOptions) => Promise<Result>, options: RequestOptions): Promise<Result> {
    const mine: Waiting = { options };
    this.#waiting.push(mine);
    const before = this.#last;
    let leave: () => void = () => {};
    this.#last = new Promise<void>((resolve) => {
      leave = resolve;
    }).then(() => before);
    try {
      await abortable(before, options.signal);
      return await run({ signal: options.signal, onWait: (message) => this.#tell(message) });
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(mine), 1);
      leave();
    }
  }

  #tell(message: string): void {
    this.#waiting.forEach(({ options }, place) => {
      options.onWait?.(place === 0 ? message : `${message} (uploads before this one: ${place})`);
    });
  }
}
