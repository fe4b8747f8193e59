// Objects that many ask for at about the same time, from lists: by their ids, and what is likely to be asked for next.
// A list only proves that an object is there. What a list lacks, or can't tell, is asked for alone.
import { ConfigurationError } from "../../errors";
import type { Moment } from "./changes";
import { KeptEntries, type Entry } from "./kept-entries";
import { ListPause } from "./list-pause";
import type { RequestOptions } from "./request";
import { abortable } from "./single-flight";
import type { Transport } from "./transport";

/** What the objects that were found have in common, as a query says it. */
export type Common = Readonly<Record<string, string>>;

export interface Page {
  entries: readonly Entry[];
  /** Of all pages. */
  count: number;
  isLast: boolean;
}

/** How one kind of object is read. */
export interface Kind<Item> {
  /** Names the lists in the memory of what a server lacks. */
  operation: string;
  /** How many are asked for before anything is read ahead. */
  asksBefore: number;
  one(transport: Transport, id: string): Promise<Item>;
  byIds(transport: Transport, ids: readonly string[]): Promise<readonly Entry[]>;
  /** A page of the objects that have all this in common; pages count from 0. */
  page(transport: Transport, common: Common, page: number): Promise<Page>;
  /** Undefined for an entry that is not understood, or that leaves a doubt whether the object is there. */
  parse(entry: unknown): Item | undefined;
  commonOf(item: Item): Common;
}

interface Waiting<Item> {
  /** Undefined: it has to be asked for alone. */
  promise: Promise<Item | undefined>;
  settle: (item: Item | undefined) => void;
  fail: (error: Error) => void;
  /** Those who wait, each with its own signal and notice. */
  askers: Set<RequestOptions>;
  /** When it was made, as far as a list told it. */
  createdAt: string | undefined;
  /** The last change before the first of them asked. */
  since: number;
}

/** The pages of one query, of which the next one is read when it pays. */
interface Plan {
  common: Common;
  nextPage: number;
  count: number | undefined;
  isOver: boolean;
}

/** Ids in one request: its address stays below 2,048 bytes, the least of the limits of proxies that are known. */
export const LIST_SIZE = 48;

/** Where so many wait, a list by their ids answers more of them than a page does. */
const MANY = 50;

/** Those who ask at the same time come within this time. */
const GATHERING_MILLISECONDS = 10;

/** Older entries answer nobody, and whoever asks after such a pause begins anew. */
export const ENTRY_KEPT_MILLISECONDS = 10_000;

/**
 * Whether to read a list ahead, by its length and the number of objects that were asked for: 1,000 after 16, and 10,000
 * after 1,600. The longer a list is, the less likely a program has most of it.
 */
