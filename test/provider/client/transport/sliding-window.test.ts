import { readLimitReport, SlidingWindow } from "../../../../provider/client/transport/sliding-window";

const HEADERS = { "x-ratelimit-limit": "12", "x-ratelimit-remaining": "11", "x-ratelimit-reset": "60" };

function report(used: number, windowEnd = 60_000) {
  return { limit: 12, used, windowEnd };
}

/** The server's time, known to the millisecond unless said. */
function at(now: number, latest = now) {
  return { now, latest };
}

describe("readLimitReport", () => {
  const read = (headers: Record<string, string | undefined>, time = 10_000) =>
    readLimitReport({ status: 200, headers, body: Buffer.alloc(0) }, time);

  it("understands Coder's headers", () => {
    expect(read(HEADERS)).toEqual(report(1));
    expect(read({ ...HEADERS, "x-ratelimit-remaining": "-1" })).toEqual(report(13));
  });

  it.each([
    ["none", {}],
    ["a part of them", { ...HEADERS, "x-ratelimit-remaining": undefined }],
    ["two limiters' at once", { ...HEADERS, "x-ratelimit-limit": "512, 100" }],
    ["a reset that counts from now", { ...HEADERS, "x-ratelimit-reset": "37" }],
    ["a reset of another day", { ...HEADERS, "x-ratelimit-reset": "86400" }],
    ["no limit", { ...HEADERS, "x-ratelimit-limit": "0" }],
  ])("does not take %s for them", (_what, headers) => {
    expect(read(headers)).toBeUndefined();
  });
});

describe("a sliding window", () => {
  it("has the room that the limit leaves, then none until the minute ends, then a share of it", () => {
    const window = new SlidingWindow(report(1), 1, 10_000);
    expect([11, 12].map((requests) => window.millisecondsUntil(requests, 10_000))).toEqual([0, 57_500]);
    for (let sent = 0; sent < 11; sent += 1) window.add(10_000);
    // Of 12 in the minute before, 10.5 count 7.5 s into the next one; each 5 s leave room for one more.
    expect([1, 2, 3].map((requests) => window.millisecondsUntil(requests, 10_000))).toEqual([57_500, 62_500, 67_500]);
  });

  it("forgets what is two minutes old", () => {
    const window = new SlidingWindow(report(12), 12, 10_000);
    expect(window.millisecondsUntil(12, 180_000)).toBe(0);
  });

  it("takes what others used for use of the minute before, until a refusal says that it was not", () => {
    const window = new SlidingWindow(report(12), 1, 30_000);
    expect(window.millisecondsUntil(1, 30_000)).toBe(7_500);
    window.learnRefusal(report(12), 38_000);
    expect(window.millisecondsUntil(1, 38_000)).toBe(22_000 + 7_500);
  });

  it("learns of requests of others, and that its own count was too high", () => {
    const window = new SlidingWindow(report(1), 1, 0);
    window.add(0);
    window.learn(report(9), 0, at(0));
    expect([3, 4].map((requests) => window.millisecondsUntil(requests, 0) === 0)).toEqual([true, false]);
    window.learn(report(2), 0, at(0));
    expect([9, 10].map((requests) => window.millisecondsUntil(requests, 0) === 0)).toEqual([true, false]);
  });

  it("does not take for a surplus what only a later time of the server explains", () => {
    const room = (latest: number | undefined): number => {
      const window = new SlidingWindow(report(12), 12, 59_000);
      window.add(63_000);
      if (latest !== undefined) window.learn(report(11, 120_000), 0, at(63_000, latest));
      return window.millisecondsUntil(1, 63_000);
    };
    // With the one sent, 12.4 count by 63 s, 12.2 by 64 s and 11.2 by 69 s; the report tells of 11.5 at most.
    const unlearnt = room(undefined);
    expect(room(63_000)).toBeLessThan(room(64_000));
    expect(room(64_000)).toBeLessThan(unlearnt);
    expect(room(69_000)).toBe(unlearnt);
  });

  it("has room at once when it learns that nothing counts, at whatever moment", () => {
    for (let now = 61_000; now < 120_000; now += 17) {
      const window = new SlidingWindow(report(0), 0, 10_000);
      for (let sent = 0; sent < 11; sent += 1) window.add(10_000);
      window.add(now);
      window.learn(report(0, 120_000), 0, at(now));
      expect(window.millisecondsUntil(1, now)).toBe(0);
    }
  });

  it("moves on with a report of the next minute, and ignores one of the minute before", () => {
    const window = new SlidingWindow(report(12), 12, 59_000);
    window.learn(report(12, 120_000), 0, at(59_500));
    window.learn(report(1), 0, at(61_000));
    expect(window.millisecondsUntil(1, 61_000)).toBeGreaterThan(0);
  });
});
