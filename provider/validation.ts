// From zod's issues to check failures: every wrong property at once, unknown values skipped, typos answered with a
// suggestion. The schema of ids, which resources and functions share.
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { quoted, shortenWords, type InputFailure } from "./errors";
import { containsUnknown, isDeeperThan, isProperties, UNKNOWN, type Properties } from "./values";

export type InputSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** The id of an object. The server writes ids in small letters, and takes others. */
export function idInput(noun: string) {
  return z.uuid(`Must be the id of a ${noun} (a UUID).`).toLowerCase();
}

interface CheckedInputs {
  /** Parsed values with defaults; properties that hold an unknown value are passed on as they came. */
  inputs: Properties;
  failures: InputFailure[];
}

export function checkInputs(schema: InputSchema, news: Properties): CheckedInputs {
  const inputs: Properties = {};
  const failures: InputFailure[] = [];
  for (const key of Object.keys(news)) {
    if (!Object.hasOwn(schema.shape, key))
      failures.push({ property: key, reason: unknownKeyReason(key, Object.keys(schema.shape)) });
  }
  for (const [key, propertySchema] of Object.entries(schema.shape)) {
    const value = news[key];
    const parsed = propertySchema.safeParse(value);
    if (parsed.success) {
      if (parsed.data !== undefined) inputs[key] = parsed.data;
      continue;
    }
    // A value that is not known yet can't be wrong yet.
    const known = parsed.error.issues.filter((issue) => !touchesUnknown(value, issue));
    const issues = known.filter(
      (issue) => !(issue.code === "custom" && issue.path.length === 0 && hasOnlyTypos(value, known)),
    );
    failures.push(...issues.flatMap((issue) => describeIssue(key, value, issue, propertySchema)));
    if (issues.length === 0 || containsUnknown(value)) inputs[key] = value;
  }
  return { inputs, failures };
}

/** Far more than any property has. */
const MOST_LEVELS = 100;

/** What nobody may walk through: many thousand levels of lists and maps would exhaust the stack. */
export function depthFailures(properties: Properties): InputFailure[] {
  return Object.entries(properties)
    .filter(([, value]) => isDeeperThan(MOST_LEVELS, value))
    .map(([property]) => ({
      property,
      reason: `Must not be nested deeper than ${MOST_LEVELS} levels of lists and maps; nothing here takes so many.`,
    }));
}

const knownDefaults = new WeakMap<InputSchema, Readonly<Properties>>();

/** The values of properties that are left out. */
export function defaultsOf(schema: InputSchema): Readonly<Properties> {
  let defaults = knownDefaults.get(schema);
  if (defaults === undefined) {
    const entries = Object.entries(schema.shape).map(
      ([key, propertySchema]) => [key, propertySchema.safeParse(undefined).data] as const,
    );
    defaults = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    knownDefaults.set(schema, defaults);
  }
  return defaults;
}

/**
 * Failures as the engine may be told them: it shows the value of the property that a failure names, even of a secret.
 * So the reason says the property instead.
 */
export function withoutValues(failures: readonly InputFailure[]): InputFailure[] {
  return failures.map(({ property, reason }) => {
    const isSaid = property === "" || reason.includes(`\`${property}`) || reason.includes(`"${property}"`);
    return { property: "", reason: shortenWords(isSaid ? reason : `\`${property}\`: ${reason}`) };
  });
}

/** Whether all keys that are set are misspelt. Then what is missing is missing because of that. */
function hasOnlyTypos(value: unknown, issues: readonly z.core.$ZodIssue[]): boolean {
  const unrecognized = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [],
  );
  return (
    unrecognized.length > 0 && isProperties(value) && Object.keys(value).every((key) => unrecognized.includes(key))
  );
}

function touchesUnknown(value: unknown, issue: z.core.$ZodIssue): boolean {
  let current = value;
  for (const part of issue.path) {
    if (current === UNKNOWN) return true;
    current =
      isProperties(current) || Array.isArray(current) ? (current as Record<PropertyKey, unknown>)[part] : undefined;
  }
  if (current === UNKNOWN) return true;
  // Rules over a whole value (counts, exclusions) see UNKNOWN as a value; only those about its keys hold regardless.
  return issue.code === "invalid_union" && containsUnknown(current);
}

