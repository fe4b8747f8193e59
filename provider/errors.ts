// The error classes that reach a user. Every message says what happened, to what, and what to do; none carries a
// secret.
import { inspect } from "node:util";

/** Longer words come from outside, such as a name that a program got wrong, and are cut. */
const LONGEST_WORD = 500;
const WORD_HEAD = 100;

/** One wrong input: `property` is the top-level key, the deeper path goes into `reason`. */
export interface InputFailure {
  property: string;
  reason: string;
}

/** A validation that the server reported about one field of a request. */
export interface ServerValidation {
  field: string;
  detail: string;
}

/** Of the options of an Error; the type of the same purpose is missing below ES2022. */
interface CauseOptions {
  cause?: unknown;
}

/** Base of all errors that are meant for a user. Anything else that is thrown is a defect of this package. */
export class CoderError extends Error {
  override name = "CoderError";
  readonly #whole: string;
  constructor(message: string, options?: CauseOptions) {
    super(shortenWords(message), options);
    this.#whole = message;
  }

  /** The message without what is to be hidden. A secret that was cut would not be found. */
  messageWithout(hide: (text: string) => string): string {
    return shortenWords(hide(this.#whole));
  }
}

/**
 * The server can't be used: nothing is configured, it is unreachable, its certificate is not trusted, or it refuses the
 * token.
 */
export class ConfigurationError extends CoderError {
  override name = "ConfigurationError";
}

/** Inputs that are wrong, all of them at once. */
export class InputError extends CoderError {
  override name = "InputError";
  /** @param failures with all their words: they are shortened where they are shown */
  constructor(readonly failures: readonly InputFailure[]) {
    super(failures.map((failure) => `\`${failure.property}\`: ${failure.reason}`).join("\n"));
  }
}

/**
 * The failure of a function that a program called. A program that does not catch it shows the message without a stack.
 */
export class FunctionError extends CoderError {
  override name = "FunctionError";
  constructor(
    functionName: string,
    override readonly cause: CoderError,
  ) {
    // Several problems are lines of their own.
    super(`${functionName} failed:${cause.message.includes("\n") ? "\n" : " "}${cause.message}`, { cause });
  }

  [inspect.custom](): string {
    return this.message;
  }
}

/**
 * Statuses of proxies whose server did not answer them. 499 and 520 to 530 are those of nginx and of Cloudflare. 500 is
 * not among them: Coder says so itself when it refuses.
 */
const LOST_STATUSES: ReadonlySet<number> = new Set([
  408, 499, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530,
]);

/** Whether an answer of this status leaves open what the server did. */
export function isLostStatus(status: number): boolean {
  return LOST_STATUSES.has(status);
}

export interface ApiErrorDetails {
  method: string;
  path: string;
  /** HTTP status; undefined when no answer arrived. */
  status: number | undefined;
  /** @default by the status */
  isAnswerLost?: boolean | undefined;
  serverMessage: string;
  detail?: string | undefined;
  validations?: readonly ServerValidation[] | undefined;
  requestId?: string | undefined;
}

/** The server answered with an error, or did not answer at all (`status` is undefined then). */
export class ApiError extends CoderError {
  override name = "ApiError";
  readonly method: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly serverMessage: string;
  readonly detail: string | undefined;
  readonly validations: readonly ServerValidation[];
  readonly requestId: string | undefined;
  /** The request left and no usable answer came: the server may have acted on it. */
  readonly isAnswerLost: boolean;

  constructor(details: ApiErrorDetails, options?: CauseOptions) {
    super(describeApiError(details), options);
    this.method = details.method;
    this.path = details.path;
    this.status = details.status;
    this.serverMessage = details.serverMessage;
    this.detail = details.detail;
    this.validations = details.validations ?? [];
    this.requestId = details.requestId;
    this.isAnswerLost = details.isAnswerLost ?? (details.status === undefined || isLostStatus(details.status));
  }

  /** The object does not exist (any more), or may not be seen by this token: the server does not tell the two apart. */
  get isGone(): boolean {
    // A server that lacks the endpoint says nothing of the object.
    return (this.status === 404 && this.serverMessage !== "Route not found.") || this.status === 410;
  }

  /** The token may not do this. The server hides some refusals in a 500. */
  get isForbidden(): boolean {
    return isRefusal(this);
  }
}

/** The server asked to wait for longer than the request may take, so it was given up at once. */
export class DeadlineError extends ApiError {
  override name = "DeadlineError";
}

export interface JobErrorDetails {
  jobId: string;
  /** Final status of the job: failed or canceled; what it last was when the wait ended before the job did. */
  status: string;
  errorCode?: string | undefined;
  stage?: string | undefined;
  lastLogLines?: readonly string[] | undefined;
  /** Why the wait ended: the job itself, the deadline, or an interrupt. */
  cause: "job" | "deadline" | "interrupt";
}

/** A provisioner job (template import, dry run, workspace build) did not succeed. */
export class JobError extends CoderError {
  override name = "JobError";
  readonly details: JobErrorDetails;
  constructor(message: string, details: JobErrorDetails, options?: CauseOptions) {
    super(message, options);
    this.details = details;
  }
}

/**
 * An object exists on the server, but the operation on it did not get to its end.
 * The hosts hand id and outputs to the engine, so that nothing is lost and the next run continues.
 */
export class PartialError extends CoderError {
  override name = "PartialError";
  constructor(
    readonly id: string,
    readonly outputs: Record<string, unknown>,
    override readonly cause: unknown,
  ) {
    super(messageOf(cause), { cause });
  }
}

/** Cuts words that nobody reads to the end, such as a name of 5,000 letters, also in the path of a request. */
export function shortenWords(text: string): string {
  return text.replace(new RegExp(`[^\\s"\`/:]{${LONGEST_WORD + 1},}`, "gu"), (word) => {
    const characters = [...word];
    return `${characters.slice(0, WORD_HEAD).join("")}… (${characters.length} characters)`;
  });
}

/** Names in a message: `"a", "b"`; with "and", `"a", "b" and "c"`. */
export function quoted(names: readonly string[], conjunction?: "and"): string {
  return listed(
    names.map((name) => `"${name}"`),
    conjunction,
  );
}

/** Properties in a message, as `quoted` lists names, but in backticks. */
export function backticked(properties: readonly string[], conjunction?: "and" | "or"): string {
  return listed(
    properties.map((property) => `\`${property}\``),
    conjunction,
  );
}

/** For the beginning of a sentence. */
export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A message of somebody else as a sentence of its own. */
export function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Anything that was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
}

export function isGone(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.isGone;
}

function listed(texts: readonly string[], conjunction: "and" | "or" | undefined): string {
  if (conjunction === undefined || texts.length < 2) return texts.join(", ");
  return `${texts.slice(0, -1).join(", ")} ${conjunction} ${texts.at(-1)}`;
}

function isRefusal(details: ApiErrorDetails): boolean {
  return (
    details.status === 403 ||
    (details.status === 500 && `${details.serverMessage} ${details.detail ?? ""}`.includes("rbac: forbidden"))
  );
}

/**
 * The server's words where its licence does not have what the request is for.
 * @see enterprise/coderd/templates.go RequireFeatureMW
 */
function isUnlicensed(details: ApiErrorDetails): boolean {
  return details.status === 403 && details.serverMessage.includes(" is a Premium feature.");
}

function describeApiError(details: ApiErrorDetails): string {
  const parts = [endSentence(details.serverMessage)];
  if (isUnlicensed(details))
    parts.push("The server's licence does not have it, or no longer: renew the licence, or do without.");
  else if (isRefusal(details))
    parts.push(
      "The user whose token is used may not do this: use the token of one who may, or ask an administrator for the " +
        "role.",
    );
  if (details.detail !== undefined && details.detail !== "" && details.detail !== details.serverMessage) {
    parts.push(endSentence(details.detail));
  }
  for (const validation of details.validations ?? []) {
    parts.push(`\`${validation.field}\`: ${endSentence(validation.detail)}`);
  }
  const answer = details.status === undefined ? "no answer" : `status ${details.status}`;
  const request = details.requestId === undefined ? "" : `, request ${details.requestId}`;
  parts.push(`(${details.method} ${details.path}: ${answer}${request})`);
  return parts.join(" ");
}
