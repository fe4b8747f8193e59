// @ts-check
// Which versions of the outside tools the tests run with, and which ones found on PATH are good enough. Runs nothing.

/** @typedef {[major: number, minor: number, patch: number]} Version */
/**
 * @typedef {{
 *   pulumi: string, pulumiLanguageNodejs: string, coder: string, terraformProviderCoder: string
 * }} ToolVersions
 */
/** @typedef {{ atLeast: string, below?: string }} VersionRange */

/** What is built when PATH has nothing suitable. @type {ToolVersions} */
const DEFAULT_VERSIONS = {
  pulumi: "3.230.0",
  // The last one that is part of Pulumi's sdk module; later hosts are a module that the Go proxy does not have.
  pulumiLanguageNodejs: "3.68.0",
  coder: "2.24.0",
  terraformProviderCoder: "2.19.0",
};

/**
 * The oldest and the newest Coder that can be built: `npm run test:compat` runs the live suite on them. The Go proxy
 * lacks a module that 2.19.0 and older need, and a module that every release after 2.30.0 needs.
 */
export const CODER_ENDS = Object.freeze({ oldest: "2.20.0", newest: "2.30.0" });

/**
 * From this version on, Coder's licensed part needs modules that the Go proxy lacks, and only the free part is built.
 * Without a licence it does the same.
 */
export const CODER_FREE_FROM = "2.27.0";

/** `npm run test:nodes` runs on these, with the newest SDK, which needs them; other commands run on their own Node. */
export const NEWER_NODES = Object.freeze(["22.23.3", "24.21.0"]);
export const NEWEST_SDK = "3.270.0";

/** Environment variables that ask for one exact version; what is on PATH then counts only when it is that version. */
export const VERSION_VARIABLES = Object.freeze({
  pulumi: "PULUMI_CODERD_TEST_PULUMI_VERSION",
  coder: "PULUMI_CODERD_TEST_CODER_VERSION",
  terraformProviderCoder: "PULUMI_CODERD_TEST_TERRAFORM_PROVIDER_VERSION",
});

/** @type {{ pulumi: VersionRange, coder: VersionRange, terraform: VersionRange }} */
export const SUPPORTED = {
  pulumi: { atLeast: "3.200.0", below: "4.0.0" },
  coder: { atLeast: "2.20.0", below: "3.0.0" },
  // provisioner/terraform/install.go: minTerraformVersion. A newer one than the server knows is used with a warning, as
  // the server does.
  terraform: { atLeast: "1.1.0" },
};

/** The newest Terraform that the default Coder was made for (provisioner/terraform/install.go maxTerraformVersion). */
export const NEWEST_KNOWN_TERRAFORM = "1.12.9";

/**
 * The versions to provide, with the overrides from the environment, and which of them were asked for by name.
 * @param {Record<string, string | undefined>} environment
 * @returns {{ versions: ToolVersions, pinned: Set<string>, problems: string[] }}
 */
export function chooseVersions(environment) {
  const versions = { ...DEFAULT_VERSIONS };
  /** @type {Set<string>} */
  const pinned = new Set();
  /** @type {string[]} */
  const problems = [];
  for (const [tool, variable] of Object.entries(VERSION_VARIABLES)) {
    const value = environment[variable];
    if (value === undefined || value === "") continue;
    if (!/^v?\d+\.\d+\.\d+$/.test(value)) {
      problems.push(
        `\`${variable}\` is "${value}"; it must be a version such as ` +
          `"${versions[/** @type {keyof ToolVersions} */ (tool)]}".`,
      );
      continue;
    }
    versions[/** @type {keyof ToolVersions} */ (tool)] = value.replace(/^v/, "");
    pinned.add(tool);
  }
  return { versions, pinned, problems };
}

/**
 * The first version in a text: `go version go1.26.8 linux/amd64`, `v3.230.0`, `Coder v2.24.0+abc`.
 * @param {string} text
 * @returns {Version | undefined}
 */
export function parseVersion(text) {
  const match = /(?:^|[^\d.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/**
 * Less than, equal to or greater than zero, as for `sort`.
 * @param {Version} left
 * @param {Version} right
 */
export function compareVersions(left, right) {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/**
 * @param {Version | undefined} version
 * @param {VersionRange} range
 */
export function isSupported(version, range) {
  if (!version) return false;
  const lower = /** @type {Version} */ (parseVersion(range.atLeast));
  const upper = range.below === undefined ? undefined : parseVersion(range.below);
  return compareVersions(version, lower) >= 0 && (upper === undefined || compareVersions(version, upper) < 0);
}

/**
 * Whether a tool found on PATH may be used: the exact version where one was asked for, else any in the range.
 * @param {string} tool
 * @param {Version | undefined} found
 * @param {{ versions: ToolVersions, pinned: Set<string> }} chosen
 */
export function isAcceptable(tool, found, chosen) {
  if (!found) return false;
  if (chosen.pinned.has(tool)) return found.join(".") === chosen.versions[/** @type {keyof ToolVersions} */ (tool)];
  const range = SUPPORTED[/** @type {keyof typeof SUPPORTED} */ (tool)];
  return range !== undefined && isSupported(found, range);
}
