// A user's own patterns of files to leave out of a directory: .coderignore files at any depth, then the `ignore` list.
// All of them act as one gitignore.
import ignore from "ignore";
import { sizeText } from "./tar";
import type { TreeFile } from "./tree";

export const IGNORE_FILE = ".coderignore";

/** Nobody writes so many patterns. */
const MAXIMUM_BYTES = 1 << 20;

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

/** The text of an ignore file. */
export async function patternsIn(file: TreeFile): Promise<string> {
  const { size } = await file.measure();
  if (size > MAXIMUM_BYTES) throw new Error(`it has ${sizeText(size)}, and may have ${sizeText(MAXIMUM_BYTES)}.`);
  return (await file.read()).toString("utf8");
}
