// The input variables that a template declares: what a program may set, and what is secret.
import { isEqual } from "../values";
import type { Block } from "./blocks";
import { isReferring } from "./expressions";
import { findingAt, type Finding } from "./findings";
import { literalOf, truthOf } from "./literals";
import type { Module } from "./modules";
import { misfit, typeOf, type VariableType } from "./types";

export interface DeclaredVariable {
  name: string;
  hasDefault: boolean;
  /** The default as the server writes it; undefined where that is not certain. */
  defaultText: string | undefined;
  isSensitive: boolean;
  /** Undefined where it is none that is known here. */
  type: VariableType | undefined;
}

/** Of the template itself: only those can be set. Undefined where not all of its code could be read. */
export async function declaredVariables({ blocks, isComplete }: Module): Promise<DeclaredVariable[] | undefined> {
  if (!isComplete) return undefined;
  const variables = new Map<string, DeclaredVariable>();
  for (const block of blocks.filter(({ type }) => type === "variable")) {
    const { body, lastBody, isOverridden } = block;
    const name = block.labels[0] ?? "";
    const known = variables.get(name);
    // The server takes null for none, and forgets what an overridden block says: only Terraform knows either.
    const hasDefault = (lastBody["default"] ?? null) !== null;
    variables.set(name, {
      name,
      hasDefault: hasDefault || known?.hasDefault === true,
      defaultText: isOverridden || known !== undefined ? undefined : plainText(body["default"]),
      // A variable counts as sensitive unless it certainly is not. Terraform also reads a text as a truth value.
      isSensitive: known?.isSensitive === true || ("sensitive" in body && truthOf(body["sensitive"]) !== false),
      type: isOverridden ? undefined : await typeOf(body["type"]),
    });
  }
  return [...variables.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

export async function variableFindings({ blocks }: Module): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const block of blocks.filter(({ type, isOverridden }) => type === "variable" && !isOverridden)) {
    const reason = await defaultReason(block);
    if (reason !== undefined) findings.push(findingAt(block, reason));
  }
  return findings;
}

async function defaultReason({ body, file }: Block): Promise<string | undefined> {
  const type = await typeOf(body["type"]);
  const reason = type && misfit(literalOf(body["default"]), type);
  if (reason !== undefined) return `its default does not fit its \`type\`: ${reason}.`;
  // In JSON, texts have no expressions here.
  return !file.endsWith(".json") && (await isReferring(body["default"]))
    ? "its default refers to something or calls a function, which it can't: it is a value that stands by itself."
    : undefined;
}

/** The value of a text, of a whole number, or of a truth value. */
function plainText(standard: unknown): string | undefined {
  const value = literalOf(standard);
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  return typeof value === "number" && /^(0|[1-9]\d{0,8})$/.test(String(value)) && isEqual(value, standard)
    ? String(value)
    : undefined;
}
