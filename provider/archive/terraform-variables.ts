// Which input variables a template's own Terraform code declares, read just well enough to refuse slips of the hand before anything
// is uploaded. What can't be read for certain counts as not known: the server has the last word.
import { isProperties } from "../values";

export interface DeclaredVariable {
  name: string;
  hasDefault: boolean;
  isSensitive: boolean;
}

/**
 * Comments, heredocs, strings, braces and words of HCL; anything else is passed over. A string with an interpolated string in it comes
 * in pieces, which is no harm: their quotes still pair up, so that no brace of a text is taken for one of the code.
 */
const TOKEN =
  /(?<comment>#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<heredoc><<-?(?<mark>[\p{L}_][\p{L}\p{N}_-]*)\r?\n(?:[\s\S]*?\n)??[ \t]*\k<mark>(?![\p{L}\p{N}_-]))|(?<string>"(?:[^"\\\n]|\\.)*")|(?<word>[\p{L}_][\p{L}\p{N}_-]*)|(?<sign>[^\s\w])/gu;

/** Undefined when the code can't be read for certain. Only files at the top count; `path` decides between the two languages. */
export function declaredVariables(files: readonly { path: string; text: string }[]): DeclaredVariable[] | undefined {
  const variables = new Map<string, DeclaredVariable>();
  for (const { path, text } of files) {
    if (path.includes("/")) continue;
    const found = path.endsWith(".tf") ? variablesOfHcl(text) : path.endsWith(".tf.json") ? variablesOfJson(text) : [];
    if (found === undefined) return undefined;
    for (const { name, hasDefault, isSensitive } of found) {
      // An override file may add to what another file declares.
      const known = variables.get(name);
      variables.set(name, {
        name,
        hasDefault: hasDefault || known?.hasDefault === true,
        isSensitive: isSensitive || known?.isSensitive === true,
      });
    }
  }
  return [...variables.values()];
}

function variablesOfHcl(text: string): DeclaredVariable[] | undefined {
  const tokens = [...text.matchAll(TOKEN)].filter((match) => match.groups?.["comment"] === undefined).map((match) => match[0]);
  const found: DeclaredVariable[] = [];
  let current: DeclaredVariable | undefined;
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === "{") {
      const name = depth === 0 && tokens[index - 2] === "variable" ? labelOf(tokens[index - 1]) : undefined;
      if (name !== undefined) {
        current = { name, hasDefault: false, isSensitive: false };
        found.push(current);
      }
      depth += 1;
    } else if (token === "}") {
      depth -= 1;
      if (depth < 0) return undefined;
      if (depth === 0) current = undefined;
    } else if (token === "=" && depth === 1 && current !== undefined) {
      if (tokens[index - 1] === "default") current.hasDefault = true;
      if (tokens[index - 1] === "sensitive" && tokens[index + 1] === "true") current.isSensitive = true;
    }
  }
  return depth === 0 ? found : undefined;
}

function labelOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const name = token.startsWith('"') ? token.slice(1, -1) : token;
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name) ? name : undefined;
}

/** Blocks of one sort are an object by label, or a list of such objects. */
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
      return {
        name,
        hasDefault: bodies.some((each) => isProperties(each) && "default" in each),
        isSensitive: bodies.some((each) => isProperties(each) && each["sensitive"] === true),
      };
    }),
  );
}
