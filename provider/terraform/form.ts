// The form of blocks: names that can't be, arguments that are misspelt or missing. What a newer release may have added
// is left alone: a name counts as misspelt only where it is nearly a known one.
import { distance } from "fastest-levenshtein";
import { quoted } from "../errors";
import type { Properties } from "../values";
import { ARGUMENTS, META_ARGUMENTS, type Arguments } from "./arguments";
import { BLOCK_TYPES, blocksAt, type Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import { literalOf } from "./literals";
import type { Module } from "./modules";
import { misfit } from "./types";

/** As HCL has names. */
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
const NAMED = ["variable", "output", "module", "resource", "data", "ephemeral"];
/** Arguments of modules, which no variable can be named after. */
const RESERVED_VARIABLES = ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

const TYPES = ["string", "number", "bool", "any", "list", "map", "set", "object", "tuple"];
/** An address in a registry has three parts at least, and that of a server a dot or a colon. */
const PLAIN_PATH = /^[\w-]+(\/[\w-]+)?$/;

export function formFindings(module: Module): Finding[] {
  const blocks = module.blocks.filter(({ isOverridden }) => !isOverridden);
  return [
    ...module.strangers.flatMap(({ type, file }) => {
      const near = nearest(type, BLOCK_TYPES);
      const reason = `In ${JSON.stringify(file)}: Terraform has no block "${type}". Did you mean "${near}"?`;
      return near === undefined ? [] : [{ property: "source" as const, reason }];
    }),
    ...blocks.flatMap((block) => reasonsOf(block, module).map((reason) => findingAt(block, reason))),
  ];
}

function reasonsOf(block: Block, module: Module): string[] {
  const { type, labels, body } = block;
  const reasons: string[] = [];
  const wrong = NAMED.includes(type) ? labels.find((label) => !IDENTIFIER.test(label)) : undefined;
  if (wrong !== undefined)
    reasons.push(
      `${JSON.stringify(wrong)} is no name: one has letters, digits, "_" and "-", and begins with no digit.`,
    );
  if (type === "variable" && RESERVED_VARIABLES.includes(labels[0] ?? ""))
    reasons.push("no variable can have this name: Terraform keeps it for itself.");
  if (body["count"] !== undefined && body["for_each"] !== undefined)
    reasons.push("it has both `count` and `for_each`: only one of them can be set.");
  reasons.push(...loopReasons(block, module), ...variableReasons(block), ...sourceReasons(block));
  const known = ARGUMENTS[["resource", "data"].includes(type) ? `${type} ${labels[0]}` : type];
  if (known !== undefined) reasons.push(...argumentReasons(body, known, ""));
  return reasons;
}

function variableReasons({ type, body }: Block): string[] {
  if (type !== "variable") return [];
  const kind = typeof body["type"] === "string" ? /^(?:\$\{)?\s*(\w+)\s*\}?$/.exec(body["type"])?.[1] : undefined;
  return [
    ...(kind === undefined || TYPES.includes(kind)
      ? []
      : [`its \`type\` is none of ${quoted(TYPES)}, and no type made of them.`]),
    ...(body["default"] === null && body["nullable"] === false
      ? ["its default is null, which `nullable = false` excludes."]
      : []),
  ];
}

function sourceReasons({ type, body }: Block): string[] {
  if (type !== "module") return [];
  const source = body["source"] === undefined ? undefined : literalOf(body["source"]);
  if (source === undefined) return ["it has no `source`, which it needs."];
  if (typeof source !== "string") return [];
  if (/^\.\.?\//.test(source) && body["version"] !== undefined)
    return ["it has a `version`, which a module beside the template's code can't have."];
  return PLAIN_PATH.test(source)
    ? [`its \`source\` ${JSON.stringify(source)} is no address. A folder of the template begins with "./".`]
    : [];
}

/** What the names `each` and `count` stand for. */
function loopReasons(block: Block, module: Module): string[] {
  if (!["resource", "data", "module"].includes(block.type)) return [];
  const all = module.references.get(block)?.all ?? [];
  return (
    [
      ["each", "for_each"],
      ["count", "count"],
    ] as const
  )
    .filter(([root, argument]) => block.body[argument] === undefined && all.some(([first]) => first === root))
    .map(([root, argument]) => `it refers to \`${root}\`, but has no \`${argument}\`.`);
}

function argumentReasons(body: Properties, told: Arguments, where: string): string[] {
  const { required = [], known = [], blocks = {}, values = {}, kinds = {} } = told;
  const dynamic = blocksAt(body, "dynamic").flatMap((types) => Object.keys(types));
  const all = [...required, ...known, ...Object.keys(blocks)];
  return [
    ...Object.keys(body)
      .filter((key) => !all.includes(key) && !META_ARGUMENTS.includes(key))
      .flatMap((key) => {
        const near = nearest(key, all);
        return near === undefined ? [] : [`${where}there is no argument "${key}". Did you mean "${near}"?`];
      }),
    ...required
      .filter((key) => body[key] === undefined && !dynamic.includes(key))
      .map((key) => `${where}it has no \`${key}\`, which it needs.`),
    ...Object.entries(values).flatMap(([key, takes]) => {
      const value = literalOf(body[key]);
      return typeof value !== "string" || takes.includes(value)
        ? []
        : [`its \`${key}\` is ${JSON.stringify(value)}, which is none of ${quoted([...takes])}.`];
    }),
    ...Object.entries(kinds).flatMap(([key, kind]) => {
      const reason = misfit(literalOf(body[key]), kind);
      return reason === undefined ? [] : [`its \`${key}\` does not fit: ${reason}.`];
    }),
    ...Object.entries(blocks).flatMap(([type, { most, ...inner }]) => {
      const found = blocksAt(body, type);
      const many =
        most !== undefined && found.length > most ? [`it has more than one \`${type}\`: only one can be there.`] : [];
      return [...many, ...found.flatMap((each) => argumentReasons(each, inner, `in its \`${type}\`, `))];
    }),
  ];
}

/** The known name that was meant; undefined where none is near enough to be certain. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const sorted = [...name].sort().join("");
  return known.find(
    (each) =>
      [...each].sort().join("") === sorted || distance(name, each) <= (Math.min(name.length, each.length) < 6 ? 1 : 2),
  );
}
