// @ts-check
// Runs Jest and Node's own test runner, and counts their results.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "./cache.mjs";
import { inOrder, readSeed, SEED_VARIABLE } from "./order.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ file: string, milliseconds: number }} FileTime the file's path from the repository's top */
/** @typedef {{ path: string[], status: string }} TestResult the titles from the outermost on, and what became of it */
/** @typedef {Counts & { times: FileTime[], tests?: TestResult[] }} Result */
/** @typedef {{ environment?: NodeJS.ProcessEnv }} RunOptions */

export const LIVE_CONFIGURATION = "test/live/jest.config.js";
export const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

const LIVE_ENDING = ".test.ts";
const SLOWEST = 10;

/**
 * @param {Result[]} results
 * @returns {Result}
 */
export function sum(results) {
  const add = (/** @type {keyof Counts} */ key) => results.reduce((total, result) => total + result[key], 0);
  return {
    passed: add("passed"),
    failed: add("failed"),
    skipped: add("skipped"),
    times: results.flatMap(({ times }) => times),
  };
}

/**
 * The slowest test files, slowest first, in lines; none when nothing ran.
 * @param {FileTime[]} times
 */
export function describeSlowest(times) {
  const slowest = [...times].sort((left, right) => right.milliseconds - left.milliseconds).slice(0, SLOWEST);
  const seconds = slowest.map(({ milliseconds }) => `${(milliseconds / 1000).toFixed(1)} s`);
  const width = Math.max(0, ...seconds.map((text) => text.length));
  const lines = slowest.map(({ file }, index) => `  ${(seconds[index] ?? "").padStart(width)}  ${file}\n`);
  return lines.length === 0 ? "" : `\nThe slowest test files:\n${lines.join("")}\n`;
}

/**
 * Paths of live test files.
 * @param {string[]} names such as `template`, for test/live/template.test.ts
 */
export function chooseLiveFiles(names) {
  const folder = path.join(ROOT, path.dirname(LIVE_CONFIGURATION));
  const known = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(LIVE_ENDING))
    .map((name) => name.slice(0, -LIVE_ENDING.length));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no live test "${unknown.join('", "')}". Known are: ${known.join(", ")}.`);
  return names.map((name) => path.join(folder, `${name}${LIVE_ENDING}`));
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
 * @param {RunOptions & { files?: string[] }} [options] with files, only these
 */
export async function runLiveSuite(signal, options = {}) {
  const results = options.files === undefined ? [await runNodeTests(".live.mjs", signal, options)] : [];
  if (!signal.aborted) results.push(await runJest(LIVE_CONFIGURATION, signal, options));
  return sum(results);
}

/**
 * @param {string} configuration
 * @param {AbortSignal} signal
 * @param {RunOptions & { files?: string[] }} [options] only these test files, by their paths
 * @returns {Promise<Result>}
 */
export async function runJest(configuration, signal, { files = [], environment = process.env } = {}) {
  const results = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coderd-results-")), "results.json");
  const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const code = await run(
    [
      jest,
      "-c",
      configuration,
      "--json",
      "--outputFile",
      results,
      // Jest's default is in the folder for temporary files, which is removed: everything would be compiled each time.
      "--cacheDirectory",
      path.join(cacheDirectory(), "jest"),
      ...(files.length > 0 ? ["--runTestsByPath", ...files] : []),
    ],
    { signal, environment },
  );
  /**
   * @type {{
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numRuntimeErrorTestSuites: number,
   *   testResults: {
   *     name: string, startTime: number, endTime: number,
   *     assertionResults: { ancestorTitles: string[], title: string, status: string }[],
   *   }[],
   * }}
   */
  let report;
  try {
    report = JSON.parse(fs.readFileSync(results, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, times: [] };
  } finally {
    fs.rmSync(path.dirname(results), { recursive: true, force: true });
  }
  // A file that can't be loaded has no failed test of its own, and a set-up that fails has none at all.
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests,
    times: report.testResults.map(({ name, startTime, endTime }) => timeOf(name, endTime - startTime)),
    tests: report.testResults.flatMap(({ assertionResults }) =>
      assertionResults.map(({ ancestorTitles, title, status }) => ({ path: [...ancestorTitles, title], status })),
    ),
  };
}

/**
 * The tests of the toolchain, which need nothing that npm installs, and of the bench.
 * @param {string} ending
 * @param {AbortSignal} signal
 * @param {RunOptions} [options]
 * @returns {Promise<Result>}
 */
export async function runNodeTests(ending, signal, { environment = process.env } = {}) {
  const files = ["toolchain", "bench"]
    .map((name) => path.join(ROOT, "test", name))
    .flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => file.endsWith(ending));
  const results = [];
  // One after the other: the runner itself does not tell how long a file took.
  for (const file of inOrder(files, (each) => each, readSeed(environment[SEED_VARIABLE], SEED_VARIABLE))) {
    if (!signal.aborted) results.push(await runNodeFile(file, signal, environment));
  }
  return sum(results);
}

/**
 * @param {string} file
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Result>}
 */
async function runNodeFile(file, signal, environment) {
  const started = Date.now();
  let output = "";
  const code = await run(["--test", "--test-reporter=tap", file], {
    signal,
    environment,
    collect: (text) => (output += text),
  });
  const count = (/** @type {string} */ word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  const failed = count("fail") + count("cancelled");
  if (code !== 0) process.stdout.write(output);
  return {
    passed: count("pass"),
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: count("skipped"),
    times: [timeOf(file, Date.now() - started)],
  };
}

/**
 * @param {string} file
 * @param {number} milliseconds
 */
function timeOf(file, milliseconds) {
  return { file: path.relative(ROOT, file), milliseconds };
}

/**
 * @param {string[]} parameters
 * @param {{ signal: AbortSignal, environment: NodeJS.ProcessEnv, collect?: (text: string) => void }} options `collect`
 * takes standard output
 * @returns {Promise<number>}
 */
function run(parameters, { signal, environment, collect }) {
  return new Promise((resolve, reject) => {
    // Ctrl-C reaches the child too. What it leaves is ended with the run's folder.
    const child = spawn(process.execPath, parameters, {
      cwd: ROOT,
      env: environment,
      stdio: ["ignore", collect === undefined ? "ignore" : "pipe", "inherit"],
    });
    child.stdout?.on("data", (data) => collect?.(String(data)));
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    child.on("error", reject);
    // When it was interrupted, what it started may hold its output open.
    child.on("exit", (code) => signal.aborted && resolve(code ?? 1));
    child.on("close", (code) => {
      signal.removeEventListener("abort", stop);
      resolve(code ?? 1);
    });
  });
}