export function paysToReadAhead(length: number, asks: number): boolean {
  return length ** 2 <= 64_000 * asks;
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export class ReadAhead<Item extends { id: string }> {
  readonly #waiting = new Map<string, Waiting<Item>>();
  readonly #kept = new KeptEntries(ENTRY_KEPT_MILLISECONDS);
  /** Asked for since the last pause, and the last change of this process that concerns all. */
  readonly #asked = new Set<string>();
  #lastAsk = -Infinity;
  /** When the first of them was asked for. */
  #since: Moment = 0;
  #common: Common | undefined;
  #plan: Plan | undefined;
  #isRunning = false;
  /** Ends the list under way, when nobody waits any more. */
  #interrupt = new AbortController();

  constructor(
    private readonly kind: Kind<Item>,
    private readonly pause = new ListPause(kind.operation),
  ) {}

  /** As `kind.one` finds it, at most some seconds old, and newer than what this process changed of it. */
  async get(transport: Transport, id: string): Promise<Item> {
    const key = id.toLowerCase();
    const item = UUID.test(key) && this.pause.isUsable(transport) ? await this.#listed(transport, key) : undefined;
    if (item !== undefined) return item;
    const found = await this.kind.one(transport, id);
    this.#learn(found);
    return found;
  }

  async #listed(transport: Transport, id: string): Promise<Item | undefined> {
    this.#noteAsk(transport, id);
    const kept = this.#kept.find(id, transport);
    const item = kept === undefined ? undefined : this.kind.parse(kept);
    if (item !== undefined) return item;
    const options = transport.optionsOf();
    options.signal?.throwIfAborted();
    const waiting = this.#waitingFor(id, transport);
    waiting.askers.add(options);
    if (!this.#isRunning) void this.#run(transport);
    try {
      return await abortable(waiting.promise, options.signal);
    } finally {
      waiting.askers.delete(options);
      if (waiting.askers.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#interrupt.abort();
    }
  }

  #noteAsk({ clock, changes }: Transport, id: string): void {
    const now = clock.now();
    // A clock that was set back does not tell.
    const isPauseOver = now < this.#lastAsk || now - this.#lastAsk > ENTRY_KEPT_MILLISECONDS;
    if (isPauseOver) this.#common = undefined;
    if (isPauseOver || changes.now !== this.#since) {
      this.#asked.clear();
      this.#kept.clear();
      this.#plan = undefined;
      this.#since = changes.now;
    }
    this.#lastAsk = now;
    this.#asked.add(id);
  }

  /** Whoever asks after a change of this process can't share an answer with those who asked before it. */
  #waitingFor(id: string, { changes }: Transport): Waiting<Item> {
    const known = this.#waiting.get(id);
    if (known !== undefined && !changes.hasChanged(id, known.since)) return known;
    known?.settle(undefined);
    return this.#wait(id, changes.last);
  }

  #wait(id: string, since: number): Waiting<Item> {
    let [settle, fail]: [Waiting<Item>["settle"], Waiting<Item>["fail"]] = [() => {}, () => {}];
    const promise = new Promise<Item | undefined>((resolve, reject) => {
      [settle, fail] = [resolve, reject];
    });
    // Those who were interrupted do not wait for it any more.
    promise.catch(() => {});
    const createdAt = this.#kept.timeOf(id);
    const waiting = { promise, settle, fail, askers: new Set<RequestOptions>(), createdAt, since };
    this.#waiting.set(id, waiting);
    return waiting;
  }

  /** One list after the other, as long as anybody waits. */
  async #run(first: Transport): Promise<void> {
    this.#isRunning = true;
    try {
      do {
        this.#interrupt = new AbortController();
        const transport = first.with({
          signal: this.#interrupt.signal,
          onWait: (message) => this.#tell(message),
          deadline: [...this.#waiting.values()].flatMap(({ askers }) => [...askers])[0]?.deadline,
        });
        try {
          await this.#turn(transport);
        } catch (thrown) {
          this.#giveUp(transport, thrown);
        }
      } while (this.#waiting.size > 0);
    } finally {
      this.#isRunning = false;
    }
  }

  async #turn(transport: Transport): Promise<void> {
    const plan = this.#planToFollow(transport);
    if (plan !== undefined) return this.#readPage(transport, plan);
    await transport.clock.wait(GATHERING_MILLISECONDS, this.#interrupt.signal);
    const waiting = [...this.#waiting].slice(0, LIST_SIZE);
    const ids = [...waiting.map(([id]) => id), ...this.#nextAfter(waiting, transport)];
    // A list of one can't tell more than the object itself, which also tells when it is gone.
    const entries = ids.length < 2 ? [] : await this.#askForIds(transport, ids);
    for (const [id, each] of waiting)
      this.#settle(
        id,
        each,
        entries.find((entry) => entry.id === id),
      );
  }

  async #askForIds(transport: Transport, ids: readonly string[]): Promise<readonly Entry[]> {
    const moment = this.#moment(transport);
    const { last } = transport.changes;
    const entries = await this.kind.byIds(transport, ids);
    if (entries.some(({ id }) => !ids.includes(id))) {
      // The server does not understand the filter.
      transport.rememberLackOfRoute(this.kind.operation);
      return [];
    }
    this.#kept.keep(entries, moment);
    return entries.filter(({ id }) => !transport.changes.hasChanged(id, last));
  }

  async #readPage(transport: Transport, plan: Plan): Promise<void> {
    const waiting = [...this.#waiting];
    const moment = this.#moment(transport);
    const { last } = transport.changes;
    const { entries, count, isLast } = await this.kind.page(transport, plan.common, plan.nextPage);
    Object.assign(plan, { nextPage: plan.nextPage + 1, count, isOver: isLast || entries.length === 0 });
    this.#kept.keep(entries, moment);
    const found = new Map(entries.map((entry) => [entry.id, entry]));
    for (const [id, each] of waiting) {
      const isOutdated = transport.changes.hasChanged(id, last);
      if (found.has(id)) this.#settle(id, each, isOutdated ? undefined : found.get(id));
    }
    // Who came meanwhile may take an entry as everybody else does.
    for (const [id, each] of this.#waiting) {
      const entry = this.#kept.find(id, transport);
      if (entry !== undefined) this.#settle(id, each, entry);
    }
  }

  /** Nothing is read ahead while this process changes objects: few could use it. */
  #planToFollow(transport: Transport): Plan | undefined {
    if (this.#common === undefined || this.#asked.size < this.kind.asksBefore) return undefined;
    if (transport.changes.now !== this.#since || this.#waiting.size >= MANY) return undefined;
    if (this.#plan === undefined || JSON.stringify(this.#plan.common) !== JSON.stringify(this.#common))
      this.#plan = { common: this.#common, nextPage: 0, count: undefined, isOver: false };
    const { count = 0, isOver } = this.#plan;
    return isOver || !paysToReadAhead(count, this.#asked.size) ? undefined : this.#plan;
  }

  /** Ids that are likely to be asked for next: the state holds objects in the order in which they were made. */
  #nextAfter(waiting: readonly (readonly [string, Waiting<Item>])[], transport: Transport): string[] {
    const [first] = waiting.flatMap(([, { createdAt }]) => createdAt ?? []).sort();
    if (first === undefined || transport.changes.now !== this.#since) return [];
    const isOpen = (id: string): boolean => !this.#asked.has(id) && !this.#kept.has(id, transport);
    return this.#kept
      .madeSince(first)
      .filter(isOpen)
      .slice(0, LIST_SIZE - waiting.length);
  }

  #settle(id: string, waiting: Waiting<Item>, entry: unknown): void {
    if (this.#waiting.get(id) === waiting) this.#waiting.delete(id);
    const item = entry === undefined ? undefined : this.kind.parse(entry);
    if (item !== undefined) this.#learn(item);
    waiting.settle(item);
  }

  /** A list that fails is no failure of those who wait, unless it says that no request will succeed. */
  #giveUp(transport: Transport, thrown: unknown): void {
    const isOfAll = thrown instanceof ConfigurationError;
    if (!this.#interrupt.signal.aborted) this.pause.note(transport, thrown);
    for (const [id, each] of [...this.#waiting]) {
      if (isOfAll) {
        this.#waiting.delete(id);
        each.fail(thrown);
      } else this.#settle(id, each, undefined);
    }
  }

  #learn(item: Item): void {
    const own = Object.entries(this.kind.commonOf(item)).filter(([, value]) => value !== "");
    const before = this.#common;
    this.#common = Object.fromEntries(own.filter(([key, value]) => before === undefined || before[key] === value));
  }

  #moment(transport: Transport): { time: number; change: number } {
    return { time: transport.clock.now(), change: transport.changes.now };
  }

  #tell(message: string): void {
    for (const { askers } of this.#waiting.values()) for (const { onWait } of askers) onWait?.(message);
  }
}
