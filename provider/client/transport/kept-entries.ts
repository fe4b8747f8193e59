// Entries of lists, for those who ask a little later. Kept as text, which takes a fraction of an object's memory.
import type { Moment } from "./changes";
import type { Transport } from "./transport";

/** An object as a list has it: checked when it is used. */
export interface Entry {
  readonly id: string;
  readonly created_at?: unknown;
}

/** When the list was asked for. */
interface Asked {
  time: number;
  change: Moment;
}

interface Kept extends Asked {
  text: string;
}

/** Beyond it, the oldest go. */
const MOST_KEPT = 2_000;

export class KeptEntries {
  /** In the order in which they came. */
  readonly #kept = new Map<string, Kept>();
  /** When the objects were made. Known of all that came, also when they are not kept any more. */
  readonly #times = new Map<string, string>();

  constructor(private readonly milliseconds: number) {}

  keep(entries: readonly Entry[], asked: Asked): void {
    for (const [id, { time }] of this.#kept) if (!this.#isFresh(time, asked.time)) this.#kept.delete(id);
    for (const entry of entries) {
      this.#kept.delete(entry.id);
      const text = textOf(entry);
      if (text !== undefined) this.#kept.set(entry.id, { ...asked, text });
      if (typeof entry.created_at === "string") this.#times.set(entry.id, entry.created_at);
    }
    for (const [id] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(id);
    }
  }

  /** False when it is too old, or this process may have changed the object since then. */
  has(id: string, { clock, changes }: Transport): boolean {
    const kept = this.#kept.get(id);
    return kept !== undefined && this.#isFresh(kept.time, clock.now()) && !changes.mayConcern(id, kept.change);
  }

  find(id: string, transport: Transport): unknown {
    const kept = this.#kept.get(id);
    return kept === undefined || !this.has(id, transport) ? undefined : JSON.parse(kept.text);
  }

  /** One of the future came before the clock was set back, nobody knows when. */
  #isFresh(time: number, now: number): boolean {
    return time <= now && now <= time + this.milliseconds;
  }

  timeOf(id: string): string | undefined {
    return this.#times.get(id);
  }

  /** The ids of objects that were made at that time or later, the first of them first. */
  madeSince(time: string): string[] {
    return [...this.#times]
      .filter(([, each]) => each >= time)
      .sort(([, left], [, right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([id]) => id);
  }

  clear(): void {
    this.#kept.clear();
    this.#times.clear();
  }
}

/** Undefined for an entry that is nested too deeply to be written: whoever asks for it asks the server. */
function textOf(entry: Entry): string | undefined {
  try {
    return JSON.stringify(entry);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
