// How long an answer asks to wait: for a server that limits requests or is not available.
import type { Clock } from "./clock";
import type { Answer } from "./request";

/** For a server that limits and does not say how long. */
const DEFAULT_LIMIT_MILLISECONDS = 5_000;
/** Keeps two processes apart that wait for the same moment; within one, only one request of a path asks. */
const LIMIT_JITTER_MILLISECONDS = 1_000;

/**
 * How long a path waits after its nth refusal in a row by a limiter that tells less than Coder's does. After the reset
 * there may be room for a few at a time, so that later tries come more often.
 */
export function limitMilliseconds(answer: Answer, refusals: number, clock: Clock): number {
  const jitter = clock.random() * LIMIT_JITTER_MILLISECONDS;
  const retryAfter = retryAfterMilliseconds(answer, clock);
  const reset = resetMilliseconds(answer, clock);
  if (reset !== undefined && refusals > 1) return Math.round(Math.min(reset, DEFAULT_LIMIT_MILLISECONDS) + jitter);
  const until = Math.min(reset ?? Infinity, retryAfter ?? Infinity);
  return Math.round((until === Infinity ? DEFAULT_LIMIT_MILLISECONDS : until) + jitter);
}

export function inSeconds(milliseconds: number): string {
  return `${Math.max(1, Math.round(milliseconds / 1000))} s`;
}

/** Retry-After is a number of seconds or a date. */
export function retryAfterMilliseconds(answer: Answer, clock: Clock): number | undefined {
  const value = answer.headers["retry-after"];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, time - serverNow(answer, clock));
}

/** X-RateLimit-Reset is the second at which the limiter's window ends. */
function resetMilliseconds(answer: Answer, clock: Clock): number | undefined {
  const value = answer.headers["x-ratelimit-reset"];
  if (value === undefined || !/^\d+$/.test(value)) return undefined;
  return Math.max(0, Number(value) * 1000 - serverNow(answer, clock));
}

/** The server's clock may differ from ours. */
function serverNow(answer: Answer, clock: Clock): number {
  const time = Date.parse(answer.headers["date"] ?? "");
  return Number.isNaN(time) ? clock.now() : time;
}
