// What a template version asks of parameter values. The server accepts some values that its build then fails on: they
// are checked here. Pure. Messages don't show the values, which may be secret.
import type { EvaluatedParameter } from "../../client/dry-runs";
import type { Preset, TemplateVersionParameter } from "../../client/template-versions";
import { capitalized, endSentence, quoted, type InputFailure } from "../../errors";
import { matches } from "../../terraform/patterns";
import { suggestion } from "../../validation";
import { containsUnknown, isProperties, UNKNOWN } from "../../values";
import {
  isSameValue,
  parameterValueSchema,
  readList,
  toText,
  type HeldValues,
  type ParameterValue,
} from "./parameters";

/** A parameter as a version declares it, by either flow. */
export type ParameterDefinition = Pick<
  TemplateVersionParameter,
  | "name"
  | "type"
  | "form_type"
  | "mutable"
  | "required"
  | "ephemeral"
  | "options"
  | "validation_error"
  | "validation_regex"
  | "validation_min"
  | "validation_max"
  | "validation_monotonic"
>;

export interface ParameterRules {
  definitions: readonly ParameterDefinition[];
  /** For messages, which version declares them: `template version "v1"`. */
  version: string;
  preset: Pick<Preset, "name" | "parameters"> | undefined;
  /** Whether values decide which parameters there are. */
  isDynamic: boolean;
  /** Values of the build before; undefined when the workspace is about to be created. */
  held: HeldValues | undefined;
  /** Whether ephemeral parameters can be given: they hold for a single build. */
  allowsEphemeral: boolean;
  /** Whether another value of an immutable parameter is refused; `Workspace` is replaced instead. */
  refusesImmutable: boolean;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const WHOLE_NUMBER = /^[+-]?\d+$/;

/** Every wrong parameter, each with its name. `declared` may hold unknown values, or be one. */
export function checkParameters(declared: unknown, rules: ParameterRules): InputFailure[] {
  if (declared === UNKNOWN) return [];
  const values = isProperties(declared) ? declared : {};
  const failures = Object.entries(values).map(([name, value]) => parameterReason(name, value, rules));
  const missing = rules.definitions
    .filter(
      ({ name, required }) =>
        required &&
        !Object.hasOwn(values, name) &&
        !rules.held?.has(name) &&
        presetValue(rules.preset, name) === undefined,
    )
    .map(({ name }) => `Parameter "${name}" is missing: ${rules.version} requires it.`);
  return [...failures, ...missing]
    .filter((reason) => reason !== undefined)
    .map((reason) => ({ property: "parameters", reason }));
}

/** Whether the answer depends on the values of the build before. */
export function dependOnHeld(
  declared: unknown,
  { definitions, preset, refusesImmutable }: Pick<ParameterRules, "definitions" | "preset" | "refusesImmutable">,
): boolean {
  if (declared === UNKNOWN) return false;
  const values = isProperties(declared) ? declared : {};
  return definitions.some(({ name, required, mutable, validation_monotonic }) =>
    Object.hasOwn(values, name)
      ? validation_monotonic !== "" || (!mutable && refusesImmutable)
      : required && presetValue(preset, name) === undefined,
  );
}

/** Which rule of the parameter a value misses. */
export function valueFault(
  value: ParameterValue,
  definition: ParameterDefinition,
): "type" | "option" | "range" | "pattern" | undefined {
  if (typeReason(value, definition) !== undefined) return "type";
  if (optionReason(value, definition) !== undefined) return "option";
  if (rangeReason(value, definition) !== undefined) return "range";
  return patternReason(value, definition) === undefined ? undefined : "pattern";
}

/** The dynamic flow tells the same in another shape. */
export function toDefinition(parameter: EvaluatedParameter): ParameterDefinition {
  const [validation] = parameter.validations;
  return {
    name: parameter.name,
    type: parameter.type,
    form_type: parameter.form_type,
    mutable: parameter.mutable,
    required: parameter.required,
    ephemeral: parameter.ephemeral,
    options: parameter.options.flatMap(({ value, ...option }) => (value === undefined ? [] : [{ ...option, value }])),
    validation_error: validation?.validation_error ?? "",
    validation_regex: validation?.validation_regex ?? "",
    validation_min: validation?.validation_min,
    validation_max: validation?.validation_max,
    validation_monotonic: validation?.validation_monotonic ?? "",
  };
}

function presetValue(preset: Pick<Preset, "parameters"> | undefined, name: string): string | undefined {
  return preset?.parameters.find((parameter) => parameter.name === name)?.value;
}

function parameterReason(name: string, value: unknown, rules: ParameterRules): string | undefined {
  const definition = rules.definitions.find((each) => each.name === name);
  if (definition === undefined) return unknownReason(name, rules);
  if (definition.ephemeral && !rules.allowsEphemeral) {
    return (
      `Parameter "${name}" is ephemeral: it holds for a single build, so it can't be kept at a value. Remove it ` +
      `here, and set it in a \`WorkspaceBuild\` when a build needs it.`
    );
  }
  if (containsUnknown(value)) return undefined;
  const parsed = parameterValueSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const reason = valueReason(parsed.data, definition) ?? heldReason(parsed.data, definition, rules);
  return reason === undefined ? undefined : `Parameter "${name}" ${reason}`;
}

function unknownReason(name: string, rules: ParameterRules): string {
  const names = rules.definitions.map((definition) => definition.name);
  const known = names.length === 0 ? "It has no parameters." : `It has ${quoted(names)}.`;
  const near = suggestion(name, names);
  const given = rules.isDynamic ? " with the values that the others have" : "";
  return `${capitalized(rules.version)} has no parameter ` + `"${name}"${given}.${near === "" ? ` ${known}` : near}`;
}

function valueReason(value: ParameterValue, definition: ParameterDefinition): string | undefined {
  return (
    typeReason(value, definition) ??
    optionReason(value, definition) ??
    rangeReason(value, definition) ??
    patternReason(value, definition)
  );
}

/** @see github.com/coder/terraform-provider-coder/v2 provider/parameter.go Validation.Valid and valueIsType */
function typeReason(value: ParameterValue, definition: ParameterDefinition): string | undefined {
  const text = toText(value);
  switch (definition.type) {
    case "number": {
      const mustBeWhole = isBounded(definition);
      const isNumber = typeof value === "number" || (typeof value === "string" && NUMBER.test(text));
      if (isNumber && (!mustBeWhole || WHOLE_NUMBER.test(text))) return undefined;
      return (
        `takes a ${mustBeWhole ? "whole " : ""}number; ` +
        `${isNumber ? "it has a fraction" : `it is given ${kindOf(value)}`}.`
      );
    }
    case "bool":
      return text === "true" || text === "false" ? undefined : `takes true or false; it is given ${kindOf(value)}.`;
    case "list(string)":
      return Array.isArray(value) || readList(value) !== undefined
        ? undefined
        : `takes a list of strings; it is given ${kindOf(value)}.`;
    default:
      return Array.isArray(value) ? "takes a string; it is given a list." : undefined;
  }
}

function optionReason(value: ParameterValue, definition: ParameterDefinition): string | undefined {
  const options = definition.options.map((option) => option.value);
  if (options.length === 0) return undefined;
  const entries =
    definition.type === "list(string)" && definition.form_type === "multi-select"
      ? Array.isArray(value)
        ? value
        : (readList(value) ?? [])
      : [toText(value)];
  if (entries.every((entry) => options.includes(entry))) return undefined;
  const near = entries.length === 1 ? suggestion(entries[0] ?? "", options) : "";
  return `must be one of its options: ${options.map((option) => JSON.stringify(option)).join(", ")}.${near}`;
}

function rangeReason(value: ParameterValue, definition: ParameterDefinition): string | undefined {
  if (definition.type !== "number") return undefined;
  const { validation_min: least, validation_max: most } = definition;
  const number = Number(toText(value));
  if ((least === undefined || number >= least) && (most === undefined || number <= most)) return undefined;
  const range = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ].join(" and ");
  return `must be ${range}.`;
}

