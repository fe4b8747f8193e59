// @ts-check
// Starts and stops a local Coder, either attached (it ends with the process that started it) or in the background (it
// stays until it is stopped). A supervisor process does the watching; the command line is in server.mjs.
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeDirectory, removeDirectory, withLock } from "./cache.mjs";
import { isAlive, lastLines, pause, sendSignal, waitUntil } from "./processes.mjs";
import { createFirstUser, isHealthy, logIn, request } from "./server-api.mjs";
import { keepPostgresArchives, makeDataDirectory, prepareDataDirectory, serverAccount } from "./server-folder.mjs";
import { endServerProcesses } from "./server-processes.mjs";
import { findSupervisor, hasData, newState, passwordFile, readState, stateFile, writeState } from "./server-state.mjs";
import { provideTools } from "./tools.mjs";

const SUPERVISOR = path.join(path.dirname(fileURLToPath(import.meta.url)), "supervisor.mjs");
const START_MILLISECONDS = 300_000; // The first start downloads PostgreSQL.
const STOP_MILLISECONDS = 40_000; // More than the supervisor gives the server and its database.
const PORT_ATTEMPTS = 3;
const LOG_LINES = 30;
// What a server behind a proxy needs to download PostgreSQL; nothing else of the user's settings may reach it.
const PASSED_ON = /^(https?_proxy|no_proxy|all_proxy|ssl_cert_(file|dir))$/i;

/** @typedef {import("./server-state.mjs").ServerState} ServerState */
/**
 * What the supervisor is told.
 * @typedef {object} Specification
 * @property {string} coder
 * @property {string} home
 * @property {string} data
 * @property {Record<string, string>} environment
 * @property {import("./server-folder.mjs").Account} [account]
 * @property {boolean} isAttached
 * @property {boolean} isTemporary the data is removed when the server ends
 */
/**
 * `environment` are more settings of the server, such as CODER_DANGEROUS_DISABLE_RATE_LIMITS.
 * @typedef {object} StartOptions
 * @property {string} [stateDirectory] default: a temporary folder that is removed in the end; its data is kept only
 * when this is given
 * @property {boolean} [background]
 * @property {Record<string, string>} [environment]
 * @property {import("./tools.mjs").Toolchain} [toolchain]
 * @property {(line: string) => void} [log]
 * @property {AbortSignal} [signal]
 */
/**
 * @typedef {{ url: string, token: string, owner: import("./server-api.mjs").Credentials, instance: string,
 * coderVersion: string, stateDirectory: string, logFile: string, stop: () => Promise<void> }} Server
 */

/**
 * Starts a server, or returns the one that runs in this state folder already.
 * @param {StartOptions} [options]
 * @returns {Promise<Server>}
 */
export async function startServer(options = {}) {
  if (options.background && options.stateDirectory === undefined)
    throw new Error("A server in the background needs a `stateDirectory`.");
  const stateDirectory = prepareStateDirectory(options.stateDirectory);
  const { log, signal } = options;
  const onWait = () => log?.("waiting for another process that starts the same server");
  return withLock(
    { cache: stateDirectory, name: "server", what: "server", onWait, ...(signal ? { signal } : {}) },
    async () => {
      const previous = readState(stateDirectory);
      if (previous && (await findSupervisor(stateDirectory)) !== undefined && (await isHealthy(previous.url))) {
        await createFirstUser(previous.url, previous.owner); // The start of it may have been interrupted.
        return describe(stateDirectory, await renewToken(stateDirectory, previous), options);
      }
      const toolchain =
        options.toolchain ??
        (await provideTools(["coder", "terraform", "terraform-provider-coder"], {
          ...(log ? { log } : {}),
          ...(signal ? { signal } : {}),
        }));
      await stopServer(stateDirectory);
      const state =
        previous && hasData(previous)
          ? previous
          : newState(makeDataDirectory(stateDirectory, serverAccount()), previous?.url ?? "");
      if (previous && previous.data !== state.data) removeDirectory(previous.data);
      return await launch(
        stateDirectory,
        { ...state, coderVersion: toolchain.tools.coder?.version ?? "" },
        { ...options, toolchain },
      );
    },
  );
}

/**
 * Stops the server of a state folder and waits until nothing of it runs. The data stays unless it is to be deleted.
 * @param {string} stateDirectory
 * @param {{ deleteData?: boolean }} [options]
 * @returns {Promise<boolean>} whether anything ran
 */
