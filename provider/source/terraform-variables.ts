// The input variables that a template's own Terraform code declares. Reads the code just well enough to refuse typos
// before anything is uploaded. What it can't read for certain counts as unknown: the server has the last word.
import { isProperties } from "../values";

export interface DeclaredVariable {
  name: string;
  hasDefault: boolean;
  /** The default as the server writes it; undefined where that is not certain. */
  defaultText: string | undefined;
  isSensitive: boolean;
}

const BLANK = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/uy;
const HEREDOC = /<<-?(?<mark>[\p{L}_][\p{L}\p{N}_-]*)\r?\n(?:[\s\S]*?\n)??[ \t]*\k<mark>[ \t]*(?=\r?\n|$)/uy;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_-]*/uy;
const NAME = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/**
 * Undefined where the code can't be read for certain. Reads only files at the top; `path` tells the two languages
 * apart.
 */
export function declaredVariables(files: readonly { path: string; text: string }[]): DeclaredVariable[] | undefined {
  const variables = new Map<string, DeclaredVariable>();
  for (const { path, text } of files) {
    if (path.includes("/")) continue;
    const found = path.endsWith(".tf") ? variablesOfHcl(text) : path.endsWith(".tf.json") ? variablesOfJson(text) : [];
    if (found === undefined) return undefined;
    for (const variable of found) variables.set(variable.name, merged(variables.get(variable.name), variable));
  }
  return [...variables.values()];
}

/** Another file, such as an override, may add to the declaration. */
function merged(known: DeclaredVariable | undefined, variable: DeclaredVariable): DeclaredVariable {
  if (known === undefined) return variable;
  return {
    name: variable.name,
    hasDefault: known.hasDefault || variable.hasDefault,
    defaultText: known.hasDefault && variable.hasDefault ? undefined : (known.defaultText ?? variable.defaultText),
    isSensitive: known.isSensitive || variable.isSensitive,
  };
}

function variablesOfHcl(text: string): DeclaredVariable[] | undefined {
  const tokens = tokensOf(text);
  const found: DeclaredVariable[] = [];
  let current: DeclaredVariable | undefined;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === "{") {
      const name = depth === 0 && tokens[index - 2] === "variable" ? labelOf(tokens[index - 1]) : undefined;
      if (name !== undefined) {
        current = { name, hasDefault: false, defaultText: undefined, isSensitive: false };
        found.push(current);
      }
      depth += 1;
    } else if (token === "}") {
      depth -= 1;
      if (depth < 0) return undefined;
      if (depth === 0) current = undefined;
    } else if (token === "=" && depth === 1 && current !== undefined) {
      if (tokens[index - 1] === "default") {
        current.hasDefault = true;
        current.defaultText = plainText(tokens[index + 1], tokens[index + 2]);
      }
      // Terraform also reads a text as a truth value. A variable counts as sensitive unless it certainly is not.
      if (tokens[index - 1] === "sensitive" && plainText(tokens[index + 1], tokens[index + 2]) !== "false")
        current.isSensitive = true;
    }
  }
  return depth === 0 ? found : undefined;
}

/**
 * The value of a text without escapes and expressions, of a whole number, or of a truth value. It has to be followed by
 * another argument or the end.
 */
function plainText(token: string | undefined, next: string | undefined): string | undefined {
  if (token === undefined || !(next === "}" || (next !== undefined && NAME.test(next)))) return undefined;
  if (/^"[^"\\$%]*"$/.test(token)) return token.slice(1, -1);
  return /^(0|[1-9]\d{0,8}|true|false)$/.test(token) ? token : undefined;
}

/** Words, texts and signs, without comments and blanks. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfToken(text, at);
    if (endOf(BLANK, text, at) === undefined) tokens.push(text.slice(at, end));
    at = end;
  }
  return tokens;
}

function endOfToken(text: string, at: number): number {
  return (
    endOf(BLANK, text, at) ??
    (text[at] === '"' ? endOfText(text, at) : (endOf(HEREDOC, text, at) ?? endOf(WORD, text, at) ?? at + 1))
  );
}

/** A text may contain expressions, which may contain texts. A text without an end takes the rest of the file. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length;) {
    if (text[at] === '"') return at + 1;
    if (text[at] === "\\") at += 2;
    else if (/^(\$\$|%%)\{/.test(text.slice(at, at + 3))) at += 3;
    else if (/^[$%]\{/.test(text.slice(at, at + 2))) at = endOfExpression(text, at + 2);
    else at += 1;
  }
  return text.length;
}

function endOfExpression(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at = endOfToken(text, at)) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function labelOf(token: string | undefined): string | undefined {
  const name = token?.startsWith('"') === true ? token.slice(1, -1) : token;
  return name !== undefined && NAME.test(name) ? name : undefined;
}

/** In JSON, blocks of one type are an object by label, or a list of such objects. */
function variablesOfJson(text: string): DeclaredVariable[] | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isProperties(root)) return undefined;
  const blocks = root["variable"] ?? {};
  return (Array.isArray(blocks) ? blocks : [blocks]).flatMap((block: unknown) =>
    Object.entries(isProperties(block) ? block : {}).map(([name, body]) => {
      const bodies: unknown[] = Array.isArray(body) ? body : [body];
      const defaults = bodies.flatMap((each): unknown[] =>
        isProperties(each) && "default" in each ? [each["default"]] : [],
      );
      return {
        name,
        hasDefault: defaults.length > 0,
        defaultText: defaults.length === 1 ? plainJsonText(defaults[0]) : undefined,
        isSensitive: bodies.some(
          (each) => isProperties(each) && "sensitive" in each && plainJsonText(each["sensitive"]) !== "false",
        ),
      };
    }),
  );
}

/** Texts may contain expressions in JSON, too. */
function plainJsonText(value: unknown): string | undefined {
  if (typeof value === "string") return /[$%]\{/.test(value) ? undefined : value;
  return typeof value === "boolean" || (typeof value === "number" && Number.isSafeInteger(value))
    ? String(value)
    : undefined;
}
