#!/usr/bin/env node
// @ts-check
// Runs one Coder server, and cleans up when it is told to, when the server dies, and (attached) when the process that
// started it is gone. Started by local-server.mjs in a session of its own, with the state folder as its only argument.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { removeDirectory } from "./cache.mjs";
import { endServerProcesses } from "./server-processes.mjs";
import { sendSignal, waitUntil } from "./processes.mjs";

// How long Coder may take to interrupt its jobs and to stop its database after SIGINT.
const GRACE_MILLISECONDS = 15_000;

const stateDirectory = /** @type {string} */ (process.argv[2]);
/** @type {import("./local-server.mjs").Specification} */
const specification = JSON.parse(fs.readFileSync(path.join(stateDirectory, "specification.json"), "utf8"));
fs.rmSync(path.join(stateDirectory, "specification.json")); // Settings may hold secrets, and nobody else needs them.
const log = fs.openSync(path.join(stateDirectory, "server.log"), "a", 0o600);

const server = spawn(specification.coder, ["server", "--global-config", path.join(specification.home, "config")], {
  cwd: specification.home,
  env: specification.environment,
  detached: true,
  stdio: ["ignore", log, log],
  ...(specification.account ?? {}),
});

let isStopping = false;
let isOrphan = false;
let hasEnded = false;
server.on("error", (error) => end(`could not be started: ${error.message}`));
server.on("exit", (code, signal) => end(`ended with ${signal ?? `code ${code}`}`));
for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGTERM", "SIGINT", "SIGHUP"]))
  process.on(signal, () => stop(`received ${signal}`));
if (specification.isAttached) {
  // The other end of this pipe is held by the process that started us: it closes when that one ends, however it ends.
  process.stdin.on("error", loseParent).on("close", loseParent).resume();
}

function loseParent() {
  isOrphan = true;
  void stop("the process that started it ended");
}

/** @param {string} reason */
async function stop(reason) {
  if (isStopping) return;
  isStopping = true;
  note(`${reason}; stopping the server`);
  if (server.pid === undefined) return;
  sendSignal(server.pid, "SIGINT");
  if (await waitUntil(() => hasEnded, GRACE_MILLISECONDS)) return;
  note(`the server still runs after ${GRACE_MILLISECONDS / 1000} s; killing it`);
  sendSignal(-server.pid, "SIGKILL");
}

/** @param {string} what */
async function end(what) {
  if (hasEnded) return;
  hasEnded = true;
  note(`the server ${what}`);
  await endServerProcesses(specification.data, server.pid);
  if (specification.isTemporary) removeDirectory(specification.data);
  // Nobody is left to read the log, and the token is beside it.
  if (specification.isTemporary && isOrphan) removeDirectory(stateDirectory);
  process.exit(isStopping ? 0 : 1);
}

/** @param {string} text */
function note(text) {
  fs.writeSync(log, `${new Date().toISOString()} supervisor: ${text}\n`);
}
