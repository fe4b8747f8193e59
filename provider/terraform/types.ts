// Types of variables, and whether a value is certain not to fit one. What isn't certain fits.
import { isProperties, ownValue, UNKNOWN } from "../values";
import { isReferring } from "./expressions";
import { literalOf } from "./literals";
import { parseExpressions, parseHcl, type ExpressionPart } from "./parser";

export type VariableType =
  | {
      kind: "any";
      /** Whether the code says so: then Terraform reads a text that it is given as an expression. */
      isDeclared?: boolean;
    }
  | { kind: "string" | "number" | "bool" }
  | { kind: "list" | "set" | "map"; of: VariableType }
  | { kind: "tuple"; of: VariableType[] }
  | { kind: "object"; of: Record<string, { type: VariableType; isOptional: boolean }> };

const ANY: VariableType = { kind: "any" };
const DECLARED_ANY: VariableType = { kind: "any", isDeclared: true };
const PRIMITIVES = ["string", "number", "bool"] as const;
const TRUTHS = ["true", "false", "1", "0"];
/** More forms than Terraform takes: what it takes is among them. */
const NUMBER = /^[+-]?([\d.]+(e[+-]?\d+|p[+-]?\d+)?|inf(inity)?)$/i;

/** Undefined where the type is none that is known here. A type in quotes is an old form. */
export async function typeOf(declared: unknown): Promise<VariableType | undefined> {
  if (declared === undefined) return ANY;
  if (typeof declared !== "string") return undefined;
  const wrapped = /^\$\{([\s\S]*)\}$/.exec(declared)?.[1];
  const [part] = await parseExpressions([wrapped ?? declared]);
  return part && typeOfPart(part);
}

function typeOfPart({ type, meta, children }: ExpressionPart): VariableType | undefined {
  const [first] = children;
  if (type === "scopeTraversal") {
    const name = meta["fullAccessor"];
    const primitive = PRIMITIVES.find((kind) => kind === name);
    if (primitive !== undefined) return { kind: primitive };
    if (name === "any") return DECLARED_ANY;
    return name === "list" || name === "map" || name === "set" ? { kind: name, of: ANY } : undefined;
  }
  if (type !== "function" || first === undefined) return undefined;
  const name = meta["name"];
  if (name === "list" || name === "set" || name === "map") {
    const of = typeOfPart(first);
    return of && { kind: name, of };
  }
  if (name === "tuple") {
    const of = first.children.map(typeOfPart);
    return of.every((each) => each !== undefined) ? { kind: "tuple", of } : undefined;
  }
  return name === "object" ? objectType(first) : undefined;
}

function objectType({ type, meta, children }: ExpressionPart): VariableType | undefined {
  const items = meta["items"];
  if (type !== "object" || !isProperties(items)) return undefined;
  const values = children.filter((_, index) => index % 2 === 1);
  const names = Object.keys(items);
  // The parser tells names by themselves: only where they can be told apart do they belong to the values.
  const texts = values.map(({ meta: of }) => of["value"]);
  if (names.length !== values.length) return undefined;
  const of: Record<string, { type: VariableType; isOptional: boolean }> = {};
  for (const name of names) {
    const matching = values.filter((_, index) => texts[index] === items[name]);
    const [value] = matching;
    if (value === undefined) return undefined;
    const isOptional = value.type === "function" && value.meta["name"] === "optional";
    const inner = typeOfPart(isOptional ? (value.children[0] ?? value) : value);
    if (inner === undefined) return undefined;
    of[name.replace(/^"|"$/g, "")] = { type: inner, isOptional };
  }
  return { kind: "object", of };
}

/** Why a value of the code does not fit, as the end of a sentence; undefined where it fits or that is not certain. */
export function misfit(value: unknown, type: VariableType): string | undefined {
  if (value === UNKNOWN || value === null || value === undefined || type.kind === "any") return undefined;
  switch (type.kind) {
    case "string":
      return Array.isArray(value) || isProperties(value) ? `it takes a text, not ${kindOf(value)}` : undefined;
    case "number":
      return typeof value === "number" || (typeof value === "string" && NUMBER.test(value))
        ? undefined
        : `it takes a number, not ${kindOf(value)}`;
    case "bool":
      return typeof value === "boolean" || (typeof value === "string" && TRUTHS.includes(value))
        ? undefined
        : `it takes true or false, not ${kindOf(value)}`;
    case "list":
    case "set":
      if (!Array.isArray(value)) return `it takes a list, not ${kindOf(value)}`;
      return firstMisfit(value.map((entry: unknown) => [entry, type.of]));
    case "tuple":
      if (!Array.isArray(value)) return `it takes a list, not ${kindOf(value)}`;
      if (value.length !== type.of.length)
        return `it takes a list of ${type.of.length}, and this one has ${value.length} entries`;
      return firstMisfit(value.map((entry: unknown, index) => [entry, type.of[index] ?? ANY]));
    case "map":
      if (!isProperties(value)) return `it takes a map, not ${kindOf(value)}`;
      return firstMisfit(Object.values(value).map((entry) => [entry, type.of]));
    case "object": {
      if (!isProperties(value)) return `it takes an object, not ${kindOf(value)}`;
      const missing = Object.keys(type.of).find(
        (name) => !Object.hasOwn(value, name) && type.of[name]?.isOptional === false,
      );
      if (missing !== undefined) return `it takes an object with "${missing}", which is missing`;
      return firstMisfit(Object.entries(type.of).map(([name, each]) => [ownValue(value, name), each.type]));
    }
  }
}

/** What a text has to hold that is read as an expression. */
const WANTED = {
  any: "a value as Terraform's code has it (a text in quotes)",
  list: "a list",
  set: "a list",
  tuple: "a list",
  map: "a map",
  object: "an object",
};

/**
 * Why the text that a variable is given does not fit. Terraform reads it as an expression where the type is no plain
 * one.
 */
export async function textMisfit(text: string, type: VariableType | undefined): Promise<string | undefined> {
  if (type === undefined || type.kind === "string" || (type.kind === "any" && type.isDeclared !== true))
    return undefined;
  if (type.kind === "number" || type.kind === "bool") return misfit(text, type);
  const wanted = WANTED[type.kind];
  // Within brackets, as lines end nothing there.
  const parsed = await parseHcl(`value = [\n${text.replace(/^\uFEFF/, "")}\n]\n`);
  if (parsed === undefined) return undefined;
  const values = "problems" in parsed ? undefined : parsed.body["value"];
  const [value, ...others] = Array.isArray(values) ? (values as unknown[]) : [];
  if (value === undefined || others.length > 0 || (await isReferring(value)))
    return `it takes ${wanted}, not another text`;
  return misfit(literalOf(value), type);
}

function firstMisfit(pairs: readonly (readonly [unknown, VariableType])[]): string | undefined {
  for (const [value, type] of pairs) {
    const reason = misfit(value, type);
    if (reason !== undefined) return `within it, ${reason.replace(/^within it, /, "")}`;
  }
  return undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isProperties(value)) return "a map";
  return typeof value === "string" ? "another text" : typeof value === "number" ? "a number" : "true or false";
}
