// When an archive is given up, before it takes memory or time that no template is worth.

/** An archive that can't be read. The message continues a sentence that begins with the archive's name. */
export class UnreadableArchive extends Error {}

export const MAXIMUM_ARCHIVE_ENTRIES = 100_000;

/** The longest that Linux takes, in bytes. */
export const MAXIMUM_LINK_TARGET_BYTES = 4096;

/** Names and targets of links that are kept, in characters: a few hundred for each entry. */
const MAXIMUM_NAMES_LENGTH = 32 << 20;

export function tooManyEntries(): UnreadableArchive {
  return new UnreadableArchive(
    `has more than ${MAXIMUM_ARCHIVE_ENTRIES} entries, which no template needs. Pack the template alone.`,
  );
}

/** Counts what a tree of entries keeps, and refuses too much. Folders that only names of others tell count, too. */
export class EntryBudget {
  private entries = 0;
  private length = 0;

  /** @throws UnreadableArchive */
  add(name: string, target = ""): void {
    this.entries += 1;
    this.length += name.length + target.length;
    if (this.entries > MAXIMUM_ARCHIVE_ENTRIES) throw tooManyEntries();
    if (this.length > MAXIMUM_NAMES_LENGTH)
      throw new UnreadableArchive("has names of many megabytes, which no template needs. Pack the template alone.");
  }
}
