// Names that the engine proposes where autonaming is configured and the program gives none. An object keeps such a
// name.
import { DECLARED_KEY, declaredOf, type CheckResult, type Handler } from "../../handler";
import type { Properties } from "../../values";

/** Hidden input that says that the engine proposed the name and the program gives none. */
export const AUTONAMED_KEY = "__autonamed";

export interface Autonaming {
  proposedName: string;
  mode: "propose" | "enforce" | "disable";
}

/** The inputs with the proposed name, where there is one. A resource that has a name keeps it. */
export function autoname(
  handler: Handler,
  news: Properties,
  previous: Properties,
  autonaming: Autonaming | undefined,
): CheckResult & { isProposed: boolean } {
  const key = handler.autonamed;
  const asGiven = { inputs: news, failures: [], isProposed: false };
  if (key === undefined || autonaming === undefined || news[key] !== undefined || handler.isNamedByOther(news))
    return asGiven;
  if (autonaming.mode === "disable") {
    return {
      ...asGiven,
      failures: [{ property: key, reason: "Missing: the stack's `pulumi:autonaming` is off, so a name must be set." }],
    };
  }
  return { inputs: { ...news, [key]: previous[key] ?? autonaming.proposedName }, failures: [], isProposed: true };
}

/** The name as a preview of an update shows it, where the engine proposed it. */
export function heldName(handler: Handler, news: Properties, state: Properties): Properties {
  const name = handler.autonamed;
  return news[AUTONAMED_KEY] === true && name !== undefined ? { [name]: state[name] } : {};
}

/**
 * An object whose name the engine proposed keeps the name it has. So the name is taken out of what is wanted and of
 * what was declared.
 */
export function leaveName(
  handler: Handler,
  news: Properties,
  { wanted, state }: { wanted: Properties; state: Properties },
): { wanted: Properties; state: Properties } {
  const name = handler.autonamed;
  if (news[AUTONAMED_KEY] !== true || name === undefined) return { wanted, state };
  const declared = declaredOf(state).filter((key) => key !== name);
  return {
    wanted: Object.fromEntries(Object.entries(wanted).filter(([key]) => key !== name)),
    state: DECLARED_KEY in state ? { ...state, [DECLARED_KEY]: declared } : state,
  };
}
