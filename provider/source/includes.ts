// Folders from elsewhere that a template includes: finds them, and refuses those that can't be where they are to lie.
import { lstatSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { directoryTree } from "./directory-tree";
import { describeExclusion } from "./exclusions";
import { findOnDisk } from "./find";
import type { KeepRules } from "./keep-rules";
import { isWithin, normalizePath } from "./paths";
import { quotedPath, type SourceProblems } from "./problems";
import type { Layer } from "./tree";

/** The template's own folder: as it was written, made absolute, and its real path. */
export interface Directory {
  path: string;
  realPath: string;
}

/** The included folders as layers, in one order for every language. Those with a problem are left out. */
export function findIncluded(
  include: Readonly<Record<string, string>>,
  directory: Directory,
  keep: KeepRules,
  problems: SourceProblems,
): Layer[] {
  const layers: Layer[] = [];
  const names = new Map<string, string>();
  const refuse = (reason: string): void => problems.add(reason, undefined, "include");
  for (const [name, folder] of Object.entries(include).sort(([left], [right]) => (left < right ? -1 : 1))) {
    const normalized = normalizePath(name);
    const targetProblem = "problem" in normalized ? normalized.problem : targetProblemOf(normalized.path, keep);
    if (targetProblem !== undefined) refuse(`The path ${quotedPath(name)} ${targetProblem}.`);
    const path = resolve(directory.path, folder);
    const problem = folderProblem(path, folder, directory);
    if (problem !== undefined) refuse(`${quotedPath(name)}: ${problem}`);
    if ("problem" in normalized || targetProblem !== undefined) continue;
    const at = normalized.path;
    const other = names.get(at);
    if (other !== undefined) {
      const both = `${quotedPath(other)} and ${quotedPath(name)}`;
      refuse(`${both} are the same path, so that one folder would lie on the other. Choose another path for one.`);
      continue;
    }
    names.set(at, name);
    if (problem !== undefined) continue;
    const real = realpathSync.native(path);
    layers.push({ root: directoryTree(real, at), at, folder: path, realPath: real, isIncluded: true });
  }
  return layers;
}

function targetProblemOf(path: string, keep: KeepRules): string | undefined {
  const exclusion = path === "" ? undefined : keep.exclusionOf(path, true);
  const remedy = "Choose another path, or name it in `keep`";
  return exclusion && `is left out of templates: ${describeExclusion(exclusion)}. ${remedy}`;
}

function folderProblem(path: string, given: string, directory: Directory): string | undefined {
  const found = findOnDisk("folder", path);
  if ("problem" in found) {
    const start = path === given ? "" : ` Relative paths start at ${quotedPath(directory.path)}.`;
    return found.isMissing ? `${found.problem}${start} Correct the path.` : found.problem;
  }
  if (!found.status.isDirectory()) return `${quotedPath(path)} is not a folder. Name a folder.`;
  const real = realpathSync.native(path);
  if (isWithin(real, directory.realPath)) {
    const which = real === directory.realPath ? "is the template's folder" : "holds the template's folder";
    return `${quotedPath(path)} ${which}, which would be included into itself. Include a folder beside it.`;
  }
  const repository = repositoryOf(directory.path) ?? commonFolder(directory.path, path);
  if (!isWithin(repository, path) || isWithin(realpathSync.native(repository), real)) return undefined;
  return (
    `${quotedPath(path)} leads by a link to ${quotedPath(real)}, outside of ${quotedPath(repository)}. Whoever has ` +
    "only that folder would get another template. Name the folder itself if it is to be included nevertheless."
  );
}

/** The nearest folder around a path with `.git` in it: a folder, or a file in a worktree or a submodule. */
function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isThere(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function commonFolder(first: string, second: string): string {
  let folder = first;
  while (!isWithin(folder, second)) folder = dirname(folder);
  return folder;
}
