// Objects that several ask for at the same time, as they are now: from one list by their ids, sent after all of them
// have asked. What it lacks, or can't tell, is for each to ask for alone.
import type { Entry } from "./kept-entries";
import { ListPause } from "./list-pause";
import { LIST_SIZE, UUID, type Kind } from "./read-ahead";
import type { RequestOptions } from "./request";
import { abortable } from "./single-flight";
import type { Transport } from "./transport";

/** The engine begins one update after the other: a list is sent once nobody has come for so long. */
const QUIET_MILLISECONDS = 30;
/** And not later than this after the first has come. */
const LONGEST_GATHERING_MILLISECONDS = 250;

interface Batch {
  ids: Set<string>;
  /** Those who wait, each with its own signal and notice. */
  askers: Set<RequestOptions>;
  /** Ends the list, when nobody waits any more. */
  interrupt: AbortController;
  entries: Promise<readonly Entry[]>;
}

export class Gathering<Item extends { id: string }> {
  /** The one whose list is not sent yet. */
  #open: Batch | undefined;

  constructor(
    private readonly kind: Pick<Kind<Item>, "operation" | "byIds" | "parse">,
    private readonly pause = new ListPause(kind.operation),
  ) {}

  /** Undefined where the object has to be asked for alone: nobody else asks, or the list does not tell. */
  async get(transport: Transport, id: string): Promise<Item | undefined> {
    const key = id.toLowerCase();
    if (!UUID.test(key) || !this.pause.isUsable(transport)) return undefined;
    const options = transport.optionsOf();
    options.signal?.throwIfAborted();
    const batch = this.#open ?? this.#begin(transport);
    batch.ids.add(key);
    batch.askers.add(options);
    if (batch.ids.size >= LIST_SIZE) this.#close(batch);
    try {
      const entry = (await abortable(batch.entries, options.signal)).find((each) => each.id === key);
      return entry === undefined ? undefined : this.kind.parse(entry);
    } finally {
      batch.askers.delete(options);
      if (batch.askers.size === 0) batch.interrupt.abort();
    }
  }

  #begin(first: Transport): Batch {
    const batch: Batch = {
      ids: new Set(),
      askers: new Set(),
      interrupt: new AbortController(),
      entries: Promise.resolve([]),
    };
    this.#open = batch;
    batch.entries = this.#list(first, batch);
    return batch;
  }

  #close(batch: Batch): void {
    if (this.#open === batch) this.#open = undefined;
  }

  async #gather({ clock }: Transport, batch: Batch): Promise<void> {
    const begun = clock.now();
    let before: number;
    do {
      // The first comes after this has begun.
      before = Math.max(1, batch.ids.size);
      await clock.wait(QUIET_MILLISECONDS, batch.interrupt.signal);
    } while (this.#open === batch && batch.ids.size > before && clock.now() - begun < LONGEST_GATHERING_MILLISECONDS);
  }

  /** Never rejects: a list that fails is no failure of those who wait. */
  async #list(first: Transport, batch: Batch): Promise<readonly Entry[]> {
    const { ids, askers, interrupt } = batch;
    const { signal } = interrupt;
    const onWait = (message: string): void => askers.forEach((asker) => asker.onWait?.(message));
    try {
      await this.#gather(first, batch);
      this.#close(batch);
      if (ids.size < 2) return [];
      const [asker] = askers;
      const transport = first.with({ signal, onWait, deadline: asker?.deadline });
      const entries = await this.kind.byIds(transport, [...ids]);
      if (entries.every(({ id }) => ids.has(id))) return entries;
      // The server does not understand the filter.
      transport.rememberLackOfRoute(this.kind.operation);
      return [];
    } catch (thrown) {
      this.#close(batch);
      if (!signal.aborted) this.pause.note(first, thrown);
      return [];
    }
  }
}
