#!/usr/bin/env node
// @ts-check
// `node test/toolchain/language-hosts.mjs go python yaml`: what the engine needs to run programs in these languages. An
// ordinary Pulumi brings it; what is missing is built, once. Prints the folders that have to be on PATH, one a line.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cacheDirectory } from "./cache.mjs";
import { ENGINE_VERSION } from "./codegen/program.mjs";
import { runCommand } from "./command.mjs";
import { goEnvironment } from "./go-modules.mjs";
import { findOnPath, isExecutableFile } from "./processes.mjs";
import { buildOnce, describeProblems, findGoProblems } from "./tools.mjs";

/** @typedef {import("./tools.mjs").Build} Build */
/** @typedef {{ environment: NodeJS.ProcessEnv, log: (line: string) => void, signal?: AbortSignal }} HostOptions */

const SDK = "github.com/pulumi/pulumi/sdk/v3";
const YAML = "github.com/pulumi/pulumi-yaml";

/**
 * The hosts of Go and Python left Pulumi's sdk module long ago. These are their last versions in it; the engine still
 * talks to them.
 */
const HOSTS = /** @type {Record<string, { goVersion: string, program: import("./go-modules.mjs").GoProgram }>} */ ({
  go: {
    goVersion: "1.18.0",
    program: { module: SDK, package: `${SDK}/go/pulumi-language-go`, version: "3.60.0", linkerFlags: "-s -w" },
  },
  python: {
    goVersion: "1.18.0",
    program: {
      module: SDK,
      package: `${SDK}/python/cmd/pulumi-language-python`,
      version: "3.68.0",
      linkerFlags: "-s -w",
      companions: ["python/cmd/pulumi-language-python-exec"],
    },
  },
  yaml: {
    goVersion: "1.25.8",
    program: {
      module: YAML,
      package: `${YAML}/cmd/pulumi-language-yaml`,
      version: "1.30.0",
      linkerFlags: "-s -w",
      // It was made for an engine a little older.
      alongside: [{ module: "github.com/pulumi/pulumi/pkg/v3", version: ENGINE_VERSION }],
    },
  },
});

/**
 * @param {string[]} languages
 * @param {HostOptions} options
 * @returns {Promise<string[]>} folders
 */
export async function provideLanguageHosts(languages, options) {
  const unknown = languages.filter((language) => !(language in HOSTS));
  if (unknown.length > 0)
    throw new Error(
      `There is no language host for "${unknown.join('", "')}". Known are: ${Object.keys(HOSTS).join(", ")}.`,
    );
  const { environment } = options;
  const cache = cacheDirectory(environment);
  const needed = languages.filter((language) => !isInstalled(`pulumi-language-${language}`, environment["PATH"]));
  const builds = needed.map((language) => planHost(language, cache));
  const missing = builds.filter((build) => !isExecutableFile(build.target));
  const go = findOnPath("go", environment["PATH"]);
  const problems = await findGoProblems(missing, go, goEnvironment(environment, cache));
  if (problems.length > 0) throw new Error(describeProblems(problems));
  for (const build of missing) await buildOnce(build, { ...options, cache, go: /** @type {string} */ (go) });
  return builds.map((build) => path.dirname(build.target));
}

/**
 * @param {string} language
 * @param {string} cache
 * @returns {Build}
 */
function planHost(language, cache) {
  const { goVersion, program } = /** @type {typeof HOSTS[string]} */ (HOSTS[language]);
  const name = `pulumi-language-${language}`;
  const key = [name, ...[program, ...(program.alongside ?? [])].map(({ version }) => version)].join("-");
  return { key, target: path.join(cache, "tools", key, name), goVersion, program };
}

/**
 * On PATH, or beside the engine, where an ordinary installation has it.
 * @param {string} name
 * @param {string | undefined} searchPath
 */
function isInstalled(name, searchPath) {
  const engine = findOnPath("pulumi", searchPath);
  const beside = engine && path.join(path.dirname(fs.realpathSync(engine)), name);
  return findOnPath(name, searchPath) !== undefined || (beside !== undefined && isExecutableFile(beside));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(async ({ signal, log }) => {
    const folders = await provideLanguageHosts(process.argv.slice(2), { environment: process.env, log, signal });
    process.stdout.write(folders.map((folder) => `${folder}\n`).join(""));
  });
}
