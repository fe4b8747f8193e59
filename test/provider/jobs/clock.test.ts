import { systemClock } from "../../../provider/client/transport/clock";
import { after, sleep } from "../../../provider/jobs/clock";
import { ManualClock, settle } from "../../fakes/clocks";

describe("sleep", () => {
  it("resolves after the time", async () => {
    const clock = new ManualClock();
    let isAwake = false;
    void sleep(clock, 100, new AbortController().signal).then(() => (isAwake = true));
    await clock.advance(99);
    expect(isAwake).toBe(false);
    await clock.advance(1);
    expect(isAwake).toBe(true);
  });

  it("resolves when the signal is aborted, and at once when it is already", async () => {
    const clock = new ManualClock();
    const waiting = new AbortController();
    const sleeping = sleep(clock, 100, waiting.signal);
    waiting.abort();
    await sleeping;
    await sleep(clock, 100, waiting.signal);
    expect(clock.pending).toBe(0);
  });
});

describe("after", () => {
  it("does not run once it is taken back", async () => {
    const clock = new ManualClock();
    const run = jest.fn();
    const takeBack = after(clock, 100, run);
    after(clock, 100, run);
    takeBack();
    await clock.advance(1_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("takes times that are longer than Node's timers last", async () => {
    const run = jest.fn();
    const takeBack = after(systemClock, Number.MAX_SAFE_INTEGER, run);
    await settle();
    expect(run).not.toHaveBeenCalled();
    takeBack();
  });
});
