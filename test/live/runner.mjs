// @ts-check
// Runs two live test files at a time, because each of them mostly waits for the engine and the server. Files with a
// line `// Runs alone: …`, which tells the reason, come last, one by one.
import fs from "node:fs";
import { createRequire } from "node:module";

/** @type {{ default: typeof import("jest-runner").default }} */
const { default: TestRunner } = createRequire(import.meta.url)("jest-runner");

/** @param {import("@jest/test-result").Test} test */
function runsAlone({ path }) {
  return /^\/\/ Runs alone: /m.test(fs.readFileSync(path, "utf8"));
}

export default class LiveRunner extends TestRunner {
  /**
   * @param {import("@jest/test-result").Test[]} tests
   * @param {import("jest-watcher").TestWatcher} watcher
   * @param {import("jest-runner").TestRunnerOptions} options
   */
  async runTests(tests, watcher, options) {
    const together = tests.filter((test) => !runsAlone(test));
    if (together.length > 0) await super.runTests(together, watcher, options);
    await super.runTests(tests.filter(runsAlone), watcher, { ...options, serial: true });
  }
}
