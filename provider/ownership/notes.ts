// What was about to be asked of the server, written down before it is asked. After a crash, the next run knows by it what this one made.
// No secret and no parameter value is in a note.
import { createHash } from "node:crypto";
import { messageOf } from "../errors";
import type { Shelf } from "./shelf";

/** How far clocks may differ, and times be rounded. */
const CLOCK_TOLERANCE_MILLISECONDS = 5_000;
/** How long after a note the server may have done what was asked for: what is asked for later has a note of its own. */
const LONGEST_REQUEST_MILLISECONDS = 600_000;

export interface Attempt {
  /** By the server's clock, in milliseconds, when the request was about to be sent. */
  time: number;
  /** Of what was asked, as far as the object itself tells it later. */
  digest: string;
  /** The object that came of it, once the server has said so. */
  id?: string | undefined;
}

/** What a note is about. */
export interface Matter {
  /** `restart`: a stop on the way to a start. */
  kind: "creation" | "restart";
  server: string;
  urn: string;
  /** Who is to have the object: a user, an organization. */
  owner: string;
  /** Name of the object; of a restart, the workspace's id. */
  name: string;
}

interface Note extends Matter {
  attempts: Attempt[];
}

export class Notes {
  /** Why notes can't be written, once that was tried. */
  problem: string | undefined;
  private readonly ownIds = new Set<string>();
  private idsOnShelf: Map<string, Matter> | undefined;

  constructor(private readonly shelf: Shelf) {}

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
    if (attempts.length === 0) return this.shelf.remove(name);
    const { kind, server, urn, owner, name: named } = matter;
    const note: Note = { kind, server, urn, owner, name: named, attempts: [...attempts] };
    try {
      this.shelf.write(name, `${JSON.stringify(note)}\n`);
    } catch (thrown) {
      // The operation goes on without: only a crash within it would need the note.
      this.problem = messageOf(thrown);
    }
    this.index(note);
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
      const note: unknown = JSON.parse(text);
      return isNote(note) ? note : undefined;
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

function isNote(value: unknown): value is Note {
  return typeof value === "object" && value !== null && "attempts" in value && Array.isArray(value.attempts) && "urn" in value;
}
