// Files that the fixed rules leave out and a user takes nevertheless: the `keep` list. Its patterns are those of
// gitignore, but the last match decides also for what lies in a folder that an earlier pattern takes.
import ignore from "ignore";
import { exclusionOf, type Exclusion } from "./exclusions";

interface Pattern {
  isNegated: boolean;
  matcher: ignore.Ignore;
}

/** What a folder has to be so that a pattern may match something in it. */
interface Way {
  /** Undefined where the pattern leads to any depth. */
  depth: number | undefined;
  matcher: ignore.Ignore;
}

export class KeepRules {
  private readonly patterns: readonly Pattern[];
  private readonly ways: readonly Way[];

  constructor(patterns: readonly string[] = []) {
    const read = patterns.filter((pattern) => !/^(#|!?[/\s]*$)/.test(pattern));
    this.patterns = read.map((pattern) => {
      const isNegated = pattern.startsWith("!");
      return { isNegated, matcher: matcherOf(isNegated ? pattern.slice(1) : pattern) };
    });
    this.ways = read.filter((pattern) => !pattern.startsWith("!")).flatMap(waysOf);
  }

  /** Why a path is left out; undefined when it is not, or is kept. */
  exclusionOf(path: string, isDirectory: boolean): Exclusion | undefined {
    const exclusion = exclusionOf(path, isDirectory);
    return exclusion !== undefined && this.keeps(path, isDirectory) ? undefined : exclusion;
  }

  /** Whether the list takes a path, or a folder around it. */
  keeps(path: string, isDirectory: boolean): boolean {
    const tested = isDirectory ? `${path}/` : path;
    return this.patterns.findLast(({ matcher }) => matcher.ignores(tested))?.isNegated === false;
  }

  /** Whether a pattern names a path in this folder. A name without a folder does not lead into what is left out. */
  leadsInto(path: string): boolean {
    const { length } = path.split("/");
    return this.ways.some(({ depth = length, matcher }) => depth === length && matcher.ignores(`${path}/`));
  }
}

/** The fixed rules of an upload that is there already: they have no say any more. */
export class NoRules extends KeepRules {
  override exclusionOf(): undefined {
    return undefined;
  }
}

/** A pattern that matches just this path. */
export function patternOf(path: string): string {
  return `/${path.replace(/[\\*?[\]!# ]/g, "\\$&")}`;
}

function matcherOf(pattern: string): ignore.Ignore {
  return ignore({ ignorecase: false }).add([pattern]);
}

function waysOf(pattern: string): Way[] {
  const segments = pattern.split("/").filter((segment) => segment !== "");
  return segments.slice(1).flatMap((_, index) => {
    const way = segments.slice(0, index + 1);
    if (way.every((segment) => segment === "**")) return [];
    const depth = way.includes("**") ? undefined : way.length;
    return [{ depth, matcher: matcherOf(`/${way.join("/")}/`) }];
  });
}
