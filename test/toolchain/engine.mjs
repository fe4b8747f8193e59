// @ts-check
// The environment in which the Pulumi engine runs for tests and the quickstart: our tools, a local file backend, none
// of the user's settings.
import fs from "node:fs";
import path from "node:path";
import { withoutPrefix } from "./find-tools.mjs";

/**
 * `stateDirectory` will hold the stacks. The passphrase is a value or, better where others may look at the environment,
 * a file.
 * @typedef {object} EngineOptions
 * @property {string} stateDirectory
 * @property {import("./tools.mjs").Toolchain} toolchain
 * @property {string} [passphrase]
 * @property {string} [passphraseFile]
 * @property {string} [pulumiHome] default: a folder in the cache, so that plugins are downloaded once
 * @property {Record<string, string>} [environment] more variables, such as CODER_URL and CODER_SESSION_TOKEN
 */

/**
 * The whole environment for a `pulumi` process. The caller's variables for Pulumi, Coder and Jest are not passed on.
 * @param {EngineOptions} options
 * @returns {Record<string, string>}
 */
export function engineEnvironment(options) {
  const stateDirectory = path.resolve(options.stateDirectory);
  fs.mkdirSync(stateDirectory, { recursive: true, mode: 0o700 }); // The engine expects it to exist.
  const inherited = withoutPrefix(process.env, "PULUMI_", "CODER_", "JEST_");
  return {
    ...Object.fromEntries(
      Object.entries(inherited).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    PATH: options.toolchain.searchPath,
    PULUMI_BACKEND_URL: `file://${stateDirectory}`,
    PULUMI_HOME: options.pulumiHome ?? path.join(options.toolchain.cache, "pulumi-home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The tests check types once; a program need not do it again at each run.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    ...(options.passphraseFile === undefined
      ? { PULUMI_CONFIG_PASSPHRASE: options.passphrase ?? "" }
      : { PULUMI_CONFIG_PASSPHRASE_FILE: path.resolve(options.passphraseFile) }),
    ...options.environment,
  };
}