export async function stopServer(stateDirectory, options = {}) {
  if (!fs.existsSync(stateDirectory)) return false;
  const directory = fs.realpathSync(stateDirectory);
  const supervisor = await findSupervisor(directory);
  if (supervisor !== undefined) {
    sendSignal(supervisor, "SIGTERM");
    if (!(await waitUntil(() => !isAlive(supervisor), STOP_MILLISECONDS))) sendSignal(supervisor, "SIGKILL");
  }
  const state = readState(directory);
  // Also what a supervisor left behind that was itself killed.
  const hasEndedMore = state !== undefined && (await endServerProcesses(state.data, undefined));
  if (options.deleteData) {
    if (state) removeDirectory(state.data);
    const files = [
      stateFile(directory),
      passwordFile(directory),
      path.join(directory, "server.log"),
      path.join(directory, "locks"),
    ];
    for (const file of files) removeDirectory(file);
  }
  return supervisor !== undefined || hasEndedMore;
}

/**
 * @param {string} stateDirectory
 * @param {ServerState} state
 * @param {StartOptions & { toolchain: import("./tools.mjs").Toolchain }} options
 * @returns {Promise<Server>}
 */
async function launch(stateDirectory, state, options) {
  const account = serverAccount();
  const logFile = path.join(stateDirectory, "server.log");
  const isTemporary = options.stateDirectory === undefined;
  try {
    for (let attempt = 1; ; attempt += 1) {
      fs.writeFileSync(logFile, "", { mode: 0o600 });
      const port = await choosePort(attempt === 1 ? state.url : "");
      state = { ...state, url: `http://127.0.0.1:${port}` };
      writeState(stateDirectory, state); // Before anything runs, so that it can be found and stopped.
      const folder = prepareDataDirectory(state.data, options.toolchain, account);
      // Coder chose this port once and for all; by now it may be taken.
      fs.rmSync(path.join(folder.home, "config", "postgres", "port"), { force: true });
      const environment = serverEnvironment(state.url, folder, options.environment ?? {});
      const specification = {
        ...folder,
        environment,
        isAttached: !options.background,
        isTemporary,
        ...(account ? { account } : {}),
      };
      options.log?.(`starting Coder ${state.coderVersion} at ${state.url}`);
      const ended = startSupervisor(stateDirectory, specification);
      const problem = await waitForStart(state.url, ended, options);
      if (problem === undefined) break;
      if (
        attempt < PORT_ATTEMPTS &&
        /address already in use|already listening on port/i.test(lastLines(logFile, LOG_LINES))
      )
        continue;
      throw new Error(
        `Coder did not start: ${problem}. The end of its log, "${logFile}":\n${lastLines(logFile, LOG_LINES)}`,
      );
    }
    keepPostgresArchives(options.toolchain.cache, state.data);
    await createFirstUser(state.url, state.owner);
    return describe(stateDirectory, await renewToken(stateDirectory, state), options);
  } catch (error) {
    await stopServer(stateDirectory);
    // Only the log stays: the message points to it.
    if (isTemporary)
      for (const file of [state.data, stateFile(stateDirectory), passwordFile(stateDirectory)]) removeDirectory(file);
    throw error;
  }
}

/**
 * @param {string} stateDirectory
 * @param {ServerState} state
 * @param {StartOptions} options
 * @returns {Server}
 */
function describe(stateDirectory, state, options) {
  return {
    url: state.url,
    token: /** @type {string} */ (state.token),
    owner: state.owner,
    instance: state.instance,
    coderVersion: state.coderVersion,
    stateDirectory,
    logFile: path.join(stateDirectory, "server.log"),
    stop: async () => {
      await stopServer(stateDirectory, { deleteData: options.stateDirectory === undefined });
      if (options.stateDirectory === undefined) removeDirectory(stateDirectory);
    },
  };
}

/** @param {string | undefined} asked */
function prepareStateDirectory(asked) {
  if (asked === undefined) {
    const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "coder-")));
    fs.chmodSync(directory, 0o711); // So that the data can be in it, whatever account the server has.
    return directory;
  }
  makeDirectory(asked);
  return fs.realpathSync(asked);
}

/**
 * Starts the process that keeps the server.
 * @param {string} stateDirectory
 * @param {Specification} specification
 * @returns {Promise<string>} resolves when it ended, with the way it did
 */
