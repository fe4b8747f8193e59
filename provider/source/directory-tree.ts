// A folder on disk as a tree. Opens files only when asked for. The system resolves links, and none may leave the root.
// A template's files are few and small, and checks come one at a time: Node reads such files several times as fast when
// it waits for them itself.
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { isWithin } from "./paths";
import { errorCode } from "./problems";
import type { LinkEnd, TreeDirectory, TreeFile, TreeNode } from "./tree";

const EXECUTABLE_BY_OWNER = 0o100;

/** A folder on disk, and where it lies in the template. */
interface Root {
  path: string;
  at: string;
}

/** `path` is the real path of an existing folder, `at` where it lies in the template: "" is the top. */
export function directoryTree(path: string, at = ""): TreeDirectory {
  return directoryNode({ path, at }, path);
}

function directoryNode(root: Root, directory: string): TreeDirectory {
  return {
    kind: "directory",
    realPath: placeOf(root, directory),
    list: promised(() =>
      readdirSync(directory, { withFileTypes: true }).map((entry): [string, TreeNode] => [
        entry.name,
        nodeOf(root, join(directory, entry.name), entry),
      ]),
    ),
  };
}

function nodeOf(root: Root, path: string, entry: Dirent): TreeNode {
  if (entry.isFile()) return fileNode(path);
  if (entry.isDirectory()) return directoryNode(root, path);
  if (entry.isSymbolicLink()) return { kind: "link", follow: promised(() => followLink(root, path)) };
  return { kind: "special", description: entry.isFIFO() ? "a named pipe" : entry.isSocket() ? "a socket" : "a device" };
}

/** `path` is the real one. */
function fileNode(path: string): TreeFile {
  return {
    kind: "file",
    location: path,
    measure: promised(() => {
      const { size, mode } = statSync(path);
      return { size, isExecutable: (mode & EXECUTABLE_BY_OWNER) !== 0 };
    }),
    read: promised(() => readFileSync(path)),
  };
}

function followLink(root: Root, path: string): LinkEnd {
  const target = readlinkSync(path);
  let end: string;
  try {
    end = realpathSync.native(path);
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === "ELOOP") return { target, problem: "circular" };
    if (code === "ENOENT" || code === "ENOTDIR") return { target, problem: "broken" };
    throw thrown;
  }
  if (!isWithin(root.path, end)) return { target, problem: "outside" };
  const realPath = placeOf(root, end);
  const status = statSync(end);
  if (status.isDirectory()) return { target, node: directoryNode(root, end), realPath };
  return status.isFile() ? { target, node: fileNode(end), realPath } : { target, problem: "broken" };
}

/** A real path below the root, as the template has it. */
function placeOf(root: Root, path: string): string {
  const joined = posix.join(root.at, relative(root.path, path).split(sep).join("/"));
  return joined === "." ? "" : joined;
}

/** A failure is one of the promise, as if it had been waited for elsewhere. */
function promised<Result>(run: () => Result): () => Promise<Result> {
  // eslint-disable-next-line @typescript-eslint/require-await
  return async () => run();
}
