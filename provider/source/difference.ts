// What differs between two contents of a template, for people: files by name, and the changed lines of texts as a
// unified diff. Both are bounded, and say what is left out.
import { isUtf8 } from "node:buffer";
import { structuredPatch } from "diff";
import { marksOthers, whyKeptBack } from "./kept-back";
import { quotedPath } from "./problems";
import { sizeText } from "./tar";

const FILES_SHOWN = 50;
const LINES_SHOWN = 200;
const BYTES_SHOWN = 16 << 10;
const LONGEST_LINE = 300;
const CONTEXT_LINES = 3;
/** Larger files are not compared: nobody reads them line by line. */
const LARGEST_TEXT = 256 << 10;
/** So many changed lines are looked for, in all files together: time grows with their square. */
const MOST_CHANGED_LINES = 2000;

/** What must not stand in a terminal or a comment as it is: it may move the cursor, or turn words round. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export interface ContentFile {
  readonly path: string;
  readonly isExecutable: boolean;
  readonly bytes: Buffer;
}

/** A content as the state knows it, and its files where they are at hand. */
export interface KnownContent {
  /** Path → digest. */
  readonly files: Readonly<Record<string, string>>;
  readonly contents?: readonly ContentFile[] | undefined;
}

/** A file's line in the list, and its changed lines. */
interface FileChange {
  path: string;
  sign: "+" | "-" | "~";
  note: string;
  lines: readonly string[];
}

interface Rules {
  /** Takes secrets out of a text. */
  readonly hide: (text: string) => string;
  /** Whether a file of the content marks blocks of others as sensitive. */
  readonly isMarkedByOther: boolean;
  /** So many changed lines may still be looked for. */
  linesLeft: number;
}

/**
 * Lines that tell the difference; none where no file differs.
 *
 * @param hide takes secrets out of a text
 */
export function describeDifference(
  before: KnownContent,
  after: KnownContent,
  hide: (text: string) => string,
): string[] {
  const changes = changesOf(before, after, hide);
  if (changes.length === 0) return [];
  const counts = (["~", "+", "-"] as const).map((sign) => changes.filter((change) => change.sign === sign).length);
  const words = ["changed", "added", "removed"].map((word, index) => [counts[index] ?? 0, word] as const);
  const told = words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const left = changes.length - FILES_SHOWN;
  return [
    `Files: ${told.join(", ")}.`,
    ...changes.slice(0, FILES_SHOWN).map(({ sign, path, note }) => `  ${sign} ${path}${note && ` (${note})`}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
    ...boundedLines(changes),
  ];
}

function changesOf(before: KnownContent, after: KnownContent, hide: (text: string) => string): FileChange[] {
  const [olds, news] = [before, after].map(({ contents = [] }) => new Map(contents.map((file) => [file.path, file])));
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])].sort();
  const isMarkedByOther = [...(before.contents ?? []), ...(after.contents ?? [])].some(marksOthers);
  const rules = { hide, isMarkedByOther, linesLeft: MOST_CHANGED_LINES };
  return paths
    .filter((path) => before.files[path] !== after.files[path])
    .map((path) => {
      const [old, wanted] = [olds?.get(path), news?.get(path)];
      const shown = { path: shownPath(path), lines: [] };
      if (!Object.hasOwn(before.files, path)) return { ...shown, sign: "+", note: describe(wanted) };
      if (!Object.hasOwn(after.files, path)) return { ...shown, sign: "-", note: describe(old) };
      return { ...shown, sign: "~", ...(old && wanted ? compare(old, wanted, rules) : { note: "" }) };
    });
}

function describe(file: ContentFile | undefined): string {
  return file === undefined ? "" : `${isText(file) ? "" : "binary, "}${sizeText(file.bytes.length)}`;
}

function compare(old: ContentFile, wanted: ContentFile, rules: Rules): Pick<FileChange, "note" | "lines"> {
  const mode =
    old.isExecutable === wanted.isExecutable ? [] : [wanted.isExecutable ? "now executable" : "no longer executable"];
  const silent = (note: string[]): Pick<FileChange, "note" | "lines"> => ({
    note: [...note, ...mode].join(", "),
    lines: [],
  });
  if (old.bytes.equals(wanted.bytes)) return silent([]);
  const sizes = `${sizeText(old.bytes.length)} => ${sizeText(wanted.bytes.length)}`;
  if (!isText(old) || !isText(wanted)) return silent([`binary, ${sizes}`]);
  if (Math.max(old.bytes.length, wanted.bytes.length) > LARGEST_TEXT) return silent([`large, ${sizes}`]);
  const texts = [old, wanted].map(({ bytes }) => bytes.toString("utf8"));
  const why = texts
    .map((text) => whyKeptBack(wanted.path, text, rules.isMarkedByOther))
    .find((reason) => reason !== undefined);
  if (why !== undefined) return silent([`lines not shown: ${why}`]);
  // Before the comparison: a line that is cut would hold a part of a secret.
  const [oldText = "", newText = ""] = texts.map(rules.hide);
  if (oldText === newText) return silent(["only in values that are secret"]);
  const options = { context: CONTEXT_LINES, maxEditLength: rules.linesLeft };
  const patch = structuredPatch("", "", oldText, newText, undefined, undefined, options);
  if (patch === undefined) {
    // One such file leaves something for the others.
    rules.linesLeft = Math.floor(rules.linesLeft / 2);
    return silent([`too many changes to show, ${sizes}`]);
  }
  const isWindows = [oldText, newText].every((text) => text.includes("\r\n"));
  const lines = patch.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines.map((line) => shownLine(isWindows ? line.replace(/\r$/, "") : line)),
  ]);
  const count = (sign: string): number =>
    patch.hunks.flatMap((hunk) => hunk.lines).filter((line) => line.startsWith(sign)).length;
  const path = shownPath(wanted.path);
  rules.linesLeft = Math.max(0, rules.linesLeft - count("+") - count("-"));
  return {
    note: [`+${count("+")} -${count("-")}`, ...mode].join(", "),
    lines: [`--- ${path}`, `+++ ${path}`, ...lines],
  };
}

/** As many lines as may be shown, and which files' lines are left out. */
function boundedLines(changes: readonly FileChange[]): string[] {
  const shown: string[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const { path, lines } of changes) {
    const taken = [];
    for (const line of left.length === 0 ? lines : []) {
      bytes += Buffer.byteLength(line) + 1;
      if (shown.length + taken.length === LINES_SHOWN || bytes > BYTES_SHOWN) break;
      taken.push(line);
    }
    shown.push(...taken);
    if (taken.length < lines.length) left.push(`${lines.length - taken.length} of ${path}`);
  }
  if (left.length === 0) return shown;
  const more = left.length > FILES_SHOWN ? ` and of ${left.length - FILES_SHOWN} more files` : "";
  const bound = `At most ${LINES_SHOWN} lines and ${sizeText(BYTES_SHOWN)} are shown`;
  return [...shown, `${bound}; left out are ${left.slice(0, FILES_SHOWN).join(", ")}${more}.`];
}

function isText({ bytes }: ContentFile): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

function shownPath(path: string): string {
  return path.search(UNSEEN) < 0 ? path : quotedPath(path).replace(UNSEEN, escaped);
}

function shownLine(line: string): string {
  const shown = line.replace(UNSEEN, (sign) => (sign === "\t" ? sign : escaped(sign)));
  return shown.length > LONGEST_LINE ? `${shown.slice(0, LONGEST_LINE)}…` : shown;
}

function escaped(sign: string): string {
  return sign === "\r" ? "\\r" : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
}
