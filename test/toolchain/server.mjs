#!/usr/bin/env node
// @ts-check
// A local Coder for tests and for trying things: `startServer` for scripts, and on the command line
// `node test/toolchain/server.mjs start|stop [--delete]|status|run [--state FOLDER]`. `run` stays in the foreground
// until Ctrl-C.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cacheDirectory } from "./cache.mjs";
import { runCommand } from "./command.mjs";
import { startServer, stopServer } from "./local-server.mjs";
import { isHealthy } from "./server-api.mjs";
import { findSupervisor, passwordFile, readState, stateFile } from "./server-state.mjs";

export { startServer, stopServer } from "./local-server.mjs";
export { createUser } from "./server-api.mjs";

/** @typedef {import("./local-server.mjs").Server} Server */

const USAGE = "Usage: node test/toolchain/server.mjs start|stop|status|run [--delete] [--state FOLDER]";
const NOT_RUNNING = 3; // As `service NAME status` has it.

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await runCommand(main);

/** @param {import("./command.mjs").CommandContext} context */
async function main(context) {
  const { positionals, values } = readArguments();
  const stateDirectory = path.resolve(values.state ?? path.join(cacheDirectory(), "server"));
  switch (positionals[0]) {
    case "start":
      printServer(await startServer({ stateDirectory, background: true, ...context }));
      return 0;
    case "stop": {
      const hasRun = await stopServer(stateDirectory, { deleteData: values.delete ?? false });
      console.log(`${hasRun ? "Stopped." : "No server was running."}${values.delete ? " Its data is deleted." : ""}`);
      return 0;
    }
    case "status":
      return printStatus(stateDirectory);
    case "run": {
      const server = await startServer({ ...(values.state === undefined ? {} : { stateDirectory }), ...context });
      printServer(server);
      await runUntilInterrupted(context.signal, server.stateDirectory);
      await server.stop();
      return 0;
    }
    default:
      throw new Error(USAGE);
  }
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { state: { type: "string" }, delete: { type: "boolean" } } });
  } catch (error) {
    throw new Error(`${/** @type {Error} */ (error).message}\n${USAGE}`, { cause: error });
  }
}

/** @param {Server} server */
function printServer(server) {
  console.log(`Coder ${server.coderVersion} runs at ${server.url}`);
  console.log(`User ${server.owner.email}, password in "${passwordFile(server.stateDirectory)}"`);
  console.log(`Token in "${stateFile(server.stateDirectory)}", log in "${server.logFile}"`);
}

/** @param {string} stateDirectory */
async function printStatus(stateDirectory) {
  const state = fs.existsSync(stateDirectory) ? readState(stateDirectory) : undefined;
  if (!state) {
    console.log(`No server was started with "${stateDirectory}".`);
    return NOT_RUNNING;
  }
  const isSupervised = (await findSupervisor(fs.realpathSync(stateDirectory))) !== undefined;
  const isRunning = isSupervised && (await isHealthy(state.url));
  console.log(
    `Coder ${state.coderVersion} at ${state.url} ` +
      `${isRunning ? "runs" : isSupervised ? "runs but does not answer" : "does not run"}.`,
  );
  console.log(`Data in "${state.data}", log in "${path.join(stateDirectory, "server.log")}"`);
  return isRunning ? 0 : NOT_RUNNING;
}

/**
 * @param {AbortSignal} signal
 * @param {string} stateDirectory
 */
async function runUntilInterrupted(signal, stateDirectory) {
  while (!signal.aborted) {
    if ((await findSupervisor(stateDirectory)) === undefined) throw new Error("The server ended.");
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, 1_000);
      signal.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
    });
  }
}
