// @ts-check
// What the command-line scripts share: progress on standard error, mistakes as one message, an interrupt that lets work clean up.

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
  try {
    process.exitCode = (await work({ signal: controller.signal, log: (line) => console.error(line) })) ?? 0;
  } catch (error) {
    const failure = /** @type {Error} */ (error);
    // A mistake of the user is a plain Error with a message that says all; anything else is ours and needs its stack.
    console.error(failure.constructor === Error || failure instanceof Interruption ? failure.message : failure.stack);
    process.exitCode = 1;
  }
  process.exit(interruptedBy ?? process.exitCode);
}
