// @ts-check
// Running, watching and ending processes, without anything that has to be installed (`ps` is used on macOS only).
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** @typedef {{ pid: number, command: string }} FoundProcess the command line with a blank between its parts */

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Runs a program to its end and returns what it wrote. A program that cannot be started is reported as exit code 127.
 * @param {string} file
 * @param {string[]} parameters
 * @param {{ environment?: NodeJS.ProcessEnv, directory?: string, timeoutMilliseconds?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function capture(file, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, parameters, {
      env: options.environment,
      cwd: options.directory,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMilliseconds ?? 60_000,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("error", (error) => resolve({ code: 127, stdout, stderr: `${stderr}${error.message}` }));
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 128, stdout, stderr: signal ? `${stderr}ended by ${signal}` : stderr }),
    );
  });
}

/**
 * The absolute path of a program on PATH. Relative entries and npm's own (`node_modules/.bin`) are skipped.
 * @param {string} name
 * @param {string | undefined} searchPath
 * @returns {string | undefined}
 */
export function findOnPath(name, searchPath) {
  for (const directory of (searchPath ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(directory) || directory.includes(`node_modules${path.sep}.bin`)) continue;
    const file = path.join(directory, name);
    if (isExecutableFile(file)) return file;
  }
  return undefined;
}

/** @param {string} file */
export function isExecutableFile(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Whether a process runs. One that ended but was not collected yet (a zombie) does not.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
  try {
    const status = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return !["Z", "X"].includes(status.slice(status.lastIndexOf(")") + 2, status.lastIndexOf(")") + 3));
  } catch {
    // No /proc (macOS), or the process ended between the two looks; the next look tells.
    return process.platform !== "linux";
  }
}

/**
 * @param {(command: string) => boolean} accepts
 * @returns {Promise<FoundProcess[]>}
 */
export async function findProcesses(accepts) {
  const all = process.platform === "linux" ? listFromProc() : await listFromPs();
  return all.filter((found) => accepts(found.command) && isAlive(found.pid));
}

/**
 * Processes that have a folder on their command line, in the environment that they were started with, or as the folder
 * in which they work.
 * @param {string} folder absolute, without links
 * @returns {Promise<FoundProcess[]>} with environment and working directory behind the command line
 */
export async function findProcessesAt(folder) {
  const all = process.platform === "linux" ? listFromProc(["cmdline", "environ"]) : await listFromPs("-axwwEo");
  return all
    .map(({ pid, command }) => ({ pid, command: `${command} ${workingDirectory(pid)}` }))
    .filter(({ pid, command }) => command.includes(folder) && isAlive(pid));
}

/**
 * The processes above this one up to the first that is accepted, nearest first; none when there is no such process.
 * @param {(command: string) => boolean} accepts
 * @returns {Promise<FoundProcess[]>}
 */
export async function findAncestors(accepts) {
  const all = process.platform === "linux" ? listFromProc() : await listFromPs();
  /** @type {FoundProcess[]} */
  const above = [];
  for (let pid = process.ppid; pid > 1; pid = await parentOf(pid)) {
    const found = all.find((one) => one.pid === pid);
    if (found === undefined) return [];
    above.push(found);
    if (accepts(found.command)) return above;
  }
  return [];
}

/** @param {number} pid */
async function parentOf(pid) {
  if (process.platform !== "linux") return Number((await capture("ps", ["-o", "ppid=", "-p", String(pid)])).stdout);
  return Number(/^PPid:\s*(\d+)$/m.exec(readProc(pid, "status"))?.[1] ?? 0);
}

/** @param {number} pid */
function workingDirectory(pid) {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return ""; // It ended meanwhile, is another user's, or there is no /proc.
  }
}

/**
 * @param {number | string} pid
 * @param {string} name
 */
function readProc(pid, name) {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // It ended meanwhile, or is another user's.
  }
}

/**
 * @param {string[]} parts files of /proc; a process without the first is none that runs a program
 * @returns {FoundProcess[]}
 */
function listFromProc(parts = ["cmdline"]) {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const texts = parts.map((part) => readProc(name, part).replace(/\0$/, "").replaceAll("\0", " "));
      return texts[0] !== "" ? [{ pid: Number(name), command: texts.join(" ") }] : [];
    });
}

/** @returns {Promise<FoundProcess[]>} */
async function listFromPs(options = "-axwwo") {
  const { stdout } = await capture("ps", [options, "pid=,command="]);
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), command: /** @type {string} */ (match[2]) }] : [];
  });
}

/**
 * Sends a signal; a process (or group, as a negative number) that is gone already is fine.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // EPERM: macOS answers so for a group of which only zombies are left.
    if (!["ESRCH", "EPERM"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) throw error;
  }
}

/**
 * @param {() => boolean | Promise<boolean>} condition
 * @param {number} timeoutMilliseconds
 * @returns {Promise<boolean>} whether it became true in time
 */
export async function waitUntil(condition, timeoutMilliseconds) {
  const end = Date.now() + timeoutMilliseconds;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await pause(50);
  }
}

/**
 * The last lines of a file, for messages.
 * @param {string} file
 * @param {number} count
 */
export function lastLines(file, count) {
  try {
    return fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "(no log was written)";
  }
}
