// Which resource had which object when a run last saw its state: tells a replacement from a namesake, and a renamed
// resource its former URN. Also lets a renamed version's resource keep its version. Proves nothing of who made an
// object: that takes a note (notes.ts).
import type { Subject } from "./claims";
import { digestOf } from "./notes";
import type { Shelf } from "./shelf";

export class Holdings {
  private readonly known = new Map<string, string>();

  constructor(private readonly shelf: Shelf) {}

  /** URN of the resource whose state had the object. */
  urnOf(subject: Subject): string | undefined {
    const name = nameOf(subject);
    return this.known.get(name) ?? this.shelf.read(name)?.trim();
  }

  put(subject: Subject, urn: string): void {
    const name = nameOf(subject);
    if (urn === "" || this.urnOf(subject) === urn) return;
    this.known.set(name, urn);
    try {
      this.shelf.write(name, `${urn}\n`);
    } catch {
      // Known for this run at least: a later one does without, as another machine would.
    }
  }

  remove(subject: Subject): void {
    const name = nameOf(subject);
    this.known.delete(name);
    try {
      this.shelf.remove(name);
    } catch {
      // See above.
    }
  }
}

function nameOf({ server, type, key }: Subject): string {
  return `${digestOf(server, type, key)}.txt`;
}
