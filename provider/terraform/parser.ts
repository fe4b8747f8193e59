// Terraform's own parser: HashiCorp's in WebAssembly, which is loaded with the first code that is to be read. Gives
// blocks as JSON; expressions stay texts, which can be read further.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isProperties, type Properties } from "../values";

/** What a file is read as: its blocks, its errors of syntax, or nothing where the parser can't tell. */
type ParsedFile = { body: Properties } | { problems: SyntaxProblem[] } | undefined;

export interface SyntaxProblem {
  /** As people read it: `line 2, column 9`; empty where it is not known. */
  place: string;
  message: string;
}

/** A part of an expression, as the parser tells it. */
export interface ExpressionPart {
  type: string;
  meta: Properties;
  children: ExpressionPart[];
}

/** Its own types bring those of a browser with them. */
interface Hcl2Json {
  parse(fileName: string, text: string): Promise<unknown>;
  getExpressionAst(fileName: string, expression: string): Promise<unknown>;
}

/** Stands for the file in messages: no code holds it, so that it can't be taken for another part of one. */
const FILE_MARK = "\u2418\u241a\u2418";
const SYNTAX_ERROR = /^parse config: \[([\s\S]*)\]$/;
const POSITION = new RegExp(`^${FILE_MARK}:(\\d+),(\\d+)-(?:\\d+,)?\\d+: `);
const MIXED_LABELS = /invalid HCL detected for ("[^"]*") block, cannot have blocks with and without labels/;
/** Positions within a detail. */
const OTHER_POSITION = new RegExp(`${FILE_MARK}:(\\d+),(\\d+)-(?:\\d+,)?\\d+`, "g");

/** No template comes near. Each level costs room on the stack, and the parser does not survive the end of its own. */
const DEEPEST_BRACKETS = 200;
/** All code of a template: reading takes many times its size. */
export const MOST_CODE_CHARACTERS = 1_000_000;

const PARSER_CODE = "main.wasm.gz";

let loaded: { parser: Hcl2Json } | { problem: string } | undefined;

function load(): { parser: Hcl2Json } | { problem: string } {
  try {
    // Without one of these the package itself would end the process.
    const folder = dirname(require.resolve("@cdktn/hcl2json"));
    // The plugin has it beside the bundle.
    if (![join(folder, ".."), folder].some((each) => existsSync(join(each, PARSER_CODE))))
      return { problem: `${PARSER_CODE} is missing` };
    if (!("WebAssembly" in globalThis)) return { problem: "this Node has no WebAssembly" };
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return { parser: require("@cdktn/hcl2json") as Hcl2Json };
  } catch (thrown) {
    const [line = ""] = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n");
    return { problem: line };
  }
}

function parser(): Hcl2Json | undefined {
  loaded ??= load();
  return "parser" in loaded ? loaded.parser : undefined;
}

/** Why the parser could not be loaded; undefined where it could, or was not needed yet. */
export function parserProblem(): string | undefined {
  return loaded !== undefined && "problem" in loaded ? loaded.problem : undefined;
}

export async function parseHcl(text: string): Promise<ParsedFile> {
  // The parser need not be loaded for blanks and comments.
  if (text.split("\n").every((line) => /^\s*(#|$)/.test(line))) return { body: {} };
  if (isTooDeep(text)) return undefined;
  try {
    const body = await parser()?.parse(FILE_MARK, text);
    return isProperties(body) ? { body } : undefined;
  } catch (thrown) {
    const problems = syntaxProblems(thrown instanceof Error ? thrown.message : String(thrown));
    return problems.length === 0 ? undefined : { problems };
  }
}

/** JSON is the other language of Terraform: texts in it hold expressions in the same way as what `parseHcl` gives. */
export function parseJson(text: string): ParsedFile {
  if (isTooDeep(text)) return undefined;
  try {
    const root: unknown = JSON.parse(text);
    // Terraform takes blocks of one type from several keys of one name, of which JavaScript keeps the last.
    return isProperties(root) && countKeys(root) === countWrittenKeys(text) ? { body: root } : undefined;
  } catch (thrown) {
    const at = /at position (\d+)/.exec(String(thrown))?.[1];
    return {
      problems: [{ place: at === undefined ? "" : placeOf(text, Number(at)), message: "It is no valid JSON." }],
    };
  }
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + countKeys(entry), 0);
  if (!isProperties(value)) return 0;
  return Object.values(value).reduce((sum: number, entry) => sum + 1 + countKeys(entry), 0);
}

/** @param text valid JSON */
function countWrittenKeys(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)].filter(([, colon]) => colon !== undefined).length;
}

/** Each expression's parts, in their order; undefined where the parser can't tell, and for an empty text. */
export async function parseExpressions(expressions: readonly string[]): Promise<(ExpressionPart | undefined)[]> {
  return Promise.all(expressions.map(parseExpression));
}

async function parseExpression(expression: string): Promise<ExpressionPart | undefined> {
  if (expression === "" || isTooDeep(expression)) return undefined;
  try {
    return toPart(await parser()?.getExpressionAst(FILE_MARK, expression));
  } catch {
    return undefined;
  }
}

function toPart(value: unknown): ExpressionPart | undefined {
  if (!isProperties(value)) return undefined;
  const { type, meta, children } = value;
  return {
    type: typeof type === "string" ? type : "",
    meta: isProperties(meta) ? meta : {},
    children: (Array.isArray(children) ? children : []).map(toPart).filter((part) => part !== undefined),
  };
}

/** Several of them are joined by a blank. */
function syntaxProblems(message: string): SyntaxProblem[] {
  const unlabelled = MIXED_LABELS.exec(message)?.[1];
  if (unlabelled !== undefined)
    return [{ place: "", message: `A block ${unlabelled} has not as many labels as another one of its type.` }];
  const listed = SYNTAX_ERROR.exec(message)?.[1];
  if (listed === undefined) return [];
  return listed.split(new RegExp(`(?:^| )(?=${FILE_MARK}:\\d+,\\d+-(?:\\d+,)?\\d+: )`)).flatMap((each) => {
    const position = POSITION.exec(each);
    if (position === null) return [];
    const text = each.slice(position[0].length).replace(OTHER_POSITION, "line $1, column $2");
    return [{ place: `line ${position[1]}, column ${position[2]}`, message: text.replace("; ", ". ").trim() }];
  });
}

/** Coarse: brackets in texts and comments count as well. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/[[\](){}]/g)) {
    depth += "([{".includes(sign) ? 1 : -1;
    if (depth > DEEPEST_BRACKETS) return true;
    if (depth < 0) depth = 0;
  }
  return false;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
