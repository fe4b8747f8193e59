// A user's own patterns of what to leave out of a directory: .coderignore files at any depth, then the `ignore` list,
// as one gitignore.
import ignore from "ignore";

export const IGNORE_FILE = ".coderignore";

export class IgnoreRules {
  private readonly matcher: ignore.Ignore;

  constructor(
    private readonly patterns: readonly string[],
    private readonly inherited: readonly string[] = [],
  ) {
    // The list comes last: in gitignore, the last match decides. Case counts, so that every machine leaves out the
    // same.
    this.matcher = ignore({ ignorecase: false })
      .add([...inherited])
      .add([...patterns]);
  }

  ignores(path: string, isDirectory: boolean): boolean {
    return this.matcher.ignores(isDirectory ? `${path}/` : path);
  }

  /** The rules inside a folder that has an ignore file of its own; its patterns are relative to the folder. */
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
  // A slash at its start or middle ties a pattern to its folder; otherwise it matches at any depth below.
  const isTied = pattern.trimEnd().slice(0, -1).includes("/");
  const base = directory.replace(/[\\*?[\]!# ]/g, "\\$&");
  return [`${isNegated ? "!" : ""}/${base}/${isTied ? "" : "**/"}${pattern.replace(/^\//, "")}`];
}
