// The gate and Coder's limiter on one clock: nothing here takes time, and the server answers after 30 ms.
import { DeadlineError } from "../../../../provider/errors";
import { RateGate } from "../../../../provider/client/transport/rate-gate";
import type { Outcome, Request, RequestOptions } from "../../../../provider/client/transport/request";
import { repeat } from "../../../../provider/client/transport/retry";
import { rejection } from "../../../fakes/client";
import { ManualClock, settle } from "../../../fakes/clocks";
import { FakeRateLimiter } from "../../../fakes/rate-limiter";

const LATENCY = 30;
const CREATE: Request = { method: "POST", path: "/users/me/workspaces" };

interface Arrival {
  path: string;
  body: unknown;
  time: number;
  status: number;
  /** As many were under way then, it included. */
  together: number;
}

/** A server with this limit, at this time of a minute, and what came to it. */
class Limited {
  readonly clock = new ManualClock();
  readonly limiter: FakeRateLimiter;
  readonly arrived: Arrival[] = [];
  underWay = 0;
  /** Whether somebody else takes all that is free before each request. */
  areOthersFirst = false;
  /** Milliseconds between sending and arriving. */
  way = 0;

  /** @param ahead milliseconds by which the server's clock is ahead */
  constructor(limit = 512, ahead = 0) {
    this.limiter = new FakeRateLimiter(limit, { now: () => this.clock.now() + ahead });
  }

  /** A process of its own, which knows nothing of the others. */
  process({ isWithoutLimit = false } = {}): (request?: Request, options?: RequestOptions) => Promise<number> {
    const gate = new RateGate(this.clock);
    return async (request = CREATE, options = {}) => {
      const send = (): Promise<Outcome> => this.#answer(request, isWithoutLimit);
      const passage = gate.passage(request, "somebody");
      const outcome = await repeat(request, send, { clock: this.clock, hasAnswered: () => true, passage }, options);
      return outcome.kind === "answered" ? outcome.answer.status : 0;
    };
  }

  get refusals(): number {
    return this.arrived.filter(({ status }) => status === 429).length;
  }

  async #answer(request: Request, isWithoutLimit: boolean): Promise<Outcome> {
    this.underWay += 1;
    if (this.way > 0) await this.clock.wait(this.way, undefined);
    if (this.areOthersFirst) while (!this.limiter.take(request.path).isRefused);
    const { isRefused, headers } = isWithoutLimit ? { isRefused: false, headers: {} } : this.limiter.take(request.path);
    const status = isRefused ? 429 : 201;
    const { underWay: together } = this;
    this.arrived.push({ path: request.path, body: request.json, time: this.clock.now(), status, together });
    await this.clock.wait(LATENCY, undefined);
    this.underWay -= 1;
    return { kind: "answered", answer: { status, headers, body: Buffer.alloc(0) } };
  }
}

function many(count: number, send: ReturnType<Limited["process"]>, options?: RequestOptions): Promise<number>[] {
  return Array.from({ length: count }, (_, number) => send({ ...CREATE, json: number }, options));
}

