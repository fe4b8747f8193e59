// What a provider process knows of who has what: from this run, from notes of earlier ones, and from the states that it saw.
import { Claims } from "./claims";
import { Holdings } from "./holdings";
import { RunJournal } from "./journal";
import { Notes } from "./notes";
import { FolderShelf, MemoryShelf } from "./shelf";

export interface Ownership {
  readonly claims: Claims;
  readonly notes: Notes;
  readonly holdings: Holdings;
}

/** Without an engine (a script, a test) there is no run that others could belong to. */
export function openOwnership(environment: Readonly<Record<string, string | undefined>>, engineAddress: string | undefined): Ownership {
  return {
    claims: new Claims(engineAddress === undefined ? undefined : new RunJournal(engineAddress, environment)),
    notes: new Notes(new FolderShelf(environment, "notes")),
    holdings: new Holdings(new FolderShelf(environment, "holdings")),
  };
}

/** Forgets everything with the process. */
export function passingOwnership(): Ownership {
  return { claims: new Claims(), notes: new Notes(new MemoryShelf()), holdings: new Holdings(new MemoryShelf()) };
}