/**
 * Matches as the server does: Go's syntax, anywhere in the text. A pattern that Go does not compile, or that would take
 * long, is left to the server.
 *
 * @see github.com/coder/terraform-provider-coder/v2 provider/parameter.go Validation.Valid
 */
function patternReason(value: ParameterValue, definition: ParameterDefinition): string | undefined {
  if (definition.type !== "string" || definition.validation_regex === "") return undefined;
  if (matches(definition.validation_regex, toText(value)) !== false) return undefined;
  const rule = `must match ${definition.validation_regex}`;
  return definition.validation_error === "" ? `${rule}.` : endSentence(`${rule}: ${definition.validation_error}`);
}

function heldReason(value: ParameterValue, definition: ParameterDefinition, rules: ParameterRules): string | undefined {
  const fromPreset = presetValue(rules.preset, definition.name);
  if (fromPreset !== undefined && !isSameValue(value, fromPreset)) {
    return (
      `has another value in preset "${rules.preset?.name}", and the preset's would win. Remove it from ` +
      `\`parameters\`, or choose another preset.`
    );
  }
  const held = rules.held?.get(definition.name);
  if (held === undefined || isSameValue(value, held)) return undefined;
  if (!definition.mutable && rules.refusesImmutable)
    return "is immutable: its value was decided when the workspace was created, and can't change.";
  const step = Number(toText(value)) - Number(held);
  if (definition.validation_monotonic === "increasing" && step < 0)
    return "may only increase: its value now is higher.";
  if (definition.validation_monotonic === "decreasing" && step > 0) return "may only decrease: its value now is lower.";
  return undefined;
}

function isBounded(definition: ParameterDefinition): boolean {
  return (
    definition.validation_min !== undefined ||
    definition.validation_max !== undefined ||
    definition.validation_monotonic !== ""
  );
}

function kindOf(value: ParameterValue): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "another text" : typeof value === "number" ? "a number" : "true or false";
}
