// The requests to one path: who may be sent now, and who waits, first come first served, until the server has room.
import { refusedWaitText, remainingMilliseconds } from "../../deadline";
import { inSeconds, limitMilliseconds } from "./announced-pauses";
import { spreadPause, type Backoff } from "./backoff";
import type { Clock } from "./clock";
import type { Answer, Outcome, RequestOptions } from "./request";
import { readLimitReport, SlidingWindow } from "./sliding-window";

/** What the paths of one server share. */
export interface ServerFacts {
  clock: Clock;
  /** Whether its answers tell of limits; undefined before the first. */
  isLimiting: boolean | undefined;
  /** How far its clock is ahead, at least and at most; undefined before an answer has told. */
  ahead: { least: number; most: number } | undefined;
}

export interface PathRules {
  /** As many requests are under way at once. */
  atOnce: number;
  /** Whether what answers tell of the limit is true for these requests. */
  hasReports: boolean;
}

/** A request with its repetitions. */
export interface Turn {
  /** The first to come has the least. */
  readonly number: number;
  /** When it was told last what it waits for. */
  toldAt: number;
}

/** A request under way: when it was sent, how many of its path had ended before, and the minute that it counts in. */
export interface Sent {
  readonly at: number;
  readonly endedBefore: number;
  /** Undefined while nothing is known of the limit. */
  readonly windowEnd: number | undefined;
}

/** The wait would end after the deadline, so it is not begun. */
export interface TooLate {
  /** Requests before this one. */
  readonly place: number;
  readonly reason: string;
}

interface Waiting {
  turn: Turn;
  options: RequestOptions;
  settle: (result: Sent | TooLate) => void;
}

/** Until an answer has told how much room there is: other processes may have used it up. */
const AT_ONCE_BEFORE_FIRST_ANSWER = 2;
/** After a refusal one request asks, and the others wait: someone else uses up the room. */
const BACKOFF: Backoff = { firstMilliseconds: 1_000, longestMilliseconds: 8_000 };
/** Shorter waits are not worth a message. */
const SHORTEST_TOLD_MILLISECONDS = 1_000;
const TELLING_MILLISECONDS = 3_000;

export class LimitedPath {
  /** In the order in which they came. */
  readonly #waiting: Waiting[] = [];
  #window: SlidingWindow | undefined;
  #sent = 0;
  #ended = 0;
  /** In a row. */
  #refusals = 0;
  #closedUntil = 0;
  #usedAt = 0;
  #timer: { at: number; controller: AbortController } | undefined;
  #endTelling: (() => void) | undefined;

  constructor(
    private readonly server: ServerFacts,
    private readonly rules: PathRules,
  ) {}

  /** Whether nothing goes on here, and nothing did since this time. */
  isIdleSince(time: number): boolean {
    return this.#sent === this.#ended && this.#waiting.length === 0 && this.#usedAt <= time;
  }

  /** Whether there is nothing to remember. */
  get isUnlimited(): boolean {
    return this.#window === undefined && this.#refusals === 0 && this.isIdleSince(Infinity);
  }

