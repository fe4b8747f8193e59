// Coder's limiter of requests, as go-chi/httprate 0.15 counts (limiter.go, local_counter.go). The live test of rate
// limits compares its first minute with the real one's.
import type { Clock } from "../../provider/client/transport/clock";
import type { Replier, Reply } from "./http-server";

const WINDOW_MILLISECONDS = 60_000;

export class FakeRateLimiter {
  /** How many requests it has refused. */
  refusals = 0;
  readonly #counts = new Map<string, number>();

  constructor(
    readonly limit: number,
    private readonly clock: Pick<Clock, "now">,
  ) {}

  /** Counts a request unless it is refused. The headers are those of the answer. */
  take(key: string): { isRefused: boolean; headers: Record<string, string> } {
    const { now, window, current, rate } = this.#count(key);
    const isRefused = rate + 1 > this.limit;
    if (isRefused) this.refusals += 1;
    else this.#counts.set(`${window} ${key}`, current + 1);
    return {
      isRefused,
      headers: {
        date: new Date(now).toUTCString(),
        "x-ratelimit-limit": String(this.limit),
        "x-ratelimit-remaining": String(this.limit - rate - (isRefused ? 0 : 1)),
        "x-ratelimit-reset": String(((window + 1) * WINDOW_MILLISECONDS) / 1_000),
        ...(isRefused && { "retry-after": String(WINDOW_MILLISECONDS / 1_000) }),
      },
    };
  }

  /** So many would not be refused now. */
  roomFor(key: string): number {
    return Math.max(0, this.limit - this.#count(key).rate);
  }

  #count(key: string): { now: number; window: number; current: number; rate: number } {
    const now = this.clock.now();
    const window = Math.floor(now / WINDOW_MILLISECONDS);
    const since = now - window * WINDOW_MILLISECONDS;
    const current = this.#counts.get(`${window} ${key}`) ?? 0;
    const previous = this.#counts.get(`${window - 1} ${key}`) ?? 0;
    const rate = Math.round((previous * (WINDOW_MILLISECONDS - since)) / WINDOW_MILLISECONDS + current);
    return { now, window, current, rate };
  }

  /** The reply of a route that is limited. */
  around(replier: Replier): Replier {
    return async (request) => {
      const { isRefused, headers } = this.take(request.path);
      const reply: Reply = isRefused
        ? {
            status: 429,
            json: { message: `You've been rate limited for sending more than ${this.limit} requests in 1m0s.` },
          }
        : typeof replier === "function"
          ? await replier(request)
          : replier;
      return { ...reply, headers: { ...headers, ...reply.headers } };
    };
  }
}
