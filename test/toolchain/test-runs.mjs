// @ts-check
// Runs Jest and Node's own test runner, and counts what they tell. Decides nothing about which tests belong together.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ environment?: NodeJS.ProcessEnv }} RunOptions */

export const LIVE_CONFIGURATION = "test/live/jest.config.js";
export const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** @param {Counts[]} results */
export function sum(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of results) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** @param {Counts} counts */
export function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * A run that tested nothing is no success.
 * @param {Counts} counts
 */
export function isGood({ passed, failed }) {
  return failed === 0 && passed > 0;
}

/**
 * The live suite: what the toolchain starts, then the provider on it.
 * @param {AbortSignal} signal
 * @param {RunOptions} [options]
 */
export async function runLiveSuite(signal, options) {
  return sum([await runNodeTests(".live.mjs", signal, options), await runJest(LIVE_CONFIGURATION, signal, options)]);
}

/**
 * @param {string} configuration
 * @param {AbortSignal} signal
 * @param {RunOptions & { files?: string[] }} [options] only these test files, by their paths
 * @returns {Promise<Counts>}
 */
export async function runJest(configuration, signal, { files = [], environment = process.env } = {}) {
  const results = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coder-results-")), "results.json");
  const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const code = await run(
    [
      jest,
      "-c",
      configuration,
      "--json",
      "--outputFile",
      results,
      ...(configuration.includes("live") ? ["-w", "1"] : []),
      ...(files.length > 0 ? ["--runTestsByPath", ...files] : []),
    ],
    { signal, environment },
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
 * @param {RunOptions} [options]
 * @returns {Promise<Counts>}
 */
export async function runNodeTests(ending, signal, { environment = process.env } = {}) {
  const folder = path.join(ROOT, "test", "toolchain");
  const files = fs.readdirSync(folder).filter((name) => name.endsWith(ending));
  let output = "";
  const code = await run(["--test", "--test-reporter=tap", ...files.map((name) => path.join(folder, name))], {
    signal,
    environment,
    collect: (text) => (output += text),
  });
  const count = (/** @type {string} */ word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  const failed = count("fail") + count("cancelled");
  if (code !== 0) process.stdout.write(output);
  return { passed: count("pass"), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: count("skipped") };
}

/**
 * @param {string[]} parameters
 * @param {{ signal: AbortSignal, environment: NodeJS.ProcessEnv, collect?: (text: string) => void }} options `collect` takes standard output
 * @returns {Promise<number>}
 */
function run(parameters, { signal, environment, collect }) {
  return new Promise((resolve, reject) => {
    // A Ctrl-C reaches the child by itself: it cleans up, and this waits for it.
    const child = spawn(process.execPath, parameters, {
      cwd: ROOT,
      env: environment,
      stdio: ["ignore", collect === undefined ? "ignore" : "pipe", "inherit"],
    });
    child.stdout?.on("data", (data) => collect?.(String(data)));
    signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
