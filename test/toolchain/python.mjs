#!/usr/bin/env node
// @ts-check
// `node test/toolchain/python.mjs <folder> [packages...]`: makes a virtual environment in that folder with Pulumi's SDK
// for Python and the packages of these folders. What comes from PyPI is downloaded once. Without a folder it prints
// which Python would be used, or why there is none.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cacheDirectory, makeDirectory, removeDirectory, withLock, writeWhole } from "./cache.mjs";
import { runCommand } from "./command.mjs";
import { capture, findOnPath, isExecutableFile } from "./processes.mjs";

/** @typedef {{ environment: NodeJS.ProcessEnv, log: (line: string) => void, signal?: AbortSignal }} PythonOptions */

const REQUIREMENTS = path.join(path.dirname(fileURLToPath(import.meta.url)), "python-requirements.txt");
const TIMEOUT_MILLISECONDS = 10 * 60_000;

/** Fails where a virtual environment can't be made: some systems have `ensurepip` in a package of its own. */
const DESCRIBE =
  "import ensurepip, sys, venv; print('.'.join(map(str, sys.version_info[:3]))); sys.exit(sys.version_info < (3, 10))";

/**
 * The Python on PATH, or a sentence that says why there is none that can be used.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<{ file: string, version: string } | { problem: string }>}
 */
export async function findPython(environment) {
  const file = findOnPath("python3", environment["PATH"]);
  if (!file) return { problem: "Python 3.10 or newer is needed, and `python3` is not on PATH." };
  const { code, stdout, stderr } = await capture(file, ["-c", DESCRIBE], { environment });
  if (code === 0) return { file, version: stdout.trim() };
  return {
    problem: stdout
      ? `Python 3.10 or newer is needed, and "${file}" is ${stdout.trim()}.`
      : `Python with venv and pip is needed, and "${file}" comes without (${stderr.trim().split("\n").at(-1) ?? ""}). On Debian: apt install python3-venv.`,
  };
}

/**
 * @param {string} folder
 * @param {string[]} packages
 * @param {PythonOptions} options
 */
export async function makeVirtualEnvironment(folder, packages, options) {
  const python = await findPython(options.environment);
  if ("problem" in python) throw new Error(python.problem);
  const shared = await provideSharedEnvironment(python, options);
  await succeed(python.file, ["-m", "venv", "--clear", "--without-pip", folder], options);
  const own = path.join(folder, "bin", "python");
  // A line in such a file is one more folder that packages are found in.
  fs.writeFileSync(
    path.join(await packagesFolder(own, options), "shared.pth"),
    `${await packagesFolder(shared, options)}\n`,
  );
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"];
  for (const name of packages) await succeed(own, [...install, path.resolve(name)], options);
}

/**
 * Not moved into place when it is complete, as programs are: a virtual environment knows its own path.
 * @param {{ file: string, version: string }} python
 * @param {PythonOptions} options
 * @returns {Promise<string>} its interpreter
 */
async function provideSharedEnvironment(python, options) {
  const cache = cacheDirectory(options.environment);
  const hash = createHash("sha256")
    .update(fs.readFileSync(REQUIREMENTS))
    .update(python.file)
    .digest("hex")
    .slice(0, 12);
  const key = `python-${python.version}-${hash}`;
  const folder = path.join(cache, "tools", key);
  const interpreter = path.join(folder, "bin", "python");
  const marker = path.join(folder, "complete");
  const isComplete = () => fs.existsSync(marker) && isExecutableFile(interpreter);
  if (isComplete()) return interpreter;
  makeDirectory(cache);
  await withLock({ cache, name: key, what: key, ...(options.signal ? { signal: options.signal } : {}) }, async () => {
    if (isComplete()) return; // Another process made it while this one waited.
    const started = Date.now();
    removeDirectory(folder);
    options.log(`${key}: downloading Pulumi's SDK for Python`);
    await succeed(python.file, ["-m", "venv", folder], options);
    await succeed(
      interpreter,
      ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", REQUIREMENTS],
      options,
    );
    writeWhole(marker, "", 0o644);
    options.log(`${key}: ready, ${Math.round((Date.now() - started) / 1000)} s`);
  });
  return interpreter;
}

/**
 * @param {string} interpreter
 * @param {PythonOptions} options
 */
async function packagesFolder(interpreter, options) {
  return (await succeed(interpreter, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], options)).trim();
}

/**
 * @param {string} program
 * @param {string[]} parameters
 * @param {PythonOptions} options
 */
async function succeed(program, parameters, { environment }) {
  const own = {
    ...environment,
    PYTHONPATH: "",
    PYTHONHOME: undefined,
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_ROOT_USER_ACTION: "ignore",
  };
  const { code, stdout, stderr } = await capture(program, parameters, {
    environment: own,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  if (code === 0) return stdout;
  throw new Error(`\`${path.basename(program)} ${parameters.join(" ")}\` failed:\n${stdout}${stderr}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(async ({ signal, log }) => {
    const [folder, ...packages] = process.argv.slice(2);
    if (folder !== undefined)
      return makeVirtualEnvironment(path.resolve(folder), packages, { environment: process.env, log, signal });
    const python = await findPython(process.env);
    if ("problem" in python) throw new Error(python.problem);
    process.stdout.write(`${python.version} ${python.file}\n`);
  });
}
