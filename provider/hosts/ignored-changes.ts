// `ignoreChanges`, as far as the engine can't do it alone. It puts the ignored inputs back; what was derived from them,
// it can't.
import type { Change, Handler } from "../handler";
import type { Properties } from "../values";

/** Hidden input with the paths to ignore: the dynamic host is told none. */
export const IGNORE_CHANGES_KEY = "__ignoreChanges";

/**
 * The inputs with what was derived from an ignored one as the state has it: a source stays the same although its files
 * have moved.
 */
export function keepDerived(
  handler: Handler,
  state: Properties,
  wanted: Properties,
  paths: readonly string[],
): Properties {
  const kept = Object.entries(handler.derivedInputs).filter(
    ([key, from]) => state[key] !== undefined && isIgnored(from, paths),
  );
  return { ...wanted, ...Object.fromEntries(kept.map(([key]) => [key, state[key]])) };
}

export function withoutIgnored(changes: readonly Change[], paths: readonly string[]): Change[] {
  return changes.filter(({ property }) => !isIgnored(property, paths));
}

/** Whether the property is what a path leads to, or in it. */
function isIgnored(property: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) => path === "*" || property === path || property.startsWith(`${path}.`) || property.startsWith(`${path}[`),
  );
}
