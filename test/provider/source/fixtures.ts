// Template sources that tests make: folders in the system's temporary folder, tars, zips assembled by hand.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { extract, pack, type Headers } from "tar-stream";
import { readAll } from "../../../provider/source/read-all";
import { readSource } from "../../../provider/source/read";
import type { Source } from "../../../provider/source/source";
import type { SourceArchive } from "../../../provider/source/template-content";
import { InputError } from "../../../provider/errors";

const temporary: string[] = [];

export function makeTemporaryDirectory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "archive-test-")));
  temporary.push(path);
  return path;
}

export function removeTemporaryDirectories(): void {
  for (const path of temporary.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** A file's content, or what to make at its path instead. */
export type Content = string | Buffer | { link: string } | { executable: string };

export function makeDirectory(files: Record<string, Content>): string {
  const root = makeTemporaryDirectory();
  for (const [path, content] of Object.entries(files)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) writeFileSync(target, content, { mode: 0o640 });
    else if ("link" in content) symlinkSync(content.link, target);
    else {
      writeFileSync(target, content.executable);
      chmodSync(target, 0o700);
    }
  }
  return root;
}

/** Runs Git as somebody whose own settings don't count. */
export function runGit(folder: string, ...words: string[]): string {
  const identity = ["-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.com", "-c", "commit.gpgSign=false"];
  const flags = ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", ...identity];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return execFileSync("git", [...flags, "-C", folder, ...words], { env, encoding: "utf8", stdio: "pipe" }).trim();
}

/** Commits everything in a repository, which it makes where there is none. The commit's id. */
export function commitAll(root: string, message: string): string {
  if (!existsSync(join(root, ".git"))) runGit(root, "init", "--quiet");
  runGit(root, "add", "--all");
  runGit(root, "commit", "--quiet", "--allow-empty", "--message", message);
  return runGit(root, "rev-parse", "HEAD");
}

/** The library has it, its types do not. */
type Header = Headers & { pax?: Record<string, string> | null };

export type TarEntry = Partial<Header> & Pick<Header, "name"> & { content?: string | Buffer };

export async function makeTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) tar.entry(header);
    else tar.entry(header, content);
  }
  tar.finalize();
  return readAll(tar);
}

export interface ListedEntry {
  name: string;
  type: string;
  mode: number;
  content: string;
  header: Header;
}

export async function listTar(tar: Buffer): Promise<ListedEntry[]> {
  const extraction = extract();
  extraction.end(tar);
  const entries: ListedEntry[] = [];
  for await (const entry of extraction) {
    const { name, type, mode = 0 } = entry.header;
    entries.push({
      name,
      type: type ?? "",
      mode,
      content: (await readAll(entry)).toString("utf8"),
      header: entry.header,
    });
  }
  return entries;
}

export interface ZipEntry {
  name: string | Buffer;
  content?: string | Buffer;
  /** With file type bits. Left out, the entry comes from a system without modes. */
  unixMode?: number;
  flags?: number;
  /** 8 is deflate, 0 stored. */
  method?: number;
  declaredSize?: number;
  checksum?: number;
}

/** The smallest zip: local headers with data, central directory, end record. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content = "", unixMode, flags = 0, method = 8, declaredSize, checksum } of entries) {
    const nameBytes = Buffer.from(name);
    const plain = Buffer.from(content);
    const data = method === 8 ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(checksum ?? crc32(plain), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(declaredSize ?? plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, data]);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(unixMode === undefined ? 20 : (3 << 8) | 20);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((unixMode ?? 0) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02"), madeBy, common, rest, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from("PK\x05\x06"), end]);
}

/** Writes an archive of this name into a new folder, and reads it. */
export async function readArchiveOf(name: string, bytes: Buffer): Promise<SourceArchive> {
  const rootDirectory = makeTemporaryDirectory();
  writeFileSync(join(rootDirectory, name), bytes);
  return readSource({ archive: name }, { rootDirectory });
}

export function read(source: Source, rootDirectory = "/nowhere"): Promise<SourceArchive> {
  return readSource(source, { rootDirectory });
}

/** Why reading is refused; empty when it is not. Folders made by tests are written as <root>. */
export async function reasonsOf(reading: Promise<SourceArchive>): Promise<string[]> {
  try {
    await reading;
    return [];
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    expect(thrown.failures.map(({ property }) => property)).toEqual(thrown.failures.map(() => "source"));
    // Errors of Node's streams are no instances of jest's classes.
    const reasons = thrown.failures.map(({ reason }) => reason.replace(/: Error: /g, ": "));
    return reasons.map((reason) => temporary.reduce((text, path) => text.replaceAll(path, "<root>"), reason));
  }
}

/** Root may read everything: tests of refusals need another user. */
export async function asUnprivilegedUser<Result>(run: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return run();
  process.seteuid?.(65534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

/** The same sequence of numbers between 0 and 1 for the same seed. */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}