describe("a thousand requests to one path", () => {
  it.each([0, 20_000, 59_000])(
    "are sent as fast as the server allows, none in vain, %i ms into a minute",
    async (at) => {
      const server = new Limited();
      await server.clock.advance(at);
      const sending = Promise.all(many(1_000, server.process()));
      await server.clock.advance(200_000);
      expect(new Set(await sending)).toEqual(new Set([201]));
      expect(server.refusals).toBe(0);
      expect(server.arrived.map(({ body }) => body)).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
      // 512 at once, the others from the next minute on: 512 a minute.
      const fastest = 60_000 - at + (488 / 512) * 60_000;
      const took = (server.arrived.at(-1)?.time ?? 0) - at;
      expect(took).toBeGreaterThan(fastest - 500);
      expect(took).toBeLessThan(fastest + 2_000);
    },
  );

  it.each([10, 100, 1_000])(
    "are none in vain where some arrive a minute later than sent, %i ms on the way",
    async (way) => {
      for (const early of [0, 0.5, 1.5, 2.5]) {
        const server = new Limited(20);
        server.way = way;
        await server.clock.advance(60_000 - early * (way + LATENCY) - 5);
        const sending = Promise.all(many(60, server.process()));
        await server.clock.advance(300_000);
        expect(new Set(await sending)).toEqual(new Set([201]));
        expect(server.refusals).toBe(0);
      }
    },
  );

  it.each([-900, -500, -200, 100, 500, 900])(
    "are none in vain, and wait for nothing else, where the clock of the server is %i ms ahead",
    async (ahead) => {
      for (const start of [20_000, 47_917, 59_010, 59_500, 59_959, 59_990]) {
        const server = new Limited(512, ahead);
        server.way = 2;
        await server.clock.advance(60_000 + start);
        const sending = Promise.all(many(600, server.process()));
        let unused = 0;
        for (let second = 0; second < 200; second += 1) {
          await server.clock.advance(1_000);
          const isWaiting = server.arrived.length < 600 && server.underWay === 0;
          unused = Math.max(unused, isWaiting ? server.limiter.roomFor(CREATE.path) : 0);
        }
        expect(new Set(await sending)).toEqual(new Set([201]));
        expect([start, server.refusals]).toEqual([start, 0]);
        // In a second that passes unseen, room for nine comes.
        expect(unused).toBeLessThan(20);
      }
    },
  );

  it("tell each that waits how many are before it and the time that is left, every three seconds", async () => {
    const server = new Limited();
    await server.clock.advance(50_000);
    const send = server.process();
    const notices: string[] = [];
    const others = many(1_000, send);
    const mine = send(CREATE, { onWait: (message) => notices.push(message) });
    await server.clock.advance(130_000);
    await Promise.all([...others, mine]);
    expect(notices[0]).toBe("The server limits requests: 488 before this one, about 64 s left");
    expect(notices.at(-1)).toMatch(/^The server limits requests: \d\d before this one, about [123] s left$/);
    expect(notices.length).toBeGreaterThan(20);
    expect(notices.length).toBeLessThan(25);
  });
});

describe("a request that waits", () => {
  it("ends at once when it is interrupted, and leaves its place to the next", async () => {
    const server = new Limited(12);
    const send = server.process();
    await server.clock.advance(30_000);
    const others = many(12, send);
    await server.clock.advance(1_000);
    const [first, second] = [new AbortController(), new AbortController()];
    const interrupted = [first, second].map(({ signal }, number) =>
      rejection(send({ ...CREATE, json: `interrupted ${number}` }, { signal })),
    );
    const last = send({ ...CREATE, json: "last" });
    await settle();
    const reasons = [new Error("first"), new Error("second")];
    second.abort(reasons[1]);
    first.abort(reasons[0]);
    expect(await Promise.all(interrupted)).toEqual(reasons);
    await server.clock.advance(40_000);
    await Promise.all([...others, last]);
    expect(server.arrived.slice(12).map(({ body }) => body)).toEqual(["last"]);
    expect(server.clock.pending).toBe(0);
  });

  it("is not begun beyond its deadline, and given up where that turns out later", async () => {
    const server = new Limited(12);
    const send = server.process();
    const others = many(14, send);
    await server.clock.advance(100);
    const deadline = { milliseconds: 70_000, setting: "customTimeouts" };
    const error = await rejection(send(CREATE, { deadline }));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error).toMatchObject({ status: 429, isAnswerLost: false });
    expect(error.message).toBe(
      "The server limits requests, and takes 2 before this one. The server asks to wait 77 seconds, and this may take " +
        "70 seconds (`customTimeouts`) at most. Run it again later, or allow more time. " +
        "(POST /api/v2/users/me/workspaces: status 429)",
    );
    // Others of the same address take what comes free.
    const late = rejection(send(CREATE, { deadline: { milliseconds: 85_000, since: 100 } }));
    await server.clock.advance(60_000);
    server.areOthersFirst = true;
    await server.clock.advance(20_000);
    server.areOthersFirst = false;
    await server.clock.advance(60_000);
    expect(await late).toBeInstanceOf(DeadlineError);
    expect(new Set(await Promise.all(others))).toEqual(new Set([201]));
  });

  it("holds up no request to another path", async () => {
    const server = new Limited(12);
    const send = server.process();
    const others = many(13, send);
    await server.clock.advance(1_000);
    expect(server.arrived).toHaveLength(12);
    const other = send({ method: "GET", path: "/templates/a" });
    await server.clock.advance(LATENCY);
    expect(await other).toBe(201);
    await server.clock.advance(70_000);
    await Promise.all(others);
  });
});

