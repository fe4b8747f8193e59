// Asks Git about a folder by its command. Runs nothing that a repository's configuration names, and changes nothing.
import { execFile } from "node:child_process";
import { toError } from "../errors";
import { errorCode, quotedPath } from "./problems";

const LIMIT_MILLISECONDS = 60_000;
const MAXIMUM_ANSWER_BYTES = 256 << 20;

/** Settings of a repository that name commands or reach out to a server. */
const OVERRIDES = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"];

/** Of the caller's variables for Git, those that say who trusts which repository; the others may name another one. */
const KEPT_VARIABLES = /^GIT_(CONFIG_|CEILING_DIRECTORIES$|DISCOVERY_ACROSS_FILESYSTEM$|EXEC_PATH$)/;

/** Why Git does not answer. `message` is a sentence that can be shown. */
export class GitFailure extends Error {
  constructor(
    message: string,
    /** What Git itself wrote. */
    readonly written: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What Git writes. Paths that are handed over begin at the folder, and are no patterns. */
export function git(folder: string, words: readonly string[], signal: AbortSignal): Promise<string> {
  const flags = ["-C", folder, "--no-pager", "--literal-pathspecs", "--no-replace-objects"];
  const overrides = OVERRIDES.flatMap((override) => ["-c", override]);
  const options = {
    env: environment(),
    encoding: "utf8" as const,
    timeout: LIMIT_MILLISECONDS,
    maxBuffer: MAXIMUM_ANSWER_BYTES,
    signal,
  };
  return new Promise((resolve, reject) => {
    execFile("git", [...flags, ...overrides, ...words], options, (failure, answer, written) => {
      if (failure === null) resolve(answer);
      else if (signal.aborted) reject(toError(signal.reason));
      else reject(new GitFailure(describe(failure, folder, written), written, { cause: failure }));
    });
  });
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") || KEPT_VARIABLES.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
  };
}

function describe(failure: { code?: unknown; killed?: boolean }, folder: string, written: string): string {
  if (errorCode(failure) === "ENOENT") return "The command `git` is not there. Install Git, or remove `git`.";
  if (failure.killed === true)
    return `Git gave no answer about ${quotedPath(folder)} within ${LIMIT_MILLISECONDS / 1000} seconds.`;
  if (written.includes("not a git repository"))
    return `${quotedPath(folder)} is in no Git repository. Put it into one, or remove \`git\`.`;
  const [line = ""] = written.trim().split("\n");
  return `Git can't tell about ${quotedPath(folder)}: ${line.replace(/^(fatal|error): /, "").replace(/\.?$/, ".")}`;
}
