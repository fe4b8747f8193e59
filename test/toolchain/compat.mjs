#!/usr/bin/env node
// @ts-check
// The live suite on the oldest and on the newest Coder that can be built. Usage: node test/toolchain/compat.mjs [names of test files…]
import fs from "node:fs";
import path from "node:path";
import { runCommand } from "./command.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { describe, isGood, LIVE_CONFIGURATION, ROOT, runJest, runLiveSuite, sum } from "./test-runs.mjs";
import { provideTools } from "./tools.mjs";
import { CODER_ENDS, VERSION_VARIABLES } from "./versions.mjs";

const VERSIONS = Object.values(CODER_ENDS);
const ENDING = ".test.ts";

await runCommand(async ({ signal, log }) => {
  const files = chooseFiles(process.argv.slice(2));
  requireNode();
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
  // Both first: what can't be built should be known before the tests, which take half an hour each.
  for (const version of VERSIONS) await provideTools(undefined, { environment: environmentOf(version), log, signal });
  const results = [];
  for (const version of VERSIONS) {
    if (signal.aborted) break;
    log(`Coder ${version}`);
    const environment = environmentOf(version);
    const counts =
      files === undefined ? await runLiveSuite(signal, { environment }) : await runJest(LIVE_CONFIGURATION, signal, { environment, files });
    results.push(counts);
    process.stdout.write(`Coder ${version}: ${describe(counts)}\n`);
  }
  process.stdout.write(`${describe(sum(results))}\n`);
  return results.every(isGood) && !signal.aborted ? 0 : 1;
});

/**
 * The settings of one run. A server that is given has one version only, and is not used.
 * @param {string} version
 */
function environmentOf(version) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, [VERSION_VARIABLES.coder]: version };
  delete environment["CODER_URL"];
  delete environment["CODER_SESSION_TOKEN"];
  return environment;
}

/**
 * Paths of the named test files; undefined for the whole suite.
 * @param {string[]} names such as `template`, for test/live/template.test.ts
 */
function chooseFiles(names) {
  if (names.length === 0) return undefined;
  const folder = path.join(ROOT, path.dirname(LIVE_CONFIGURATION));
  const known = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no live test "${unknown.join('", "')}". Known are: ${known.join(", ")}.`);
  return names.map((name) => path.join(folder, `${name}${ENDING}`));
}
