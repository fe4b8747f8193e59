// Notes of requests, written before the request is sent. After a crash, the next run knows from them what this one
// made. No note holds a secret or a parameter value.
import { createHash } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../errors";
import { MemoryShelf, type Shelf } from "./shelf";

/** How far clocks may differ, and servers may round times. */
export const CLOCK_TOLERANCE_MILLISECONDS = 5_000;
/**
 * How far the clock in the headers of answers, which may be a proxy's, may be ahead of the one that dates objects. Only
 * for a name that nobody had: who had it as long ago as that would have been seen.
 */
const FOREIGN_CLOCK_TOLERANCE_MILLISECONDS = 5 * 60_000;
/** The time of an attempt is at most so much older than its last sending. */
const RENEWAL_MILLISECONDS = 5_000;
/** How long after its time an attempt may still be carried out. A later request has a note of its own. */
const LONGEST_REQUEST_MILLISECONDS = 130_000 + RENEWAL_MILLISECONDS;

const attemptSchema = z.object({
  /** When the request was about to be sent, for the last time, by the server's clock, in milliseconds. */
  time: z.number(),
  /** A moment before, nobody had the name. */
  wasFree: z.boolean().optional(),
  /** Digest of the request, as far as the object itself shows it later. */
  digest: z.string(),
  /** Id of the object that the request made, once the server has told it. */
  id: z.string().optional(),
  /** Of a promotion: id of the version that a restoration goes back to. */
  before: z.string().optional(),
});

/** What a note is about. */
const matterSchema = z.object({
  /** `restart`: a stop on the way to a start. `promotion`: another version becomes a template's active one. */
  kind: z.enum(["creation", "deletion", "restart", "promotion"]),
  server: z.string(),
  /** For a deletion only its stack: the state may have the object under another URN by now. */
  urn: z.string(),
  /** Owner of the object: a user or an organization. */
  owner: z.string(),
  /** Name of the object; for a deletion its id, for a restart the workspace's id, for a promotion the template's. */
  name: z.string(),
});

const noteSchema = matterSchema.extend({ attempts: z.array(attemptSchema) });

export type Attempt = z.output<typeof attemptSchema>;
export type Matter = z.output<typeof matterSchema>;
type Note = z.output<typeof noteSchema>;

/** An attempt that is written down. */
export interface Begun {
  /**
   * To be told right before each sending: the request may have waited for the server's limit. What was sent before was
   * refused, so that only the last sending counts.
   */
  sending(now: number): void;
  made(id: string): void;
  refused(): void;
}

export class Notes {
  /** Why notes can't be written, once writing one has failed. */
  problem: string | undefined;
  private readonly ownIds = new Set<string>();
  private readonly ownDone: Matter[] = [];
  private idsOnShelf: Map<string, Matter> | undefined;
  /** What could not be written, and is known to this process at least: an answer may be lost without a crash. */
  private readonly unwritten = new MemoryShelf();

  /** No earlier run left a note, and this one wrote none. */
  isEmpty: boolean;

  constructor(private readonly shelf: Shelf) {
    this.isEmpty = shelf.names().length === 0;
  }

  /** The attempts of earlier runs and of this one. */
  attempts(matter: Matter): Attempt[] {
    return this.noteOf(nameOf(matter))?.attempts ?? [];
  }

  /** Writes an attempt down. The result is to be told what became of it. */
  begin(matter: Matter, attempt: Attempt): Begun {
    const earlier = this.attempts(matter);
    let latest = attempt;
    this.put(matter, [...earlier, attempt]);
    return {
      sending: (now) => {
        // Either way: the clock that answers tell may have changed with the machine that gives them.
        if (Math.abs(now - latest.time) <= RENEWAL_MILLISECONDS) return;
        latest = { ...attempt, time: now, wasFree: undefined };
        this.put(matter, [...earlier, latest]);
      },
      made: (id) => {
        if (matter.kind === "creation") this.ownIds.add(id);
        if (matter.kind === "promotion" || matter.kind === "deletion") this.ownDone.push(matter);
        this.put(matter, [{ ...latest, id }]);
      },
      refused: () => this.put(matter, earlier),
    };
  }

  forget(matter: Matter): void {
    this.put(matter, []);
  }

  /** Drops attempts without an outcome that are too old to get one. */
  dropOpen(matter: Matter, now: number): void {
    const attempts = this.attempts(matter);
    const left = attempts.filter(({ id, time }) => id !== undefined || time + LONGEST_REQUEST_MILLISECONDS > now);
    if (left.length < attempts.length) this.put(matter, left);
  }

  /** The engine has ended the run in order, and has every answer of this process. */
  settleOwn(): void {
    for (const id of this.ownIds) this.settle(id);
    for (const matter of this.ownDone.splice(0)) this.forget(matter);
  }

  /** A state has the object: the note of its creation is needed no longer. */
  settle(id: string): void {
    const matter = this.ids().get(id);
    if (matter === undefined) return;
    const left = this.attempts(matter).filter((attempt) => attempt.id !== id);
    this.put(matter, left);
    this.ids().delete(id);
  }

  private put(matter: Matter, attempts: readonly Attempt[]): void {
    const name = nameOf(matter);
    this.unwritten.remove(name);
    if (attempts.length === 0) {
      this.trying(() => this.shelf.remove(name));
      return;
    }
    const { kind, server, urn, owner, name: named } = matter;
    const note: Note = { kind, server, urn, owner, name: named, attempts: [...attempts] };
    const text = `${JSON.stringify(note)}\n`;
    if (!this.trying(() => this.shelf.write(name, text))) this.unwritten.write(name, text);
    this.isEmpty = false;
    this.index(note);
  }

  /** A failure does not stop the operation: only a crash within it would need the note. */
  private trying(change: () => void): boolean {
    try {
      change();
      return true;
    } catch (thrown) {
      this.problem = messageOf(thrown);
      return false;
    }
  }

  private ids(): Map<string, Matter> {
    if (this.idsOnShelf === undefined) {
      this.idsOnShelf = new Map();
      for (const name of this.shelf.names()) this.index(this.noteOf(name));
    }
    return this.idsOnShelf;
  }

  private index(note: Note | undefined): void {
    if (note?.kind !== "creation") return;
    for (const { id } of note.attempts) if (id !== undefined) this.ids().set(id, note);
  }

  private noteOf(name: string): Note | undefined {
    const text = this.unwritten.read(name) ?? this.shelf.read(name);
    if (text === undefined) return undefined;
    try {
      return noteSchema.safeParse(JSON.parse(text)).data;
    } catch {
      // Half a note, left by a power failure, proves nothing.
      return undefined;
    }
  }
}

/** Whether an object that was made at this time can have come of the attempt. */
export function isTimely({ time, wasFree = false }: Attempt, createdAt: string): boolean {
  const made = Date.parse(createdAt);
  const tolerance = wasFree ? FOREIGN_CLOCK_TOLERANCE_MILLISECONDS : CLOCK_TOLERANCE_MILLISECONDS;
  return made >= time - tolerance && made <= time + LONGEST_REQUEST_MILLISECONDS;
}

export function digestOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function nameOf({ kind, server, urn, owner, name }: Matter): string {
  return `${digestOf(kind, server, urn, owner.toLowerCase(), name.toLowerCase())}.json`;
}
