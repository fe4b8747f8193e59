#!/usr/bin/env node
// @ts-check
// Waits for the end of its input, which a run of the tests holds open. Then it ends what works in the run's folder, and
// removes the folder. Started by run-folder.mjs with the folder as its only argument.
import { endEverythingAt } from "./leftovers.mjs";

const folder = /** @type {string} */ (process.argv[2]);
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) process.on(signal, () => undefined);

process.stdin
  .on("error", () => process.stdin.destroy())
  .on("close", () => {
    endEverythingAt(folder).catch((/** @type {Error} */ error) => {
      console.error(`Not all of the tests' temporary folder "${folder}" could be removed: ${error.message}`);
      process.exitCode = 1;
    });
  })
  .resume();
