// What a block's expressions refer to.
import { isProperties, type Properties } from "../values";
import { blocksAt, type Block } from "./blocks";
import { isExpression } from "./literals";
import { parseExpressions, type ExpressionPart } from "./parser";

/** `data.coder_parameter.cpu.value` as its names; what follows an index or a star is left out. */
export type Reference = readonly string[];

/** What some code refers to. */
export interface References {
  all: Reference[];
  /** Whether all of its expressions could be read. */
  isComplete: boolean;
}

/** A text with an expression, and the names that mean something there which no block declares. */
interface Found {
  text: string;
  bound: readonly string[];
}

const SIMPLE = /(?<!\$)\$\{\s*([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\s*\}/g;
const ESCAPE = /(?<!\$)\$\$\{|(?<!%)%%\{/g;
const CONSTANTS = ["true", "false", "null"];
/** No code ends a text so. */
const HEREDOC_MARK = "END_OF_TEXT_FOR_PULUMI_CODERD";

/** Of each value what it refers to. */
export async function referencesOf(values: readonly unknown[]): Promise<References[]> {
  const found = values.map((value) => textsIn(value, []));
  const parts = await readTexts(found.flat().map(({ text }) => text));
  return found.map((each) => {
    const references = each.map(({ text, bound }) => {
      const part = parts.get(text);
      if (part === undefined) return undefined;
      return referencesOfText(part).filter(([root]) => root === undefined || !bound.includes(root));
    });
    return {
      all: references.flatMap((some) => some ?? []),
      isComplete: references.every((some) => some !== undefined),
    };
  });
}

/** Whether a value refers to something or calls a function, so that it does not stand by itself. */
export async function isReferring(value: unknown): Promise<boolean> {
  const parts = await readTexts(textsIn(value, []).map(({ text }) => text));
  return [...parts.values()].some(
    (part) => part !== undefined && (referencesOfText(part).length > 0 || (!Array.isArray(part) && isCalling(part))),
  );
}

/** What a text is read as; undefined where the parser can't tell. */
type TextPart = ExpressionPart | Reference[] | undefined;

async function readTexts(all: readonly string[]): Promise<Map<string, TextPart>> {
  const parts = new Map(all.map((text): [string, TextPart] => [text, simpleReferences(text)]));
  const others = [...parts.keys()].filter((text) => parts.get(text) === undefined);
  for (const [index, part] of (await parseTexts(others)).entries()) parts.set(others[index] ?? "", part);
  return parts;
}

function referencesOfText(part: ExpressionPart | Reference[]): Reference[] {
  return Array.isArray(part) ? part : referencesIn(part, []);
}

function isCalling({ type, children }: ExpressionPart): boolean {
  return type === "function" || children.some(isCalling);
}

/** The part of a block in which Terraform looks for references; elsewhere names mean something else. */
export function referringPart({ type, body, file }: Block): Properties {
  switch (type) {
    case "variable": {
      const { default: standard, validation } = body;
      return { ...(!file.endsWith(".json") && { default: standard }), validation };
    }
    case "resource":
    case "data":
    case "ephemeral":
      return {
        ...without(body, ["provider"]),
        lifecycle: blocksAt(body, "lifecycle").map((each) => without(each, ["ignore_changes"])),
        provisioner: blocksAt(body, "provisioner").map((types) =>
          Object.entries(types).map(([, bodies]) =>
            blocksAt({ bodies }, "bodies").map((each) => without(each, ["when", "on_failure"])),
          ),
        ),
      };
    case "module":
      return without(body, ["providers", "source", "version"]);
    case "provider":
      return without(body, ["alias"]);
    case "output":
    case "locals":
      return body;
    default:
      return {};
  }
}

function without(body: Properties, keys: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
}

function textsIn(value: unknown, bound: readonly string[]): Found[] {
  if (typeof value === "string") return isExpression(value) ? [{ text: value, bound }] : [];
  if (Array.isArray(value)) return value.flatMap((entry) => textsIn(entry, bound));
  if (!isProperties(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (key === "//") return [];
    const own =
      key === "dynamic" && blocksAt(value, key).length > 0 ? dynamicTexts(entry, bound) : textsIn(entry, bound);
    return [...textsIn(key, bound), ...own];
  });
}

/** A dynamic block gives its content a name: that of `iterator`, else its own label. */
function dynamicTexts(content: unknown, bound: readonly string[]): Found[] {
  return blocksAt({ content }, "content").flatMap((labels) =>
    Object.entries(labels).flatMap(([label, bodies]) => {
      const blocks = blocksAt({ bodies }, "bodies");
      // An attribute that has the name by chance.
      if (blocks.length === 0) return textsIn(bodies, bound);
      return blocks.flatMap((block) => {
        const iterator = /^\$\{\s*([\p{L}_][\p{L}\p{N}_-]*)\s*\}$/u.exec(String(block["iterator"]))?.[1];
        const name = iterator ?? (typeof block["iterator"] === "string" ? block["iterator"] : label);
        return [
          ...textsIn(block["for_each"], bound),
          ...textsIn(without(block, ["for_each", "iterator"]), [...bound, name]),
        ];
      });
    }),
  );
}

/** Most expressions are such: names with dots between. Undefined for all others. */
function simpleReferences(text: string): Reference[] | undefined {
  const references: Reference[] = [];
  const rest = text
    .replace(SIMPLE, (_, names: string) => {
      if (!CONSTANTS.includes(names)) references.push(names.split("."));
      return " ";
    })
    .replace(ESCAPE, " ");
  return /[$%]\{/.test(rest) ? undefined : references;
}

async function parseTexts(texts: readonly string[]): Promise<(ExpressionPart | undefined)[]> {
  const whole = await parseExpressions(texts.map((text) => (/^\$\{[\s\S]*\}$/.test(text) ? text.slice(2, -1) : "")));
  // A text around expressions, or several of them.
  const mixed = await parseExpressions(
    texts.map((text, index) => (whole[index] === undefined ? `<<${HEREDOC_MARK}\n${text}\n${HEREDOC_MARK}\n` : "")),
  );
  return texts.map((_, index) => whole[index] ?? mixed[index]);
}

function referencesIn(part: ExpressionPart, bound: readonly string[]): Reference[] {
  const { type, meta, children } = part;
  if (type === "scopeTraversal") {
    const names = namesOf(meta["traversal"]);
    return names.length === 0 || bound.includes(names[0] ?? "") ? [] : [names];
  }
  if (type === "for") {
    const own = [meta["keyVar"], meta["valVar"]].filter((name): name is string => typeof name === "string");
    return children.flatMap((child) => referencesIn(child, [...bound, ...own]));
  }
  if (type === "object") {
    // Keys and values in turn. A name without brackets around it is no reference where it is a key.
    return children
      .filter((child, index) => index % 2 === 1 || child.children[0]?.type !== "scopeTraversal")
      .flatMap((child) => referencesIn(child, bound));
  }
  return children.flatMap((child) => referencesIn(child, bound));
}

function namesOf(traversal: unknown): string[] {
  const steps: unknown[] = Array.isArray(traversal) ? traversal : [];
  const end = steps.findIndex((step) => !isProperties(step) || step["type"] !== "nameTraversal");
  return (end === -1 ? steps : steps.slice(0, end)).map((step) => String(isProperties(step) ? step["segment"] : ""));
}
