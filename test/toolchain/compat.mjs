#!/usr/bin/env node
// @ts-check
// The live suite on the oldest and on the newest Coder that can be built. Usage: node test/toolchain/compat.mjs [names
// of test files…]
import path from "node:path";
import { runCommand } from "./command.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { withRunFolder } from "./run-folder.mjs";
import { chooseLiveFiles, describe, isGood, ROOT, runLiveSuite, sum } from "./test-runs.mjs";
import { provideTools } from "./tools.mjs";
import { CODER_ENDS, VERSION_VARIABLES } from "./versions.mjs";

const VERSIONS = Object.values(CODER_ENDS);

await runCommand(async ({ signal, log }) => {
  const names = process.argv.slice(2);
  const files = names.length === 0 ? undefined : chooseLiveFiles(names);
  requireNode();
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
  // Both first: what can't be built should be known before the tests, which take half an hour each.
  for (const version of VERSIONS) await provideTools(undefined, { environment: environmentOf(version), log, signal });
  const results = [];
  for (const version of VERSIONS) {
    if (signal.aborted) break;
    log(`Coder ${version}`);
    const result = await withRunFolder(() =>
      runLiveSuite(signal, { environment: environmentOf(version), ...(files === undefined ? {} : { files }) }),
    );
    results.push(result);
    process.stdout.write(`Coder ${version}: ${describe(result)}\n`);
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
