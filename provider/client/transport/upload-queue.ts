// One upload at a time, in the order in which they came, so that only one of many asks whether the server's limit is
// over.
import { refusedWaitText, remainingMilliseconds } from "../../deadline";
import { DeadlineError } from "../../errors";
import type { Clock } from "./clock";
import { API_PREFIX, type Answer, type RequestOptions } from "./request";
import { limitMilliseconds } from "./retry";
import { abortable } from "./single-flight";

/** Enough to keep two processes of one user apart; within one, only one asks. */
const JITTER_MILLISECONDS = 1_000;

interface Waiting {
  options: RequestOptions;
  giveUp: (error: DeadlineError) => void;
}

export class UploadQueue {
  /** The first one is at work. */
  readonly #waiting: Waiting[] = [];
  /** Of all uploads so far. After the first one, the server has room bit by bit. */
  #refusals = 0;
  #last: Promise<unknown> = Promise.resolve();
  /** When the one at work asks again. */
  #nextTry = 0;

  /**
   * How long the upload at work waits after a refusal. It never gives up here: the limit passes, and it has a deadline.
   */
  pauseAfter(answer: Answer, clock: Clock): number {
    this.#refusals += 1;
    const milliseconds = limitMilliseconds(answer, this.#refusals, clock, JITTER_MILLISECONDS);
    this.#nextTry = clock.now() + milliseconds;
    return milliseconds;
  }

  /** All are told what the upload at work waits for, each with its place. None waits beyond its deadline. */
  async inTurn<Result>(
    run: (options: RequestOptions) => Promise<Result>,
    options: RequestOptions,
    clock: Clock,
  ): Promise<Result> {
    let giveUp: (error: DeadlineError) => void = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      giveUp = reject;
    });
    const mine: Waiting = { options, giveUp };
    this.#mayWait(mine, this.#waiting.push(mine) - 1, clock);
    const before = this.#last;
    let leave: () => void = () => {};
    this.#last = new Promise<void>((resolve) => {
      leave = resolve;
    }).then(() => before);
    try {
      await Promise.race([abortable(before, options.signal), late]);
      this.#nextTry = 0;
      return await run({ ...options, onWait: (message) => this.#tell(message, clock) });
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(mine), 1);
      leave();
    }
  }

  #tell(message: string, clock: Clock): void {
    this.#waiting.forEach((each, place) => {
      if (this.#mayWait(each, place, clock))
        each.options.onWait?.(place === 0 ? message : `${message} (uploads before this one: ${place})`);
    });
  }

  /** An upload gives up if its deadline comes before the next try of the one at work, which judges for itself. */
  #mayWait({ options: { deadline }, giveUp }: Waiting, place: number, clock: Clock): boolean {
    const now = clock.now();
    const pause = Math.max(0, this.#nextTry - now);
    if (place === 0 || deadline === undefined || pause <= remainingMilliseconds(deadline, now)) return true;
    const wait = refusedWaitText(pause, deadline, now);
    const serverMessage = `The server limits uploads, and takes ${place} before this one. ${wait}`;
    giveUp(new DeadlineError({ method: "POST", path: `${API_PREFIX}/files`, status: 429, serverMessage }));
    return false;
  }
}
