// @ts-check
// The user's cache folder: where it is, how a file gets into it whole, and the lock that keeps two builds of the same
// thing apart.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isAlive, pause } from "./processes.mjs";

const HEARTBEAT_MILLISECONDS = 2_000;
const STALE_AFTER_MILLISECONDS = 15_000;

/** @typedef {{ pid: number, host: string, what: string }} LockOwner */

/**
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string}
 */
export function cacheDirectory(environment = process.env) {
  const base = environment["XDG_CACHE_HOME"];
  // The XDG specification says to ignore a relative path.
  return path.join(
    base !== undefined && path.isAbsolute(base) ? base : path.join(homeDirectory(environment), ".cache"),
    "pulumi-coderd",
  );
}

/** @param {Record<string, string | undefined>} environment */
export function homeDirectory(environment) {
  return environment["HOME"] || os.userInfo().homedir;
}

/**
 * Creates a folder, and says what to do when that is not possible.
 * @param {string} directory
 */
export function makeDirectory(directory) {
  try {
    fs.mkdirSync(directory, { recursive: true });
    fs.accessSync(directory, fs.constants.W_OK);
  } catch (error) {
    throw new Error(
      `The folder "${directory}" cannot be written: ${/** @type {Error} */ (error).message}. ` +
        "Make it writable, or set `XDG_CACHE_HOME` to a folder that is.",
      { cause: error },
    );
  }
}

/**
 * A folder for unfinished work on `key`. What crashed processes left there is removed on the way.
 * @param {string} cache
 * @param {string} key
 */
export function makeTemporaryDirectory(cache, key) {
  const parent = path.join(cache, "tmp");
  makeDirectory(parent);
  for (const name of fs.readdirSync(parent)) {
    const owner = /~(\d+)~(.+)~/.exec(name);
    if (owner && owner[2] === safeHostName() && !isAlive(Number(owner[1]))) removeDirectory(path.join(parent, name));
  }
  return fs.mkdtempSync(path.join(parent, `${key}~${process.pid}~${safeHostName()}~`));
}

/** @param {string} directory */
export function removeDirectory(directory) {
  fs.rmSync(directory, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
}

/**
 * Writes a file so that a reader sees the old content or the new one, never a part; does nothing when the content is
 * there already.
 * @param {string} file
 * @param {string} content
 * @param {number} mode
 */
export function writeWhole(file, content, mode) {
  try {
    if (fs.readFileSync(file, "utf8") === content && (fs.statSync(file).mode & 0o777) === mode) return;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, content, { mode });
  fs.chmodSync(temporary, mode);
  fs.renameSync(temporary, file);
}

/**
 * Runs `work` while no other process holds the lock of this name. Two processes may both take over the lock of a dead
 * owner; that only costs double work, because finished files are renamed into place.
 * @template T
 * @param {{ cache: string, name: string, what: string, onWait?: (owner: LockOwner | undefined) => void, signal?:
 * AbortSignal }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(options, work) {
  const directory = path.join(options.cache, "locks");
  makeDirectory(directory);
  const file = path.join(directory, `${options.name}.lock`);
  const content = JSON.stringify({ pid: process.pid, host: os.hostname(), what: options.what });
  while (!tryCreate(file, content)) {
    options.signal?.throwIfAborted();
    const owner = readOwner(file);
    const age = ageOf(file);
    if (age !== undefined && isStale(owner, age, { host: os.hostname(), isAlive })) {
      fs.rmSync(file, { force: true });
      continue;
    }
    options.onWait?.(owner);
    await pause(250);
  }
  const heartbeat = setInterval(() => fs.utimes(file, new Date(), new Date(), () => undefined), HEARTBEAT_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (readOwner(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  }
}

/**
 * Whether the owner of a lock is gone: dead for sure on this machine, or silent for long on another one (or in another
 * container). A living process of this machine keeps its lock even when it was stopped or the machine slept, unless its
 * number clearly belongs to another one now.
 * @param {LockOwner | undefined} owner
 * @param {number} ageMilliseconds time since the last heartbeat
 * @param {{ host: string, isAlive: (pid: number) => boolean }} machine
 */
export function isStale(owner, ageMilliseconds, machine) {
  if (ageMilliseconds < STALE_AFTER_MILLISECONDS)
    return owner !== undefined && owner.host === machine.host && !machine.isAlive(owner.pid);
  if (owner?.host === machine.host && machine.isAlive(owner.pid))
    return ageMilliseconds > 20 * STALE_AFTER_MILLISECONDS;
  return true;
}

/**
 * @param {string} file
 * @param {string} content
 */
function tryCreate(file, content) {
  try {
    fs.writeFileSync(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {LockOwner | undefined} undefined also while the owner is still writing it
 */
function readOwner(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function ageOf(file) {
  try {
    return Date.now() - fs.statSync(file).mtimeMs;
  } catch {
    return undefined; // Released meanwhile.
  }
}

function safeHostName() {
  return os.hostname().replace(/[^\w-]/g, "_");
}
