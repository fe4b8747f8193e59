// Reads a tar, gzipped or not, into a tree. Keeps only files of a template, and gives up on archives that can't be
// templates.
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Entry, type Headers } from "tar-stream";
import {
  MAXIMUM_ARCHIVE_ENTRIES,
  MAXIMUM_LINK_TARGET_BYTES,
  tooManyEntries,
  UnreadableArchive,
} from "./archive-limits";
import type { EntryTree } from "./entry-tree";
import { endSentence, messageOf } from "../errors";
import { quotedPath } from "./problems";
import { readAll } from "./read-all";
import { sizeText } from "./tar";
import { isProperties } from "../values";

/**
 * How many unpacked bytes are read, including files that are left out: the archive may contain a large `.git` folder.
 */
const MAXIMUM_UNPACKED_BYTES = 256 << 20;

/**
 * How many bytes may come without an entry: the library gathers headers of long names and of attributes before it tells
 * the entry that they belong to.
 */
const MAXIMUM_BYTES_BETWEEN = 4 << 20;

const EXECUTABLE_BY_OWNER = 0o100;

export async function readTar(source: Readable, isGzipped: boolean, tree: EntryTree): Promise<void> {
  const extraction = extract();
  const meter = new Meter();
  const count = (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> => meter.count(chunks);
  // An error of any stage ends the loop below. The pipeline itself is awaited after it.
  const piping = (
    isGzipped ? pipeline(source, createGunzip(), count, extraction) : pipeline(source, count, extraction)
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  try {
    let entries = 0;
    for await (const entry of extraction) {
      entries += 1;
      if (entries > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
      const content = meter.watch(entry);
      // An entry that is not wanted is passed by.
      if (!(await addEntry(entry.header, content, tree))) for await (const chunk of content) void chunk;
    }
  } catch (thrown) {
    if (thrown instanceof UnreadableArchive) throw thrown;
    throw new UnreadableArchive(
      `can't be read as ${isGzipped ? "a gzipped tar" : "a tar"}: ${endSentence(messageOf(thrown))} Make it again.`,
      {
        cause: thrown,
      },
    );
  } finally {
    source.destroy();
    await piping;
  }
}

/** False when the content is not read. */
async function addEntry(header: Headers, content: AsyncIterable<Buffer>, tree: EntryTree): Promise<boolean> {
  const { name, type, mode = 0, size = 0 } = header;
  // The library would wait for ever for a content of such a size.
  if (!Number.isSafeInteger(header.size) || size < 0) throw new Error(`The size of "${name}" is no number.`);
  const linkname = header.linkname ?? "";
  if (linkname.length > MAXIMUM_LINK_TARGET_BYTES)
    throw new Error(`The link ${quotedPath(name)} has no proper target.`);
  switch (type) {
    case "directory":
      tree.addDirectory(name);
      return false;
    case "symlink":
      tree.addLink(name, linkname, "symbolic");
      return false;
    case "link":
      tree.addLink(name, linkname, "hard");
      return false;
    case "file":
    case "contiguous-file": {
      if (isSparse(header)) {
        tree.addSpecial(name, "a sparse file");
        return false;
      }
      const file = tree.addFile(name, size, (mode & EXECUTABLE_BY_OWNER) !== 0);
      if (file === undefined) return false;
      file.bytes = await readAll(content);
      return true;
    }
    case "fifo":
      tree.addSpecial(name, "a named pipe");
      return false;
    case "character-device":
    case "block-device":
      tree.addSpecial(name, "a device");
      return false;
    default:
      tree.addSpecial(name, "an entry of a kind that is not known");
      return false;
  }
}

/** Sparse files of the pax format look like plain files, but their content begins with a map of holes. */
function isSparse(header: Headers & { pax?: unknown }): boolean {
  if (!isProperties(header.pax)) return false;
  return Object.keys(header.pax).some((key) => key.startsWith("GNU.sparse."));
}

/** Counts what goes into the library and what comes out of it. */
class Meter {
  private total = 0;
  private sinceEntry = 0;

  async *count(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.total += chunk.length;
      this.sinceEntry += chunk.length;
      if (this.total > MAXIMUM_UNPACKED_BYTES) {
        throw new UnreadableArchive(
          `unpacks to more than ${sizeText(MAXIMUM_UNPACKED_BYTES)}. Pack the template alone.`,
        );
      }
      if (this.sinceEntry > MAXIMUM_BYTES_BETWEEN + chunk.length) {
        throw new UnreadableArchive(
          `has more than ${sizeText(MAXIMUM_BYTES_BETWEEN)} that belong to no entry. Pack the template alone.`,
        );
      }
      yield chunk;
    }
  }

  async *watch(entry: Entry): AsyncGenerator<Buffer> {
    this.sinceEntry = 0;
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      this.sinceEntry = 0;
      yield chunk;
    }
  }
}
