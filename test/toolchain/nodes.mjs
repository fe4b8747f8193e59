#!/usr/bin/env node
// @ts-check
// The unit suite, and the live tests of the plugin and of templates, on newer releases of Node with the newest Pulumi
// SDK. Usage: node test/toolchain/nodes.mjs [suites and names of live test files…], as run-tests.mjs takes them.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cacheDirectory, makeDirectory, removeDirectory, withLock } from "./cache.mjs";
import { runCommand } from "./command.mjs";
import { ROOT } from "./test-runs.mjs";
import { NEWER_NODES, NEWEST_SDK } from "./versions.mjs";

const DEFAULT_TESTS = ["unit", "live", "plugin", "template"];
/** What is not copied: made anew there, or of no use. */
const LEFT_OUT = ["node_modules", "dist", ".git"];

await runCommand(async ({ signal, log }) => {
  const tests = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_TESTS;
  const cache = cacheDirectory();
  const folder = path.join(cache, "nodes");
  return withLock({ cache, name: "nodes", what: "newer releases of Node", signal }, async () => {
    copyTree(folder);
    log(`Installing packages, with @pulumi/pulumi ${NEWEST_SDK}`);
    await npm(["ci", "--prefer-offline"], folder, signal);
    // Without a trace in package.json: everything else stays as the lock file has it.
    await npm(["install", "--no-save", "--prefer-offline", `@pulumi/pulumi@${NEWEST_SDK}`], folder, signal);
    /** @type {string[]} */
    const lines = [];
    let failed = 0;
    let ran = 0;
    for (const version of NEWER_NODES) {
      if (signal.aborted) break;
      const node = await provideNode(version, path.join(cache, "node-releases", version), log, signal);
      if (node === undefined) {
        lines.push(`Node ${version}: SKIPPED, npm has no ${nodePackage()}@${version} for this machine`);
        continue;
      }
      log(`Node ${version}`);
      ran += 1;
      const code = await run(node, [path.join("test", "toolchain", "run-tests.mjs"), ...tests], folder, signal, {
        ...process.env,
        PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
        // npm leaves one in the folder for temporary files, where tests count what is left.
        NODE_DISABLE_COMPILE_CACHE: "1",
      });
      if (code !== 0) failed += 1;
      lines.push(`Node ${version}, @pulumi/pulumi ${NEWEST_SDK}: ${code === 0 ? "passed" : "FAILED"}`);
    }
    process.stdout.write(`${lines.join("\n")}\n`);
    return failed === 0 && ran > 0 && !signal.aborted ? 0 : 1;
  });
});

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
