// Operations that older servers know by another path. The client asks for the current path first, and remembers the
// answer.
import { ApiError } from "../../errors";

/** What a client has learnt of its server's routes: operation → version of the server that did not know its path. */
export class LegacyRoutes {
  readonly #versions = new Map<string, string | undefined>();

  /** False again when the server's version has changed since: it may know the current path now. */
  has(operation: string, serverVersion: string | undefined): boolean {
    return this.#versions.has(operation) && this.#versions.get(operation) === serverVersion;
  }

  remember(operation: string, serverVersion: string | undefined): void {
    this.#versions.set(operation, serverVersion);
  }
}

/** The server knows no such path: it has done nothing, and the object may exist. */
export function isUnknownRoute(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.status === 404 && !thrown.isGone;
}
