// Which resource had which object when a run last saw its state. Tells a replacement from a namesake, gives a renamed
// resource its former URN, and lets the resource of a renamed version keep that version. Proves nothing about who made
// an object: notes.ts does.
import type { Subject } from "./journal";
import { digestOf } from "./notes";
import type { Shelf } from "./shelf";

export class Holdings {
  private readonly known = new Map<string, string>();

  constructor(private readonly shelf: Shelf) {}

  /** URN of the resource whose state had the object. */
  urnOf(subject: Subject): string | undefined {
    const name = nameOf(subject);
    // A power failure may leave an empty text.
    return this.known.get(name) ?? (this.shelf.read(name)?.trim() || undefined);
  }

  put(subject: Subject, urn: string): void {
    const name = nameOf(subject);
    if (urn === "" || this.urnOf(subject) === urn) return;
    this.known.set(name, urn);
    try {
      this.shelf.write(name, `${urn}\n`);
    } catch {
      // This run knows it from memory. A later one does without, as on another machine.
    }
  }

  remove(subject: Subject): void {
    const name = nameOf(subject);
    this.known.delete(name);
    try {
      this.shelf.remove(name);
    } catch {
      // As in `put`.
    }
  }
}

function nameOf({ server, type, key }: Subject): string {
  return `${digestOf(server, type, key)}.txt`;
}
