// Shelves for notes: a folder, where they outlive the process; or the memory, where there is no folder.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { providerFolder } from "./folder";

/** Named texts. */
export interface Shelf {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
  remove(name: string): void;
  /** Names of complete texts: a text that is being written has another ending. */
  names(): string[];
}

export class FolderShelf implements Shelf {
  private readonly folder: string;
  /** Notes prove something. A holding that a power failure takes is written again by the next run. */
  private readonly isLasting: boolean;

  constructor(environment: Readonly<Record<string, string | undefined>>, name: "notes" | "holdings") {
    this.folder = join(providerFolder(environment), name);
    this.isLasting = name === "notes";
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(join(this.folder, name), "utf8");
    } catch {
      return undefined;
    }
  }

  /** Writes the whole text or nothing. Returns once a note is on the disk: the request follows only then. */
  write(name: string, text: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const unfinished = join(this.folder, `${name}.${process.pid}`);
    const descriptor = openSync(unfinished, "w", 0o600);
    try {
      writeSync(descriptor, text);
      if (this.isLasting) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, join(this.folder, name));
  }

  remove(name: string): void {
    rmSync(join(this.folder, name), { force: true });
  }

  names(): string[] {
    try {
      return readdirSync(this.folder).filter((name) => /\.(json|txt)$/.test(name));
    } catch {
      return [];
    }
  }
}

export class MemoryShelf implements Shelf {
  private readonly texts = new Map<string, string>();

  read(name: string): string | undefined {
    return this.texts.get(name);
  }

  write(name: string, text: string): void {
    this.texts.set(name, text);
  }

  remove(name: string): void {
    this.texts.delete(name);
  }

  names(): string[] {
    return [...this.texts.keys()];
  }
}