function describeIssue(property: string, value: unknown, issue: z.core.$ZodIssue, schema: z.ZodType): InputFailure[] {
  const where = issue.path.length === 0 ? "" : `At \`${property}${pathText(issue.path)}\`: `;
  const actual = valueAt(value, issue.path);
  const reason = (text: string): InputFailure[] => [{ property, reason: where + text }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        property,
        reason: `${where}${unknownKeyReason(key, keysAt(schema, issue.path))}`,
      }));
    case "invalid_type":
      if (actual === undefined) return reason(`Missing: it must be set to ${typeText(issue.expected)}.`);
      return reason(`Must be ${typeText(issue.expected)}; it is ${describeValue(actual)}.`);
    case "invalid_value":
      return reason(
        "Must be one of " +
          `${issue.values.map((entry) => JSON.stringify(entry)).join(", ")}${notOneOf(actual, issue.values)}`,
      );
    case "too_small":
      if (actual === "") return reason("Must not be empty.");
      return reason(`Must ${boundText("at least", issue.origin, issue.minimum)}; it ${measure(issue.origin, actual)}.`);
    case "too_big":
      return reason(`Must ${boundText("at most", issue.origin, issue.maximum)}; it ${measure(issue.origin, actual)}.`);
    case "invalid_key":
      return reason("Its name must not be empty.");
    case "invalid_union":
      return reason(
        issue.message === "Invalid input" ? `${describeValue(actual)} is not an accepted value here.` : issue.message,
      );
    default:
      return reason(issue.message);
  }
}

/** Names near values that are allowed, never the given one: see `describeValue`. */
function notOneOf(actual: unknown, values: readonly unknown[]): string {
  return typeof actual === "string"
    ? `.${suggestion(actual, values.map(String))}`
    : `; it is ${describeValue(actual)}.`;
}

/** "did you mean", when something is near enough to be a slip of the hand. */
export function suggestion(given: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "";
  const nearest = closest(
    given.toLowerCase(),
    [...candidates].map((candidate) => candidate.toLowerCase()),
  );
  const original = candidates.find((candidate) => candidate.toLowerCase() === nearest);
  if (original === undefined || distance(given.toLowerCase(), nearest) > Math.max(2, Math.floor(given.length / 3)))
    return "";
  return ` Did you mean "${original}"?`;
}

function unknownKeyReason(key: string, known: readonly string[]): string {
  const near = suggestion(key, known);
  return "Unknown property " + `"${key}".${near === "" ? ` Known ones are ${quoted(known)}.` : near}`;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let current: unknown = schema;
  for (const part of ["", ...path]) {
    while (current instanceof z.ZodOptional || current instanceof z.ZodDefault) current = current.unwrap();
    if (part === "") continue;
    if (current instanceof z.ZodObject) current = (current.shape as Record<PropertyKey, unknown>)[part];
    else if (current instanceof z.ZodArray) current = current.element;
    else return [];
  }
  while (current instanceof z.ZodOptional || current instanceof z.ZodDefault) current = current.unwrap();
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      isProperties(current) || Array.isArray(current) ? (current as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
}

function typeText(expected: string): string {
  const names: Record<string, string> = {
    string: "a string",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "a map",
  };
  return names[expected] ?? `a value of type ${expected}`;
}

/** Never the text itself: it may be a secret in the wrong place. */
function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return "a string";
  return typeof value === "number" || typeof value === "boolean" ? `the ${typeof value} ${value}` : `a ${typeof value}`;
}

function boundText(bound: string, origin: string, limit: number | bigint): string {
  if (origin === "string") return `have ${bound} ${limit} characters`;
  if (origin === "array" || origin === "set") return `hold ${bound} ${limit} entries`;
  return `be ${bound} ${limit}`;
}

function measure(origin: string, value: unknown): string {
  if (origin === "string" && typeof value === "string") return `has ${value.length}`;
  if (Array.isArray(value)) return `holds ${value.length}`;
  return typeof value === "number" ? `is ${value}` : "is not";
}
