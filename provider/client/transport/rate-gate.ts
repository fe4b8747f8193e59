// The limits of a server on requests: one queue for each path, as the server counts by path. All clients of a process
// share them, as the server counts by address first. Streams do not wait here: each has a path of its own.
import type { Clock } from "./clock";
import { LimitedPath, type PathRules, type Sent, type ServerFacts, type TooLate, type Turn } from "./limited-path";
import { perServer } from "./per-server";
import type { Answer, Outcome, Request, RequestOptions } from "./request";
import { WINDOW_MILLISECONDS } from "./sliding-window";

/** More than the connections to the server would only wait for one of them, without being called back any more. */
const AT_ONCE = 16;

const RULES: PathRules = { atOnce: AT_ONCE, hasReports: true };
/** So few that each is worth waiting for the one before. */
const USER_RULES: PathRules = { atOnce: 1, hasReports: true };
const BYPASS_RULES: PathRules = { atOnce: AT_ONCE, hasReports: false };

/** One request with its repetitions. */
export interface Passage {
  enter(options: RequestOptions): Promise<Sent | TooLate>;
  end(sent: Sent, outcome: Outcome | undefined): void;
}

export class RateGate {
  readonly #paths = new Map<string, LimitedPath>();
  readonly #server: ServerFacts;
  #turns = 0;
  #sweptAt = 0;

  constructor(clock: Clock) {
    this.#server = { clock, isLimiting: undefined, ahead: undefined };
  }

  /** `identity` tells users apart, for limits by user. */
  passage(request: Request, identity: string): Passage {
    const { path, limit } = request;
    const rules = limit === undefined ? RULES : limit === "by user" ? USER_RULES : BYPASS_RULES;
    const key = limit === undefined ? path : `${path} ${limit} ${identity}`;
    const turn: Turn = { number: (this.#turns += 1), toldAt: -Infinity };
    return {
      enter: (options) => this.#path(key, rules).enter(turn, options),
      end: (sent, outcome) => this.#end(key, sent, outcome),
    };
  }

  #path(key: string, rules: PathRules): LimitedPath {
    this.#forgetIdle();
    const known = this.#paths.get(key) ?? new LimitedPath(this.#server, rules);
    this.#paths.set(key, known);
    return known;
  }

  #end(key: string, sent: Sent, outcome: Outcome | undefined): void {
    if (outcome?.kind === "answered") this.#learn(outcome.answer, sent.at);
    const path = this.#paths.get(key);
    path?.end(sent, outcome);
    if (path?.isUnlimited === true) this.#paths.delete(key);
  }

  /** The server tells whole seconds, of a moment between sending and now. Each answer narrows what is known. */
  #learn({ headers }: Answer, sentAt: number): void {
    this.#server.isLimiting = headers["x-ratelimit-limit"] !== undefined;
    const date = Date.parse(headers["date"] ?? "");
    if (Number.isNaN(date)) return;
    const { clock, ahead } = this.#server;
    const told = { least: date - clock.now(), most: date + 1_000 - sentAt };
    const [least, most] = [
      Math.max(told.least, ahead?.least ?? -Infinity),
      Math.min(told.most, ahead?.most ?? Infinity),
    ];
    // One of the clocks was set.
    this.#server.ahead = least <= most ? { least, most } : told;
  }

  /** The server counts nothing that is older than two windows. */
  #forgetIdle(): void {
    const now = this.#server.clock.now();
    if (now < this.#sweptAt + WINDOW_MILLISECONDS) return;
    this.#sweptAt = now;
    for (const [key, path] of this.#paths) {
      if (path.isIdleSince(now - 2 * WINDOW_MILLISECONDS)) this.#paths.delete(key);
    }
  }
}

/** The gate of a server, for all clients of this process. */
export const gateOf = perServer((clock) => new RateGate(clock));
