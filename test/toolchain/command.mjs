// @ts-check
// What the command-line scripts share: progress goes to standard error, a mistake is one message, and an interrupt lets
// the work clean up.
import { findAncestors, isAlive } from "./processes.mjs";

const WATCH_MILLISECONDS = 500;

/** Why work was aborted. */
export class Interruption extends Error {
  /** @param {string} signalName */
  constructor(signalName) {
    super(`Interrupted by ${signalName}.`);
    this.signalName = signalName;
  }
}

/** @typedef {{ signal: AbortSignal, log: (line: string) => void }} CommandContext */

/**
 * Runs a command to its end and sets the exit code: 1 for a failure, 128 + n when a signal ended it.
 * @param {(context: CommandContext) => Promise<number | void>} work
 */
export async function runCommand(work) {
  const controller = new AbortController();
  /** @type {number | undefined} */
  let interruptedBy;
  for (const [name, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.on(name, () => {
      interruptedBy ??= 128 + number;
      controller.abort(new Interruption(name));
    });
  }
  await watchNpm(() => {
    interruptedBy ??= 129;
    controller.abort(new Interruption("the end of npm"));
  });
  try {
    process.exitCode = (await work({ signal: controller.signal, log: (line) => console.error(line) })) ?? 0;
  } catch (error) {
    const failure = /** @type {Error} */ (error);
    // A mistake of the user is a plain Error, whose message says all; anything else is a defect and needs its stack.
    console.error(failure.constructor === Error || failure instanceof Interruption ? failure.message : failure.stack);
    process.exitCode = 1;
  }
  process.exit(interruptedBy ?? process.exitCode);
}

/**
 * When npm is killed, this process gets no signal; when npm is told to end, only a shell above this process may get
 * one. In both cases nobody waits for the work any more.
 * @param {() => void} onGone
 */
async function watchNpm(onGone) {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const above = await findAncestors((command) => /^npm\b/.test(command));
  if (above.length === 0) return;
  const timer = setInterval(() => {
    if (above.every(({ pid }) => isAlive(pid))) return;
    clearInterval(timer);
    onGone();
  }, WATCH_MILLISECONDS);
  timer.unref();
}
