// When a request is sent again: what may be repeated, after how long, and how often.
import { refusedWaitText, remainingMilliseconds } from "../../deadline";
import { DeadlineError } from "../../errors";
import { inSeconds, retryAfterMilliseconds } from "./announced-pauses";
import { AnswerGivenUp } from "./answer-body";
import { isServerSilent } from "./answers";
import { spreadPause, type Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { TooLate } from "./limited-path";
import { describeLoss, describeNetworkError, isCertificateProblem, isNotHttp, isNotTls } from "./network-errors";
import type { Passage } from "./rate-gate";
import { API_PREFIX, isRepeatable, type Answer, type Outcome, type Request, type RequestOptions } from "./request";

export interface RetryRules {
  clock: Clock;
  /** A server that has answered before is waited for longer: its address is right, and it may be restarting. */
  hasAnswered(): boolean;
  /** Where the request waits for the server's limit. */
  passage: Passage;
}

interface Pause {
  milliseconds: number;
  message: string;
  /** What the server asks for, which may be more. */
  askedMilliseconds?: number | undefined;
}

const TRIES_BEFORE_FIRST_ANSWER = 3;
const TRIES = 8;
const BACKOFF: Backoff = { firstMilliseconds: 250, longestMilliseconds: 8_000 };
/** As long as nobody is told of it. */
const LONGEST_UNTOLD_WAIT_MILLISECONDS = 1_000;
/** The longest pause, whatever an unavailable server asks for. */
const LONGEST_ANNOUNCED_PAUSE_MILLISECONDS = 60_000;

/**
 * The last outcome, after as many repetitions as the rules and the deadline allow. Rejects as soon as the signal is
 * aborted. A pause that the server asks for is not begun if it would go beyond the deadline.
 * @throws DeadlineError where nothing was sent for that reason
 */
export async function repeat(
  request: Request,
  send: () => Promise<Outcome>,
  rules: RetryRules,
  options: RequestOptions,
): Promise<Outcome> {
  const pauses = pausesOf(request, rules);
  const { deadline } = options;
  let refused: Answer | undefined;
  for (;;) {
    const sent = await rules.passage.enter(request.patienceMilliseconds === undefined ? options : unwaiting(options));
    if ("reason" in sent) {
      if (refused === undefined) throw notSent(request, sent);
      return { kind: "answered", answer: refused, refusedWait: sent.reason };
    }
    let outcome: Outcome | undefined;
    try {
      outcome = await send();
    } finally {
      rules.passage.end(sent, outcome);
    }
    const pause = pauses(outcome);
    if (pause === undefined) return outcome;
    refused = outcome.kind === "answered" ? outcome.answer : undefined;
    if (pause === "limited") continue;
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

/** For a request that is worth no more than a short wait. */
function unwaiting(options: RequestOptions): RequestOptions {
  return { ...options, deadline: { milliseconds: LONGEST_UNTOLD_WAIT_MILLISECONDS } };
}

function notSent({ method, path }: Request, { place, reason }: TooLate): DeadlineError {
  const before = place === 0 ? "" : `, and takes ${place} before this one`;
  const serverMessage = `The server limits requests${before}. ${reason}`;
  return new DeadlineError({ method, path: API_PREFIX + path, status: 429, serverMessage });
}

/** How long to wait after this outcome of the request; undefined when it is final. */
function pausesOf(request: Request, rules: RetryRules): (outcome: Outcome) => Pause | "limited" | undefined {
  let failures = 0;

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
        // A limit passes, and the request has a deadline.
        if (answer.status === 429) return request.patienceMilliseconds === undefined ? "limited" : undefined;
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
        if (outcome.cause instanceof AnswerGivenUp && outcome.cause.isTooLong) return undefined;
        return afterFailure(`${describeLoss(outcome.cause)} (${describeNetworkError(outcome.cause)})`);
      default:
        return outcome satisfies never;
    }
  };
}
