// @ts-check
// Ends everything that works in a folder, the servers among it in order, and removes the folder. Starts nothing.
import fs from "node:fs";
import path from "node:path";
import { removeDirectory } from "./cache.mjs";
import { stopServer } from "./local-server.mjs";
import { findProcessesAt, sendSignal, waitUntil } from "./processes.mjs";
import { readState, stateFile } from "./server-state.mjs";

const GRACE_MILLISECONDS = 5_000;

/** @typedef {import("./processes.mjs").FoundProcess} FoundProcess */

/**
 * @param {string} folder absolute, without links
 * @returns {Promise<string[]>} command lines (and more) of what had to be ended
 */
export async function endEverythingAt(folder) {
  // First those who could start something more. A server's supervisor ends the server's own processes, in order.
  const ended = await endProcesses(async () => {
    const servers = serversIn(folder);
    return (await findOthersAt(folder)).filter(({ command }) => !servers.some(({ isNamedIn }) => isNamedIn(command)));
  }, "SIGTERM");
  for (const { stateDirectory } of serversIn(folder)) {
    // It may be going at this moment.
    const hasRun = await stopServer(stateDirectory, { deleteData: true }).catch(() => true);
    if (hasRun) ended.push(`the server in ${stateDirectory}`);
  }
  ended.push(...(await endProcesses(() => findOthersAt(folder), "SIGINT")));
  removeDirectory(folder);
  return ended;
}

/**
 * @param {() => Promise<FoundProcess[]>} find
 * @param {NodeJS.Signals} signal which leaves them some time
 */
async function endProcesses(find, signal) {
  /** @type {Map<number, string>} */
  const asked = new Map();
  const isDone = async () => {
    const found = await find();
    for (const { pid, command } of found.filter((one) => !asked.has(one.pid))) {
      asked.set(pid, command);
      sendSignal(pid, signal);
    }
    return found.length === 0;
  };
  if (!(await waitUntil(isDone, GRACE_MILLISECONDS))) {
    await waitUntil(async () => {
      const found = await find();
      for (const { pid } of found) sendSignal(pid, "SIGKILL");
      return found.length === 0;
    }, GRACE_MILLISECONDS);
  }
  return [...asked.values()];
}

/** @param {string} folder */
async function findOthersAt(folder) {
  return (await findProcessesAt(folder)).filter(({ pid }) => pid !== process.pid);
}

/**
 * The local servers whose state folders are directly in a folder.
 * @param {string} folder
 * @returns {{ stateDirectory: string, isNamedIn: (command: string) => boolean }[]}
 */
function serversIn(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((stateDirectory) => fs.existsSync(stateFile(stateDirectory)))
    .flatMap((stateDirectory) => {
      const data = tryReadState(stateDirectory)?.data;
      if (data === undefined) return [];
      return [
        {
          stateDirectory,
          isNamedIn: (command) => command.includes(data) || command.includes(`supervisor.mjs ${stateDirectory}`),
        },
      ];
    });
}

/** @param {string} stateDirectory */
function tryReadState(stateDirectory) {
  try {
    return readState(stateDirectory);
  } catch {
    return undefined; // It was being written.
  }
}
