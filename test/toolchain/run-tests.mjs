// @ts-check
// All tests in one command, on a fresh clone too: installs and compiles what is missing, runs the suites, and adds their results up.
// Usage: node test/toolchain/run-tests.mjs [unit] [live]; without a name, both.
import path from "node:path";
import { runCommand } from "./command.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { describe, isGood, ROOT, runJest, runLiveSuite, runNodeTests, sum } from "./test-runs.mjs";

const SUITES = ["unit", "live"];

await runCommand(async ({ signal, log }) => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !SUITES.includes(name));
  if (unknown.length > 0) throw new Error(`There is no suite "${unknown.join('", "')}". Use ${SUITES.join(" or ")}, or none for all.`);
  const names = asked.length === 0 ? SUITES : SUITES.filter((name) => asked.includes(name));

  requireNode();
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log });
  const results = [];
  for (const name of names) {
    if (signal.aborted) break;
    if (name === "live") results.push(await runLiveSuite(signal));
    else results.push(await runJest("jest.config.js", signal), await runNodeTests(".test.mjs", signal));
  }
  const total = sum(results);
  process.stdout.write(`${describe(total)}\n`);
  return isGood(total) && !signal.aborted ? 0 : 1;
});