describe("where others have used the limit up", () => {
  it.each([
    ["in the minute before", 50_000, 70_000, 0],
    ["in the same minute", 70_000, 80_000, 2],
    ["in both", 59_000, 61_000, 0],
  ])("%s, a new process has at most its first two requests refused, and then sends one", async (...row) => {
    const [, from, to, refused] = row;
    const server = new Limited();
    await server.clock.advance(from);
    for (let taken = 0; taken < 600; taken += 1) server.limiter.take(CREATE.path);
    await server.clock.advance(to - from);
    const sending = Promise.all(many(300, server.process()));
    await server.clock.advance(200_000);
    expect(new Set(await sending)).toEqual(new Set([201]));
    expect(server.arrived.map(({ status }) => status === 429).lastIndexOf(true)).toBe(refused - 1);
    expect(server.refusals).toBe(refused);
    expect(server.arrived[refused]).toMatchObject({ body: 0, together: 1 });
  });

  it("while this process sends, one of its requests asks again, less and less often", async () => {
    const server = new Limited();
    const sending = Promise.all(many(1_000, server.process()));
    await server.clock.advance(10_000);
    // Somebody takes all that comes free for almost two minutes.
    server.areOthersFirst = true;
    await server.clock.advance(110_000);
    server.areOthersFirst = false;
    const refused = server.arrived.filter(({ status }) => status === 429);
    expect(new Set(refused.map(({ body }) => body))).toEqual(new Set([512]));
    expect(server.arrived.at(-1)).toBe(refused.at(-1));
    // By a clock without chance, half as long as the pauses are in the mean.
    const pauses = refused.slice(1).map(({ time }, index) => time - LATENCY - (refused[index]?.time ?? 0));
    expect(pauses.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(new Set(pauses.slice(4))).toEqual(new Set([4_000]));
    await server.clock.advance(240_000);
    expect(new Set(await sending)).toEqual(new Set([201]));
    expect(server.refusals).toBe(refused.length);
  });

  it("now and then, while this process sends, few of its requests are refused", async () => {
    const server = new Limited();
    const sending = Promise.all(many(1_000, server.process()));
    await server.clock.advance(10_000);
    for (let second = 0; second < 110; second += 1) {
      while (!server.limiter.take(CREATE.path).isRefused);
      await server.clock.advance(1_000);
    }
    expect(server.refusals).toBeLessThan(15);
    await server.clock.advance(240_000);
    expect(new Set(await sending)).toEqual(new Set([201]));
    expect(server.refusals).toBeLessThan(20);
  });

  it("two processes share the room, with few requests refused", async () => {
    const server = new Limited();
    const processes = [server.process(), server.process()];
    const sending = Promise.all(processes.flatMap((send) => many(500, send)));
    await server.clock.advance(240_000);
    expect(new Set(await sending)).toEqual(new Set([201]));
    expect(server.refusals).toBeLessThan(120);
  });
});

describe("a server without a limit", () => {
  it("gets all requests to a path together once an answer has told that there is none", async () => {
    const server = new Limited();
    const send = server.process({ isWithoutLimit: true });
    const sending = many(50, send);
    await server.clock.advance(LATENCY);
    await server.clock.advance(0);
    expect(server.underWay).toBe(16);
    await server.clock.advance(10 * LATENCY);
    await Promise.all(sending);
    expect(server.clock.now()).toBe(11 * LATENCY);
  });
});
