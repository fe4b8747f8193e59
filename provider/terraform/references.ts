// References to what no block declares, and blocks that are declared twice: Terraform refuses both before it asks any
// server.
import type { Block } from "./blocks";
import type { Reference } from "./expressions";
import { findingAt, nearOrKnown, type Finding } from "./findings";
import { folderOf, type Module } from "./modules";

/** They are there without a block. */
const BUILT_IN = ["each", "count", "self", "path", "terraform"];
/** Words that Terraform has reserved, or may give a meaning. */
const RESERVED = ["resource", "ephemeral", "provider", "template", "lazy", "arg", "action", "list"];

export function referenceFindings(module: Module): Finding[] {
  const declared = declaredIn(module);
  const all = [
    ...[...module.references].map(([block, { all: references }]) => ({ block, references })),
    ...[...module.locals.values()].map(({ block, all: references }) => ({ block, references })),
  ];
  return all.flatMap(({ block, references }) =>
    references.flatMap((reference) => {
      const reason = reasonOf(reference, block, declared, module);
      return reason === undefined ? [] : [findingAt(block, reason)];
    }),
  );
}

export function duplicateFindings({ blocks }: Module): Finding[] {
  const seen = new Map<string, Block>();
  const findings: Finding[] = [];
  const add = (key: string, block: Block, reason: (first: Block) => string): void => {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, block);
    else findings.push(findingAt(block, reason(first)));
  };
  for (const block of blocks.filter(({ isOverridden }) => !isOverridden)) {
    if (["variable", "output", "module", "resource", "data", "ephemeral"].includes(block.type))
      add([block.type, ...block.labels].join("\0"), block, (first) => `it is declared in ${fileOf(first)} already.`);
    if (block.type !== "locals") continue;
    for (const name of Object.keys(block.body))
      add(`local\0${name}`, block, (first) => `the local value "${name}" is declared in ${fileOf(first)} already.`);
  }
  return findings;
}

/** Modules beside the code: whether they are there, and take what they are given. */
export function moduleFindings(module: Module, paths: readonly string[]): Finding[] {
  return [...module.called].flatMap(([block, called]) => {
    const folder = folderOf(module.path, block);
    if (folder === undefined) return [];
    if (called === undefined) {
      if (paths.some((path) => path.startsWith(`${folder}/`))) return [];
      return [findingAt(block, `the template has no folder ${JSON.stringify(folder)}, which is its \`source\`.`)];
    }
    if (!called.isComplete) return [];
    const variables = called.blocks.filter(({ type }) => type === "variable");
    const names = variables.map(({ labels }) => labels[0] ?? "");
    const strangers = Object.keys(block.body)
      .filter((name) => !MODULE_ARGUMENTS.includes(name) && !names.includes(name))
      .map((name) => `the module has no variable "${name}".${nearOrKnown(name, names, "It has none.")}`);
    const missing = variables
      .filter(({ body, labels }) => body["default"] === undefined && block.body[labels[0] ?? ""] === undefined)
      .map(({ labels }) => `the module's variable "${labels[0]}" has no default and is not set.`);
    return [...strangers, ...missing].map((reason) => findingAt(block, reason));
  });
}

const MODULE_ARGUMENTS = ["source", "version", "providers", "count", "for_each", "depends_on", "lifecycle", "//"];

type Declared = Record<"variables" | "locals" | "modules" | "data" | "resources", string[]>;

function declaredIn({ blocks, locals }: Module): Declared {
  const named = (type: string): string[] =>
    blocks.filter((block) => block.type === type).map(({ labels }) => labels.join("."));
  return {
    variables: named("variable"),
    locals: [...locals.keys()],
    modules: named("module"),
    data: [...named("data"), ...blocks.filter(({ type }) => type === "check").flatMap(dataWithin)],
    resources: named("resource"),
  };
}

/** A check may have data of its own. */
function dataWithin({ body }: Block): string[] {
  const types = body["data"];
  if (typeof types !== "object" || types === null) return [];
  return Object.entries(types).flatMap(([type, names]) =>
    Object.keys((names ?? {}) as object).map((name) => `${type}.${name}`),
  );
}

function reasonOf(reference: Reference, block: Block, declared: Declared, module: Module): string | undefined {
  const [root = "", first, second] = reference;
  if (BUILT_IN.includes(root) || RESERVED.includes(root)) return undefined;
  const missing = (what: string, name: string | undefined, known: readonly string[], none: string) =>
    name === undefined || known.includes(name)
      ? undefined
      : `it refers to \`${reference.join(".")}\`, but there is no ${what} "${name}".${nearOrKnown(name, known, none)}`;
  switch (root) {
    case "var":
      return missing("variable", first, declared.variables, "No variable is declared.");
    case "local":
      return missing("local value", first, declared.locals, "No local value is declared.");
    case "module":
      return (
        missing("module", first, declared.modules, "No module is called.") ?? outputReason(reference, block, module)
      );
    case "data":
      return first === undefined || second === undefined
        ? undefined
        : missing("data source", `${first}.${second}`, declared.data, "No data source is declared.");
    default:
      if (first === undefined)
        return (
          `\`${root}\` means nothing to Terraform. A text stands in quotes; else a name before the dot is missing, ` +
          "such as `var.` or `local.`."
        );
      return missing("resource", `${root}.${first}`, declared.resources, "No resource is declared.");
  }
}

/** A module that is called once has its outputs as they are. */
function outputReason([, name, output]: Reference, _block: Block, module: Module): string | undefined {
  const [call, called] = [...module.called].find(([{ labels }]) => labels[0] === name) ?? [];
  if (output === undefined || called === undefined || call === undefined || !called.isComplete) return undefined;
  if (call.body["count"] !== undefined || call.body["for_each"] !== undefined) return undefined;
  const outputs = called.blocks.filter(({ type }) => type === "output").map(({ labels }) => labels[0] ?? "");
  if (outputs.includes(output)) return undefined;
  return (
    `it refers to \`module.${name}.${output}\`, but the module has no output "${output}".` +
    nearOrKnown(output, outputs, "It has none.")
  );
}

function fileOf({ file }: Block): string {
  return JSON.stringify(file);
}
