// One upload at a time, in the order in which they came, so that only one of many asks whether the server's limit is over.
import { abortable } from "./shared";
import type { RequestOptions } from "./request";

interface Waiting {
  options: RequestOptions;
}

export class UploadQueue {
  /** The first one is at work. */
  readonly #waiting: Waiting[] = [];
  #last: Promise<unknown> = Promise.resolve();

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
