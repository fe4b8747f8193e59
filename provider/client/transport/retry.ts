// When a request is sent again: what may be repeated, after how long, and how often.
import { refusedWaitText, remainingMilliseconds } from "../../deadline";
import { isServerSilent } from "./answers";
import { spreadPause, type Backoff } from "./backoff";
import type { Clock } from "./clock";
import { describeNetworkError, isCertificateProblem, isNotHttp, isNotTls } from "./network-errors";
import { isRepeatable, type Answer, type Outcome, type Request, type RequestOptions } from "./request";

export interface RetryRules {
  clock: Clock;
  /** A server that has answered before is waited for longer: its address is right, and it may be restarting. */
  hasAnswered(): boolean;
  /**
   * How long a request waits after the server's limit has refused it so many times; undefined gives up.
   * @default as long as the server says, 20 times, and within the deadline in any case
   */
  limitPause?: LimitPause | undefined;
}

type LimitPause = (answer: Answer, refusals: number) => number | undefined;

interface Pause {
  milliseconds: number;
  message: string;
  /** What the server asks for, which may be more. */
  askedMilliseconds?: number | undefined;
}

const TRIES_BEFORE_FIRST_ANSWER = 3;
const TRIES = 8;
const LIMITED_TRIES = 20;
const BACKOFF: Backoff = { firstMilliseconds: 250, longestMilliseconds: 8_000 };
/** The longest pause, whatever an unavailable server asks for. */
const LONGEST_ANNOUNCED_PAUSE_MILLISECONDS = 60_000;

/** For a server that limits and does not say how long. */
const DEFAULT_LIMIT_MILLISECONDS = 5_000;
/** Spreads requests that wait for the same moment. */
const LIMIT_JITTER_MILLISECONDS = 5_000;

/**
 * The last outcome, after as many repetitions as the rules and the deadline allow. Rejects as soon as the signal is
 * aborted. A pause that the server asks for is not begun if it would go beyond the deadline.
 */
export async function repeat(
  request: Request,
  send: () => Promise<Outcome>,
  rules: RetryRules,
  options: RequestOptions,
): Promise<Outcome> {
  const pauses = pausesOf(request, rules);
  const { deadline } = options;
  for (;;) {
    const outcome = await send();
    const pause = pauses(outcome);
    if (pause === undefined) return outcome;
    if (deadline !== undefined) {
      const now = rules.clock.now();
      const { milliseconds, askedMilliseconds } = pause;
      if (Math.max(milliseconds, askedMilliseconds ?? 0) > remainingMilliseconds(deadline, now)) {
        if (outcome.kind !== "answered" || askedMilliseconds === undefined) return outcome;
        return { ...outcome, refusedWait: refusedWaitText(askedMilliseconds, deadline, now) };
      }
    }
    options.onWait?.(pause.message);
    await rules.clock.wait(pause.milliseconds, options.signal);
  }
}

/** How long to wait after this outcome of the request; undefined when it is final. */
function pausesOf(request: Request, rules: RetryRules): (outcome: Outcome) => Pause | undefined {
  const limitPause: LimitPause =
    rules.limitPause ??
    ((answer, times) =>
      times > LIMITED_TRIES ? undefined : limitMilliseconds(answer, times, rules.clock, LIMIT_JITTER_MILLISECONDS));
  let failures = 0;
  let refusals = 0;

  const afterFailure = (what: string, askedMilliseconds?: number): Pause | undefined => {
    failures += 1;
    if (failures > (rules.hasAnswered() ? TRIES : TRIES_BEFORE_FIRST_ANSWER)) return undefined;
    const atLeast = Math.min(askedMilliseconds ?? 0, LONGEST_ANNOUNCED_PAUSE_MILLISECONDS);
    const milliseconds = Math.max(atLeast, spreadPause(BACKOFF, failures, rules.clock.random()));
    return {
      milliseconds,
      askedMilliseconds,
      message: `${what}; waiting ${inSeconds(milliseconds)} before the next try`,
    };
  };

  return (outcome) => {
    switch (outcome.kind) {
      case "answered": {
        const { answer } = outcome;
        if (answer.status === 429) {
          refusals += 1;
          const milliseconds = limitPause(answer, refusals);
          if (milliseconds === undefined) return undefined;
          const message = `The server limits requests; waiting ${inSeconds(milliseconds)} before the next try`;
          return { milliseconds, askedMilliseconds: milliseconds, message };
        }
        if (!isServerSilent(answer) || !isRepeatable(request)) return undefined;
        return afterFailure(
          `The server is not available (status ${answer.status})`,
          retryAfterMilliseconds(answer, rules.clock),
        );
      }
      case "unsent":
        if (isCertificateProblem(outcome.cause) || isNotTls(outcome.cause)) return undefined;
        return afterFailure(`The server can't be reached (${describeNetworkError(outcome.cause)})`);
      case "lost":
        if (!isRepeatable(request) || isNotHttp(outcome.cause)) return undefined;
        return afterFailure(`The server did not answer (${describeNetworkError(outcome.cause)})`);
      default:
        return outcome satisfies never;
    }
  };
}

/**
 * How long a request waits after its nth refusal. Coder's window slides: refused requests cost nothing, and after the
 * reset there is room for a few at a time, so that later tries come more often. Its Retry-After is always the whole
 * window.
 */
export function limitMilliseconds(answer: Answer, refusals: number, clock: Clock, jitterMilliseconds: number): number {
  const jitter = clock.random() * jitterMilliseconds;
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
function retryAfterMilliseconds(answer: Answer, clock: Clock): number | undefined {
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
