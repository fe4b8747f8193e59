// The blocks of one folder of Terraform code: its files read, the blocks of all of them, and what files of the name
// "override" change.
import { basename } from "node:path/posix";
import { isProperties, type Properties } from "../values";
import { parseHcl, parseJson, type SyntaxProblem } from "./parser";

export interface CodeFile {
  /** With forward slashes, from the template's top. */
  path: string;
  text: string;
}

export interface Block {
  type: string;
  labels: string[];
  body: Properties;
  /** What the last file that Terraform reads says of it, by itself. */
  lastBody: Properties;
  file: string;
  /** Whether another file overrides parts of it. */
  isOverridden: boolean;
}

/** What is read of one folder. */
export interface Folder {
  blocks: Block[];
  problems: (SyntaxProblem & { file: string })[];
  /** Whether all of the code was read: else nothing can be said to be missing. */
  isComplete: boolean;
  /** Types of blocks that are none of Terraform's. */
  strangers: { type: string; file: string }[];
}

/** Type of a block → how many labels it has. */
const LABELS: Readonly<Record<string, number>> = {
  terraform: 0,
  locals: 0,
  moved: 0,
  removed: 0,
  import: 0,
  check: 1,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  resource: 2,
  data: 2,
  ephemeral: 2,
};
/** There may be any number of these, and each counts for itself. */
const REPEATED = ["terraform", "locals", "moved", "removed", "import"];

/** Whether Terraform reads a file of the name as code. */
export function isCode(path: string): boolean {
  return /\.tf(\.json)?$/.test(path) && !basename(path).startsWith(".");
}

/** Whether Terraform lays the blocks of a file of the name over those of others. */
export function isOverride(path: string): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(basename(path));
}

export async function readFolder(files: readonly CodeFile[]): Promise<Folder> {
  const folder: Folder = { blocks: [], problems: [], isComplete: true, strangers: [] };
  const overriding: Block[] = [];
  // In the order in which Terraform reads them, those that override last.
  for (const { path, text } of [...files].sort((left, right) => (left.path < right.path ? -1 : 1))) {
    const parsed = path.endsWith(".json") ? parseJson(text) : await parseHcl(text);
    if (parsed === undefined || "problems" in parsed) {
      folder.isComplete = false;
      folder.problems.push(...(parsed?.problems ?? []).map((problem) => ({ ...problem, file: path })));
      continue;
    }
    folder.strangers.push(...strangersIn(parsed.body, path));
    const wrong = path.endsWith(".json") ? undefined : wrongLabels(parsed.body);
    if (wrong !== undefined) folder.problems.push({ ...wrong, file: path });
    const found = wrong === undefined ? blocksOf(parsed.body, path) : undefined;
    if (found === undefined) folder.isComplete = false;
    else if (isOverride(path)) overriding.push(...found);
    else folder.blocks.push(...found);
  }
  for (const block of overriding) override(folder.blocks, block);
  return folder;
}

/** The blocks of a type within a body; in JSON a single one may stand for itself. */
export function blocksAt(body: Properties, type: string): Properties[] {
  const found = body[type];
  return (Array.isArray(found) ? (found as unknown[]) : [found]).filter(isProperties);
}

/** Whether there may be any number of it: then the code does not tell what it is like. */
export function isRepeated({ body }: Block): boolean {
  return body["count"] !== undefined || body["for_each"] !== undefined;
}

/** As Terraform's messages have it: `data "coder_parameter" "cpu"`. */
export function nameOf({ type, labels }: Block): string {
  return [type, ...labels.map((label) => JSON.stringify(label))].join(" ");
}

/** What Terraform's own blocks are called; one more may be a new release's. */
export const BLOCK_TYPES = Object.keys(LABELS);

function strangersIn(root: Properties, file: string): Folder["strangers"] {
  return Object.keys(root)
    .filter((type) => type !== "//" && LABELS[type] === undefined)
    .map((type) => ({ type, file }));
}

/** A block with more or fewer labels than its type has: bodies are lists, and labels what is around them. */
function wrongLabels(root: Properties): SyntaxProblem | undefined {
  const depthOf = (content: unknown): number[] =>
    Array.isArray(content) || !isProperties(content)
      ? [0]
      : Object.values(content).flatMap((inner) => depthOf(inner).map((depth) => depth + 1));
  for (const [type, content] of Object.entries(root)) {
    const wanted = LABELS[type];
    if (wanted === undefined || depthOf(content).every((depth) => depth === wanted)) continue;
    const labels = ["no label", "one label", "two labels"][wanted];
    const example = [type, ...["type", "name"].slice(2 - wanted).map((label) => JSON.stringify(label))].join(" ");
    return { place: "", message: `A block ${JSON.stringify(type)} has ${labels}: \`${example} { … }\`.` };
  }
  return undefined;
}

/** Undefined where something has not the form of a block. */
function blocksOf(root: Properties, file: string): Block[] | undefined {
  const blocks: Block[] = [];
  for (const [type, content] of Object.entries(root)) {
    if (type === "//") continue;
    const depth = LABELS[type];
    if (depth === undefined) continue;
    const found = labelled(content, depth);
    if (found === undefined) return undefined;
    blocks.push(...found.map((each) => ({ type, ...each, lastBody: each.body, file, isOverridden: false })));
  }
  return blocks;
}

function labelled(content: unknown, depth: number): Pick<Block, "labels" | "body">[] | undefined {
  const entries: unknown[] = Array.isArray(content) ? content : [content];
  const blocks: Pick<Block, "labels" | "body">[] = [];
  for (const entry of entries) {
    if (!isProperties(entry)) return undefined;
    if (depth === 0) {
      blocks.push({ labels: [], body: entry });
      continue;
    }
    // What is no list below the last label is JSON's short form, or a block with more labels than it may have.
    for (const [label, inner] of Object.entries(entry)) {
      if (label === "//") continue;
      const found = labelled(inner, depth - 1);
      if (found === undefined) return undefined;
      blocks.push(...found.map(({ labels, body }) => ({ labels: [label, ...labels], body })));
    }
  }
  return blocks;
}

function override(blocks: Block[], block: Block): void {
  const overridden = blocks.filter(
    ({ type, labels }) =>
      !REPEATED.includes(type) && type === block.type && labels.join("\0") === block.labels.join("\0"),
  );
  if (overridden.length === 0) blocks.push({ ...block, isOverridden: true });
  for (const each of overridden) {
    each.body = { ...each.body, ...block.body };
    each.lastBody = block.body;
    each.isOverridden = true;
  }
}
