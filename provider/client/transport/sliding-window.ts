// The server's count of the requests to one path, computed as the server does it, so that a request is sent when there
// is room for it. All times are the server's: the earliest that they can be, unless said.
import type { Answer } from "./request";

/** What an answer tells of the limit of its path. */
export interface LimitReport {
  /** Requests in a window. */
  limit: number;
  /** As many count, this one with them unless it was refused. */
  used: number;
  /** When the current window ends. */
  windowEnd: number;
}

/** All limiters of Coder count by the minutes of the clock. */
export const WINDOW_MILLISECONDS = 60_000;

/** The server rounds what it tells, and before it compares. */
const ROUNDING = 0.5;

/**
 * Undefined unless Coder's own limiter wrote the headers: others give them another meaning, such as a reset that counts
 * from now.
 */
export function readLimitReport(answer: Answer, serverTime: number): LimitReport | undefined {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) => {
    const value = answer.headers[`x-ratelimit-${name}`];
    return value !== undefined && /^-?\d+$/.test(value) ? Number(value) : undefined;
  });
  if (limit === undefined || remaining === undefined || reset === undefined || limit < 1) return undefined;
  const windowEnd = reset * 1_000;
  const isOfMinute =
    windowEnd % WINDOW_MILLISECONDS === 0 && Math.abs(windowEnd - serverTime) < 2 * WINDOW_MILLISECONDS;
  return isOfMinute ? { limit, used: limit - remaining, windowEnd } : undefined;
}

/**
 * The requests of the current minute count in full, those of the minute before by the share of it that lies less than a
 * minute back. A refused request does not count.
 * @see github.com/go-chi/httprate limiter.go OnLimit, calculateRate
 */
export class SlidingWindow {
  #limit: number;
  #previous: number;
  #current: number;
  #end: number;
  /** Whether requests of others, from before this process knew the path, were taken for those of the minute before. */
  #isGuess: boolean;

  /** From the first answer of the path; `sent` requests of this process were sent by then, it included. */
  constructor(report: LimitReport, sent: number, now: number) {
    const others = Math.max(0, report.used - sent);
    this.#limit = report.limit;
    this.#end = report.windowEnd;
    this.#isGuess = others > 0;
    const weight = this.#weight(now);
    this.#previous = weight === 0 ? 0 : Math.min(report.limit, others / weight);
    this.#current = Math.max(report.used, sent) - this.#previous * weight;
  }

  /** A request is sent. Returns the end of the minute that it counts in, unless it arrives later. */
  add(now: number): number {
    this.#roll(now);
    this.#current += 1;
    return this.#end;
  }

  /** A request of the minute with this end, else of the current one, was not sent after all, or refused. */
  takeBack(end = this.#end): void {
    if (end === this.#end) this.#current = Math.max(0, this.#current - 1);
    else if (end === this.#end - WINDOW_MILLISECONDS) this.#previous = Math.max(0, this.#previous - 1);
  }

  /**
   * The report of an accepted request, sent in the minute with this end, where this process counted it. The server may
   * have counted so many later ones since that the report does not have.
   */
  learn(report: LimitReport, later: number, { now, latest }: { now: number; latest: number }, end?: number): void {
    if (!this.#isCurrent(report, now)) return;
    if (end !== undefined && end < this.#end) {
      // It arrived a minute later than it was sent, and counts until that one's end.
      this.takeBack(end);
      this.#current += 1;
    }
    const used = this.#used(now);
    const [least, most] = [report.used - ROUNDING, report.used + ROUNDING + later];
    if (used < least) this.#current += least - used;
    // Not what a later time of the server explains: the minute before weighs less then.
    else this.#lower(this.#used(latest) - most, now);
  }

  /** The report of a refused request, which was taken back: there is no room, whatever this process had counted. */
  learnRefusal(report: LimitReport, now: number): void {
    if (!this.#isCurrent(report, now)) return;
    if (this.#isGuess) {
      // They are of this minute, then, and count until its end.
      this.#previous = 0;
      this.#current = report.limit;
      this.#isGuess = false;
    } else this.#current += Math.max(0, report.limit - this.#used(now));
  }

  /** How long until there is room for so many requests, one after another. */
  millisecondsUntil(requests: number, now: number): number {
    this.#roll(now);
    let [previous, current, end, time, left] = [this.#previous, this.#current, this.#end, now, requests];
    for (;;) {
      const roomAtEnd = this.#limit - current - (previous > 0 ? ROUNDING : 0);
      if (left <= roomAtEnd) {
        const from = previous === 0 ? time : end - (WINDOW_MILLISECONDS * (roomAtEnd - left)) / previous;
        return Math.ceil(Math.max(time, from) - now);
      }
      const taken = Math.max(0, Math.floor(roomAtEnd));
      left -= taken;
      [previous, current, time, end] = [current + taken, 0, end, end + WINDOW_MILLISECONDS];
    }
  }

  #used(now: number): number {
    return this.#previous * this.#weight(now) + this.#current;
  }

  #weight(now: number): number {
    return Math.min(1, Math.max(0, (this.#end - now) / WINDOW_MILLISECONDS));
  }

  /** What this process knows of the minute before is the least certain. */
  #lower(by: number, now: number): void {
    if (by <= 0) return;
    const weight = this.#weight(now);
    const ofPrevious = Math.min(by, this.#previous * weight);
    // Rounding may leave a trace below nothing, which would count as waiting without end.
    if (ofPrevious > 0) this.#previous = Math.max(0, this.#previous - ofPrevious / weight);
    this.#current = Math.max(0, this.#current - (by - ofPrevious));
  }

  /** The window moves on with the report; one of an earlier window tells nothing any more. */
  #isCurrent(report: LimitReport, now: number): boolean {
    this.#roll(Math.max(now, report.windowEnd - WINDOW_MILLISECONDS));
    this.#limit = report.limit;
    return report.windowEnd === this.#end;
  }

  #roll(now: number): void {
    while (now >= this.#end) {
      const isLongAgo = now >= this.#end + 2 * WINDOW_MILLISECONDS;
      this.#previous = isLongAgo ? 0 : this.#current;
      this.#current = 0;
      this.#isGuess = false;
      this.#end = isLongAgo
        ? (Math.floor(now / WINDOW_MILLISECONDS) + 1) * WINDOW_MILLISECONDS
        : this.#end + WINDOW_MILLISECONDS;
    }
  }
}
