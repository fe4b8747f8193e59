// What must hold of every run that met a fault.
import { isMutation } from "./fault";
import type { RecordedRequest } from "./fault-proxy";

/**
 * Sending these again can do nothing more: they name all that is to be. Equal uploads are one file, and a version is
 * archived once.
 */
const REPEATABLE = /^(PUT|DELETE) |^POST \/(files|templateversions\/[^/]+\/(un)?archive)$/;

/** What is wrong with the message of a run that failed; undefined when it tells what happened and where. */
export function messageFault(message: string, url: string): string | undefined {
  const text = message.trim();
  if (text === "") return "It says nothing.";
  const gap = /\bundefined\b|\[object |\bNaN\b|\bnull\b/.exec(text);
  if (gap !== null) return `It says "${gap[0]}".`;
  if (!/\b(GET|POST|PUT|PATCH|DELETE) \/api\/v2\//.test(text) && !text.includes(url))
    return "It names neither a request nor the server.";
  // Addresses may follow, each in a line.
  if (!/[.)!…]$/.test(text.split("\n")[0] ?? "")) return "It does not begin with a sentence.";
  return undefined;
}

/** Mutations that were sent again, although nobody had looked whether the first one was carried out. */
export function repeatedBlindly(requests: readonly RecordedRequest[]): string[] {
  const open = new Set<string>();
  const repeated: string[] = [];
  for (const request of requests) {
    const line = `${request.method} ${request.path}`;
    // Any look at the server may be the one: whether it was, what the server holds in the end tells.
    if (!isMutation(request)) open.clear();
    else if (!REPEATABLE.test(line)) {
      if (open.has(line)) repeated.push(line);
      open.delete(line);
      if (!isAnswered(request)) open.add(line);
    }
  }
  return repeated;
}

/** Whether the client was told what came of it. A limit says that nothing did. */
function isAnswered({ fault, status }: RecordedRequest): boolean {
  return fault === undefined || fault === "delay" || fault === "slow-answer" || (fault === "answer" && status === 429);
}
