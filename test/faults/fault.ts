// What a fault does to a request, or to its answer; which requests it hits, and which of them change something.
import type { Spoiling } from "./spoiling";

/** POSTs that change nothing. */
const ASKING_POSTS = [/\/dynamic-parameters\/evaluate$/, /\/authcheck$/];

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export type Fault =
  /** The server acts, and the connection breaks before its answer arrives. */
  | { kind: "drop-answer" }
  /** The connection breaks before the server gets the request. */
  | { kind: "drop-request" }
  /** So does every connection, and for a while nobody listens. */
  | { kind: "refuse"; milliseconds: number }
  /** Answered by the proxy; the server sees nothing. */
  | ({ kind: "answer" } & Answer)
  /** The server acts, and the proxy gives another answer than the server did. */
  | ({ kind: "replace-answer" } & Answer)
  /** The server acts, and its answer arrives in another form. */
  | { kind: "spoil-answer"; how: Spoiling }
  /** Passed on after a while. */
  | { kind: "delay"; milliseconds: number }
  /** Passed on, whole, once the promise resolves. */
  | { kind: "hold-until"; until: Promise<unknown> }
  /** The answer's body comes in pieces, with as long a pause before each. */
  | { kind: "slow-answer"; milliseconds: number }
  /** Neither passed on nor answered, until the client gives up. */
  | { kind: "hold" }
  /** The server acts, and its answer never arrives, until the client gives up. */
  | { kind: "hold-answer" }
  /** The head of the answer arrives and nothing more, until the client gives up. */
  | { kind: "stall-answer" }
  /** A WebSocket is opened, and breaks when so many bytes have come from the server: no more of them arrive. */
  | { kind: "cut-socket"; afterBytes: number }
  /** A WebSocket is opened, and nothing ever comes over it; nor does it close. */
  | { kind: "hold-socket" };

export interface RequestFilter {
  method?: string;
  /** Tested against path and query, without `/api/v2`. */
  path: RegExp;
}

export interface FaultHandle {
  /** How many requests it has hit: a test asserts that its fault happened. */
  readonly hits: number;
  remove(): void;
}

interface Rule {
  filter: RequestFilter;
  fault: Fault;
  skip: number;
  times: number;
  hits: number;
}

/** The faults that wait for their requests. */
export class FaultRules {
  #rules: Rule[] = [];

  /** For the first `times` (default 1) of the requests that match, after the first `skip` (default 0). */
  add(filter: RequestFilter, fault: Fault, { skip = 0, times = 1 } = {}): FaultHandle {
    const rule: Rule = { filter, fault, skip, times, hits: 0 };
    this.#rules.push(rule);
    return {
      get hits() {
        return rule.hits;
      },
      remove: () => {
        this.#rules = this.#rules.filter((other) => other !== rule);
      },
    };
  }

  /** The fault of a request that comes now. */
  take(request: { method: string; path: string }): Fault | undefined {
    for (const rule of this.#rules) {
      if (!matches(rule.filter, request)) continue;
      if (rule.skip > 0) rule.skip -= 1;
      else if (rule.hits < rule.times) {
        rule.hits += 1;
        return rule.fault;
      }
    }
    return undefined;
  }

  clear(): void {
    this.#rules = [];
  }
}

export function matches(filter: RequestFilter, request: { method: string; path: string }): boolean {
  return (filter.method === undefined || filter.method === request.method) && filter.path.test(request.path);
}

export function isMutation({ method, path }: { method: string; path: string }): boolean {
  return method !== "GET" && !(method === "POST" && ASKING_POSTS.some((asking) => asking.test(path)));
}
