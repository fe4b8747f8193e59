// What a provider process knows about who has which object: from this run, from notes of earlier runs, and from states.
import { Claims } from "./claims";
import { Holdings } from "./holdings";
import { RunJournal } from "./journal";
import { Notes } from "./notes";
import { FolderShelf, MemoryShelf } from "./shelf";

export interface Ownership {
  readonly claims: Claims;
  readonly notes: Notes;
  readonly holdings: Holdings;
  /**
   * At the end of an idle process, with the signal that ended it. The engine sends SIGINT, after it has saved every
   * answer.
   */
  endOfRun(signal: NodeJS.Signals | undefined): void;
}

class KeptOwnership implements Ownership {
  constructor(
    readonly claims: Claims,
    readonly notes: Notes,
    readonly holdings: Holdings,
  ) {}

  endOfRun(signal: NodeJS.Signals | undefined): void {
    if (signal === "SIGINT") this.notes.settleOwn();
  }
}

/** Without an engine, as in a test, there is no run and no other process. */
export function openOwnership(
  environment: Readonly<Record<string, string | undefined>>,
  engineAddress: string | undefined,
): Ownership {
  const journal = engineAddress === undefined ? undefined : new RunJournal(engineAddress, environment);
  const notes = new Notes(new FolderShelf(environment, "notes"));
  return new KeptOwnership(new Claims(journal), notes, new Holdings(new FolderShelf(environment, "holdings")));
}

/** For code that makes no object, such as a function: writes nothing, and forgets everything with the process. */
export function passingOwnership(): Ownership {
  return new KeptOwnership(new Claims(), new Notes(new MemoryShelf()), new Holdings(new MemoryShelf()));
}
