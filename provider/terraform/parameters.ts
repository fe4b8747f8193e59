// The parameters of workspaces that code declares, and the rules that the Terraform provider for Coder has for them.
// @see github.com/coder/terraform-provider-coder/v2 provider/parameter.go, formtype.go
import { quoted } from "../errors";
import { UNKNOWN } from "../values";
import { blocksAt, isRepeated, type Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import { numberOf, textOf, truthOf } from "./literals";
import { isKnownAtPlan, withLocals, type Module } from "./modules";
import { isPattern, matches } from "./patterns";

type Maybe<Value> = Value | undefined | typeof UNKNOWN;

/** A parameter as its block says it. UNKNOWN stands where an expression decides. */
export interface CodeParameter {
  block: Block;
  name: Maybe<string>;
  type: Maybe<string>;
  formType: Maybe<string>;
  mutable: Maybe<boolean>;
  ephemeral: Maybe<boolean>;
  standard: Maybe<string>;
  /** UNKNOWN where options are made by an expression. */
  options: Option[] | typeof UNKNOWN;
  /** Undefined without rules. */
  validation: Validation | undefined | typeof UNKNOWN;
}

interface Option {
  name: Maybe<string>;
  value: Maybe<string>;
}

interface Validation {
  min: Maybe<number>;
  max: Maybe<number>;
  monotonic: Maybe<string>;
  regex: Maybe<string>;
  error: Maybe<string>;
}

const TYPES = ["string", "number", "bool", "list(string)"];
/** Type → its forms with options, and without; the first is the usual one. */
export const FORMS: Readonly<Record<string, { withOptions: string[]; without: string[] }>> = {
  string: { withOptions: ["radio", "dropdown"], without: ["input", "textarea"] },
  number: { withOptions: ["radio", "dropdown"], without: ["input", "slider"] },
  bool: { withOptions: ["radio", "dropdown"], without: ["checkbox", "switch"] },
  "list(string)": { withOptions: ["radio", "multi-select"], without: ["tag-select"] },
};
/** More forms than Go takes for a number: what it takes is among them. */
const NUMBER = /^[+-]?(\d[\d_]*\.?\d*|\.\d+|inf(inity)?|nan|0x[\d.a-f_]+)([ep][+-]?\d+)?$/i;
/** @see strconv.ParseBool */
const TRUTHS = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

export function parametersOf(module: Module): CodeParameter[] {
  return module.blocks
    .filter(({ type, labels }) => type === "data" && labels[0] === "coder_parameter")
    .map((block) => {
      const body = withLocals(module, block.body);
      return {
        block,
        name: textOf(body["name"]),
        type: textOf(body["type"]) ?? "string",
        formType: textOf(body["form_type"]),
        mutable: truthOf(body["mutable"]) ?? false,
        ephemeral: truthOf(body["ephemeral"]) ?? false,
        standard: textOf(body["default"]),
        options: isMade(body, "option")
          ? UNKNOWN
          : blocksAt(body, "option").map((option) => ({
              name: textOf(option["name"]),
              value: textOf(option["value"]),
            })),
        validation: isMade(body, "validation") ? UNKNOWN : validationOf(blocksAt(body, "validation")[0]),
      };
    });
}

/** @param isOld whether Coder's provider may be a release that takes an empty default for none */
export function parameterFindings(module: Module, isOld: boolean): Finding[] {
  return parametersOf(module)
    .filter(({ block }) => !isRepeated(block))
    .map((parameter): CodeParameter =>
      isOld && parameter.standard === "" ? { ...parameter, standard: UNKNOWN } : parameter,
    )
    .flatMap((parameter) => {
      const reason = reasonOf(parameter, isKnownAtPlan(module, parameter.block));
      return reason === undefined ? [] : [findingAt(parameter.block, reason)];
    });
}

function isMade(body: Block["body"], type: string): boolean {
  const made = blocksAt(body, "dynamic").some((types) => type in types);
  return made || typeof body[type] === "string";
}

function validationOf(body: Block["body"] | undefined): Validation | undefined {
  return (
    body && {
      min: numberOf(body["min"]),
      max: numberOf(body["max"]),
      monotonic: textOf(body["monotonic"]),
      regex: textOf(body["regex"]),
      error: textOf(body["error"]),
    }
  );
}

/** The first that is wrong: what follows depends on it. */
function reasonOf(parameter: CodeParameter, isRead: boolean): string | undefined {
  const { type, formType, block } = parameter;
  if (block.body["name"] === undefined) return "it has no `name`, which it needs.";
  if (type === UNKNOWN || type === undefined) return undefined;
  const forms = FORMS[type];
  if (forms === undefined) return `its \`type\` is none of ${quoted(TYPES)}.`;
  const all = Object.values(FORMS).flatMap(({ withOptions, without }) => [...withOptions, ...without]);
  if (typeof formType === "string" && formType !== "error" && !all.includes(formType))
    return `its \`form_type\` is none of ${quoted([...new Set(all)])}.`;
  const conflict = conflictReason(parameter);
  if (conflict !== undefined) return conflict;
  // All other rules are asked when the data source is read.
  if (!isRead) return undefined;
  return (
    ephemeralReason(parameter) ??
    formReason(parameter, forms) ??
    optionsReason(parameter) ??
    optionReason(parameter) ??
    validationReason(parameter, type) ??
    defaultTypeReason(parameter, type)
  );
}

function conflictReason({ validation }: CodeParameter): string | undefined {
  if (validation === undefined || validation === UNKNOWN || typeof validation.regex !== "string") return undefined;
  const others = (["min", "max", "monotonic"] as const).filter((key) => validation[key] !== undefined);
  return others.length === 0
    ? undefined
    : `its \`validation\` has \`regex\` beside \`${others[0]}\`: only one of them can be set.`;
}

function ephemeralReason({ mutable, ephemeral, standard }: CodeParameter): string | undefined {
  if (ephemeral !== true) return undefined;
  if (mutable === false) return "it is ephemeral, and so has to be `mutable = true`.";
  return standard === undefined ? "it is ephemeral, and so has to have a `default`." : undefined;
}

function formReason(
  { options, formType, type }: CodeParameter,
  { withOptions, without }: { withOptions: string[]; without: string[] },
): string | undefined {
  if (options === UNKNOWN || typeof formType !== "string") return undefined;
  const allowed = options.length > 0 ? withOptions : without;
  if (allowed.includes(formType)) return undefined;
  return (
    `its \`form_type\` "${formType}" does not go with type "${String(type)}" ` +
    `${options.length > 0 ? "and options" : "without options"}: it can be ${quoted(allowed)}.`
  );
}

function optionsReason({ options, type, formType }: CodeParameter): string | undefined {
  if (options === UNKNOWN) return undefined;
  for (const key of ["name", "value"] as const) {
    if (options.some((option) => option[key] === undefined)) return `an option has no \`${key}\`, which it needs.`;
    const texts = options.map((option) => option[key]).filter((text) => typeof text === "string");
    const twice = texts.find((text, index) => texts.indexOf(text) !== index);
    if (twice !== undefined) return `two of its options have the ${key} ${JSON.stringify(twice)}.`;
  }
  const ofOption = formType === "multi-select" ? "string" : type;
  if (formType === UNKNOWN || typeof ofOption !== "string") return undefined;
  const wrong = options.find(({ value }) => typeof value === "string" && !isOfType(value, ofOption));
  return wrong && `the value ${JSON.stringify(wrong.value)} of an option is not of type "${ofOption}".`;
}

function optionReason({ options, standard, type, formType }: CodeParameter): string | undefined {
  if (options === UNKNOWN || options.length === 0 || typeof standard !== "string" || formType === UNKNOWN)
    return undefined;
  const values = options.map(({ value }) => value);
  if (values.includes(UNKNOWN)) return undefined;
  const isMany = type === "list(string)" && formType === "multi-select";
  const chosen = isMany ? listOf(standard) : [standard];
  if (chosen === undefined) return 'its default is no list of texts, such as `jsonencode(["a"])`.';
  const missing = chosen.find((text) => !values.includes(text));
  if (missing === undefined) return undefined;
  const known = values.map((value) => JSON.stringify(value)).join(", ");
  return `its default ${JSON.stringify(missing)} is none of its options: ${known}.`;
}

function validationReason({ validation, standard }: CodeParameter, type: string): string | undefined {
  if (validation === undefined || validation === UNKNOWN) return undefined;
  const { min, max, monotonic, regex, error } = validation;
  const bound = (["min", "max", "monotonic"] as const).find((key) => validation[key] !== undefined);
  if (type !== "number" && bound !== undefined && validation[bound] !== UNKNOWN && validation[bound] !== "")
    return `its \`validation\` has \`${bound}\`, which is only for type "number"; this one is "${type}".`;
  if (typeof regex === "string" && regex !== "") {
    if (type !== "string")
      return `its \`validation\` has \`regex\`, which is only for type "string"; this one is "${type}".`;
    if (isPattern(regex) === false) return "the `regex` of its `validation` is no regular expression of Go.";
    if (error === undefined || error === "") return "its `validation` has `regex`, and so has to have `error`.";
    if (typeof standard === "string" && matches(regex, standard) === false)
      return `its default ${JSON.stringify(standard)} does not match the \`regex\` of its \`validation\`.`;
  }
  if (typeof standard !== "string") return undefined;
  if (type === "bool" && standard !== "true" && standard !== "false")
    return `its default ${JSON.stringify(standard)} is neither true nor false.`;
  if (type !== "number") return undefined;
  if (!/^[+-]?\d+$/.test(standard)) return `its default ${JSON.stringify(standard)} is no whole number.`;
  if (typeof min === "number" && Number(standard) < min)
    return `its default ${standard} is less than ${min}, its least.`;
  if (typeof max === "number" && Number(standard) > max)
    return `its default ${standard} is more than ${max}, its most.`;
  if (typeof monotonic === "string" && !["", "increasing", "decreasing"].includes(monotonic))
    return 'the `monotonic` of its `validation` is neither "increasing" nor "decreasing".';
  return undefined;
}

function defaultTypeReason({ standard }: CodeParameter, type: string): string | undefined {
  if (typeof standard !== "string" || isOfType(standard, type)) return undefined;
  return `its default ${JSON.stringify(standard)} is not of type "${type}".`;
}

function isOfType(text: string, type: string): boolean {
  if (type === "number") return NUMBER.test(text);
  if (type === "bool") return TRUTHS.includes(text);
  return type !== "list(string)" || listOf(text) !== undefined;
}

function listOf(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    if (list === null) return [];
    // Go takes nothing for an empty text.
    return Array.isArray(list) && list.every((entry) => typeof entry === "string" || entry === null)
      ? list.map((entry) => String(entry ?? ""))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Parameters that have their name twice: the server takes none of them. */
export function sameNameFindings(modules: readonly Module[]): Finding[] {
  const seen = new Map<string, Block>();
  return modules.flatMap((module) =>
    parametersOf(module).flatMap(({ name, block }) => {
      if (typeof name !== "string" || isRepeated(block) || !isKnownAtPlan(module, block)) return [];
      const first = seen.get(name);
      if (first === undefined) seen.set(name, block);
      if (first === undefined || isSameBlock(first, block)) return [];
      return [
        findingAt(
          block,
          `another parameter has the name ${JSON.stringify(name)}: \`${first.labels.join(".")}\` in ` +
            `${JSON.stringify(first.file)}. Give each a name of its own.`,
        ),
      ];
    }),
  );
}

/** Declared twice, it is told as that. */
function isSameBlock(first: Block, second: Block): boolean {
  return first.file === second.file && first.labels.join("\0") === second.labels.join("\0");
}
