// What Git says of a version's source: name, message and the output `git`.
import type { InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { readGit } from "../../source/git";
import type { SourceArchive } from "../../source/template-content";
import { isProperties, type Properties } from "../../values";
import type { VersionInputs, VersionOutputs } from "./properties";

const COMMIT_LENGTH = 12;
const SUBJECT_LENGTH = 1000;
const DERIVED_NAME = /^(?:[0-9a-f]{12}-(?:dirty-)?)?([0-9a-f]{16})(?:-\d+)?$/;

/** What a version's name, message and output are made of. */
export interface VersionGit {
  /** Absent without the option. */
  git?: VersionOutputs["git"];
  /** The message, where the commit gives it. */
  gitMessage?: string;
}

/** The facts of the commit, and warnings about them, where the source asks for them. */
export async function gitOf(
  { signal }: Context,
  source: VersionInputs["source"],
  archive: SourceArchive,
): Promise<VersionGit & { warnings: string[] }> {
  if (source.git === undefined || source.git.length === 0) return { warnings: [] };
  const { facts, warnings } = await readGit(archive.onDisk, signal);
  const { commit, branch, author, isDirty, subject } = facts;
  const details = [
    `Commit ${commit}`,
    ...(branch === undefined ? [] : [`branch ${branch}`]),
    `by ${author}`,
    ...(isDirty ? ["with uncommitted changes"] : []),
  ];
  const message = `${subject.slice(0, SUBJECT_LENGTH)}\n\n${details.join(", ")}.`;
  return {
    git: { commit, ...(branch !== undefined && { branch }), author, isDirty },
    ...(isFromGit(source, "message") && { gitMessage: message }),
    warnings,
  };
}

/** Whether Git gives the name or the message. The source may be unknown. */
export function isFromGit(source: unknown, what: "name" | "message"): boolean {
  const given = isProperties(source) ? source["git"] : undefined;
  return Array.isArray(given) && given.includes(what);
}

/**
 * A name or a message that a program declares although Git gives it.
 *
 * @param properties which inputs have them
 */
export function gitConflicts(declared: Properties, properties: { name: string; message: string }): InputFailure[] {
  return (["name", "message"] as const)
    .filter((what) => declared[properties[what]] !== undefined && isFromGit(declared["source"], what))
    .map((what) => {
      const property = properties[what];
      const remedy = `Remove \`${property}\`, or take "${what}" out of \`source.git\`.`;
      return { property, reason: `\`source.git\` gives the ${what}. ${remedy}` };
    });
}

/** The name of a version whose source asks Git for it; else the derived name alone. */
export function nameFromGit(source: VersionInputs["source"], { git }: VersionGit, derived: string): string {
  if (git === undefined || !isFromGit(source, "name")) return derived;
  return [git.commit.slice(0, COMMIT_LENGTH), ...(git.isDirty ? ["dirty"] : []), derived].join("-");
}

/** The derived name in a version's name: it proves what the version is made of. */
export function derivedNameIn(name: string): string | undefined {
  return DERIVED_NAME.exec(name)?.[1];
}
