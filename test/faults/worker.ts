// A process that runs cells of one suite, each as it is told: `node worker.ts SUITE SEED`. One that hangs is killed by
// runner.ts, without harm to the others.
import { suiteNamed } from "./suites";

export interface CellResult {
  cell: string;
  milliseconds: number;
  /** What was wrong. */
  failure: string | undefined;
}

const [name = "", seed = ""] = process.argv.slice(2);
const suite = suiteNamed(name);
const settings = { seed: Number(seed) };

/** One cell after the other, whatever comes over the channel. */
let last = Promise.resolve();

process.on("message", (cell: string) => {
  last = last.then(async () => {
    const began = performance.now();
    const failure = await suite.run(cell, settings).then(() => undefined, textOf);
    const result: CellResult = { cell, milliseconds: performance.now() - began, failure };
    process.send?.(result);
  });
});

process.on("disconnect", () => {
  void last.then(() => suite.close?.()).finally(() => process.exit());
});

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : JSON.stringify(thrown);
}
