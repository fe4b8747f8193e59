// Turns the outcome of a request into a value, or into the error that says what happened and what to do.
import type { z } from "zod";
import { ApiError, ConfigurationError, DeadlineError, endSentence, isLostStatus, type CoderError } from "../../errors";
import { contentType, lacksDatabase, readErrorBody } from "./error-body";
import {
  codeOf,
  describeLoss,
  describeNetworkError,
  isCertificateProblem,
  isNotHttp,
  isNotTls,
} from "./network-errors";
import { API_PREFIX, isRepeatable, type Answer, type Outcome, type Request } from "./request";

/** What the errors need to know of the server. */
export interface Server {
  url: string;
  tokenSource: string | undefined;
  serverVersion: string | undefined;
  withoutSecrets(text: string): string;
}

/** What the errors need to know of a request. */
type Sent = Pick<Request, "method" | "path" | "isRepeatable">;

const VERSION_HEADER = "x-coder-build-version";
const REQUEST_ID_HEADER = "x-coder-request-id";
const TEXT_LENGTH = 500;
const ADDRESS_ADVICE =
  "Set `coderd:url` (or `CODER_URL`) to the address of a Coder server, as the browser shows it without a path.";
/**
 * The answer, if it is a success: 2xx, or 304 for a change that changes nothing. Anything else is thrown as an error.
 */
export function successOf(server: Server, request: Request, outcome: Outcome): Answer {
  if (outcome.kind !== "answered") throw networkError(server, request, outcome);
  const { answer } = outcome;
  const foreign = foreignAnswer(server, request, answer);
  if (foreign !== undefined) throw foreign;
  if (isSuccess(answer) || answer.status === 304) return answer;
  const error = apiError(server, request, answer, outcome.refusedWait);
  if (answer.status === 401 && request.isLogin !== true) throw refusedToken(server, error);
  throw error;
}

export function parseAnswer<Schema extends z.ZodType>(
  server: Server,
  request: Request,
  answer: Answer,
  schema: Schema,
): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(answer.body.toString("utf8"));
  } catch {
    if (!isFromCoder(answer)) throw notCoder(server, request, answer);
    throw unreadable(server, request, answer, "it is not JSON");
  }
  return parseJson(server, { request, answer }, schema, json);
}

/** Also for messages of streams, which belong to no answer. */
export function parseJson<Schema extends z.ZodType>(
  server: Server,
  { request, answer }: { request: Sent; answer?: Answer },
  schema: Schema,
  json: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  if (answer !== undefined && !isFromCoder(answer)) throw notCoder(server, request, answer);
  // The texts of zod name types, never values.
  const problems = parsed.error.issues.slice(0, 3).map((issue) => `at "${issue.path.join(".")}": ${issue.message}`);
  throw unreadable(server, request, answer, problems.join("; "));
}

function apiError(server: Server, request: Sent, answer: Answer, refusedWait: string | undefined): ApiError {
  const body = readErrorBody(answer);
  const hidden = server.withoutSecrets(body.message);
  const message = body.isWholeText === true ? shortened(hidden) : hidden;
  return new (refusedWait === undefined ? ApiError : DeadlineError)({
    method: request.method,
    path: API_PREFIX + request.path,
    status: answer.status,
    isAnswerLost: isServerSilent(answer),
    serverMessage: refusedWait === undefined ? message : `${endSentence(message)} ${refusedWait}`,
    detail: body.detail === undefined ? undefined : server.withoutSecrets(body.detail),
    validations: body.validations.map(({ field, detail }) => ({
      field: server.withoutSecrets(field),
      detail: server.withoutSecrets(detail),
    })),
    requestId: requestIdOf(server, answer),
  });
}

/** Of a whole page of text the beginning says enough. To be cut last: a secret that was cut would not be found. */
function shortened(text: string): string {
  return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text;
}

/** The error for a request that got no usable answer. */
export function lostAnswer(server: Server, request: Sent, reason: string, cause?: unknown): ApiError {
  return new ApiError(
    {
      method: request.method,
      path: API_PREFIX + request.path,
      status: undefined,
      serverMessage: server.withoutSecrets(reason),
    },
    cause === undefined ? undefined : { cause },
  );
}

/**
 * Whether something between here and the server answered for it, or the server without its database. Other internal
 * errors of Coder do not count.
 */
