// Paths as a template stores them: relative, with forward slashes, in one spelling. Refuses paths that leave the
// template or would arrive changed.
import { isAbsolute, relative, sep } from "node:path";

/** The longest name of a file that Linux file systems take, in bytes. */
const MAXIMUM_NAME_BYTES = 255;
/** Linux takes 4096, but the server puts its own folder in front. */
const MAXIMUM_PATH_BYTES = 2048;
/** Each path is compared with all folders that it is in. */
const MAXIMUM_FOLDERS = 100;

/** The one spelling of a relative path ("" is the root itself), or why there is none. */
export function normalizePath(given: string): { path: string } | { problem: string } {
  // Checked first: the time of the rest grows with the number of folders in the path.
  if (Buffer.byteLength(given) > MAXIMUM_PATH_BYTES)
    return { problem: `is longer than ${MAXIMUM_PATH_BYTES} bytes. Shorten it` };
  if (given.startsWith("/")) return { problem: "is absolute. Paths in a template are relative to its top" };
  const segments = given.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.includes("..")) return { problem: 'contains "..". Paths in a template can\'t leave it' };
  const problem = pathProblem(segments.join("/"));
  return problem === undefined ? { path: segments.join("/") } : { problem };
}

/** Why a normalized path would not arrive unchanged; undefined when it would. */
export function pathProblem(path: string): string | undefined {
  if (path.includes("\0")) return "contains a NUL character";
  if (path.includes("\\")) return "contains a backslash. Separate folders with forward slashes";
  // Decoding writes U+FFFD wherever the bytes are not UTF-8. Half of a character can't be written at all.
  if (/[\uFFFD\p{Surrogate}]/u.test(path)) return "is not valid UTF-8. Rename it";
  if (/^[A-Za-z]:/.test(path)) return "starts with a drive letter. Paths in a template are relative to its top";
  if (Buffer.byteLength(path) > MAXIMUM_PATH_BYTES) return `is longer than ${MAXIMUM_PATH_BYTES} bytes. Shorten it`;
  if (path.split("/").some((segment) => Buffer.byteLength(segment) > MAXIMUM_NAME_BYTES)) {
    return `has a name longer than ${MAXIMUM_NAME_BYTES} bytes. Shorten it`;
  }
  if (path.split("/").length - 1 > MAXIMUM_FOLDERS) return `lies in more than ${MAXIMUM_FOLDERS} folders. Move it up`;
  return undefined;
}

/** The folders that a path is in, outermost first: "a/b/c.tf" is in "a" and "a/b". */
export function parentsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}

/** Whether a path on disk is a folder or lies in it. Both are absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Pairs of paths, folders included, that are the same on a file system that ignores case or Unicode form. */
export function clashingNames(paths: readonly string[]): [string, string][] {
  const seen = new Map<string, string>();
  const clashes = new Map<string, [string, string]>();
  for (const path of paths) {
    for (const part of [...parentsOf(path), path]) {
      const folded = part.normalize("NFC").toLowerCase();
      const first = seen.get(folded);
      if (first === undefined) seen.set(folded, part);
      else if (first !== part) {
        clashes.set(part, [first, part]);
        break; // The paths inside clash only because of this one.
      }
    }
  }
  return [...clashes.values()];
}
