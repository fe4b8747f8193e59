// @ts-check
// The folder for all temporary files of a run of the tests. When the run ends, in whatever way, the cleaner ends what
// still works there and removes the folder; it is a process of its own, which signals to the run don't reach.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isEnterable, serverAccount } from "./server-folder.mjs";

const CLEANER = path.join(path.dirname(fileURLToPath(import.meta.url)), "run-cleaner.mjs");
/** A server keeps its sockets below it, and their paths have a limit: see server-folder.mjs. */
const LONGEST_PARENT = 34;

/**
 * Runs `work` with TMPDIR, and what else decides where programs write, set to the folder for this process and those
 * that it starts.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withRunFolder(work) {
  const folder = fs.mkdtempSync(path.join(chooseParent(), "pulumi-coderd-"));
  // The server of the tests may have another account: it has to get through the folder, but need not list it.
  fs.chmodSync(folder, 0o711);
  const cleaner = startCleaner(folder);
  const restore = setEnvironment({
    TMPDIR: folder,
    PULUMI_HOME: path.join(folder, "pulumi-home"),
    // Every command of npm leaves a log in the user's home folder.
    npm_config_logs_max: "0",
    npm_config_update_notifier: "false",
  });
  try {
    return await work(folder);
  } finally {
    restore();
    await cleaner.finish();
  }
}

/**
 * @param {Record<string, string>} settings
 * @returns {() => void} puts back what was there before
 */
function setEnvironment(settings) {
  const before = Object.keys(settings).map((name) => /** @type {const} */ ([name, process.env[name]]));
  Object.assign(process.env, settings);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/** The folder for temporary files, unless the server can't reach it or its path is too long. */
function chooseParent() {
  const asked = fs.realpathSync(os.tmpdir());
  const usual = "/tmp";
  const suits = (/** @type {string} */ parent) =>
    parent.length <= LONGEST_PARENT && isEnterable(parent, serverAccount());
  return suits(asked) || !fs.existsSync(usual) ? asked : fs.realpathSync(usual);
}

/** @param {string} folder */
function startCleaner(folder) {
  // In a session of its own: Ctrl-C does not reach it. Its input ends when this process does.
  const child = spawn(process.execPath, [CLEANER, folder], {
    detached: true,
    cwd: "/",
    env: { PATH: process.env["PATH"] },
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  child.stdin.on("error", () => undefined);
  return {
    async finish() {
      child.stdin.end();
      await ended;
    },
  };
}
