// @ts-check
// Builds the program that generates SDKs (main.go) from Pulumi's published code generators, once for each version of
// it.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheDirectory, makeDirectory, makeTemporaryDirectory, removeDirectory, withLock } from "../cache.mjs";
import { goEnvironment, goRunner, prepareModule } from "../go-modules.mjs";
import { findOnPath, isExecutableFile } from "../processes.mjs";

/** @typedef {{ environment: NodeJS.ProcessEnv, log: (line: string) => void, signal?: AbortSignal }} CodegenOptions */

const NAME = "pulumi-coderd-codegen";
const SOURCE = path.join(path.dirname(fileURLToPath(import.meta.url)), "main.go");

/**
 * Those of nodejs, python and go are part of the engine; the one of .NET is a module of its own, and made for an engine
 * of about the same time.
 */
export const ENGINE_VERSION = "3.230.0";
const DOTNET_VERSION = "3.101.2";
const DOTNET_MODULE = "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3";

/**
 * @param {CodegenOptions} options
 * @returns {Promise<string>} the program: `PROGRAM <schema.json> <language> <folder>`
 */
export async function provideCodegen(options) {
  const { environment, log, signal } = options;
  const cache = cacheDirectory(environment);
  const source = fs.readFileSync(SOURCE, "utf8");
  const key = `${NAME}-${ENGINE_VERSION}-${DOTNET_VERSION}-${createHash("sha256").update(source).digest("hex").slice(0, 12)}`;
  const target = path.join(cache, "tools", key, NAME);
  if (isExecutableFile(target)) return target;
  const go = requireGo(environment);
  makeDirectory(cache);
  await withLock({ cache, name: key, what: key, ...(signal ? { signal } : {}) }, async () => {
    if (isExecutableFile(target)) return; // Another process built it while this one waited.
    await build(source, key, target, { ...options, cache, go });
  });
  log(`${key}: ready`);
  return target;
}

/** @param {NodeJS.ProcessEnv} environment */
export function requireGo(environment) {
  const go = findOnPath("go", environment["PATH"]);
  if (go) return go;
  throw new Error(
    "Go is needed to generate SDKs, and `go` is not on PATH. Get it from https://go.dev/dl and put it on PATH.",
  );
}

/**
 * @param {string} source
 * @param {string} key
 * @param {string} target
 * @param {CodegenOptions & { cache: string, go: string }} options
 */
async function build(source, key, target, options) {
  const { cache, go, log, signal } = options;
  const directory = makeTemporaryDirectory(cache, key);
  const logFile = path.join(cache, "logs", `${key}.log`);
  makeDirectory(path.dirname(logFile));
  fs.writeFileSync(logFile, "");
  const environment = goEnvironment(options.environment, cache);
  const run = goRunner({ key, go, environment, directory, logFile, log, ...(signal ? { signal } : {}) });
  try {
    log(`${key}: building`);
    const module = "github.com/pulumi/pulumi/pkg/v3";
    const alongside = [{ module: DOTNET_MODULE, version: DOTNET_VERSION }];
    await prepareModule(
      { module, package: module, version: ENGINE_VERSION, linkerFlags: "", alongside },
      directory,
      run,
    );
    fs.writeFileSync(path.join(directory, "main.go"), source);
    const output = path.join(directory, NAME);
    await run("compiling", ["build", "-v", "-o", output, "-ldflags", "-s -w", "."]);
    makeDirectory(path.dirname(target));
    fs.chmodSync(output, 0o755);
    fs.renameSync(output, target);
  } finally {
    removeDirectory(directory);
  }
}
