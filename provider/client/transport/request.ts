// What a request is made of, and what can become of one.
import type { Deadline } from "../../deadline";
import { CoderError } from "../../errors";

export interface RequestOptions {
  /** Ends requests and streams that are under way once it is aborted, also in a pause before a repetition. */
  signal?: AbortSignal | undefined;
  /** Told in words what a request waits for. */
  onWait?: ((message: string) => void) | undefined;
  /** Called right before a request is written to the server: after all waits, and again for each repetition. */
  onSend?: (() => void) | undefined;
  /**
   * No pause before a repetition goes beyond it. Without `since`, it counts from the beginning of each request.
   * @default an hour
   */
  deadline?: Deadline | undefined;
  /** Takes out of the server's words what must not be repeated. Errors never repeat the token. */
  hide?: Hiding | undefined;
}

/** How texts of the server are shown. */
export interface Hiding {
  /** In errors: messages, details, validations, pages. */
  inErrors(text: string): string;
  /** In the logs of jobs. */
  inLogs(text: string): string;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Request {
  method: Method;
  /** Below /api/v2. */
  path: string;
  query?: Query | undefined;
  /** Sent as the body, undefined members left out. */
  json?: unknown;
  /** Sent as the body as they are; the content type is a matter of `headers`. */
  bytes?: Buffer | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** It brings a password, so that a refusal says nothing about the token. */
  isLogin?: boolean | undefined;
  /** Sending it twice does no harm, whatever the method. */
  isRepeatable?: boolean | undefined;
  /**
   * Which limit of the server counts it: one of its own by user, or none, as far as answers tell.
   * @default the limit on requests to its path
   */
  limit?: "by user" | "bypassed" | undefined;
  /**
   * Others can take its place: it is sent once, and given up when it is under way for longer, or would wait for the
   * server's limit.
   * @default as long as the connection waits
   */
  patienceMilliseconds?: number | undefined;
  /** The answer may be a stream of events, which is handed over as it comes. */
  isStream?: boolean | undefined;
}

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Empty where it is a stream. */
  body: Buffer;
  /** The body of a stream of events: to be read, or the connection stays taken. */
  events?: AsyncIterable<Uint8Array> | undefined;
}

export type Outcome =
  | {
      kind: "answered";
      answer: Answer;
      /** Why the pause that the server asks for was not waited for. */
      refusedWait?: string | undefined;
    }
  /** It never left, so the server can't have acted on it. */
  | { kind: "unsent"; cause: Error }
  /** It left, and no whole answer came: the server may have acted on it. */
  | { kind: "lost"; cause: Error };

export const API_PREFIX = "/api/v2";

/** A path with escaped values. A value that would make it another path is refused. */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return texts
    .map((piece, index) => {
      if (index >= values.length) return piece;
      const value: unknown = values[index];
      // Half of a character can't be written in UTF-8.
      const isText = typeof value === "string" && !/^\.{0,2}$|\p{Surrogate}/u.test(value);
      if (!isText && !(typeof value === "number" && Number.isFinite(value))) {
        const what = typeof value === "string" ? JSON.stringify(value) : `A value of type ${typeName(value)}`;
        throw new CoderError(`${what} is no id or name of an object, for the path ${texts.join("…")}. Correct it.`);
      }
      return piece + encodeURIComponent(value);
    })
    .join("");
}

function typeName(value: unknown): string {
  return value === null ? "null" : typeof value;
}

export function queryText(query: Query | undefined): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(key, String(value));
  }
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}

/** Whether sending the request again can change nothing more than sending it once. */
export function isRepeatable(request: Pick<Request, "method" | "isRepeatable">): boolean {
  return request.isRepeatable ?? (request.method === "GET" || request.method === "PUT" || request.method === "DELETE");
}
