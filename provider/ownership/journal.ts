// What the provider processes of one run tell each other: each explicit provider is a process of its own. Each process
// appends to one file.
import { createHash, randomBytes } from "node:crypto";
import { closeSync, constants, lstatSync, readdirSync, readSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, openOwn, privateFolder } from "./private-folder";

const ENDING = ".jsonl";
const RUNS = "runs";
/** A container has process ids of its own, and may share the folder: what one that runs has written is younger. */
const LEFTOVER_MILLISECONDS = 24 * 3_600_000;

/** An object on a server, or a name that one may have there. */
export interface Subject {
  server: string;
  /** Resource type. */
  type: string;
  /** The object's id, or the name. */
  key: string;
}

/**
 * How a resource stands to an object:
 * - `seen`: a refresh saw the object in the resource's state. The program may no longer have the resource.
 * - `leaving`: the resource has the object and is about to be replaced. The engine deletes the object, under the
 *   resource's former URN if it has one.
 * - `held`: the resource has the object, by its state or because it made it.
 * - `wanted`: the object exists, and the resource is to adopt it.
 * - `taken`: the object existed, and this run gave it to the resource.
 * - `refused`: the resource asked for the object, and this run refused it.
 */
export type Standing = "seen" | "leaving" | "held" | "wanted" | "taken" | "refused";

/** What one process tells the others. */
export type Entry =
  | { kind: "object"; subject: Subject; urn: string; standing: Standing | undefined }
  /** `owner` as the program names it; undefined where the resource gives the name up. */
  | { kind: "name"; subject: Subject; urn: string; owner: string | undefined };

export interface Journal {
  append(entry: Entry): void;
  /** What other processes have appended since the last call. */
  news(): Entry[];
}

/** The journal of the engine's run. Where no folder can be written to, a process knows only what it did itself. */
export class RunJournal implements Journal {
  /** Its name below `runs`. */
  private readonly run: string;
  private readonly file: string;
  private readonly offsets = new Map<string, number>();
  private isUsable = true;
  private descriptor: number | undefined;

  constructor(
    engineAddress: string,
    private readonly environment: Readonly<Record<string, string | undefined>>,
    pid = process.pid,
  ) {
    this.run = createHash("sha256").update(engineAddress).digest("hex").slice(0, 16);
    this.file = `${pid}-${randomBytes(8).toString("hex")}${ENDING}`;
    removeLeftovers(environment);
  }

  append(entry: Entry): void {
    if (!this.isUsable) return;
    try {
      // Open as long as the process: each resource adds some lines.
      this.descriptor ??= this.open();
      writeSync(this.descriptor, `${JSON.stringify(entry)}\n`);
    } catch {
      this.isUsable = false;
    }
  }

  news(): Entry[] {
    try {
      const folder = privateFolder(this.environment, RUNS, this.run);
      const others = readdirSync(folder).filter((name) => name.endsWith(ENDING) && name !== this.file && isLive(name));
      return others.flatMap((name) => this.read(join(folder, name), name));
    } catch {
      return [];
    }
  }

  private open(): number {
    const folder = makePrivateFolder(this.environment, RUNS, this.run);
    const file = join(folder, this.file);
    const descriptor = openOwn(file, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND);
    process.once("exit", () => {
      rmSync(file, { force: true });
      removeWhenEmpty(folder);
    });
    return descriptor;
  }

  private read(path: string, name: string): Entry[] {
    const descriptor = openOwn(path, constants.O_RDONLY);
    try {
      const start = this.offsets.get(name) ?? 0;
      const pieces: Buffer[] = [];
      for (let position = start; ;) {
        const piece = Buffer.alloc(64 * 1024);
        const length = readSync(descriptor, piece, 0, piece.length, position);
        if (length === 0) break;
        pieces.push(piece.subarray(0, length));
        position += length;
      }
      const text = Buffer.concat(pieces);
      // A half-written line is read the next time.
      const end = text.lastIndexOf("\n") + 1;
      this.offsets.set(name, start + end);
      const lines = text.subarray(0, end).toString("utf8").split("\n");
      return lines.flatMap(readEntry);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** A broken line is skipped, and the others still count. */
function readEntry(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}

/** Removes the files of processes that were killed some time ago. */
function removeLeftovers(environment: Readonly<Record<string, string | undefined>>): void {
  try {
    const runs = privateFolder(environment, RUNS);
    for (const run of readdirSync(runs)) {
      // A link leads to what is not ours.
      if (!lstatSync(join(runs, run)).isDirectory()) continue;
      for (const name of readdirSync(join(runs, run))) {
        const file = join(runs, run, name);
        if (isOld(file) && !isLive(name)) rmSync(file, { force: true });
      }
      removeWhenEmpty(join(runs, run));
    }
  } catch {
    // There is nothing, or another process is removing it.
  }
}

function removeWhenEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Other processes still use it.
  }
}

function isOld(file: string): boolean {
  return Date.now() - lstatSync(file).mtimeMs > LEFTOVER_MILLISECONDS;
}

/** By the process id that the file's name begins with, so it says nothing of processes in other containers. */
function isLive(name: string): boolean {
  try {
    process.kill(Number.parseInt(name, 10), 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}
