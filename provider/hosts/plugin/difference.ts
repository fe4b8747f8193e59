// From a handler's changes to the paths of each changed value, as the engine shows them.
import type { Change } from "../../handler";
import { isEqual, isProperties, type Properties } from "../../values";

export interface DetailedChange {
  kind: "add" | "delete" | "update";
  isReplacement: boolean;
  /** Whether the program changed it. Else the server's value differs from the program's. */
  isInput: boolean;
}

/** What a change is read from. */
interface Compared {
  oldInputs: Properties;
  oldOutputs: Properties;
  news: Properties;
  /** Inputs that a handler derives, each with the one that it derives it from. */
  derivedInputs: Readonly<Record<string, string>>;
}

/**
 * A change of a map or a list is shown at the entries that differ. A change that only derived inputs show, as of files
 * in a folder, is shown at the entries of those that are maps.
 */
export function changedPaths(
  changes: readonly Change[],
  { oldInputs, oldOutputs, news, derivedInputs }: Compared,
): Map<string, DetailedChange> {
  const paths = new Map<string, DetailedChange>();
  for (const { property, kind } of changes) {
    const isReplacement = kind === "replace";
    const isInput = !isEqual(oldInputs[property], news[property]);
    const old = isInput ? oldInputs[property] : oldOutputs[property];
    const own = differingLeaves(property, old, news[property]);
    const leaves = own.length > 0 ? own : derivedLeaves(property, { oldInputs, news, derivedInputs });
    for (const leaf of leaves)
      paths.set(leaf.path, { kind: leaf.kind, isReplacement, isInput: isInput || own.length === 0 });
    // A change that no input shows (an archived version, a failed build) is shown as the property itself.
    if (leaves.length === 0) paths.set(property, { kind: "update", isReplacement, isInput: false });
  }
  return paths;
}

function derivedLeaves(
  property: string,
  { oldInputs, news, derivedInputs }: Omit<Compared, "oldOutputs">,
): ReturnType<typeof differingLeaves> {
  return Object.entries(derivedInputs)
    .filter(([key, from]) => from === property && isProperties(oldInputs[key]) && isProperties(news[key]))
    .flatMap(([key]) => differingLeaves(key, oldInputs[key], news[key]));
}

function differingLeaves(
  path: string,
  old: unknown,
  wanted: unknown,
): { path: string; kind: DetailedChange["kind"] }[] {
  if (isEqual(old, wanted)) return [];
  if (old === undefined) return [{ path, kind: "add" }];
  if (wanted === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(old) && Array.isArray(wanted)) {
    const length = Math.max(old.length, wanted.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      differingLeaves(`${path}[${index}]`, old[index], wanted[index]),
    );
  }
  if (isProperties(old) && isProperties(wanted)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
    return keys.flatMap((key) => differingLeaves(`${path}${keyText(key)}`, old[key], wanted[key]));
  }
  return [{ path, kind: "update" }];
}

/** `.name` where that can be read back, `["main.tf"]` elsewhere. */
function keyText(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
