// Crashes at random moments, on both hosts: the sample of the suites in test/faults/crashes. What happened is printed;
// `npm run test:faults -- --suite crashes-plugin` takes all of them, and any seed.
import { crashSuite } from "../faults/crashes/suites";
import { chosenCells } from "../faults/suites";
import { HOSTS } from "./host-programs";
import { itOnOwnServer } from "./live";

const SETTINGS = { seed: 1 };

describe.each(HOSTS)("the %s host", (host) => {
  const suite = crashSuite(host);

  afterAll(() => suite.close?.());

  // On a server that was given, people and templates may not be made.
  itOnOwnServer("converges after each crash of the sample", async () => {
    const cells = chosenCells(suite, await suite.cells(SETTINGS), { isSample: true });
    expect(cells).toHaveLength(2);
    for (const cell of cells) {
      await suite.run(cell, SETTINGS);
      console.log(`${suite.name}: passed ${cell}`);
    }
  });
});