function startSupervisor(stateDirectory, specification) {
  fs.writeFileSync(path.join(stateDirectory, "specification.json"), JSON.stringify(specification), { mode: 0o600 });
  const log = fs.openSync(path.join(stateDirectory, "server.log"), "a", 0o600);
  const child = spawn(process.execPath, [SUPERVISOR, stateDirectory], {
    detached: true,
    cwd: stateDirectory,
    stdio: [specification.isAttached ? "pipe" : "ignore", log, log],
    env: { PATH: process.env["PATH"] },
  });
  fs.closeSync(log);
  // Neither the process nor the pipe keeps this process running; when it ends, the pipe closes and the supervisor
  // notices.
  child.unref();
  /** @type {import("node:net").Socket | null} */ (/** @type {unknown} */ (child.stdin))?.unref();
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => {
      resolve(`its supervisor ended with ${signal ?? `code ${code}`}`);
      // Killed from outside: then nobody else would end the server.
      if (signal === "SIGKILL") cleanUp(specification).catch((error) => console.error(error));
    });
  });
}

/** @param {Specification} specification */
async function cleanUp(specification) {
  await endServerProcesses(specification.data, undefined);
  if (specification.isTemporary) removeDirectory(specification.data);
}

/**
 * @param {string} url
 * @param {Promise<string>} ended
 * @param {StartOptions} options
 * @returns {Promise<string | undefined>} why it is not healthy
 */
async function waitForStart(url, ended, { log, signal }) {
  const started = Date.now();
  let announced = started;
  /** @type {string | undefined} */
  let problem;
  void ended.then((reason) => (problem = reason));
  while (!(await isHealthy(url))) {
    signal?.throwIfAborted();
    if (problem !== undefined) return problem;
    if (Date.now() - started > START_MILLISECONDS) return `it does not answer after ${START_MILLISECONDS / 1000} s`;
    if (Date.now() - announced > 10_000) {
      announced = Date.now();
      log?.(`starting Coder, ${Math.round((announced - started) / 1000)} s`);
    }
    await pause(150);
  }
  return problem;
}

/**
 * A session of a kept server may have expired: then the owner logs in again.
 * @param {string} stateDirectory
 * @param {ServerState} state
 */
async function renewToken(stateDirectory, state) {
  const isValid =
    state.token !== undefined && (await request(state.url, "/users/me", { token: state.token })).status === 200;
  const renewed = isValid ? state : { ...state, token: await logIn(state.url, state.owner) };
  writeState(stateDirectory, renewed);
  return renewed;
}

/**
 * @param {string} url
 * @param {import("./server-folder.mjs").PreparedFolder} folder
 * @param {Record<string, string>} extra
 * @returns {Record<string, string>}
 */
export function serverEnvironment(url, folder, extra) {
  const passedOn = Object.entries(process.env).flatMap(([name, value]) =>
    PASSED_ON.test(name) && value ? [[name, value]] : [],
  );
  return {
    ...Object.fromEntries(passedOn),
    PATH: folder.searchPath,
    HOME: folder.home,
    ...(folder.temporary === undefined ? {} : { TMPDIR: folder.temporary }),
    TF_CLI_CONFIG_FILE: folder.terraformConfigurationFile,
    CHECKPOINT_DISABLE: "1",
    CODER_HTTP_ADDRESS: new URL(url).host,
    CODER_ACCESS_URL: url,
    CODER_CACHE_DIRECTORY: path.join(folder.home, "cache"),
    CODER_TELEMETRY_ENABLE: "false",
    CODER_UPDATE_CHECK: "false",
    CODER_DERP_SERVER_STUN_ADDRESSES: "disable",
    CODER_PROVISIONER_DAEMONS: "3",
    ...extra,
  };
}

/**
 * The port of an address while it is free (so that links stay valid), else any free one.
 * @param {string} preferredUrl
 * @returns {Promise<number>}
 */
async function choosePort(preferredUrl) {
  if (preferredUrl !== "") {
    const preferred = Number(new URL(preferredUrl).port);
    if ((await listenBriefly(preferred)) !== undefined) return preferred;
  }
  return /** @type {number} */ (await listenBriefly(0));
}

/**
 * @param {number} port
 * @returns {Promise<number | undefined>}
 */
function listenBriefly(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.on("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const { port: actual } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(actual));
    });
  });
}
