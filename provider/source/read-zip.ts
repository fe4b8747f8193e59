// Reads a zip into a tree: names as UTF-8, Unix modes where there are some, checksums compared. Refuses encrypted
// entries.
import { crc32 } from "node:zlib";
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from "yauzl";
import { endSentence, messageOf } from "../errors";
import {
  MAXIMUM_ARCHIVE_ENTRIES,
  MAXIMUM_LINK_TARGET_BYTES,
  tooManyEntries,
  UnreadableArchive,
} from "./archive-limits";
import type { EntryTree } from "./entry-tree";
import { quotedPath, type SourceProblems } from "./problems";
import { readAll } from "./read-all";

/** The maker of an entry decides what its attributes mean: 3 is Unix, 19 is macOS. */
const MADE_WITH_UNIX_MODES = [3, 19];
const NAME_IS_UTF8 = 0x800;

const TYPE_BITS = 0o170000;
const TYPE_FILE = 0o100000;
const TYPE_DIRECTORY = 0o040000;
const TYPE_LINK = 0o120000;
const EXECUTABLE_BY_OWNER = 0o100;

export async function readZip(path: string, tree: EntryTree, problems: SourceProblems): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    });
    if (zip.entryCount > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
    for await (const entry of zip.eachEntry()) await addEntry(zip, entry, tree, problems);
  } catch (thrown) {
    if (thrown instanceof UnreadableArchive) throw thrown;
    throw new UnreadableArchive(`can't be read as a zip: ${endSentence(messageOf(thrown))} Make it again.`, {
      cause: thrown,
    });
  } finally {
    zip?.close();
  }
}

async function addEntry(zip: ZipFile, entry: Entry, tree: EntryTree, problems: SourceProblems): Promise<void> {
  // Most tools write names in UTF-8, but not all of them say so: the flag prevents a guess at other encodings.
  const name = getFileNameLowLevel(
    entry.generalPurposeBitFlag | NAME_IS_UTF8,
    entry.fileNameRaw,
    entry.extraFields,
    true,
  );
  const mode = MADE_WITH_UNIX_MODES.includes(entry.versionMadeBy >>> 8) ? entry.externalFileAttributes >>> 16 : 0;
  const type = mode & TYPE_BITS;
  if (name.endsWith("/") || type === TYPE_DIRECTORY) return tree.addDirectory(name);
  if (type === TYPE_LINK) {
    if (entry.uncompressedSize > MAXIMUM_LINK_TARGET_BYTES)
      throw new Error(`the link ${quotedPath(name)} has no proper target`);
    const target = await readContent(zip, entry, name, problems);
    if (target !== undefined) tree.addLink(name, target.toString("utf8"), "symbolic");
    return;
  }
  if (type !== TYPE_FILE && type !== 0) return tree.addSpecial(name, "a special file");
  const file = tree.addFile(name, entry.uncompressedSize, (mode & EXECUTABLE_BY_OWNER) !== 0);
  if (file !== undefined) file.bytes = (await readContent(zip, entry, name, problems)) ?? Buffer.alloc(0);
}

async function readContent(
  zip: ZipFile,
  entry: Entry,
  name: string,
  problems: SourceProblems,
): Promise<Buffer | undefined> {
  if (entry.isEncrypted()) {
    problems.add(`${quotedPath(name)} is encrypted. Make the zip again without a password.`, name);
    return undefined;
  }
  if (!entry.canDecodeFileData()) {
    problems.add(
      `${quotedPath(name)} is compressed by method ${entry.compressionMethod}. Make the zip again with the usual one ` +
        "(deflate).",
      name,
    );
    return undefined;
  }
  const bytes = await readAll(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) throw new Error(`the checksum of ${quotedPath(name)} does not match`);
  return bytes;
}
