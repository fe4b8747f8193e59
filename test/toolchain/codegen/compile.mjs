// @ts-check
// Compiles a generated SDK, and the schema's example programs beside it, with what the language itself brings. Runs
// none of them.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory } from "../cache.mjs";
import { goEnvironment } from "../go-modules.mjs";
import { capture, findOnPath } from "../processes.mjs";
import { ENGINE_VERSION, requireGo } from "./program.mjs";

/** @typedef {import("./program.mjs").CodegenOptions} CodegenOptions */

const MODULES = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "node_modules");
const TIMEOUT_MILLISECONDS = 15 * 60_000;

/**
 * To `bin`, as the package's own install script does, so that a program can use the folder as a package.
 * @param {string} folder
 * @param {CodegenOptions} options
 */
export async function compileNodejs(folder, options) {
  const shared = {
    // The folder is outside of the project, where packages would not be found.
    baseUrl: MODULES,
    paths: { "pulumi-coderd-plugin": [path.join(folder, "bin")], "*": ["*"] },
    typeRoots: [path.join(MODULES, "@types")],
    types: ["node"],
    skipLibCheck: true,
  };
  writeConfiguration(path.join(folder, "tsconfig.sdk.json"), { extends: "./tsconfig.json", compilerOptions: shared });
  writeConfiguration(path.join(folder, "tsconfig.examples.json"), {
    compilerOptions: {
      ...shared,
      target: "es2022",
      module: "commonjs",
      moduleResolution: "node10",
      strict: true,
      noEmit: true,
    },
    include: ["examples"],
  });
  const compiler = path.join(MODULES, "typescript", "bin", "tsc");
  await succeed(
    process.execPath,
    [compiler, "-p", path.join(folder, "tsconfig.sdk.json")],
    folder,
    options.environment,
  );
  fs.copyFileSync(path.join(folder, "package.json"), path.join(folder, "bin", "package.json"));
  await succeed(
    process.execPath,
    [compiler, "-p", path.join(folder, "tsconfig.examples.json")],
    folder,
    options.environment,
  );
}

/**
 * @param {string} folder
 * @param {CodegenOptions} options
 */
export async function compilePython(folder, options) {
  const python = findOnPath("python3", options.environment["PATH"]);
  if (!python) throw new Error("Python is needed to compile its SDK, and `python3` is not on PATH.");
  await succeed(python, ["-m", "compileall", "-q", folder], folder, options.environment);
}

/**
 * @param {string} folder
 * @param {CodegenOptions} options
 */
export async function compileGo(folder, options) {
  const go = requireGo(options.environment);
  const environment = goEnvironment(options.environment, cacheDirectory(options.environment));
  const sdk = `github.com/pulumi/pulumi/sdk/v3@v${ENGINE_VERSION}`;
  const { Dir } = JSON.parse(await succeed(go, ["mod", "download", "-json", sdk], folder, environment));
  fs.copyFileSync(path.join(Dir, "go.sum"), path.join(folder, "go.sum"));
  await succeed(go, ["mod", "edit", `-require=${sdk}`], folder, environment);
  await succeed(go, ["build", "./..."], folder, environment);
}

/**
 * @param {string} file
 * @param {object} content
 */
function writeConfiguration(file, content) {
  fs.writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * @param {string} program
 * @param {string[]} parameters
 * @param {string} directory
 * @param {NodeJS.ProcessEnv} environment
 */
async function succeed(program, parameters, directory, environment) {
  const { code, stdout, stderr } = await capture(program, parameters, {
    directory,
    environment,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  if (code === 0) return stdout;
  throw new Error(
    `\`${path.basename(program)} ${parameters.join(" ")}\` failed in "${directory}":\n${stdout}${stderr}`,
  );
}
