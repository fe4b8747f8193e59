// Reads a tar, gzipped or not, into a tree. Keeps only files of a template, and gives up on archives that can't be
// templates.
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { EntryTree } from "./entry-tree";
import { endSentence, messageOf } from "../errors";
import { sizeText } from "./tar";
import { tarEntries, type TarEntry } from "./tar-entries";

/**
 * How many unpacked bytes are read, including files that are left out: the archive may contain a large `.git` folder.
 */
const MAXIMUM_UNPACKED_BYTES = 256 << 20;
export const MAXIMUM_ARCHIVE_ENTRIES = 100_000;

const EXECUTABLE_BY_OWNER = 0o100;
/** Of old systems; read like any other. */
const CONTIGUOUS_FILE = "7";

/** An archive that can't be read. The message continues a sentence that begins with the archive's name. */
export class UnreadableArchive extends Error {}

export async function readTar(source: Readable, isGzipped: boolean, tree: EntryTree): Promise<void> {
  // An error of either stage ends the loop below.
  const bytes = isGzipped ? pipeline(source, createGunzip(), () => {}) : source;
  try {
    let entries = 0;
    for await (const entry of tarEntries(countBytes(bytes))) {
      entries += 1;
      if (entries > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
      await addEntry(entry, tree);
    }
  } catch (thrown) {
    if (thrown instanceof UnreadableArchive) throw thrown;
    throw new UnreadableArchive(
      `can't be read as ${isGzipped ? "a gzipped tar" : "a tar"}: ${endSentence(messageOf(thrown))} Make it again.`,
      { cause: thrown },
    );
  } finally {
    source.destroy();
  }
}

export function tooManyEntries(): UnreadableArchive {
  return new UnreadableArchive(
    `has more than ${MAXIMUM_ARCHIVE_ENTRIES} entries, which no template needs. Pack the template alone.`,
  );
}

async function addEntry(entry: TarEntry, tree: EntryTree): Promise<void> {
  const { name, kind, mode, size, link } = entry;
  switch (kind) {
    case "5":
      tree.addDirectory(name);
      break;
    case "2":
      tree.addLink(name, link, "symbolic");
      break;
    case "1":
      tree.addLink(name, link, "hard");
      break;
    case "0":
    case CONTIGUOUS_FILE: {
      if (entry.isSparse) {
        tree.addSpecial(name, "a sparse file");
        break;
      }
      const file = tree.addFile(name, size, (mode & EXECUTABLE_BY_OWNER) !== 0);
      if (file !== undefined) file.bytes = await entry.read();
      break;
    }
    case "6":
      tree.addSpecial(name, "a named pipe");
      break;
    case "3":
    case "4":
      tree.addSpecial(name, "a device");
      break;
    default:
      tree.addSpecial(name, "an entry of a kind that is not known");
  }
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
