// Work that several callers ask for together: who runs it, and whose failure it is.
import { CoderError } from "../../../../provider/errors";
import { SingleFlight } from "../../../../provider/client/transport/single-flight";

/** Work that is done by hand: each run waits to be settled. */
function work(): {
  run: (options: { signal?: AbortSignal | undefined }) => Promise<string>;
  runs: { resolve: (result: string) => void; reject: (reason: Error) => void }[];
} {
  const runs: { resolve: (result: string) => void; reject: (reason: Error) => void }[] = [];
  const run = ({ signal }: { signal?: AbortSignal | undefined }): Promise<string> =>
    new Promise((resolve, reject) => {
      runs.push({ resolve, reject });
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
    });
  return { run, runs };
}

describe("SingleFlight", () => {
  it("runs once for those who ask together, and keeps the result", async () => {
    const shared = new SingleFlight<string>();
    const { run, runs } = work();
    const answers = [shared.get("a", run, {}), shared.get("a", run, {})];
    runs[0]?.resolve("done");
    expect(await Promise.all(answers)).toEqual(["done", "done"]);
    expect(await shared.get("a", run, {})).toBe("done");
    expect(runs).toHaveLength(1);
  });

  it.each([new CoderError("No."), new TypeError("A defect.")])(
    "gives a failure to all, and forgets it: %s",
    async (failure) => {
      const shared = new SingleFlight<string>();
      const { run, runs } = work();
      const answers = [shared.get("a", run, {}), shared.get("a", run, {})];
      runs[0]?.reject(failure);
      for (const { status, reason } of (await Promise.allSettled(answers)) as PromiseRejectedResult[])
        expect([status, reason]).toEqual(["rejected", failure]);
      const again = shared.get("a", run, {});
      runs[1]?.resolve("done");
      expect(await again).toBe("done");
    },
  );

  it("lets the next caller do the work when the first is interrupted, whatever the reason is", async () => {
    const shared = new SingleFlight<string>();
    const { run, runs } = work();
    const interrupt = new AbortController();
    const first = shared.get("a", run, { signal: interrupt.signal });
    const second = shared.get("a", run, { signal: new AbortController().signal });
    interrupt.abort(new CoderError("The operation was interrupted."));
    await expect(first).rejects.toThrow("interrupted");
    await new Promise(setImmediate);
    runs[1]?.resolve("done");
    expect(await second).toBe("done");
  });
});
