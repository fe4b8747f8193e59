// What changed between two sets of files, for messages that say why a version will be made.

/** Path → digest, as in SourceArchive.files. */
export type FileDigests = Readonly<Record<string, string>>;

export interface FileDifference {
  added: string[];
  removed: string[];
  changed: string[];
}

/** Each list sorted by path. */
export function differenceOfFiles(oldFiles: FileDigests, newFiles: FileDigests): FileDifference {
  const before = new Map(Object.entries(oldFiles));
  const after = new Map(Object.entries(newFiles));
  return {
    added: [...after.keys()].filter((path) => !before.has(path)).sort(),
    removed: [...before.keys()].filter((path) => !after.has(path)).sort(),
    changed: [...after]
      .filter(([path, digest]) => before.has(path) && before.get(path) !== digest)
      .map(([path]) => path)
      .sort(),
  };
}
