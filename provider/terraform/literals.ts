// Values that the code says as they are. Whatever is an expression is unknown, never guessed.
import { isProperties, UNKNOWN } from "../values";

/** Where a template's marks begin that are no escapes; three signs in a row are left to Terraform. */
const EXPRESSION = /(^|[^$])\$\{|(^|[^%])%\{|\$\$\$\{|%%%\{/;
/** Beyond that many digits JavaScript may have lost some. */
const MOST_DIGITS = 15;

/** Whether a text holds an expression. */
export function isExpression(text: string): boolean {
  return EXPRESSION.test(text);
}

/** The value with UNKNOWN where an expression stands, also for numbers that JavaScript can't hold for certain. */
export function literalOf(value: unknown): unknown {
  if (typeof value === "string")
    return isExpression(value) ? UNKNOWN : value.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{");
  if (typeof value === "number") return isCertain(value) ? value : UNKNOWN;
  if (Array.isArray(value)) return value.map(literalOf);
  if (!isProperties(value)) return value;
  const entries = Object.entries(value);
  if (entries.some(([key]) => isExpression(key))) return UNKNOWN;
  return Object.fromEntries(entries.map(([key, entry]) => [key, literalOf(entry)]));
}

/** A list that is written out, as JSON: without escapes and expressions, both languages write it the same way. */
const ENCODED_LIST = /^\$\{\s*jsonencode\(\s*(\[[^\\$%]*\])\s*\)\s*\}$/;
/** Signs that Terraform writes as `\u003c`. */
const ESCAPED_SIGNS = /[<>&\u2028\u2029]/;

/** As Terraform turns a value into a text; undefined where there is none, UNKNOWN where that is not certain. */
export function textOf(value: unknown): string | undefined | typeof UNKNOWN {
  const literal = typeof value === "string" ? (encodedList(value) ?? literalOf(value)) : literalOf(value);
  if (literal === undefined || literal === null) return undefined;
  if (typeof literal === "string") return literal;
  return typeof literal === "number" || typeof literal === "boolean" ? String(literal) : UNKNOWN;
}

function encodedList(text: string): string | undefined {
  const list = ENCODED_LIST.exec(text)?.[1];
  if (list === undefined || ESCAPED_SIGNS.test(list)) return undefined;
  try {
    const entries = JSON.parse(list.replace(/,(?=\s*\]$)/, "")) as unknown[];
    // Terraform writes some numbers in another way than JavaScript.
    const isCertain = entries.every((entry) => typeof entry === "string" || typeof entry === "boolean");
    return isCertain ? JSON.stringify(entries) : undefined;
  } catch {
    return undefined;
  }
}

/** As Terraform turns a value into a number. */
export function numberOf(value: unknown): number | undefined | typeof UNKNOWN {
  const text = textOf(value);
  if (typeof text !== "string") return text;
  const number = Number(text);
  return /^-?\d+(\.\d+)?$/.test(text) && isCertain(number) ? number : UNKNOWN;
}

/** As Terraform turns a value into a truth value. */
export function truthOf(value: unknown): boolean | undefined | typeof UNKNOWN {
  const text = textOf(value);
  if (typeof text !== "string") return text;
  return text === "true" ? true : text === "false" ? false : UNKNOWN;
}

function isCertain(value: number): boolean {
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) && text.replace(/[-.]/g, "").length <= MOST_DIGITS;
}
