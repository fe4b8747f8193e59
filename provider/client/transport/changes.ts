// What this process has changed on the server: what was read before may be wrong since then.
import { perServer } from "./per-server";
import type { Request } from "./request";

/** A change of one workspace concerns no other object. */
const OF_ONE_WORKSPACE = /^\/workspaces\/([^/]+)/;

/** These change nothing that a template or a workspace tells of itself. */
const WITHOUT_EFFECT = [
  /^\/files$/,
  /^\/templateversions\/[^/]+\/(dry-run|dynamic-parameters)\b/,
  /^\/organizations\/[^/]+\/templateversions$/,
];

/** When something was read: to be compared with what was changed since. */
export type Moment = number;

export class Changes {
  /** Of all but single workspaces. */
  #count = 0;
  #all = 0;
  #lastOfAll = 0;
  /** By id, the number of the last change. */
  readonly #workspaces = new Map<string, number>();

  get now(): Moment {
    return this.#count;
  }

  /** To be called before a request that is not a GET, and after it. */
  note({ path }: Pick<Request, "path">): void {
    this.#all += 1;
    const [, workspaceId] = OF_ONE_WORKSPACE.exec(path) ?? [];
    if (workspaceId !== undefined) this.#workspaces.set(workspaceId.toLowerCase(), this.#all);
    // A template's change shows in its workspaces, and a new workspace may be one that was made in advance.
    else if (!WITHOUT_EFFECT.some((each) => each.test(path))) {
      this.#count += 1;
      this.#lastOfAll = this.#all;
    }
  }

  /** The number of the last change, of whatever. */
  get last(): number {
    return this.#all;
  }

  /** Whether this process changed the object after the change of this number. */
  hasChanged(id: string, after: number): boolean {
    return this.#lastOfAll > after || (this.#workspaces.get(id) ?? 0) > after;
  }

  /** Whether the object may be another one since then. A workspace that was changed goes on changing by its jobs. */
  mayConcern(id: string, since: Moment): boolean {
    return this.#count !== since || this.#workspaces.has(id);
  }
}

/** What was changed on a server by all clients of this process. */
export const changesOf = perServer(() => new Changes());
