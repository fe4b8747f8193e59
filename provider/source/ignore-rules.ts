// A user's own patterns of files to leave out of a directory: .coderignore files at any depth, then the `ignore` list.
// All of them act as one gitignore.
import ignore from "ignore";

export const IGNORE_FILE = ".coderignore";

export class IgnoreRules {
  private readonly matcher: ignore.Ignore;

  constructor(
    private readonly patterns: readonly string[],
    private readonly inherited: readonly string[] = [],
  ) {
    // The `ignore` list comes last: in gitignore, the last match decides. Case counts, so that every machine leaves out
    // the same files.
    this.matcher = ignore({ ignorecase: false })
      .add([...inherited])
      .add([...patterns]);
  }

  ignores(path: string, isDirectory: boolean): boolean {
    return this.matcher.ignores(isDirectory ? `${path}/` : path);
  }

  /** The rules in a folder with an ignore file of its own, whose patterns are relative to the folder. */
  within(directory: string, ignoreFile: string): IgnoreRules {
    const lines = ignoreFile.replace(/^\uFEFF/, "").split(/\r?\n/);
    return new IgnoreRules(this.patterns, [
      ...this.inherited,
      ...lines.flatMap((line) => patternWithin(directory, line)),
    ]);
  }
}

/** A pattern of an ignore file, rewritten so that it means the same when read at the root. */
function patternWithin(directory: string, line: string): string[] {
  if (directory === "") return [line];
  const isNegated = line.startsWith("!");
  const pattern = isNegated ? line.slice(1) : line;
  if (line.startsWith("#") || /^[/\s]*$/.test(pattern)) return [];
  // A pattern with a slash at its start or in its middle holds in its folder only; another one holds at any depth.
  const isTied = pattern.trimEnd().slice(0, -1).includes("/");
  const base = directory.replace(/[\\*?[\]!# ]/g, "\\$&");
  return [`${isNegated ? "!" : ""}/${base}/${isTied ? "" : "**/"}${pattern.replace(/^\//, "")}`];
}
