// @ts-check
// Newer releases of Node, with the newest Pulumi SDK: a copy of the sources with that SDK, in the cache, and Node's
// executables from npm.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cacheDirectory, makeDirectory, removeDirectory, withLock } from "./cache.mjs";
import { ROOT } from "./test-runs.mjs";
import { NEWER_NODES, NEWEST_SDK } from "./versions.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number, lines: string[] }} Outcome counts releases of Node */

/** What is not copied: made anew there, or of no use. */
const LEFT_OUT = ["node_modules", "dist", ".git"];

/**
 * Runs a command on each release; a release that can't be had is skipped, and a line says so.
 * @param {string[]} parameters of Node, such as a script and its parameters
 * @param {{ signal: AbortSignal, log: (line: string) => void }} context
 * @returns {Promise<Outcome>}
 */
export async function runOnNewerNodes(parameters, { signal, log }) {
  const cache = cacheDirectory();
  const folder = path.join(cache, "nodes");
  return withLock({ cache, name: "nodes", what: "newer releases of Node", signal }, async () => {
    copyTree(folder);
    /** @type {Outcome} */
    const outcome = { passed: 0, failed: 0, skipped: 0, lines: [] };
    log(`Installing packages, with @pulumi/pulumi ${NEWEST_SDK}`);
    await npm(["ci", "--prefer-offline"], folder, signal);
    try {
      // Without a trace in package.json: everything else stays as the lock file has it.
      await npm(["install", "--no-save", "--prefer-offline", `@pulumi/pulumi@${NEWEST_SDK}`], folder, signal);
    } catch (error) {
      signal.throwIfAborted();
      log(/** @type {Error} */ (error).message);
      outcome.skipped = NEWER_NODES.length;
      outcome.lines.push(`Node ${NEWER_NODES.join(", ")}: SKIPPED, npm can't install @pulumi/pulumi@${NEWEST_SDK}`);
      return outcome;
    }
    for (const version of NEWER_NODES) {
      if (signal.aborted) break;
      const node = await provideNode(version, path.join(cache, "node-releases", version), log, signal);
      if (node === undefined) {
        outcome.skipped += 1;
        outcome.lines.push(`Node ${version}: SKIPPED, npm has no ${nodePackage()}@${version} for this machine`);
        continue;
      }
      log(`Node ${version}`);
      const code = await run(node, parameters, folder, signal, {
        ...process.env,
        PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
        // npm leaves one in the folder for temporary files, where tests count what is left.
        NODE_DISABLE_COMPILE_CACHE: "1",
      });
      outcome[code === 0 ? "passed" : "failed"] += 1;
      outcome.lines.push(`Node ${version}, @pulumi/pulumi ${NEWEST_SDK}: ${code === 0 ? "passed" : "FAILED"}`);
    }
    return outcome;
  });
}

/**
 * The sources as they are now; the packages that are installed there stay.
 * @param {string} folder
 */
function copyTree(folder) {
  makeDirectory(folder);
  for (const name of fs.readdirSync(folder))
    if (name !== "node_modules" && name !== "dist") removeDirectory(path.join(folder, name));
  for (const name of fs.readdirSync(ROOT)) {
    if (LEFT_OUT.includes(name)) continue;
    fs.cpSync(path.join(ROOT, name), path.join(folder, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (source) => path.basename(source) !== "node_modules",
    });
  }
}

/**
 * The executable of this release; undefined where npm can't get it.
 * @param {string} version
 * @param {string} folder
 * @param {(line: string) => void} log
 * @param {AbortSignal} signal
 */
async function provideNode(version, folder, log, signal) {
  const name = nodePackage();
  const executable = path.join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (fs.existsSync(executable)) return executable;
  makeDirectory(folder);
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  log(`Installing Node ${version}`);
  try {
    await npm(["install", "--no-save", `${name}@${version}`], folder, signal);
  } catch (error) {
    signal.throwIfAborted();
    log(/** @type {Error} */ (error).message);
  }
  return fs.existsSync(executable) ? executable : undefined;
}

/** The packages of Node's own binaries, one for each platform. */
function nodePackage() {
  return `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}

/**
 * @param {string[]} parameters
 * @param {string} folder
 * @param {AbortSignal} signal
 */
async function npm(parameters, folder, signal) {
  const code = await run("npm", [...parameters, "--no-audit", "--no-fund"], folder, signal);
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`\`npm ${parameters.join(" ")}\` failed in "${folder}"; its messages are above.`);
}

/**
 * @param {string} command
 * @param {string[]} parameters
 * @param {string} folder
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<number>}
 */
function run(command, parameters, folder, signal, environment = process.env) {
  return new Promise((resolve, reject) => {
    // The tests' own command ends what it started when it is told to.
    const child = spawn(command, parameters, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    child.on("error", reject);
    child.on("close", (code) => {
      signal.removeEventListener("abort", stop);
      resolve(code ?? 1);
    });
  });
}
