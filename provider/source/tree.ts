// Walks a tree of files, on disk or in an archive. The one place that decides what is left out, what links mean, and
// when to stop.
import { posix } from "node:path";
import { describeExclusion, exclusionOf } from "./exclusions";
import { IGNORE_FILE, type IgnoreRules } from "./ignore-rules";
import { pathProblem } from "./paths";
import { quotedPath, readFailure, type SourceProblems } from "./problems";

/** A tar with so many entries is several times over the size limit: the walk ends there, be it in a home folder. */
export const MAXIMUM_ENTRIES = 10_000;

export interface TreeFile {
  kind: "file";
  measure(): Promise<{ size: number; isExecutable: boolean }>;
  read(): Promise<Buffer>;
}

export interface TreeDirectory {
  kind: "directory";
  /** Real path relative to the root; "" is the root. */
  realPath: string;
  list(): Promise<[name: string, node: TreeNode][]>;
}

export interface TreeLink {
  kind: "link";
  follow(): Promise<LinkEnd>;
}

export interface TreeSpecial {
  kind: "special";
  /** What it is, with an article: "a socket". */
  description: string;
}

export type TreeNode = TreeFile | TreeDirectory | TreeLink | TreeSpecial;

/**
 * Where a link ends, with `realPath` relative to the root; or why it leads nowhere. `target` is the text of the link.
 */
export type LinkEnd = { target: string } & (
  { node: TreeFile | TreeDirectory; realPath: string } | { problem: "outside" | "broken" | "circular" }
);

export interface CollectedFile {
  path: string;
  file: TreeFile;
}

export interface Collection {
  /** Sorted by path. */
  files: CollectedFile[];
  /** Files with variable values that were left out. A user may expect the values to count. */
  variableFiles: string[];
  /** False when the fixed rules or the user's left something out. */
  isComplete: boolean;
  /** False when the walk was given up. */
  isWalked: boolean;
}

interface Walk extends Collection {
  problems: SourceProblems;
  entries: number;
}

/** A place in the tree. */
interface Place {
  /** "" is the top. */
  path: string;
  /** The folders that the walk went through, by their real paths. */
  ancestors: readonly string[];
  rules: IgnoreRules | undefined;
}

/** Without rules, ignore files have no effect. */
export async function collectFiles(
  root: TreeDirectory,
  rules: IgnoreRules | undefined,
  problems: SourceProblems,
): Promise<Collection> {
  const walk: Walk = { files: [], variableFiles: [], isComplete: true, isWalked: true, problems, entries: 0 };
  await visit(walk, root, { path: "", ancestors: [], rules });
  walk.files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return walk;
}

async function visit(walk: Walk, directory: TreeDirectory, place: Place): Promise<void> {
  const { path } = place;
  const ancestors = [...place.ancestors, directory.realPath];
  let children: [string, TreeNode][];
  let rules: IgnoreRules | undefined;
  try {
    children = await directory.list();
    rules = await rulesWithin(walk, children, place);
  } catch (thrown) {
    walk.problems.add(`The folder ${quotedPath(path === "" ? "." : path)} can't be read: ${readFailure(thrown)}`, path);
    return;
  }
  for (const [name, child] of children.sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (!walk.isWalked) return;
    await visitChild(walk, child, { path: posix.join(path, name), ancestors, rules });
  }
}

async function visitChild(walk: Walk, child: TreeNode, place: Place): Promise<void> {
  const { path, rules } = place;
  // A link may stand for a folder: a pattern for folders leaves it out as well, without the link being followed.
  const isIgnored =
    rules?.ignores(path, child.kind === "directory") === true ||
    (child.kind === "link" && rules?.ignores(path, true) === true);
  const exclusion = exclusionOf(path, child.kind === "directory");
  if (isIgnored || exclusion !== undefined) {
    walk.isComplete = false;
    // A user who ignores such a file knows about it.
    if (exclusion === "variables" && !isIgnored) walk.variableFiles.push(path);
    return;
  }
  const problem = pathProblem(path);
  if (problem !== undefined) return walk.problems.add(`The path ${quotedPath(path)} ${problem}.`, path);
  walk.entries += 1;
  if (walk.entries > MAXIMUM_ENTRIES) {
    walk.isWalked = false;
    return;
  }
  switch (child.kind) {
    case "file":
      walk.files.push({ path, file: child });
      return;
    case "directory":
      return visit(walk, child, place);
    case "link":
      return visitLink(walk, child, place);
    case "special":
      return walk.problems.add(
        `${quotedPath(path)} is ${child.description}, which a template can't hold. ${leaveOut(walk)}`,
        path,
      );
    default:
      return child satisfies never;
  }
}

async function visitLink(walk: Walk, link: TreeLink, place: Place): Promise<void> {
  const { path, ancestors } = place;
  let end: LinkEnd;
  try {
    end = await link.follow();
  } catch (thrown) {
    return walk.problems.add(`The link ${quotedPath(path)} can't be followed: ${readFailure(thrown)}`, path);
  }
  const { target } = end;
  const refuse = (reason: string): void => {
    walk.problems.add(`The link ${quotedPath(path)} leads to ${quotedPath(target)}, ${reason} ${leaveOut(walk)}`, path);
  };
  if ("problem" in end) {
    switch (end.problem) {
      case "outside":
        return refuse("which is outside of the template. Put what it leads to inside.");
      case "broken":
        return refuse("which does not exist or can't be a file of the template.");
      case "circular":
        return refuse("and from there back to itself.");
      default:
        return end.problem satisfies never;
    }
  }
  const isDirectory = end.node.kind === "directory";
  const exclusion = exclusionOf(end.realPath, isDirectory);
  if (end.realPath !== "" && exclusion !== undefined) {
    return refuse(`which is left out of templates: ${describeExclusion(exclusion)}.`);
  }
  if (end.node.kind === "file") {
    walk.files.push({ path, file: end.node });
    return;
  }
  if (ancestors.includes(end.node.realPath)) return refuse("a folder that it is in itself.");
  return visit(walk, end.node, place);
}

/** The rules in a folder: those around it, and its own ignore file's. */
async function rulesWithin(
  walk: Walk,
  children: readonly [string, TreeNode][],
  { path, rules: outerRules }: Place,
): Promise<IgnoreRules | undefined> {
  const ignoreFile = children.find(([name]) => name === IGNORE_FILE)?.[1];
  if (outerRules === undefined || ignoreFile === undefined) return outerRules;
  const ignorePath = posix.join(path, IGNORE_FILE);
  if (ignoreFile.kind !== "file") {
    walk.problems.add(`${quotedPath(ignorePath)} has to be a plain file with patterns.`);
    return outerRules;
  }
  try {
    return outerRules.within(path, (await ignoreFile.read()).toString("utf8"));
  } catch (thrown) {
    walk.problems.add(`${quotedPath(ignorePath)} can't be read: ${readFailure(thrown)}`);
    return outerRules;
  }
}

function leaveOut(walk: Walk): string {
  return walk.problems.kind === "directory"
    ? "Remove it, or leave it out with `ignore`."
    : "Remove it from the archive.";
}
