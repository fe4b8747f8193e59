// The operations under way, and how errors are told. Loads nothing of the provider: a process begins with it.
import { CoderError, messageOf, PartialError } from "../errors";

/** The operations under way in this process: an interrupt reaches all of them, and the process ends after the last. */
export class Operations {
  private readonly controller = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  get isIdle(): boolean {
    return this.running.size === 0;
  }

  async run<Result>(operation: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    // Each operation has its own signal, so that its listeners are freed with it.
    const promise = operation(AbortSignal.any([this.controller.signal]));
    this.running.add(promise);
    try {
      return await promise;
    } finally {
      this.running.delete(promise);
    }
  }

  /** Asks all operations to end; each keeps what it has made. */
  interrupt(): void {
    this.controller.abort(
      new CoderError("The operation was interrupted. Run it again: it goes on with what has been made."),
    );
  }

  /** Waits for all operations, also for those that begin meanwhile. */
  async settled(): Promise<void> {
    while (!this.isIdle) await Promise.allSettled(this.running);
  }
}

/** What a user is told. A defect of this package is told with its stack, which a report needs. */
export function explain(thrown: unknown): string {
  if (thrown instanceof PartialError) return explain(thrown.cause);
  if (thrown instanceof CoderError) return thrown.message;
  return thrown instanceof Error
    ? `${messageOf(thrown)}\nThis is a defect of pulumi-coderd: please report it.\n${thrown.stack ?? ""}`
    : messageOf(thrown);
}
