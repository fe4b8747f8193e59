// A sample of the matrix, and every lost answer to a change: what `npm run test:faults -- --sample` runs.
import { describeFailure, describeResults } from "./run";
import { runCells } from "./runner";
import { chosenCells, suiteNamed } from "./suites";

const SEED = 1;
/** Half a thousand cells, on a machine that does much else. */
const LIMIT_MILLISECONDS = 1_800_000;

it.each(["matrix-plugin", "matrix-dynamic"])(
  "%s: every cell of the sample holds",
  async (name) => {
    const suite = suiteNamed(name);
    const all = await suite.cells({ seed: SEED });
    await suite.close?.();
    // As the README says.
    expect(all.length).toBeGreaterThan(16_000);
    const cells = chosenCells(suite, all, { isSample: true });
    const began = performance.now();
    const results = await runCells(suite, cells, { seed: SEED, workers: 2 });
    process.stderr.write(`${describeResults(suite, results, performance.now() - began)}\n`);
    const failures = results.filter(({ failure }) => failure !== undefined);
    expect(failures.map((result) => describeFailure(suite, result, SEED))).toEqual([]);
    expect(results.length).toBe(cells.length);
    // A lost answer to each change of each resource is among them.
    expect(cells.filter((cell) => !cell.includes(": GET ") && cell.includes(": lost ")).length).toBeGreaterThan(200);
  },
  LIMIT_MILLISECONDS,
);
