// Whether the files of a template are those of a commit. Compares contents itself: Git would run the filters that a
// repository names.
import { createHash } from "node:crypto";
import { lstat, readlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { mapBounded } from "./bounded";
import { git, GitFailure } from "./git-command";
import { isWithin, parentsOf } from "./paths";
import { errorCode } from "./problems";
import type { FileOnDisk, OnDisk } from "./template-content";

const LOOKS_AT_ONCE = 16;

interface Repository {
  top: string;
  /** Id of the commit. */
  head: string;
}

interface Entry {
  mode: string;
  id: string;
}

const EXECUTABLE = "100755";
const LINK = "120000";
const SUBMODULE = "160000";

export async function isAsCommitted(
  repository: Repository,
  { folders, files }: OnDisk,
  signal: AbortSignal,
): Promise<boolean> {
  const { top } = repository;
  if (!folders.every((folder) => isWithin(top, folder))) return false;
  const tree = await entriesOf(repository, folders, signal);
  const inSubmodules = new Map<string, FileOnDisk[]>();
  for (const file of files) {
    const path = relative(top, file.location);
    const submodule = parentsOf(path).find((parent) => tree.get(parent)?.mode === SUBMODULE);
    if (submodule === undefined) {
      if (!isSame(tree.get(path), file) || !isReachedByLink(top, tree, file)) return false;
    } else inSubmodules.set(submodule, [...(inSubmodules.get(submodule) ?? []), file]);
  }
  for (const [path, within] of inSubmodules) {
    if (!(await isSubmoduleAsCommitted(join(top, path), tree.get(path)?.id ?? "", { folders, files: within }, signal)))
      return false;
  }
  return !(await lacksAny(top, tree, files));
}

/** What the commit has in the folders, and submodules around them, by paths of the repository. */
async function entriesOf(
  { top, head }: Repository,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Entry>> {
  const paths = folders.map((folder) => relative(top, folder));
  const around = paths.flatMap(parentsOf).filter((path) => path !== "");
  const lists = await Promise.all([
    git(
      top,
      ["ls-tree", "-r", "-z", head, "--", ...paths.filter((path) => path !== "" && !paths.includes(""))],
      signal,
    ),
    around.length === 0 ? "" : git(top, ["ls-tree", "-z", head, "--", ...around], signal),
  ]);
  const entries = lists.flatMap((list) => list.split("\0")).map((line) => /^(\d+) \S+ (\S+)\t(.+)$/s.exec(line));
  return new Map(
    entries.flatMap((found): [string, Entry][] => {
      const [, mode, id, path] = found ?? [];
      return mode === undefined || id === undefined || path === undefined ? [] : [[path, { mode, id }]];
    }),
  );
}

async function isSubmoduleAsCommitted(
  top: string,
  commit: string,
  { folders, files }: OnDisk,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const [foundTop, head] = (await git(top, ["rev-parse", "--show-toplevel", "HEAD"], signal)).split("\n");
    if (foundTop !== top || head !== commit) return false;
    const within = folders.flatMap((folder) => (isWithin(folder, top) ? [top] : isWithin(top, folder) ? [folder] : []));
    return await isAsCommitted({ top, head }, { folders: within, files }, signal);
  } catch (thrown) {
    if (thrown instanceof GitFailure) return false;
    throw thrown;
  }
}

/** A file that a link leads to is at another path than the template has it: then the commit has to have that link. */
function isReachedByLink(top: string, tree: ReadonlyMap<string, Entry>, file: FileOnDisk): boolean {
  if (file.path === file.location) return true;
  const path = relative(top, file.path);
  return [...parentsOf(path), path].some((each) => tree.get(each)?.mode === LINK);
}

/** Whether the file is the commit's, also where Git stores other line ends or a pointer of Git LFS instead. */
function isSame(entry: Entry | undefined, { bytes, isExecutable }: FileOnDisk): boolean {
  if (entry === undefined || (entry.mode === EXECUTABLE) !== isExecutable) return false;
  const isStored = (content: Buffer): boolean => idOf(content, entry) === entry.id;
  if (isStored(bytes)) return true;
  const unixText = Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
  const digest = createHash("sha256").update(bytes).digest("hex");
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${digest}\nsize ${bytes.length}\n`;
  return isStored(unixText) || isStored(Buffer.from(pointer));
}

/** The id that Git gives a content; its length tells which hash the repository uses. */
function idOf(content: Buffer, entry: Entry | undefined): string {
  const hash = createHash(entry?.id.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** Whether a file of the commit is no longer there, or a link leads elsewhere. */
async function lacksAny(top: string, tree: ReadonlyMap<string, Entry>, files: readonly FileOnDisk[]): Promise<boolean> {
  const seen = new Set(files.map(({ location }) => relative(top, location)));
  // A name that is no UTF-8 can't be looked up.
  const others = [...tree].filter(
    ([path, { mode }]) => (mode === LINK || mode.startsWith("10")) && !seen.has(path) && !path.includes("\uFFFD"),
  );
  const found = await mapBounded(others, LOOKS_AT_ONCE, async ([path, entry]) => {
    try {
      if (entry.mode === LINK) return idOf(Buffer.from(await readlink(join(top, path))), entry) === entry.id;
      return !(await lstat(join(top, path))).isDirectory();
    } catch (thrown) {
      return !["ENOENT", "ENOTDIR", "EINVAL"].includes(errorCode(thrown) ?? "");
    }
  });
  return found.includes(false);
}
