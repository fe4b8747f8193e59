// Reads a tar, gzipped or not, into a tree. Keeps only files of a template, and gives up on archives that can't be
// templates.
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Entry, type Headers } from "tar-stream";
import type { EntryTree } from "./entry-tree";
import { endSentence, messageOf } from "../errors";
import { readAll } from "./read-all";
import { sizeText } from "./tar";
import { isProperties } from "../values";

/**
 * How many unpacked bytes are read, including files that are left out: the archive may contain a large `.git` folder.
 */
const MAXIMUM_UNPACKED_BYTES = 256 << 20;
export const MAXIMUM_ARCHIVE_ENTRIES = 100_000;

const EXECUTABLE_BY_OWNER = 0o100;

/** An archive that can't be read. The message continues a sentence that begins with the archive's name. */
export class UnreadableArchive extends Error {}

export async function readTar(source: Readable, isGzipped: boolean, tree: EntryTree): Promise<void> {
  const extraction = extract();
  // An error of any stage ends the loop below. The pipeline itself is awaited after it.
  const piping = (
    isGzipped ? pipeline(source, createGunzip(), countBytes, extraction) : pipeline(source, countBytes, extraction)
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  try {
    let entries = 0;
    for await (const entry of extraction) {
      entries += 1;
      if (entries > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
      await addEntry(entry, tree);
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

export function tooManyEntries(): UnreadableArchive {
  return new UnreadableArchive(
    `has more than ${MAXIMUM_ARCHIVE_ENTRIES} entries, which no template needs. Pack the template alone.`,
  );
}

async function addEntry(entry: Entry, tree: EntryTree): Promise<void> {
  // The library would wait for ever for a content of such a size.
  if (!Number.isSafeInteger(entry.header.size) || Number(entry.header.size) < 0)
    throw new Error(`The size of "${entry.header.name}" is no number.`);
  const { name, type, mode = 0, size = 0 } = entry.header;
  const linkname = entry.header.linkname ?? "";
  switch (type) {
    case "directory":
      tree.addDirectory(name);
      break;
    case "symlink":
      tree.addLink(name, linkname, "symbolic");
      break;
    case "link":
      tree.addLink(name, linkname, "hard");
      break;
    case "file":
    case "contiguous-file": {
      if (isSparse(entry.header)) {
        tree.addSpecial(name, "a sparse file");
        break;
      }
      const file = tree.addFile(name, size, (mode & EXECUTABLE_BY_OWNER) !== 0);
      if (file === undefined) break;
      file.bytes = await readAll(entry);
      return;
    }
    case "fifo":
      tree.addSpecial(name, "a named pipe");
      break;
    case "character-device":
    case "block-device":
      tree.addSpecial(name, "a device");
      break;
    default:
      tree.addSpecial(name, "an entry of a kind that is not known");
  }
  entry.resume();
}

/** Sparse files of the pax format look like plain files, but their content begins with a map of holes. */
function isSparse(header: Headers & { pax?: unknown }): boolean {
  if (!isProperties(header.pax)) return false;
  return Object.keys(header.pax).some((key) => key.startsWith("GNU.sparse."));
}

async function* countBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > MAXIMUM_UNPACKED_BYTES) {
      throw new UnreadableArchive(`unpacks to more than ${sizeText(MAXIMUM_UNPACKED_BYTES)}. Pack the template alone.`);
    }
    yield chunk;
  }
}
