// The page of the API's paths, docs/api.md, and the operations of Coder's API documents, both as data.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Row {
  /** `GET /templates/{template}`. */
  operation: string;
  /** Functions of the client that the provider calls. */
  called: readonly string[];
  /** Functions of the client that are for scripts only. */
  scripts: readonly string[];
  query: readonly string[];
  body: readonly string[];
  place: string;
  remarks: string;
}

export interface DocumentedOperation {
  document: string;
  operation: string;
  query: readonly string[];
  /** Keys of the example body. */
  body: readonly string[];
  /** The example answer. */
  answer?: unknown;
}

/** What stands in code marks. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? "");
}

const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "api.md"), "utf8");

export const rows: readonly Row[] = [...page.matchAll(/^\| *((?:GET|POST|PUT|PATCH|DELETE) .*)\|$/gm)].map(
  ([, row]) => {
    const cells = (row ?? "").split("|").map((cell) => cell.trim());
    const [operation = "", functions = "", query = "", body = "", place = "", remarks = ""] = cells;
    const [called = "", scripts = ""] = functions.split("scripts:");
    return {
      operation,
      called: codesIn(called),
      scripts: codesIn(scripts),
      query: codesIn(query),
      body: codesIn(body),
      place,
      remarks,
    };
  },
);

export const documented = JSON.parse(
  readFileSync(join(__dirname, "documents", "operations.json"), "utf8"),
) as readonly DocumentedOperation[];

/** Documents call the same part of a path by different names. */
export function withoutNames(operation: string): string {
  return operation.replace(/\{[^}]*\}/g, "{}");
}

/** The row's operation for a request; that with the fewest parameters, as servers choose, too. */
export function operationOf(method: string, path: string, among: readonly string[]): string | undefined {
  const parts = path.split("/");
  const fits = (operation: string): boolean => {
    const [ownMethod, ownPath = ""] = operation.split(" ");
    const own = ownPath.split("/");
    return (
      ownMethod === method &&
      own.length === parts.length &&
      own.every((part, index) => part.startsWith("{") || part === parts[index])
    );
  };
  const parameters = (operation: string): number => operation.split("{").length;
  return among.filter(fits).sort((left, right) => parameters(left) - parameters(right))[0];
}
