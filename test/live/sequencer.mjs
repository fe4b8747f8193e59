// @ts-check
// The order in which Jest begins the live test files: by name, or shuffled by PULUMI_CODERD_TEST_SEED. Jest's own order
// depends on how long they took last.
import { inOrder, readSeed, SEED_VARIABLE } from "../toolchain/order.mjs";

export default class Sequencer {
  /** @param {import("@jest/test-result").Test[]} tests */
  sort(tests) {
    return inOrder(tests, ({ path }) => path, readSeed(process.env[SEED_VARIABLE], SEED_VARIABLE));
  }

  /** @param {import("@jest/test-result").Test[]} tests */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // Jest would remember here what failed and how long it took; our order does not depend on it.
  }
}
