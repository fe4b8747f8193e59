// The option `ignoreChanges`. The engine puts the ignored inputs back; what `check` derives from them, and the changes
// that a handler finds, are left to the hosts.
import type { Change, Handler } from "../handler";
import { topLevel, type Properties } from "../values";

/** Hidden input with the paths to ignore, which the engine does not tell the dynamic host. */
export const IGNORE_CHANGES_KEY = "__ignoreChanges";

/**
 * The inputs, where what is derived from an ignored one is as in the state: a source counts as unchanged although its
 * files have changed.
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

/** The changes that count, and the properties among them that replace the object. */
export function withoutIgnored(
  all: readonly Change[],
  paths: readonly string[],
): { changes: Change[]; replaces: string[] } {
  const changes = all.filter(({ property }) => !isIgnored(property, paths));
  const replacing = changes.filter(({ kind }) => kind === "replace").map(({ property }) => topLevel(property));
  return { changes, replaces: [...new Set(replacing)] };
}

/** Whether a path names the property, or something that the property is part of. */
function isIgnored(property: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) => path === "*" || property === path || property.startsWith(`${path}.`) || property.startsWith(`${path}[`),
  );
}
