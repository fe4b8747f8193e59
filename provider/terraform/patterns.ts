// Patterns of parameters, by Go's rules and in linear time.
import { RE2JS, RE2JSException } from "re2js";

/** Counted repetitions make a pattern up to a thousand times as long when it is compiled. */
const LONGEST_PATTERN = 1_000;
const MOST_PATTERN_STEPS = 20_000_000;

const compiledPatterns = new Map<string, RE2JS | undefined>();

/** Anywhere in the text, as the server does; undefined where Go does not compile the pattern, or it would take long. */
export function matches(source: string, text: string): boolean | undefined {
  const pattern = source.length > LONGEST_PATTERN ? undefined : compilePattern(source);
  if (pattern === undefined || pattern.programSize() * text.length > MOST_PATTERN_STEPS) return undefined;
  return pattern.test(text);
}

/** Undefined where it is too long to be compiled here. */
export function isPattern(source: string): boolean | undefined {
  return source.length > LONGEST_PATTERN ? undefined : compilePattern(source) !== undefined;
}

function compilePattern(source: string): RE2JS | undefined {
  if (!compiledPatterns.has(source)) compiledPatterns.set(source, compileAsGo(source));
  return compiledPatterns.get(source);
}

function compileAsGo(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return undefined;
    throw thrown;
  }
}
