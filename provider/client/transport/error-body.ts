// What an answer says of a failure: its message and detail, and whether the server has lost its database.
import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type { ServerValidation } from "../../errors";
import type { Answer } from "./request";
import { optional, text } from "./schemas";

interface ErrorBody {
  message: string;
  detail: string | undefined;
  validations: ServerValidation[];
  /** Whether the message is all that came, of whatever length. */
  isWholeText?: boolean;
}

/**
 * How a server says that its database has ended, is starting, or takes no connection: the words of Go and PostgreSQL.
 * @see https://github.com/postgres/postgres src/backend/tcop/backend_startup.c, lib/pq
 */
const DATABASE_AWAY = new RegExp(
  [
    "pq: the database system is ",
    "pq: terminating connection",
    "pq: sorry, too many clients already",
    "pq: database is closed",
    "driver: bad connection",
    "sql: database is closed",
    "connect: connection refused",
    "connection reset by peer",
    "broken pipe",
    "\\bEOF\\b",
  ].join("|"),
);

/** @see codersdk/client.go Response */
const errorBodySchema = z.object({
  message: z.string(),
  detail: optional(z.string()),
  validations: z
    .array(z.object({ field: text, detail: text }))
    .nullish()
    .transform((value) => value ?? []),
});

/** Whether the server has lost its database. It does not know what became of a change either. */
export function lacksDatabase(answer: Answer): boolean {
  const { message, detail = "" } = readErrorBody(answer);
  return DATABASE_AWAY.test(`${message}\n${detail}`);
}

/**
 * The server's error bodies are not always one JSON document: some handlers write a second after the first, failed
 * upgrades begin with plain text, and a limiter or a proxy writes text only.
 */
export function readErrorBody(answer: Answer): ErrorBody {
  const body = answer.body.toString("utf8").trim();
  const found = firstDocument(body);
  if (found !== undefined) {
    const parsed = errorBodySchema.safeParse(found.document);
    if (parsed.success) {
      const { message, detail, validations } = parsed.data;
      return { message, detail: detail ?? (found.before === "" ? undefined : found.before), validations };
    }
  }
  const status = STATUS_CODES[answer.status] ?? `Status ${answer.status}`;
  if (body === "") return { message: `${status}, without an explanation`, detail: undefined, validations: [] };
  if (contentType(answer).includes("text/html") || body.startsWith("<")) {
    return { message: `${status}: an HTML page, not an answer of Coder`, detail: undefined, validations: [] };
  }
  return { message: body, detail: undefined, validations: [], isWholeText: true };
}

/** The first JSON object in a text, and what stands before it. */
function firstDocument(body: string): { document: unknown; before: string } | undefined {
  const start = body.indexOf("{");
  if (start < 0) return undefined;
  let depth = 0;
  let isInString = false;
  for (let index = start; index < body.length; index++) {
    const character = body[index];
    if (isInString) {
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) {
      try {
        return { document: JSON.parse(body.slice(start, index + 1)), before: body.slice(0, start).trim() };
      } catch {
        // Braces in plain text: the caller shows the text.
        return undefined;
      }
    }
  }
  return undefined;
}

export function contentType(answer: Answer): string {
  return (answer.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}
