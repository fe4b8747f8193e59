// @ts-check
// Makes a fresh clone ready to run: packages installed, TypeScript compiled; both only when something changed since.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { makeDirectory } from "./cache.mjs";
import { compareVersions, parseVersion } from "./versions.mjs";

/** What the compiled package is made of. */
const SOURCES = ["sdk", "provider", "package.json", "tsconfig.json", "tsconfig.build.json"];
const OLDEST_NODE = "20.18.1";

export function requireNode() {
  const needed = /** @type {import("./versions.mjs").Version} */ (parseVersion(OLDEST_NODE));
  if (compareVersions(/** @type {import("./versions.mjs").Version} */ (parseVersion(process.version)), needed) >= 0)
    return;
  throw new Error(
    `Node ${OLDEST_NODE} or newer is needed, and this is ${process.version}. Get it from https://nodejs.org.`,
  );
}

/**
 * `folder` holds what was built, and the mark of the last build.
 * @param {{ project: string, folder: string, log: (line: string) => void, signal?: AbortSignal }} run
 */
export async function preparePackage({ project, folder, log, signal }) {
  if (!fs.existsSync(path.join(project, "package.json"))) throw new Error(`There is no package.json in "${project}".`);
  if (areModulesStale(project)) {
    if (fs.lstatSync(path.join(project, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new Error(
        `"${path.join(project, "node_modules")}" is a link, and npm would empty the folder that it leads to. ` +
          "Remove the link and run this again.",
      );
    }
    log("Installing packages (npm ci)");
    await runNpm(project, ["ci", "--no-audit", "--no-fund"], signal);
  }
  const marker = path.join(folder, "built");
  if (isBuildStale(project, marker)) {
    log("Compiling the package (npm run build)");
    const started = new Date();
    await runNpm(project, ["run", "--silent", "build"], signal);
    makeDirectory(folder);
    // Marked only now, so that a build that failed is not taken for one; with the time at which it started to read.
    fs.writeFileSync(marker, "");
    fs.utimesSync(marker, started, started);
  }
}

/** @param {string} project */
export function areModulesStale(project) {
  const lock = modificationTime(path.join(project, "package-lock.json"));
  const installed = modificationTime(path.join(project, "node_modules", ".package-lock.json"));
  return lock !== undefined && (installed === undefined || installed < lock);
}

/**
 * @param {string} project
 * @param {string} marker
 */
export function isBuildStale(project, marker) {
  const main = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8")).main ?? "index.js";
  const built = modificationTime(marker);
  if (built === undefined || !fs.existsSync(path.join(project, main))) return true;
  return SOURCES.some((source) => newestTime(path.join(project, source)) > built);
}

/**
 * The newest change in a file or folder. Folders count too: removing a file changes them.
 * @param {string} file
 * @returns {number}
 */
function newestTime(file) {
  const time = modificationTime(file);
  if (time === undefined) return 0;
  if (!fs.statSync(file).isDirectory()) return time;
  return Math.max(time, ...fs.readdirSync(file).map((name) => newestTime(path.join(file, name))));
}

/** @param {string} file */
function modificationTime(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/**
 * @param {string} project
 * @param {string[]} parameters
 * @param {AbortSignal | undefined} signal
 */
function runNpm(project, parameters, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", parameters, {
      cwd: project,
      stdio: ["ignore", "inherit", "inherit"],
      ...(signal ? { signal } : {}),
    });
    child.on("error", (error) => {
      if (!signal?.aborted) reject(new Error(`\`npm\` could not be started: ${error.message}.`, { cause: error }));
    });
    child.on("close", (code) => {
      if (signal?.aborted) return reject(/** @type {Error} */ (signal.reason));
      if (code === 0) return resolve(undefined);
      reject(
        new Error(
          `\`npm ${parameters[0] === "ci" ? "ci" : "run build"}\` failed in "${project}"; its messages are above.`,
        ),
      );
    });
  });
}
