// The commit that a template comes from: the last one that changed its folder or a folder that it includes.
import { relative } from "node:path";
import { InputError } from "../errors";
import { isAsCommitted } from "./git-changes";
import { git, GitFailure } from "./git-command";
import { parentsOf, isWithin } from "./paths";
import { quotedPath } from "./problems";
import type { OnDisk } from "./template-content";

const FIELDS = ["%P", "%an", "%s"];

export interface GitFacts {
  /** The full id. */
  commit: string;
  /** Undefined where HEAD is on none. */
  branch: string | undefined;
  author: string;
  /** The first line of the commit's message. */
  subject: string;
  /** Whether the template's files differ from the commit's. */
  isDirty: boolean;
}

/** @throws InputError where Git does not tell */
export async function readGit(
  { folders, files }: OnDisk,
  signal: AbortSignal,
): Promise<{ facts: GitFacts; warnings: string[] }> {
  try {
    const [folder = ""] = folders;
    const top = await topOf(folder, signal);
    const head = await headOf(top, signal);
    const specs = await pathsIn({ top, head }, folders, signal);
    const found = await lastCommit(top, head, specs, signal);
    const [commit, branch, isClean] = await Promise.all([
      // Nothing of the template is in a commit: its files are changes of the newest one.
      found ?? lastCommit(top, head, [], signal),
      branchOf(top, signal),
      isAsCommitted({ top, head }, { folders, files }, signal),
    ]);
    const { id = head, parents = "", author = "", subject = "" } = commit ?? {};
    const facts = { commit: id, branch, author, subject, isDirty: found === undefined || !isClean };
    const isCutOff = parents === "" && (await isCutOffAt(top, id, signal));
    return { facts, warnings: isCutOff ? [describeCutOff(top, id)] : [] };
  } catch (thrown) {
    if (!(thrown instanceof GitFailure)) throw thrown;
    throw new InputError([{ property: "source", reason: `At \`source.git\`: ${thrown.message}` }]);
  }
}

async function topOf(folder: string, signal: AbortSignal): Promise<string> {
  return (await git(folder, ["rev-parse", "--show-toplevel"], signal)).replace(/\n$/, "");
}

async function headOf(top: string, signal: AbortSignal): Promise<string> {
  try {
    return (await git(top, ["rev-parse", "--verify", "HEAD^{commit}"], signal)).trim();
  } catch (thrown) {
    if (!(thrown instanceof GitFailure) || !thrown.written.includes("Needed a single revision")) throw thrown;
    const reason = `The Git repository ${quotedPath(top)} has no commit yet. Commit the template, or remove \`git\`.`;
    throw new GitFailure(reason, thrown.written, { cause: thrown });
  }
}

/** The folders as paths of the repository; for one in a submodule the path of the submodule. */
async function pathsIn(
  { top, head }: { top: string; head: string },
  folders: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const paths = folders.filter((folder) => isWithin(top, folder)).map((folder) => relative(top, folder));
  if (paths.includes("")) return [];
  const around = [...new Set(paths.flatMap((path) => [...parentsOf(path), path]))];
  const listed = await git(top, ["ls-tree", "-z", head, "--", ...around], signal);
  const submodules = listed.split("\0").flatMap((line) => /^160000 commit \S+\t(.+)$/s.exec(line)?.[1] ?? []);
  return paths.map((path) => submodules.find((submodule) => isWithin(`/${submodule}`, `/${path}`)) ?? path);
}

interface Commit {
  id: string;
  parents: string;
  author: string;
  subject: string;
}

/** The last commit that changed one of the paths, or anything where there are none. */
async function lastCommit(
  top: string,
  head: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Commit | undefined> {
  const format = `--format=${FIELDS.join("%x00")}`;
  const words = ["rev-list", "--max-count=1", "--encoding=UTF-8", format, head, "--", ...paths];
  const [, id, parents = "", author = "", subject = ""] =
    /^commit (\S+)\n([^\0]*)\0([^\0]*)\0([^\n]*)/.exec(await git(top, words, signal)) ?? [];
  return id === undefined ? undefined : { id, parents, author, subject };
}

/** The branch of HEAD; where it is on none, the only branch that has the same commit, of the remote ones if need be. */
async function branchOf(top: string, signal: AbortSignal): Promise<string | undefined> {
  const current = await git(top, ["symbolic-ref", "--quiet", "--short", "HEAD"], signal).catch((thrown: unknown) => {
    if (thrown instanceof GitFailure) return "";
    throw thrown;
  });
  if (current !== "") return current.trim();
  const format = "--format=%(refname)";
  const refs = await git(top, ["for-each-ref", "--points-at=HEAD", format, "refs/heads", "refs/remotes"], signal);
  const names = (pattern: RegExp): string[] => [
    ...new Set(refs.split("\n").flatMap((ref) => pattern.exec(ref)?.[1] ?? [])),
  ];
  const local = names(/^refs\/heads\/(.+)$/);
  const found = local.length > 0 ? local : names(/^refs\/remotes\/[^/]+\/(?!HEAD$)(.+)$/);
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the commit has parents that a shallow clone lacks, so that an earlier one may have made the change. */
async function isCutOffAt(top: string, commit: string, signal: AbortSignal): Promise<boolean> {
  if ((await git(top, ["rev-parse", "--is-shallow-repository"], signal)).trim() !== "true") return false;
  return /^parent /m.test((await git(top, ["cat-file", "commit", commit], signal)).split("\n\n")[0] ?? "");
}

function describeCutOff(top: string, commit: string): string {
  return (
    `The history of ${quotedPath(top)} ends at commit ${commit.slice(0, 12)}, which is taken as the one that last ` +
    "changed the template, although an earlier one may have done it. Fetch the whole history, as with " +
    "`fetch-depth: 0` in a workflow."
  );
}