  /** Resolves once the request may be sent; it is to be sent then, and `end` called. Rejects when it is interrupted. */
  async enter(turn: Turn, options: RequestOptions): Promise<Sent | TooLate> {
    options.signal?.throwIfAborted();
    const now = this.server.clock.now();
    this.#usedAt = now;
    const place = this.#waiting.filter((other) => other.turn.number < turn.number).length;
    if (place === 0 && this.#isOpen(now)) return this.#begin();
    return this.#tooLate(options, place, now) ?? this.#wait(turn, options, place);
  }

  /** What became of the request, if that is known. */
  end(sent: Sent, outcome: Outcome | undefined): void {
    this.#usedAt = this.server.clock.now();
    this.#ended += 1;
    if (outcome?.kind === "answered") this.#learn(outcome.answer, sent);
    else if (outcome?.kind === "unsent") this.#window?.takeBack(sent.windowEnd);
    // A request that was refused comes back first.
    queueMicrotask(() => this.#pump());
  }

  #learn(answer: Answer, sent: Sent): void {
    const now = this.#serverTime();
    // So many were under way with it, it included.
    const together = this.#sent - sent.endedBefore;
    const report = this.rules.hasReports ? readLimitReport(answer, now) : undefined;
    const isRefused = answer.status === 429;
    if (isRefused) this.#window?.takeBack(sent.windowEnd);
    // What stands between here and the server may answer for it.
    if (report === undefined) this.#window = isRefused || answer.status >= 500 ? this.#window : undefined;
    else if (this.#window === undefined) this.#window = new SlidingWindow(report, together, now);
    else if (isRefused) this.#window.learnRefusal(report, now);
    else this.#window.learn(report, together - 1, { now, latest: this.#latestServerTime() }, sent.windowEnd);
    this.#refusals = isRefused ? this.#refusals + 1 : 0;
    if (!isRefused) return;
    const { clock } = this.server;
    const pause =
      report === undefined
        ? limitMilliseconds(answer, this.#refusals, clock)
        : spreadPause(BACKOFF, this.#refusals, clock.random());
    this.#closedUntil = Math.max(this.#closedUntil, clock.now() + pause);
  }

  #begin(): Sent {
    this.#sent += 1;
    const windowEnd = this.#window?.add(this.#serverTime());
    return { at: this.server.clock.now(), endedBefore: this.#ended, windowEnd };
  }

  /** The earliest that it can be, which is on the safe side: room comes with time. */
  #serverTime(): number {
    return this.server.clock.now() + (this.server.ahead?.least ?? 0);
  }

  #latestServerTime(): number {
    return this.server.clock.now() + (this.server.ahead?.most ?? 0);
  }

  #isOpen(now: number): boolean {
    const underWay = this.#sent - this.#ended;
    if (now < this.#closedUntil || underWay >= (this.#refusals > 0 ? 1 : this.rules.atOnce)) return false;
    if (this.#window !== undefined) return this.#window.millisecondsUntil(1, this.#serverTime()) === 0;
    return this.server.isLimiting === false || underWay < AT_ONCE_BEFORE_FIRST_ANSWER;
  }

  /** How long the request in this place waits for the server's limit, as far as is known. */
  #pauseOf(place: number, now: number): number {
    const ofWindow = this.#window?.millisecondsUntil(place + 1, this.#serverTime()) ?? 0;
    return Math.max(0, this.#closedUntil - now, ofWindow);
  }

  #tooLate({ deadline }: RequestOptions, place: number, now: number): TooLate | undefined {
    const pause = this.#pauseOf(place, now);
    if (deadline === undefined || pause <= remainingMilliseconds(deadline, now)) return undefined;
    return { place, reason: refusedWaitText(pause, deadline, now) };
  }

  async #wait(turn: Turn, options: RequestOptions, place: number): Promise<Sent | TooLate> {
    const { signal } = options;
    let abort: () => void = () => {};
    try {
      return await new Promise<Sent | TooLate>((resolve, reject) => {
        const mine: Waiting = { turn, options, settle: resolve };
        abort = () => {
          this.#remove(mine);
          this.#pump();
          reject(signal?.reason as Error);
        };
        signal?.addEventListener("abort", abort, { once: true });
        this.#waiting.splice(place, 0, mine);
        this.#endTelling ??= this.server.clock.every(TELLING_MILLISECONDS, () => this.#tellAll());
        // One that comes before others was refused: all have to wait for something else now.
        if (place < this.#waiting.length - 1) this.#tellAll();
        else this.#tell(mine, place);
        this.#pump();
      });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  #remove(waiting: Waiting): void {
    const index = this.#waiting.indexOf(waiting);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** Lets go who may. The others wait for the time at which there is room, or for an answer. */
  #pump(): void {
    const now = this.server.clock.now();
    while (this.#waiting.length > 0 && this.#isOpen(now)) this.#waiting.shift()?.settle(this.#begin());
    if (this.#waiting.length === 0) this.#rest();
    else this.#pumpAfter(this.#pauseOf(0, now), now);
  }

  #pumpAfter(pause: number, now: number): void {
    const at = now + pause;
    if (pause === 0 || (this.#timer !== undefined && this.#timer.at <= at)) return;
    this.#timer?.controller.abort();
    const timer = { at, controller: new AbortController() };
    this.#timer = timer;
    this.server.clock.wait(pause, timer.controller.signal).then(
      () => {
        if (this.#timer !== timer) return;
        this.#timer = undefined;
        this.#pump();
      },
      () => {},
    );
  }

  #rest(): void {
    this.#timer?.controller.abort();
    this.#timer = undefined;
    this.#endTelling?.();
    this.#endTelling = undefined;
  }

  #tellAll(): void {
    // Who is too late leaves meanwhile.
    [...this.#waiting].forEach((each, place) => this.#tell(each, place));
    this.#pump();
  }

  /** What it waits for, and how long. It leaves when its deadline has become too short for that. */
  #tell(waiting: Waiting, place: number): void {
    const { turn, options, settle } = waiting;
    const now = this.server.clock.now();
    const tooLate = this.#tooLate(options, place, now);
    if (tooLate !== undefined) {
      this.#remove(waiting);
      settle(tooLate);
      return;
    }
    const pause = this.#pauseOf(place, now);
    if (pause < SHORTEST_TOLD_MILLISECONDS || now < turn.toldAt + TELLING_MILLISECONDS) return;
    turn.toldAt = now;
    // Without a report, only the time until the next try is known.
    const left = `${this.#window === undefined ? "at least" : "about"} ${inSeconds(pause)}`;
    const before = place === 0 ? "this one is next" : `${place} before this one`;
    options.onWait?.(`The server limits requests: ${before}, ${left} left`);
  }
}
