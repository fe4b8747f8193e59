// What was about to be asked of the server, written down before it is asked. After a crash, the next run knows by it
// what this one made. No secret and no parameter value is in a note.
import { createHash } from "node:crypto";
import { z } from "zod";
import { messageOf } from "../errors";
import type { Shelf } from "./shelf";

/** How far clocks may differ, and times be rounded. */
const CLOCK_TOLERANCE_MILLISECONDS = 5_000;
/** How long after a note the server may have done what was asked for: what is asked for later has a note of its own. */
const LONGEST_REQUEST_MILLISECONDS = 130_000;

const attemptSchema = z.object({
  /** By the server's clock, in milliseconds, when the request was about to be sent. */
  time: z.number(),
  /** Of what was asked, as far as the object itself tells it later. */
  digest: z.string(),
  /** The object that came of it, once the server has said so. */
  id: z.string().optional(),
});

/** What a note is about. */
const matterSchema = z.object({
  /** `restart`: a stop on the way to a start. */
  kind: z.enum(["creation", "restart"]),
  server: z.string(),
  urn: z.string(),
  /** Who is to have the object: a user, an organization. */
  owner: z.string(),
  /** Name of the object; of a restart, the workspace's id. */
  name: z.string(),
});

const noteSchema = matterSchema.extend({ attempts: z.array(attemptSchema) });

export type Attempt = z.output<typeof attemptSchema>;
export type Matter = z.output<typeof matterSchema>;
type Note = z.output<typeof noteSchema>;

export class Notes {
  /** Why notes can't be written, once that was tried. */
  problem: string | undefined;
  private readonly ownIds = new Set<string>();
  private idsOnShelf: Map<string, Matter> | undefined;

  /** No earlier run left a note, and this one wrote none. */
  isEmpty: boolean;

  constructor(private readonly shelf: Shelf) {
    this.isEmpty = shelf.names().length === 0;
  }

  /** What earlier runs, and this one, were about to do. */
  attempts(matter: Matter): Attempt[] {
    return this.noteOf(nameOf(matter))?.attempts ?? [];
  }

  /** Writes an attempt down; what is returned tells what became of it. */
  begin(matter: Matter, attempt: Attempt): { made(id: string): void; refused(): void } {
    const earlier = this.attempts(matter);
    this.put(matter, [...earlier, attempt]);
    return {
      made: (id) => {
        if (matter.kind === "creation") this.ownIds.add(id);
        this.put(matter, [{ ...attempt, id }]);
      },
      refused: () => this.put(matter, earlier),
    };
  }

  forget(matter: Matter): void {
    this.put(matter, []);
  }

  /** Attempts without an outcome that are too old to have one yet. */
  dropOpen(matter: Matter, now: number): void {
    const attempts = this.attempts(matter);
    const left = attempts.filter(({ id, time }) => id !== undefined || time + LONGEST_REQUEST_MILLISECONDS > now);
    if (left.length < attempts.length) this.put(matter, left);
  }

  /** The engine has ended the run in order: it has every answer of this process. */
  settleOwn(): void {
    for (const id of this.ownIds) this.settle(id);
  }

  /** A state has the object: nothing has to be known of its creation any more. */
  settle(id: string): void {
    const matter = this.ids().get(id);
    if (matter === undefined) return;
    const left = this.attempts(matter).filter((attempt) => attempt.id !== id);
    this.put(matter, left);
    this.ids().delete(id);
  }

  private put(matter: Matter, attempts: readonly Attempt[]): void {
    const name = nameOf(matter);
    if (attempts.length === 0) return this.trying(() => this.shelf.remove(name));
    const { kind, server, urn, owner, name: named } = matter;
    const note: Note = { kind, server, urn, owner, name: named, attempts: [...attempts] };
    this.trying(() => this.shelf.write(name, `${JSON.stringify(note)}\n`));
    this.isEmpty = false;
    this.index(note);
  }

  /** The operation goes on without: only a crash within it would need the note. */
  private trying(change: () => void): void {
    try {
      change();
    } catch (thrown) {
      this.problem = messageOf(thrown);
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
    const text = this.shelf.read(name);
    if (text === undefined) return undefined;
    try {
      return noteSchema.safeParse(JSON.parse(text)).data;
    } catch {
      // Half a note, of a machine that lost its power: it proves nothing.
      return undefined;
    }
  }
}

/** Whether what was made at this time can have come of the attempt. */
export function isTimely({ time }: Attempt, createdAt: string): boolean {
  const made = Date.parse(createdAt);
  return made >= time - CLOCK_TOLERANCE_MILLISECONDS && made <= time + LONGEST_REQUEST_MILLISECONDS;
}

export function digestOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function nameOf({ kind, server, urn, owner, name }: Matter): string {
  return `${digestOf(kind, server, urn, owner.toLowerCase(), name.toLowerCase())}.json`;
}
