// @ts-check
// The quickstart's stack: a local file backend, its passphrase and its settings, all in one folder that git ignores;
// and the runs of the engine.
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeDirectory, removeDirectory, writeWhole } from "./cache.mjs";
import { Interruption } from "./command.mjs";
import { engineEnvironment } from "./engine.mjs";
import { capture, isAlive } from "./processes.mjs";

const STACK = "quickstart";
// Packages whose engine plugin the quickstart's program does not use, though the folder has them.
const PACKAGES_WITHOUT_PLUGIN = ["@pulumi/pulumi", "@pulumi/command"];

/** @typedef {{ project: string, folder: string, log: (line: string) => void, signal: AbortSignal }} Run */
/** @typedef {{ url: string, token: string, isLocal: boolean }} Coder */

/** @param {string} folder */
export function hasStack(folder) {
  return fs.existsSync(settingsFile(folder));
}

/**
 * Makes the stack if there is none, and returns the environment in which the engine works on it.
 * @param {Run} run
 * @param {import("./tools.mjs").Toolchain} toolchain
 * @param {Coder} coder
 * @returns {Promise<Record<string, string>>}
 */
export async function openStack(run, toolchain, coder) {
  makeDirectory(run.folder);
  const passphraseFile = path.join(run.folder, "passphrase");
  // Made by chance and kept beside the state: with a fixed one, whoever gets a copy of the state alone could read the
  // secrets in it.
  if (!fs.existsSync(passphraseFile)) writeWhole(passphraseFile, crypto.randomBytes(24).toString("base64url"), 0o600);
  const environment = engineEnvironment({
    stateDirectory: path.join(run.folder, "backend"),
    toolchain,
    passphraseFile,
    environment: {
      // The only way the token takes: never through configuration, which the engine stores.
      CODER_URL: coder.url,
      CODER_SESSION_TOKEN: coder.token,
      TMPDIR: makeTemporaryFolder(run.folder),
      // The engine would try to download a plugin for every Pulumi package in node_modules, at each run.
      ...(usesPlugins(run.project) ? {} : { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
    },
  });
  if (!hasStack(run.folder)) await createStack(run, environment);
  writeWhole(environmentFile(run.folder), describeEnvironment(environment, coder.isLocal), 0o600);
  return environment;
}

/**
 * Runs the engine with its output on the terminal.
 * @param {Run} run
 * @param {Record<string, string>} environment
 * @param {[command: string, ...parameters: string[]]} parameters
 * @returns {Promise<number>} its exit code
 */
export async function runPulumi(run, environment, parameters) {
  run.signal.throwIfAborted();
  await removeDeadLocks(run, environment);
  return await new Promise((resolve, reject) => {
    const all = [...parameters, "--stack", STACK, "--config-file", settingsFile(run.folder)];
    const child = spawn("pulumi", all, { cwd: run.project, env: environment, stdio: "inherit" });
    // Ctrl-C reaches the engine from the terminal; a second SIGINT would make it give up at once. Other signals reach
    // only us.
    const forward = () => {
      const reason = run.signal.reason;
      if (!(reason instanceof Interruption) || reason.signalName !== "SIGINT") child.kill("SIGINT");
    };
    run.signal.addEventListener("abort", forward, { once: true });
    child.on("error", (error) =>
      reject(new Error(`\`pulumi\` could not be started: ${error.message}.`, { cause: error })),
    );
    child.on("close", (code) => {
      run.signal.removeEventListener("abort", forward);
      resolve(code ?? 1);
    });
  });
}

/**
 * For what the engine and the program leave when they are interrupted; it goes when the command ends.
 * @param {string} folder
 */
function makeTemporaryFolder(folder) {
  const temporary = path.join(folder, "tmp");
  makeDirectory(temporary);
  return temporary;
}

/** @param {string} folder */
export function removeTemporaryFolder(folder) {
  removeDirectory(path.join(folder, "tmp"));
}

/** @param {string} folder */
export function environmentFile(folder) {
  return path.join(folder, "environment.sh");
}

/**
 * The value of a top-level key of a simple YAML file, such as Pulumi.yaml.
 * @param {string} yaml
 * @param {string} key
 */
export function readYamlKey(yaml, key) {
  return new RegExp(`^${key}:[ \\t]*["']?([^"'#\\r\\n]+?)["']?[ \\t]*(?:#.*)?$`, "m").exec(yaml)?.[1];
}

/** @param {string} project */
export function readProjectFile(project) {
  const file = path.join(project, "Pulumi.yaml");
  if (!fs.existsSync(file)) throw new Error(`There is no Pulumi.yaml in "${project}".`);
  return fs.readFileSync(file, "utf8");
}

/**
 * Creates the stack from a folder of its own, because `pulumi stack init` writes the settings file beside the project
 * file.
 * @param {Run} run
 * @param {Record<string, string>} environment
 */
async function createStack(run, environment) {
  const name = readYamlKey(readProjectFile(run.project), "name");
  if (name === undefined) throw new Error(`"${path.join(run.project, "Pulumi.yaml")}" has no \`name\`.`);
  writeWhole(path.join(run.folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`, 0o644);
  const parameters = ["stack", "init", STACK, "--no-select", "--non-interactive"];
  const { code, stdout, stderr } = await capture("pulumi", parameters, { directory: run.folder, environment });
  // The stack without its settings file: an earlier run was interrupted in between. The engine makes up the settings.
  if (code !== 0 && !/already exists/.test(stderr))
    throw new Error(`The stack could not be created: ${(stderr || stdout).trim()}`);
}

/**
 * An engine that was killed leaves its lock, which would stop every later run. Locks of living processes and of other
 * machines stay.
 * @param {Run} run
 * @param {Record<string, string>} environment
 */
async function removeDeadLocks(run, environment) {
  const locks = path.join(run.folder, "backend", ".pulumi", "locks");
  if (!fs.existsSync(locks)) return;
  const files = fs.readdirSync(locks, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  const owners = files.map((name) => JSON.parse(fs.readFileSync(path.join(locks, name), "utf8")));
  if (owners.length === 0 || owners.some((owner) => owner.hostname !== os.hostname() || isAlive(owner.pid))) return;
  run.log("An earlier run was killed: removing its lock");
  await capture("pulumi", ["cancel", "--yes", "--stack", STACK], { directory: run.project, environment });
}

/** @param {string} project */
function usesPlugins(project) {
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies }).some(
    (name) => /(^@pulumi\/|pulumi-)/.test(name) && !PACKAGES_WITHOUT_PLUGIN.includes(name),
  );
}

/**
 * For a shell in which `pulumi` and `coder` work on the same things. The token of a Coder that is not ours is not
 * written down.
 * @param {Record<string, string>} environment
 * @param {boolean} isLocal
 */
function describeEnvironment(environment, isLocal) {
  const names = Object.keys(environment).filter(
    (name) => /^(PATH$|PULUMI_)/.test(name) || (isLocal && name.startsWith("CODER_")),
  );
  return [
    "# Written by `npm run quickstart`. For a shell in which `pulumi` and `coder` work on what it made.",
    ...[...names.map((name) => [name, environment[name] ?? ""]), ["PULUMI_STACK", STACK]].map(
      ([name, value]) => `export ${name}='${/** @type {string} */ (value).replaceAll("'", "'\\''")}'`,
    ),
    "",
  ].join("\n");
}

/** @param {string} folder */
function settingsFile(folder) {
  return path.join(folder, `Pulumi.${STACK}.yaml`);
}
