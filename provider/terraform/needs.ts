// What a template's workspaces need and take, as far as its code says it for certain: for a version that the server
// does not have yet.
import { isProperties, UNKNOWN } from "../values";
import { isRepeated, type Block } from "./blocks";
import { literalOf, textOf } from "./literals";
import { calledOnce, isKnownAtPlan, type Module } from "./modules";
import { FORMS, parametersOf, type CodeParameter } from "./parameters";

/** A parameter as the server tells it. A rule that is not certain is left out: it lets every value pass. */
interface NeededParameter {
  name: string;
  type: string;
  form_type: string;
  mutable: boolean;
  required: boolean;
  ephemeral: boolean;
  options: { name: string; description: string; value: string; icon: string }[];
  validation_error: string;
  validation_regex: string;
  validation_min: number | undefined;
  validation_max: number | undefined;
  validation_monotonic: "" | "increasing" | "decreasing";
}

interface NeededPreset {
  name: string;
  /** Undefined where an expression decides. */
  parameters: { name: string; value: string }[] | undefined;
}

export interface Needs {
  /** Parameters that are certain to be there. */
  parameters: NeededParameter[];
  /** Names of others that may be there, whatever they take. */
  others: string[];
  /** Whether there can be no other parameter. */
  isComplete: boolean;
  presets: NeededPreset[];
  /** Whether there can be no other preset. */
  arePresetsComplete: boolean;
}

export function readNeeds(modules: readonly Module[]): Needs {
  const isAllRead = modules.every(
    ({ isComplete, problems, called }) =>
      isComplete && problems.length === 0 && [...called.values()].every((module) => module !== undefined),
  );
  const once = calledOnce(modules);
  const found = modules.flatMap((module) =>
    parametersOf(module).map((parameter) => ({
      name: parameter.name,
      known: isCertain(module, parameter.block, once) ? toNeeded(parameter) : undefined,
    })),
  );
  const parameters = found.flatMap(({ known }) => known ?? []);
  const presets = modules.flatMap((module) =>
    module.blocks.filter(isPreset).map((block) => ({ ...toPreset(block), isThere: isCertain(module, block, once) })),
  );
  return {
    parameters,
    others: found.flatMap(({ name, known }) => (known === undefined && typeof name === "string" ? [name] : [])),
    isComplete: isAllRead && found.every(({ name }) => typeof name === "string"),
    presets: presets.flatMap(({ name, parameters: values, isThere }) =>
      typeof name === "string" ? [{ name, parameters: isThere ? values : undefined }] : [],
    ),
    arePresetsComplete: isAllRead && presets.every(({ name }) => typeof name === "string"),
  };
}

/** Whether there is one of it, as its block says. */
function isCertain(module: Module, block: Block, once: readonly Module[]): boolean {
  return once.includes(module) && !block.isOverridden && !isRepeated(block) && isKnownAtPlan(module, block);
}

/** Undefined where its name or type is not certain. */
function toNeeded({ name, type, formType, options, validation, ...rest }: CodeParameter): NeededParameter | undefined {
  if (typeof name !== "string" || typeof type !== "string") return undefined;
  const rules = validation === UNKNOWN ? undefined : validation;
  const isChosen = options !== UNKNOWN && options.length > 0;
  const usual = FORMS[type]?.[isChosen ? "withOptions" : "without"][0] ?? "";
  const isFormKnown = formType !== UNKNOWN;
  return {
    name,
    type,
    form_type: isFormKnown ? (formType ?? usual) : "",
    mutable: rest.mutable !== false,
    required: rest.standard === undefined,
    ephemeral: rest.ephemeral === true,
    options: isFormKnown && isChosen ? knownOptions(options) : [],
    validation_error: textOr(rules?.error),
    validation_regex: textOr(rules?.regex),
    validation_min: numberOr(rules?.min),
    validation_max: numberOr(rules?.max),
    validation_monotonic: orderOr(rules?.monotonic),
  };
}

/** None where a value of theirs is not certain. */
function knownOptions(options: Exclude<CodeParameter["options"], typeof UNKNOWN>): NeededParameter["options"] {
  const known = options.flatMap(({ name, value }) =>
    typeof value === "string" ? [{ name: textOr(name), description: "", value, icon: "" }] : [],
  );
  return known.length === options.length ? known : [];
}

function textOr(text: string | undefined | typeof UNKNOWN): string {
  return typeof text === "string" ? text : "";
}

function numberOr(value: number | undefined | typeof UNKNOWN): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function orderOr(order: string | undefined | typeof UNKNOWN): NeededParameter["validation_monotonic"] {
  return order === "increasing" || order === "decreasing" ? order : "";
}

function isPreset({ type, labels }: Block): boolean {
  return type === "data" && labels[0] === "coder_workspace_preset";
}

function toPreset({ body }: Block): { name: unknown; parameters: NeededPreset["parameters"] } {
  const values = body["parameters"] === undefined ? {} : literalOf(body["parameters"]);
  const texts = isProperties(values)
    ? Object.entries(values).map(([name, value]) => ({ name, value: textOf(value) }))
    : undefined;
  const known = texts?.flatMap(({ name, value }) => (typeof value === "string" ? [{ name, value }] : []));
  return { name: textOf(body["name"]), parameters: known?.length === texts?.length ? known : undefined };
}
