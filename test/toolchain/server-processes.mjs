// @ts-check
// Finds and ends what belongs to a server by its data folder: the server itself, its jobs, and PostgreSQL, which runs
// in a session of its own and outlives a server that was killed.
import fs from "node:fs";
import path from "node:path";
import { findProcesses, sendSignal, waitUntil } from "./processes.mjs";

/**
 * Ends everything that runs from a data folder; resolves when nothing does.
 * @param {string} data
 * @param {number | undefined} group process group of this folder's server, when it is known
 * @returns {Promise<boolean>} whether there was anything to end
 */
export async function endServerProcesses(data, group) {
  if (group !== undefined) sendSignal(-group, "SIGKILL");
  // A killed server may have been about to start PostgreSQL, so one look is not enough.
  let quietLooks = 0;
  /** @type {Set<number>} */
  const asked = new Set();
  const isQuiet = await waitUntil(async () => {
    const found = await findServerProcesses(data);
    quietLooks = found.length === 0 ? quietLooks + 1 : 0;
    for (const { pid } of found.filter((one) => !asked.has(one.pid))) {
      asked.add(pid);
      sendSignal(pid, "SIGINT"); // To PostgreSQL: disconnect everyone and shut down properly.
    }
    return quietLooks >= 3;
  }, 10_000);
  if (!isQuiet) {
    for (const { pid } of await findServerProcesses(data)) sendSignal(pid, "SIGKILL");
    const isGone = await waitUntil(async () => (await findServerProcesses(data)).length === 0, 5_000);
    if (!isGone) throw new Error(`Processes of the server in "${data}" could not be ended.`);
  }
  removeDatabaseSocket(data);
  return asked.size > 0;
}

/**
 * Processes of a server: Coder and PostgreSQL, which both name their folder on the command line, and what was started
 * from the data folder.
 * @param {string} data
 */
export function findServerProcesses(data) {
  const starts = [`-D ${data}${path.sep}`, `--global-config ${data}${path.sep}`];
  return findProcesses(
    (command) => command.startsWith(`${data}${path.sep}`) || starts.some((start) => command.includes(start)),
  );
}

/**
 * A killed PostgreSQL leaves its socket in /tmp, and its lock file, which could stop the next one from starting.
 * @param {string} data
 */
function removeDatabaseSocket(data) {
  const postmasterFile = path.join(data, "home", "config", "postgres", "data", "postmaster.pid");
  if (!fs.existsSync(postmasterFile)) return;
  const port = fs.readFileSync(postmasterFile, "utf8").split("\n")[3] ?? "";
  for (const file of [postmasterFile, `/tmp/.s.PGSQL.${port}`, `/tmp/.s.PGSQL.${port}.lock`])
    fs.rmSync(file, { force: true });
}
