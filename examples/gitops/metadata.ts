// Reads `template.json`, the metadata in a template's folder. It knows which keys there are, and lists what is wrong.
import * as fs from "node:fs";
import * as path from "node:path";

export const METADATA_FILE = "template.json";

/** Each key has the name of the property that it becomes. */
export interface Metadata {
  displayName?: string;
  description?: string;
  icon?: string;
  defaultTtlMilliseconds?: number;
  variables?: Record<string, string | number | boolean>;
}

const RULES: Record<keyof Metadata, { expected: string; accepts: (value: unknown) => boolean }> = {
  displayName: { expected: "a string", accepts: isString },
  description: { expected: "a string", accepts: isString },
  icon: { expected: "a string", accepts: isString },
  defaultTtlMilliseconds: {
    expected: "a whole number, 0 or more",
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  variables: { expected: "an object of strings, numbers and booleans", accepts: isVariables },
};

/**
 * Reads the metadata of the template in a folder.
 *
 * @throws Error that lists everything wrong with the file, by its path
 */
export function readMetadata(folder: string): Metadata {
  const file = path.join(folder, METADATA_FILE);
  const metadata = parse(file);
  const problems = Object.entries(metadata).flatMap(([key, value]) => problemOf(key, value));
  if (problems.length > 0)
    throw new Error(`"${file}" is not usable:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  return metadata;
}

function parse(file: string): object {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw new Error(`"${file}" is not JSON: ${thrown.message}`, { cause: thrown });
    throw new Error(`"${file}" can't be read. Every template's folder needs one; an empty one holds "{}".`, {
      cause: thrown,
    });
  }
  if (!isObject(content)) throw new Error(`"${file}" must hold a JSON object, as in { "displayName": "Python" }.`);
  return content;
}

function problemOf(key: string, value: unknown): string[] {
  if (!isKey(key)) return [`\`${key}\` is not known. Use ${Object.keys(RULES).join(", ")}.`];
  return RULES[key].accepts(value)
    ? []
    : [`\`${key}\` must be ${RULES[key].expected}; it is ${JSON.stringify(value)}.`];
}

function isKey(key: string): key is keyof Metadata {
  return Object.hasOwn(RULES, key);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isVariables(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((one) => ["string", "number", "boolean"].includes(typeof one));
}
