// The end of a host's process: at a signal, once every operation under way has its answer. Shared by the hosts.
import { explain } from "./operations";

/**
 * Ends the process at a signal, once `close` is done. A second signal changes nothing: nobody knows what an operation
 * has made until its answer has left. SIGKILL ends the process without that.
 */
export function endAtSignals(close: (signal: NodeJS.Signals) => Promise<void>): void {
  let isEnding = false;
  const end = (received: NodeJS.Signals): void => {
    if (isEnding) return;
    isEnding = true;
    void close(received).then(
      () => process.exit(0),
      (thrown: unknown) => {
        report(thrown);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(signal));
}

/**
 * A defect in one operation must not end the process: the objects of the others would be forgotten. The engine shows
 * the error output.
 */
export function surviveDefects(): void {
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  // After the engine was killed, writing fails.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

function report(thrown: unknown): void {
  process.stderr.write(`A failure that nothing in the provider waits for: ${explain(thrown)}\n`);
}
