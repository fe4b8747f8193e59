// Values of build parameters: as a program writes them, as the server holds them, and whether both are the same. Pure.
import { z } from "zod";
import type { WorkspaceBuildParameter } from "../../client/workspace-builds";
import type { Change } from "../../handler";
import { containsUnknown, isProperties, ownValue, type Properties } from "../../values";

/** The server holds every value as text: numbers in decimals, lists as JSON. */
export const parameterValueSchema = z.union(
  [z.string(), z.number(), z.boolean(), z.array(z.string())],
  "Must be a string, a number, true or false, or a list of strings.",
);

export const parametersSchema = z.record(z.string().min(1, "Must not be empty."), parameterValueSchema);

export type ParameterValue = z.output<typeof parameterValueSchema>;
export type Parameters = z.output<typeof parametersSchema>;
/** What the server holds, by parameter name. */
export type HeldValues = ReadonlyMap<string, string>;

export function heldValues(parameters: readonly WorkspaceBuildParameter[]): HeldValues {
  return new Map(parameters.map(({ name, value }) => [name, value]));
}

/** As the server is told. */
export function toText(value: ParameterValue): string {
  if (Array.isArray(value)) return JSON.stringify(value);
  // Beyond 21 digits JavaScript writes an exponent, which Go does not take for a whole number.
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

/** Numbers, booleans and lists are compared by their value, texts letter by letter unless both are lists. */
export function isSameValue(declared: ParameterValue, held: string): boolean {
  if (toText(declared) === held) return true;
  if (typeof declared === "number") return held.trim() !== "" && Number(held) === declared;
  const list = Array.isArray(declared) ? declared : readList(declared);
  const heldList = readList(held);
  return (
    list !== undefined &&
    heldList !== undefined &&
    list.length === heldList.length &&
    list.every((entry, index) => entry === heldList[index])
  );
}

export function readList(text: unknown): string[] | undefined {
  if (typeof text !== "string" || !text.trimStart().startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((entry) => typeof entry === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The declared names with the values that the server holds. A value that is the same is given as it is declared,
 * another one in the declared type where possible.
 */
export function echoParameters(declared: Parameters | undefined, held: HeldValues): Parameters | undefined {
  if (declared === undefined) return undefined;
  const echoed: Parameters = {};
  for (const [name, value] of Object.entries(declared)) {
    const text = held.get(name);
    if (text !== undefined) echoed[name] = isSameValue(value, text) ? value : readLike(value, text);
  }
  return echoed;
}

/** What to send. A value that the server holds already is sent in its form: an immutable one must not seem changed. */
export function toBuildParameters(declared: Parameters | undefined, held: HeldValues): WorkspaceBuildParameter[] {
  return Object.entries(declared ?? {}).map(([name, value]) => {
    const text = held.get(name);
    return { name, value: text !== undefined && isSameValue(value, text) ? text : toText(value) };
  });
}

export function areHeld(declared: Parameters | undefined, held: HeldValues): boolean {
  return namesNotHeld(declared, held).length === 0;
}

export function namesNotHeld(declared: Parameters | undefined, held: HeldValues): string[] {
  return Object.entries(declared ?? {})
    .filter(([name, value]) => !isSameValue(value, held.get(name) ?? "") || !held.has(name))
    .map(([name]) => name);
}

/** One change for each declared parameter that differs from the state or is not known yet, and for each removed one. */
export function changedParameters(olds: Parameters | undefined, news: unknown): Change[] {
  const update = (property: string): Change => ({ property, kind: "update" });
  if (!isProperties(news)) return news === undefined && olds === undefined ? [] : [update("parameters")];
  const changed = Object.entries(news).filter(([name, value]) => {
    const old = ownValue(olds ?? {}, name);
    return old === undefined || containsUnknown(value) || !isSameParameter(value, old);
  });
  const removed = Object.keys(olds ?? {}).filter((name) => !Object.hasOwn(news, name));
  return [...changed.map(([name]) => name), ...removed].map((name) => update(`parameters.${name}`));
}

/** The declared values without those that are not known yet. */
export function knownParameters(declared: unknown): Parameters {
  if (!isProperties(declared)) return {};
  const known: Properties = Object.fromEntries(Object.entries(declared).filter(([, value]) => !containsUnknown(value)));
  return parametersSchema.parse(known);
}

function isSameParameter(value: unknown, old: ParameterValue): boolean {
  const parsed = parameterValueSchema.safeParse(value);
  return parsed.success && isSameValue(parsed.data, toText(old));
}

function readLike(declared: ParameterValue, text: string): ParameterValue {
  if (typeof declared === "number") return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  if (typeof declared === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return Array.isArray(declared) ? (readList(text) ?? text) : text;
}
