// The variables of a template version: their texts as the server takes them, which of them are wrong, and which are
// secret. What the template's code declares is read by the room terraform/.
import type { TemplateVersionVariable } from "../../client/template-versions";
import { quoted, type InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { textMisfit } from "../../terraform/types";
import type { DeclaredVariable } from "../../terraform/variables";
import { suggestion } from "../../validation";
import { containsUnknown, isEqual, isProperties, ownValue } from "../../values";
import type { VersionInputs } from "./properties";

type Variables = VersionInputs["variables"];
/** Name → text. */
export type VariableTexts = Readonly<Record<string, string>>;

/** What a version was made with. */
interface SentVariables {
  /** Undefined for the first version of a template. */
  template?: unknown;
  inputs: Pick<VersionInputs, "templateName" | "variables">;
  variables: VariableTexts;
}

/** Shorter values are not hidden: that would make a log unreadable. */
const SHORTEST_SECRET = 4;

/**
 * What is wrong with the values of a program. The server would silently drop a value of an unknown name, and report a
 * missing one only after minutes. `declared` is undefined where only Terraform can read the code.
 */
export async function checkVariables(
  given: unknown,
  declared: readonly DeclaredVariable[] | undefined,
): Promise<InputFailure[]> {
  if (declared === undefined || (given !== undefined && !isProperties(given))) return [];
  const valueOf = (name: string): unknown => ownValue(given ?? {}, name);
  const names = declared.map(({ name }) => name);
  const known = names.length === 0 ? " It declares none." : ` It declares ${quoted(names)}.`;
  const strangers = Object.keys(given ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => `The template declares no variable "${name}".${suggestion(name, names) || known}`);
  const missing = declared
    .filter(({ name, hasDefault }) => !hasDefault && (valueOf(name) ?? "") === "")
    .map(({ name }) => {
      const what = valueOf(name) === undefined ? "is not set" : "is empty, which counts as not set";
      return `The template's variable "${name}" has no default and ${what}. Set it.`;
    });
  const misfits = await Promise.all(declared.map((variable) => misfitOf(valueOf(variable.name), variable)));
  return [...strangers, ...missing, ...misfits.filter((reason) => reason !== undefined)].map((reason) => ({
    property: "variables",
    reason,
  }));
}

/** Why a value is not of the variable's type. It may be secret, and so is not told. */
async function misfitOf(value: unknown, variable: DeclaredVariable): Promise<string | undefined> {
  const { name, type, hasDefault, defaultText } = variable;
  if (containsUnknown(value)) return undefined;
  if (value === undefined) {
    // The code's own default is told with the code, but for what only the server makes of it.
    const reason = defaultText === undefined || type?.kind !== "any" ? undefined : await textMisfit(defaultText, type);
    return (
      reason &&
      `The template's variable "${name}" is not set, and Terraform can't read its default as the server hands it on: ` +
        `${reason}. Set it, or give it the type \`string\` in the template.`
    );
  }
  // What is empty counts as not set, unless there is a default: that is not taken then.
  if (value === "" && !hasDefault) return undefined;
  const reason = await textMisfit(textOf(value as Variables[string]), type);
  return reason && `The template's variable "${name}" is given a value of another type: ${reason}.`;
}

/** Where the values of sensitive variables are. */
export function secretPathsOf(sensitiveNames: readonly string[]): string[][] {
  return sensitiveNames.map((name) => ["variables", name]);
}

/** Whether a program asks for other values. A number or a list equals the text that Terraform writes for it. */
export function variablesChanged(held: Variables | undefined, wanted: unknown): boolean {
  if (containsUnknown(wanted)) return true;
  // `check` has verified the types of what is known.
  const known = (isProperties(wanted) ? wanted : {}) as Variables;
  return !isEqual(variableTexts(held ?? {}), variableTexts(known));
}

/** The values as the API takes them, over the defaults that are to be sent with them. */
export function variableTexts(variables: Variables, defaults: VariableTexts = {}): VariableTexts {
  const texts = Object.entries(variables).map(([name, value]) => [name, textOf(value)] as const);
  return { ...defaults, ...Object.fromEntries(texts) };
}

/** The defaults that the template's code tells for certain. */
export function defaultTexts(declared: readonly DeclaredVariable[] = []): VariableTexts {
  return Object.fromEntries(
    declared.flatMap(({ name, defaultText }) => (defaultText === undefined ? [] : [[name, defaultText] as const])),
  );
}

/**
 * Variables with neither the value that was sent nor the template's default. Sensitive ones are never among them, as
 * the server does not show their values.
 */
export function wrongVariables(
  sent: VariableTexts,
  held: readonly TemplateVersionVariable[],
): TemplateVersionVariable[] {
  return held.filter(
    (variable) => !variable.sensitive && variable.value !== (ownValue(sent, variable.name) ?? variable.default_value),
  );
}

export function sensitiveNames(held: readonly TemplateVersionVariable[]): string[] {
  return held.filter((variable) => variable.sensitive).map(({ name }) => name);
}

/** What a program would declare for these values: it need not repeat the template's defaults. */
export function variablesToDeclare(held: readonly TemplateVersionVariable[]): Variables {
  const given = held.filter((variable) => !variable.sensitive && variable.value !== variable.default_value);
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
}

/** For an import by Pulumi, which declares what the server shows. */
export function warnOfHiddenValues({ log }: Context, sensitive: readonly string[]): void {
  if (sensitive.length === 0) return;
  log.warning(
    `The server does not tell the values of sensitive variables: what ${quoted(sensitive)} ` +
      `${sensitive.length === 1 ? "has" : "have"} is not in \`variables\`. Setting one there makes another version.`,
  );
}

/** Warns of values that had no effect, and of values that nobody can know. */
export function warnOfVariables(
  { log }: Context,
  { template, inputs, variables }: SentVariables,
  held: readonly TemplateVersionVariable[],
): void {
  const unknown = Object.keys(inputs.variables).filter((name) => !held.some((variable) => variable.name === name));
  if (unknown.length > 0) {
    log.warning(`The template declares no variable ${quoted(unknown)}: what \`variables\` says of it has no effect.`);
  }
  // Without a template there is no earlier version to take values from.
  const silent = template === undefined ? [] : sensitiveNames(held).filter((name) => !Object.hasOwn(variables, name));
  if (silent.length > 0) {
    log.warning(
      `${quoted(silent)} of template "${inputs.templateName}" ` +
        `${silent.length === 1 ? "is a sensitive variable" : "are sensitive variables"} that \`variables\` does not ` +
        "name. The server may have kept a value that an earlier version was given, and does not tell. Name it to be " +
        "sure.",
    );
  }
}

/** Texts that Terraform may repeat in its log. Which of them are secret is not known here. */
export function possibleSecrets(variables: Variables = {}): string[] {
  return Object.values(variables)
    .filter((value) => typeof value !== "boolean")
    .flatMap((value) => (Array.isArray(value) ? [...value, textOf(value)] : textOf(value)))
    .filter((text) => text.length >= SHORTEST_SECRET);
}

/**
 * Terraform reads the text of a list as its own language, which does not know two of JSON's escapes, and does not leave
 * `${` and `%{` alone.
 */
function textOf(value: Variables[string]): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value).replace(/\\[^]|[$%](?=\{)/g, (found) => TERRAFORM_ESCAPES[found] ?? found);
}

/** What JSON writes → what means the same to Terraform. */
const TERRAFORM_ESCAPES: Readonly<Record<string, string>> = {
  "\\b": "\\u0008",
  "\\f": "\\u000c",
  $: "\\u0024",
  "%": "\\u0025",
};