export function isServerSilent(answer: Answer): boolean {
  if (isLostStatus(answer.status)) return true;
  return answer.status >= 500 && (!isFromCoder(answer) || lacksDatabase(answer));
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** Every answer of a Coder server names its version. An answer without one came from something in between. */
function isFromCoder(answer: Answer): boolean {
  return answer.headers[VERSION_HEADER] !== undefined;
}

function networkError(server: Server, request: Request, outcome: Exclude<Outcome, { kind: "answered" }>): CoderError {
  const { cause } = outcome;
  const what = server.withoutSecrets(describeNetworkError(cause));
  if (outcome.kind === "lost") {
    if (!isNotHttp(cause)) return lostAnswer(server, request, `${describeLoss(cause)}: ${what}`, cause);
    const text = `"${server.url}" is not a Coder server: what it answered is not HTTP. ${ADDRESS_ADVICE}`;
    return withoutUsableAnswer(server, request, text, cause);
  }
  if (isCertificateProblem(cause)) {
    return new ConfigurationError(
      `The certificate of "${server.url}" is not trusted: ${endSentence(what)} ${certificateAdvice(cause)}`,
      {
        cause,
      },
    );
  }
  if (isNotTls(cause)) {
    return new ConfigurationError(
      `"${server.url}" does not speak TLS (${what}). If it is served without, let \`coderd:url\` (or ` +
        `\`CODER_URL\`) begin with http://.`,
      {
        cause,
      },
    );
  }
  return new ConfigurationError(
    `The Coder server at "${server.url}" is unreachable: ${endSentence(what)} ` +
      "Check that it runs, and that `coderd:url` (or `CODER_URL`) and the proxy settings of the environment are right.",
    { cause },
  );
}

/**
 * For an answer that is not Coder's, mostly because the address is wrong. The server may still have acted on the
 * request: if that can't be repeated, the answer counts as lost, and the caller looks for what it did.
 */
function withoutUsableAnswer(server: Server, request: Sent, text: string, cause?: unknown): CoderError {
  if (!isRepeatable(request)) return lostAnswer(server, request, text, cause);
  return new ConfigurationError(text, cause === undefined ? undefined : { cause });
}

function certificateAdvice(cause: Error): string {
  switch (codeOf(cause)) {
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "Have it renewed, and check the clock of this machine.";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "Let `coderd:url` name the host that the certificate is made for.";
    default:
      return "Set `coderd:caFile` to a PEM file with the certificate of the authority that signed it.";
  }
}

/** The error for an answer that is not Coder's. A 404 of something else would count as an object that is gone. */
function foreignAnswer(server: Server, request: Request, answer: Answer): CoderError | undefined {
  const { status } = answer;
  const isHtml = contentType(answer).includes("text/html");
  if (status >= 300 && status < 400 && status !== 304) return redirected(server, request, answer);
  if (status === 400 && answer.body.toString("utf8").includes("HTTP request to an HTTPS server")) {
    return new ConfigurationError(`"${server.url}" speaks TLS only. Let \`coderd:url\` begin with https://.`);
  }
  if (isFromCoder(answer)) return isHtml ? notCoder(server, request, answer) : undefined;
  // A success that is not from Coder: something in between pretends that the change was made.
  const isDone = request.method !== "GET" && (isSuccess(answer) || status === 304);
  const saysSomething = status === 404 || status === 410 || status === 401 || status === 403 || status === 405;
  return saysSomething || isDone || (isHtml && status < 500) ? notCoder(server, request, answer) : undefined;
}

function notCoder(server: Server, request: Sent, answer: Answer): CoderError {
  const type = server.withoutSecrets(contentType(answer));
  const what = type.includes("text/html")
    ? "an HTML page"
    : type === ""
      ? "an answer without a type"
      : `an answer of type "${type}"`;
  return withoutUsableAnswer(
    server,
    request,
    `"${server.url}" is not the address of a Coder server, or a proxy in front of it answered: ` +
      `${request.method} ${API_PREFIX}${request.path} brought ${what} with status ${answer.status}. ` +
      `${ADDRESS_ADVICE} ` +
      "If a proxy wants headers, set `coderd:headers`.",
  );
}

function redirected(server: Server, request: Request, answer: Answer): CoderError {
  const location = answer.headers["location"] ?? "";
  // The query is left out: addresses of login pages carry state in it.
  const target = URL.canParse(location, server.url) ? new URL(location, server.url) : undefined;
  const where = target === undefined ? "elsewhere" : `to "${server.withoutSecrets(target.origin + target.pathname)}"`;
  // A load balancer also redirects to an error page when the server was too slow for it.
  return withoutUsableAnswer(
    server,
    request,
    `"${server.url}" redirects ${request.method} ${API_PREFIX}${request.path} ${where} (status ${answer.status}). ` +
      "Set `coderd:url` (or `CODER_URL`) to the address that the server has in the end. If a proxy wants headers, " +
      "set `coderd:headers`.",
  );
}

/** The server's message is for people in a browser; its detail says what is wrong with the token. */
function refusedToken(server: Server, error: ApiError): ConfigurationError {
  const { tokenSource } = server;
  const source = tokenSource === undefined ? "" : ` It came from ${tokenSource}.`;
  // Another place may not count as long as this one has a token.
  const place =
    tokenSource === undefined ? "and set it as `coderd:token` or `CODER_SESSION_TOKEN`." : "and set it there.";
  return new ConfigurationError(
    `The token was refused by the Coder server at "${server.url}": ` +
      `${endSentence(error.detail ?? error.serverMessage)}${source} ` +
      `Make a new one (\`coder tokens create\`, or \`coder login\`), ${place}`,
    { cause: error },
  );
}

/** The status says success, so a change was made: its answer counts as lost, and the caller looks for what it did. */
function unreadable(server: Server, request: Sent, answer: Answer | undefined, problem: string): ApiError {
  const version = server.serverVersion === undefined ? "" : ` (server ${server.withoutSecrets(server.serverVersion)})`;
  return new ApiError({
    method: request.method,
    path: API_PREFIX + request.path,
    status: answer?.status,
    ...(answer !== undefined && { isAnswerLost: !isRepeatable(request) || request.method === "PUT" }),
    serverMessage:
      `The answer is not understood${version}: ${server.withoutSecrets(problem)}. ` +
      "A newer version of this package may know it",
    requestId: answer && requestIdOf(server, answer),
  });
}

function requestIdOf(server: Server, answer: Answer): string | undefined {
  const id = answer.headers[REQUEST_ID_HEADER];
  return id && server.withoutSecrets(id);
}
