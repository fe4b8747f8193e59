#!/usr/bin/env node
// @ts-check
// `npm run quickstart [-- up|destroy|stop [--delete]]`: the main job in one command, on a fresh clone too. Installs
// what is missing, uses the Coder of CODER_URL and CODER_SESSION_TOKEN or starts a local one, and runs the engine on
// the top-level Pulumi.yaml.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runCommand } from "./command.mjs";
import { startServer, stopServer } from "./local-server.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { describeNextSteps, describeSteps } from "./quickstart-report.mjs";
import { hasStack, openStack, removeTemporaryFolder, runPulumi } from "./quickstart-stack.mjs";
import {
  checkCoder,
  forgetTarget,
  readTarget,
  requestedCoder,
  requireSameTarget,
  writeTarget,
} from "./quickstart-target.mjs";
import { hasData, readState } from "./server-state.mjs";
import { provideTools, TOOL_NAMES } from "./tools.mjs";

const USAGE = `Usage: npm run quickstart [-- COMMAND]
  up              bring Coder to the state that the program declares (the default)
  destroy         remove what \`up\` made
  stop            stop the local Coder; its data stays
  stop --delete   stop it and forget everything: its data and the engine's state`;

/** @typedef {import("./command.mjs").CommandContext} CommandContext */
/**
 * @typedef {{ project: string, folder: string } & CommandContext} Run the folder holds all that the quickstart writes
 */

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await runCommand(main);

/** @param {CommandContext} context */
async function main(context) {
  const { command, deletes, project } = readArguments();
  const run = { ...context, project, folder: path.join(project, ".quickstart") };
  try {
    return await execute(command, run, deletes);
  } finally {
    removeTemporaryFolder(run.folder);
  }
}

/**
 * @param {string} command
 * @param {Run} run
 * @param {boolean} deletes
 */
async function execute(command, run, deletes) {
  switch (command) {
    case "up":
      return up(run);
    case "destroy":
      return destroy(run);
    case "stop":
      return stop(run, deletes);
    case "help":
      console.log(USAGE);
      return 0;
    default:
      throw new Error(`There is no command "${command}".\n${USAGE}`);
  }
}

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { delete: { type: "boolean" }, help: { type: "boolean" }, project: { type: "string" } },
    });
    if (positionals.length > 1) throw new Error(`One command is expected, not ${positionals.length}.`);
    const command = values.help ? "help" : (positionals[0] ?? "up");
    if (values.delete && command !== "stop") throw new Error("`--delete` belongs to `stop`.");
    const project = path.resolve(values.project ?? path.join(path.dirname(fileURLToPath(import.meta.url)), "..", ".."));
    return { command, deletes: values.delete ?? false, project };
  } catch (error) {
    throw new Error(`${/** @type {Error} */ (error).message}\n${USAGE}`, { cause: error });
  }
}

/** @param {Run} run */
async function up(run) {
  const remote = requestedCoder(process.env);
  const previous = readTarget(run.folder);
  requireSameTarget(previous, remote);
  const session = await open(run, remote);
  // The database was lost (or deleted) while the engine still remembers what was in it: let it look first.
  const isLost = previous?.kind === "local" && previous.instance !== session.server?.instance;
  if (isLost)
    run.log("The local Coder is a new, empty one: what the engine remembers of the old one is looked up again.");
  writeTarget(run.folder, session.target);
  const code = await runPulumi(run, session.environment, ["up", "--yes", ...(isLost ? ["--refresh"] : [])]);
  console.log(await describeNextSteps({ ...run, ...session, isSuccess: code === 0 }));
  return code;
}

/** @param {Run} run */
async function destroy(run) {
  const previous = readTarget(run.folder);
  if (!previous || !hasStack(run.folder)) {
    console.log("There is nothing to destroy: `npm run quickstart` made nothing here, or it is destroyed already.");
    return 0;
  }
  const remote = requestedCoder(process.env);
  requireSameTarget(previous, remote);
  const session = await open(run, remote);
  const code = await runPulumi(run, session.environment, ["destroy", "--yes"]);
  if (code === 0) forgetTarget(run.folder);
  console.log(
    describeSteps(code === 0 ? "All that the quickstart made is gone. Next:" : "Not everything is gone. Next:", [
      ...(code === 0 ? [["Make it again", "npm run quickstart"]] : [["Try again", "npm run quickstart -- destroy"]]),
      ...(session.server ? [["Stop Coder", "npm run quickstart -- stop"]] : []),
    ]),
  );
  return code;
}

/**
 * @param {Run} run
 * @param {boolean} deletes
 */
async function stop(run, deletes) {
  const target = readTarget(run.folder);
  if (deletes && target?.kind === "remote") {
    throw new Error(
      `The quickstart's objects are on ${target.url}, and deleting the engine's state would leave them there. ` +
        "Run `npm run quickstart -- destroy` first.",
    );
  }
  const hasRun = await stopServer(serverFolder(run), { deleteData: deletes });
  if (deletes) fs.rmSync(run.folder, { recursive: true, force: true });
  const state = deletes || !fs.existsSync(serverFolder(run)) ? undefined : readState(serverFolder(run));
  console.log(
    (hasRun ? "The local Coder is stopped." : "No local Coder was running.") +
      (deletes
        ? " Its data and the engine's state are deleted."
        : state && hasData(state)
          ? " Its data is kept: `npm run quickstart` starts it again."
          : ""),
  );
  return 0;
}

/**
 * Everything that the engine needs: the package, the tools, a Coder and a stack.
 * @param {Run} run
 * @param {import("./quickstart-target.mjs").RemoteCoder | undefined} remote
 */
async function open(run, remote) {
  requireNode();
  await preparePackage({ ...run, folder: path.join(run.project, "dist") });
  const toolchain = await provideTools(remote ? ["pulumi"] : TOOL_NAMES, run);
  if (remote) await checkCoder(remote);
  const server = remote
    ? undefined
    : await startServer({ ...run, stateDirectory: serverFolder(run), background: true, toolchain });
  const coder = /** @type {import("./quickstart-target.mjs").RemoteCoder} */ (remote ?? server);
  const environment = await openStack(run, toolchain, {
    url: coder.url,
    token: coder.token,
    isLocal: server !== undefined,
  });
  /** @type {import("./quickstart-target.mjs").Target} */
  const target = server ? { kind: "local", instance: server.instance } : { kind: "remote", url: coder.url };
  return { environment, server, target };
}

/** @param {Run} run */
function serverFolder(run) {
  return path.join(run.folder, "server");
}
