// Files of a template whose text no message shows: they hold secrets by their names, or their own code marks a text in
// them as sensitive. When in doubt, a file is kept back.
import { isOverride } from "../terraform/blocks";

const NAMES = [
  /\.tfvars(\.json)?$/i,
  /\.tfstate/i,
  /(^|\/)\.(env|netrc|npmrc|pypirc|pgpass|htpasswd|git-credentials)[^/]*$/i,
  /\.env$/i,
  /\.(pem|key|p8|p12|pfx|ppk|jks|keystore|kdbx|kubeconfig)$/i,
  /(^|\/)(id_(rsa|dsa|ecdsa|ed25519)|credentials|kubeconfig)(\.json)?$/i,
];

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** Terraform's function that marks a text. */
const SENSITIVE_TEXT = /\bsensitive\s*\(\s*["<[{(]/;
/** An argument, or a key of JSON. Terraform also reads a text as a truth value. */
const SENSITIVE = /(?<![\w.-])"?sensitive"?\s*[=:](?!=)\s*(?=\S)(?!"?false"?\s*?([\n,}#/]|$))/g;
/** A value that the code itself holds: no reference, and not nothing. */
const LITERAL = /(?<![\w.-])"?(default|value)"?\s*[=:](?!=)\s*(?!""\s*[\n,}]|null\b)["<[{(/\d-]/;

/** Whether the file marks blocks of others as sensitive. */
export function marksOthers({ path, bytes }: { path: string; bytes: Buffer }): boolean {
  return isOverride(path) && bytes.toString("utf8").search(SENSITIVE) >= 0;
}

/**
 * Why no line of the file is shown; undefined where all may be.
 *
 * @param isMarkedByOther whether a file beside it `marksOthers`
 */
export function whyKeptBack(path: string, text: string, isMarkedByOther = false): string | undefined {
  if (NAMES.some((name) => name.test(path))) return "files of that name hold secrets";
  if (PRIVATE_KEY.test(text)) return "it holds a private key";
  if (!/\.tf(\.json)?$/.test(path)) return undefined;
  if (LITERAL.test(text)) {
    if (isOverride(path)) return "what it overrides may be marked as sensitive";
    if (isMarkedByOther) return "a file that overrides others marks values as sensitive";
  }
  const isMarked =
    SENSITIVE_TEXT.test(text) || [...text.matchAll(SENSITIVE)].some(({ index }) => isBeside(text, index));
  return isMarked ? "it holds a value that it marks as sensitive" : undefined;
}

/** Whether the block around the mark holds a value itself. */
function isBeside(text: string, mark: number): boolean {
  return LITERAL.test(text.slice(startOfBlock(text, mark), endOfBlock(text, mark)));
}

/** Braces in texts come in pairs. Where they do not, the block is found to be larger than it is, or smaller: rarely. */
function startOfBlock(text: string, mark: number): number {
  let depth = 0;
  for (let at = mark - 1; at >= 0; at -= 1) {
    if (text[at] === "}") depth += 1;
    else if (text[at] === "{" && depth-- === 0) return at;
  }
  return 0;
}

function endOfBlock(text: string, mark: number): number {
  let depth = 0;
  for (let at = mark; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && depth-- === 0) return at;
  }
  return text.length;
}
