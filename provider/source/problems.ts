// Collects everything that is wrong with a source, so that one error names it all. Touches no file.
import { endSentence, InputError, messageOf } from "../errors";
import { isProperties } from "../values";

type FileSourceKind = "directory" | "files" | "archive";
/** Keys of a source that a problem may be at, beside its kind. */
type SourceKey = "include";

const MAXIMUM_REPORTED = 20;
const MAXIMUM_QUOTED = 300;
/** Of an archive of problems, not all paths are kept. */
const MAXIMUM_PATHS = 10_000;
const LONGEST_PATH = 4096;

export class SourceProblems {
  private readonly reasons: string[] = [];
  /** Those that are not reported one by one. */
  private more = 0;
  /** Paths with a problem: the source contains them, although the template can't. */
  readonly paths = new Set<string>();

  constructor(readonly kind: FileSourceKind) {}

  get isEmpty(): boolean {
    return this.reasons.length === 0;
  }

  add(reason: string, path?: string, key?: SourceKey): void {
    if (this.reasons.length < MAXIMUM_REPORTED) this.reasons.push(this.located(reason, key));
    else this.more += 1;
    if (path !== undefined && path.length <= LONGEST_PATH && this.paths.size < MAXIMUM_PATHS) this.paths.add(path);
  }

  /**
   * The error, with the reason that ended the search at its front: the other problems may only have been met on the
   * way.
   */
  with(reason: string): InputError {
    this.reasons.unshift(this.located(reason));
    return this.toError();
  }

  toError(): InputError {
    const reasons = this.reasons.slice(0, MAXIMUM_REPORTED);
    const more = this.reasons.length - reasons.length + this.more;
    if (more > 0) reasons.push(this.located(`There are ${more} more problems of this sort.`));
    return new InputError(reasons.map((reason) => ({ property: "source", reason })));
  }

  private located(reason: string, key: FileSourceKind | SourceKey = this.kind): string {
    return `At \`source.${key}\`: ${reason}`;
  }
}

/** A path in a message: in quotes, shortened, with control characters and backslashes made visible. */
export function quotedPath(path: string): string {
  return JSON.stringify(path.length > MAXIMUM_QUOTED ? `${path.slice(0, MAXIMUM_QUOTED)}…` : path);
}

/** Why the system refused to read a file. */
export function readFailure(thrown: unknown): string {
  const code = errorCode(thrown);
  if (code === "EACCES" || code === "EPERM")
    return "permission denied. Give the user who runs Pulumi the right to read it.";
  if (code === "ENOENT") return "it disappeared while it was being read. Run the command again.";
  return endSentence(messageOf(thrown));
}

/** The system's name for an error, such as "ENOENT". */
export function errorCode(thrown: unknown): string | undefined {
  return isProperties(thrown) && typeof thrown["code"] === "string" ? thrown["code"] : undefined;
}
