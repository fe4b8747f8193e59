// @ts-check
// Runs a command of a tool in a folder, and takes its time and its requests. A command that fails ends the bench, with
// what it wrote.
import { capture } from "../toolchain/processes.mjs";

const TIMEOUT_MILLISECONDS = 60 * 60_000;
const SHOWN_LINES = 40;

/** Requests that ask for several jobs at once: they belong to no single object. */
const SHARED_POLL = /^\/organizations\/[^/]+\/provisionerjobs/;

/** @typedef {{ directory: string, environment: NodeJS.ProcessEnv }} Place */
/** @typedef {{ method: string, path: string, status: number | undefined, milliseconds: number | undefined }} Request */
/** @typedef {{ milliseconds: number, requests: Request[], polls: number }} Taken */

/**
 * @param {string} file
 * @param {string[]} parameters
 * @param {Place} place
 */
export async function run(file, parameters, { directory, environment }) {
  const { code, stdout, stderr } = await capture(file, parameters, {
    directory,
    environment,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  if (code === 0) return stdout;
  const lines = `${stdout}${stderr}`.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  throw new Error(`\`${[file, ...parameters].join(" ")}\` failed with code ${code} in "${directory}":\n${lines}`);
}

/**
 * @param {{ requests: Request[] }} proxy in front of the server, whose record is emptied
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Taken>}
 */
export async function take(proxy, work) {
  proxy.requests.length = 0;
  const started = performance.now();
  await work();
  const milliseconds = performance.now() - started;
  const requests = proxy.requests.splice(0);
  return { milliseconds, requests, polls: requests.filter(({ path }) => SHARED_POLL.test(path)).length };
}

/**
 * Waits for the work, or no longer than until somebody interrupts it. What still runs then is ended with the folder in
 * which it works.
 * @template Result
 * @param {AbortSignal} signal
 * @param {Promise<Result>} work
 * @returns {Promise<Result>}
 */
export function unlessInterrupted(signal, work) {
  work.catch(() => undefined); // Looked at by the race, as long as it lasts.
  return new Promise((resolve, reject) => {
    const interrupt = () => reject(signal.reason);
    signal.addEventListener("abort", interrupt, { once: true });
    if (signal.aborted) interrupt();
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", interrupt));
  });
}
