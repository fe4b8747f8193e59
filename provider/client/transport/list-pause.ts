// When lists that stand in for requests of one object each are not asked: where the server has none, and for a while
// after one that failed.
import { ApiError, ConfigurationError, DeadlineError } from "../../errors";
import { OutOfPatience } from "./patience";
import type { Transport } from "./transport";

/** No lists after one that failed, and after one that held everybody up. */
const PAUSE_MILLISECONDS = 5_000;
const LONG_PAUSE_MILLISECONDS = 60_000;

export class ListPause {
  #pause = { since: -Infinity, milliseconds: 0 };

  /** @param operation names the lists in the memory of what a server lacks */
  constructor(private readonly operation: string) {}

  isUsable(transport: Transport): boolean {
    const elapsed = transport.clock.now() - this.#pause.since;
    const isPaused = elapsed >= 0 && elapsed <= this.#pause.milliseconds;
    return !isPaused && !transport.lacksRoute(this.operation);
  }

  /** After a list that failed, unless those who asked ended it. */
  note(transport: Transport, thrown: unknown): void {
    if (isRefusal(thrown)) transport.rememberLackOfRoute(this.operation);
    else if (!(thrown instanceof ConfigurationError) && !(thrown instanceof DeadlineError)) {
      const milliseconds = thrown instanceof OutOfPatience ? LONG_PAUSE_MILLISECONDS : PAUSE_MILLISECONDS;
      this.#pause = { since: transport.clock.now(), milliseconds };
    }
  }
}

/** The server has no such list, or not for this token: it would say so again. */
export function isRefusal(thrown: unknown): thrown is ApiError {
  if (!(thrown instanceof ApiError) || thrown instanceof DeadlineError) return false;
  const { status = 0 } = thrown;
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
}
