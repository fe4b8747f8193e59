// What the failures of connections mean: whether a certificate was the reason, or what the other side speaks.
import { isNativeError } from "node:util/types";
import { AnswerGivenUp } from "./answer-body";

const CERTIFICATE_CODES = new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

export function isCertificateProblem(error: Error): boolean {
  return (
    CERTIFICATE_CODES.has(codeOf(error) ?? "") || (isNativeError(error.cause) && isCertificateProblem(error.cause))
  );
}

/** Whether a request did not leave because the other side speaks no TLS, or no version that this side knows. */
export function isNotTls(error: Error): boolean {
  const code = codeOf(error) ?? "";
  return code.startsWith("ERR_SSL_") || code === "EPROTO";
}

/** What came back was not HTTP. */
export function isNotHttp(error: Error): boolean {
  return error.name === "HTTPParserError";
}

/** What became of an answer, before the reason. */
export function describeLoss(error: Error): string {
  return error instanceof AnswerGivenUp ? "The server's answer was given up" : "The server did not answer";
}

/** What undici calls them says little to people. */
const TIME_OUTS: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_TIMEOUT: "no answer for too long",
  UND_ERR_BODY_TIMEOUT: "the answer did not go on",
};

/** @see undici lib/dispatcher/proxy-agent.js */
const PROXY_REFUSAL = /^Proxy response \((\d+)\) !== 200/;

/** In a few words, for a message. */
export function describeNetworkError(error: Error): string {
  const timeOut = TIME_OUTS[codeOf(error) ?? ""];
  if (timeOut !== undefined) return timeOut;
  const [first] = partsOf(error);
  if (first !== undefined) return describeNetworkError(first);
  if (isNotTls(error)) return codeOf(error) ?? "no TLS";
  const refusal = PROXY_REFUSAL.exec(error.message);
  if (refusal !== null) return proxyRefusal(Number(refusal[1]));
  return error.message === "" ? (codeOf(error) ?? error.name) : error.message.trim();
}

function proxyRefusal(status: number): string {
  if (status !== 407) return `the proxy did not let the request through (status ${status})`;
  return "the proxy wants a user and a password (status 407), in the address of the proxy";
}

export function codeOf(error: Error): string | undefined {
  return propertyOf(error, "code");
}

/** A name with several addresses fails once for each. */
function partsOf(error: Error): Error[] {
  const parts: unknown = Reflect.get(error, "errors");
  return Array.isArray(parts) ? parts.filter(isNativeError) : [];
}

function propertyOf(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : undefined;
}
