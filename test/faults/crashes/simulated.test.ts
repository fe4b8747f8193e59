// A sample of the simulated crashes on both hosts. `npm run test:faults` runs all of them.
import { chosenCells } from "../suites";
import { simulatedCrashSuite } from "./simulated";

const SETTINGS = { seed: 1 };

describe.each(["plugin", "dynamic"] as const)("the process of the %s host", (host) => {
  const suite = simulatedCrashSuite(host);

  afterAll(() => suite.close?.());

  it(
    "is killed at one request of each of six operations, and the next run converges",
    async () => {
      const cells = chosenCells(suite, await suite.cells(SETTINGS), { isSample: true });
      expect(cells).toHaveLength(6);
      for (const cell of cells) await suite.run(cell, SETTINGS);
    },
    6 * suite.longestCellMilliseconds,
  );
});
