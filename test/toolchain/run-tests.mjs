// @ts-check
// All tests in one command, on a fresh clone too: installs and compiles what is missing, runs the suites, and adds their results up.
// Usage: node test/toolchain/run-tests.mjs [unit] [live]; without a name, both.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./command.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const SUITES = ["unit", "live"];

await runCommand(async ({ signal, log }) => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !SUITES.includes(name));
  if (unknown.length > 0) throw new Error(`There is no suite "${unknown.join('", "')}". Use ${SUITES.join(" or ")}, or none for all.`);
  const names = asked.length === 0 ? SUITES : SUITES.filter((name) => asked.includes(name));

  requireNode();
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log });
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of names) {
    const results =
      name === "unit"
        ? [await runJest("jest.config.js", signal), await runNodeTests(".test.mjs", signal)]
        : [await runNodeTests(".live.mjs", signal), await runJest("test/live/jest.config.js", signal)];
    for (const counts of results) {
      for (const key of /** @type {(keyof Counts)[]} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
    }
    if (signal.aborted) break;
  }
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}\n`);
  return total.failed === 0 && total.passed > 0 && !signal.aborted ? 0 : 1;
});

/**
 * @param {string} configuration
 * @param {AbortSignal} signal
 * @returns {Promise<Counts>}
 */
async function runJest(configuration, signal) {
  const results = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coder-results-")), "results.json");
  const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const code = await run(
    [jest, "-c", configuration, "--json", "--outputFile", results, ...(configuration.includes("live") ? ["-w", "1"] : [])],
    signal,
  );
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numRuntimeErrorTestSuites: number }} */
  let report;
  try {
    report = JSON.parse(fs.readFileSync(results, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    fs.rmSync(path.dirname(results), { recursive: true, force: true });
  }
  // A file that can't be loaded has no failed test of its own, and a set-up that fails has none at all.
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: report.numPendingTests };
}

/**
 * The toolchain's own tests: they need nothing that npm installs.
 * @param {string} ending
 * @param {AbortSignal} signal
 * @returns {Promise<Counts>}
 */
async function runNodeTests(ending, signal) {
  const folder = path.join(ROOT, "test", "toolchain");
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(ending));
  let output = "";
  const code = await run(
    ["--test", "--test-reporter=tap", ...files.map((name) => path.join(folder, name))],
    signal,
    (text) => (output += text),
  );
  const count = (/** @type {string} */ word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  const failed = count("fail") + count("cancelled");
  if (code !== 0) process.stdout.write(output);
  return { passed: count("pass"), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: count("skipped") };
}

/**
 * @param {string[]} parameters
 * @param {AbortSignal} signal
 * @param {(text: string) => void} [collect] takes standard output; without it, it is shown
 * @returns {Promise<number>}
 */
function run(parameters, signal, collect) {
  return new Promise((resolve, reject) => {
    // A Ctrl-C reaches the child by itself: it cleans up, and this waits for it.
    const child = spawn(process.execPath, parameters, {
      cwd: ROOT,
      stdio: ["ignore", collect === undefined ? "ignore" : "pipe", "inherit"],
    });
    child.stdout?.on("data", (data) => collect?.(String(data)));
    signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
