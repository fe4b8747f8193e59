// Shelves for notes: a folder, where they outlive the process; or the memory, where there is no folder.
import { randomBytes } from "node:crypto";
import { closeSync, constants, existsSync, fsyncSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { providerFolder } from "./folder";
import { makePrivateFolder, openOwn, privateFolder, readOwn } from "./private-folder";

/** Named texts. */
export interface Shelf {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
  remove(name: string): void;
  /** Names of complete texts: a text that is being written has another ending. */
  names(): string[];
}

export class FolderShelf implements Shelf {
  /** Undefined until it has turned out to be there, and to be nobody else's. */
  private folder: string | undefined;
  /** Notes prove something. A holding that a power failure takes is written again by the next run. */
  private readonly isLasting: boolean;

  constructor(
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private readonly name: "notes" | "holdings",
  ) {
    this.isLasting = name === "notes";
  }

  read(name: string): string | undefined {
    try {
      return readOwn(join(this.found(), name)).toString("utf8");
    } catch {
      return undefined;
    }
  }

  /** Writes the whole text or nothing. Returns once a note is on the disk: the request follows only then. */
  write(name: string, text: string): void {
    this.folder ??= makePrivateFolder(this.environment, this.name);
    // Another container has process ids of its own.
    const unfinished = join(this.folder, `${name}.${process.pid}-${randomBytes(8).toString("hex")}`);
    const descriptor = openOwn(unfinished, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
    try {
      try {
        writeSync(descriptor, text);
        if (this.isLasting) fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(unfinished, join(this.folder, name));
    } catch (thrown) {
      rmSync(unfinished, { force: true });
      throw thrown;
    }
  }

  remove(name: string): void {
    if (this.isThere()) rmSync(join(this.found(), name), { force: true });
  }

  names(): string[] {
    try {
      return readdirSync(this.found()).filter((name) => /\.(json|txt)$/.test(name));
    } catch {
      return [];
    }
  }

  private isThere(): boolean {
    return existsSync(join(providerFolder(this.environment), this.name));
  }

  private found(): string {
    return (this.folder ??= privateFolder(this.environment, this.name));
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
