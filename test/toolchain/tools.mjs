// @ts-check
// Provides the outside tools: what is on PATH in a supported version is used, the rest is built once into the cache
// folder. Says everything that is missing at once. Starts no server.
import path from "node:path";
import { cacheDirectory, makeDirectory, withLock, writeWhole } from "./cache.mjs";
import { buildProgram, goEnvironment, platformName } from "./go-modules.mjs";
import { findTool, firstLine } from "./find-tools.mjs";
import { capture, findOnPath, isExecutableFile } from "./processes.mjs";
import { chooseVersions, CODER_FREE_FROM, compareVersions, parseVersion } from "./versions.mjs";

/** @typedef {import("./find-tools.mjs").ToolName} ToolName */
/** @typedef {import("./find-tools.mjs").Tool} Tool */
/**
 * @typedef {{ tools: Partial<Record<ToolName, Tool>>, cache: string, searchPath: string, terraformMirror?:
 * TerraformMirror }} Toolchain
 */
/**
 * @typedef {{ directory: string, configurationFile: string, providerFile: string, relativeProviderFile: string }}
 * TerraformMirror
 */
/**
 * @typedef {{ key: string, target: string, goVersion: string, program: import("./go-modules.mjs").GoProgram }} Build
 */
/** @typedef {{ environment?: NodeJS.ProcessEnv, log?: (line: string) => void, signal?: AbortSignal }} ProvideOptions */

/** @type {ToolName[]} */
export const TOOL_NAMES = ["pulumi", "coder", "terraform", "terraform-provider-coder"];

// The engine starts this for dynamic resources and expects it beside `pulumi`. The working directory is the program's.
const DYNAMIC_HOST = `#!/bin/sh
script=$(node -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")') || exit 1
exec node "$script" "$@"
`;

/** Go that the default versions need, so that it can be asked for before anything is downloaded. */
const GO_NEEDED = { pulumi: "1.25.8", coder: "1.24.4", terraformProviderCoder: "1.26.0" };

/** The Go checksum database does not list this version: its checksums were recorded from the module proxy. */
const CODER_CHECKSUMS = /** @type {Record<string, string[]>} */ ({
  "2.25.1": [
    " h1:zijlNOAxFGGVdkdPwH5rczWWprREdJwFJ1bqAe4bwR4=",
    "/go.mod h1:ZRkNEmUDmNA6rFZx9Wbedd/uSc0Zqp27kHystubrrEY=",
  ],
});

/**
 * Finds or builds the named tools (all of them unless told).
 * @param {ToolName[]} [names]
 * @param {ProvideOptions} [options]
 * @returns {Promise<Toolchain>}
 */
export async function provideTools(names = TOOL_NAMES, options = {}) {
  const environment = options.environment ?? process.env;
  const log = options.log ?? (() => undefined);
  const chosen = chooseVersions(environment);
  const cache = cacheDirectory(environment);
  const mirror = describeMirror(cache, chosen.versions.terraformProviderCoder);
  const found = await Promise.all(names.map((name) => findTool(name, { environment, chosen })));
  /** @type {Partial<Record<ToolName, Tool>>} */
  const tools = {};
  /** @type {Build[]} */
  const builds = [];
  const problems = [...chosen.problems];
  for (const [index, name] of names.entries()) {
    const result = /** @type {import("./find-tools.mjs").Found} */ (found[index]);
    if (result.note) log(result.note);
    if (result.tool) {
      tools[name] = result.tool;
    } else if (name === "terraform") {
      problems.push(/** @type {string} */ (result.problem));
    } else {
      const planned = planBuilds(name, chosen.versions, cache, mirror);
      tools[name] = planned.tool;
      builds.push(...planned.builds.filter((build) => !isExecutableFile(build.target)));
    }
  }
  const go = findOnPath("go", environment["PATH"]);
  problems.push(...(await findGoProblems(builds, go, goEnvironment(environment, cache))));
  if (problems.length > 0) throw new Error(describeProblems(problems));

  for (const build of builds)
    await buildOnce(build, { ...options, log, cache, go: /** @type {string} */ (go), environment });
  if (tools.pulumi?.isBuilt)
    writeWhole(path.join(tools.pulumi.directory, "pulumi-resource-pulumi-nodejs"), DYNAMIC_HOST, 0o755);
  if (tools["terraform-provider-coder"])
    writeWhole(mirror.configurationFile, terraformConfiguration(mirror.directory), 0o644);
  return {
    tools,
    cache,
    searchPath: buildSearchPath(tools, environment["PATH"]),
    ...(tools["terraform-provider-coder"] ? { terraformMirror: mirror } : {}),
  };
}

/**
 * Terraform takes Coder's provider from the mirror only, so that it asks no registry for it; other providers it takes
 * as usual.
 * @param {string} mirrorDirectory
 */
export function terraformConfiguration(mirrorDirectory) {
  const provider = '"registry.terraform.io/coder/coder"';
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirrorDirectory)}
    include = [${provider}]
  }
  direct {
    exclude = [${provider}]
  }
}
`;
}

/** @param {string[]} problems */
export function describeProblems(problems) {
  return problems.length === 1
    ? `The toolchain is not complete: ${problems[0]}`
    : `The toolchain is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`;
}

/**
 * What has to be built for a tool, and where it will be.
 * @param {"pulumi" | "coder" | "terraform-provider-coder"} name
 * @param {import("./versions.mjs").ToolVersions} versions
 * @param {string} cache
 * @param {TerraformMirror} mirror
 * @returns {{ tool: Tool, builds: Build[] }}
 */
export function planBuilds(name, versions, cache, mirror) {
  switch (name) {
    case "pulumi": {
      const { pulumi: version, pulumiLanguageNodejs: hostVersion } = versions;
      const directory = path.join(cache, "tools", `pulumi-${version}-nodejs-${hostVersion}`);
      const engine = {
        module: "github.com/pulumi/pulumi/pkg/v3",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        version,
        // Without a version the Automation API refuses the CLI.
        linkerFlags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
      };
      const host = {
        module: "github.com/pulumi/pulumi/sdk/v3",
        package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        version: hostVersion,
        linkerFlags: "-s -w",
      };
      const target = path.join(directory, "pulumi");
      return {
        tool: { name, version, path: target, directory, isBuilt: true },
        builds: [
          { key: `pulumi-${version}`, target, goVersion: GO_NEEDED.pulumi, program: engine },
          {
            key: `pulumi-language-nodejs-${hostVersion}`,
            target: path.join(directory, "pulumi-language-nodejs"),
            goVersion: "1.18.0",
            program: host,
          },
        ],
      };
    }
    case "coder": {
      const version = versions.coder;
      const directory = path.join(cache, "tools", `coder-${version}`);
      const target = path.join(directory, "coder");
      const checksums = CODER_CHECKSUMS[version];
      const module = "github.com/coder/coder/v2";
      const isFree = compareVersions(toVersion(version), toVersion(CODER_FREE_FROM)) >= 0;
      const program = {
        module,
        package: `${module}${isFree ? "" : "/enterprise"}/cmd/coder`,
        version,
        linkerFlags: `-s -w -X ${module}/buildinfo.tag=${version} -X ${module}/buildinfo.agpl=${isFree}`,
        ...(checksums ? { checksums } : {}),
      };
      return {
        tool: { name, version, path: target, directory, isBuilt: true },
        builds: [{ key: `coder-${version}`, target, goVersion: GO_NEEDED.coder, program }],
      };
    }
    case "terraform-provider-coder": {
      const version = versions.terraformProviderCoder;
      const program = {
        module: "github.com/coder/terraform-provider-coder/v2",
        package: "github.com/coder/terraform-provider-coder/v2",
        version,
        linkerFlags: "-s -w",
      };
      return {
        tool: { name, version, path: mirror.providerFile, directory: path.dirname(mirror.providerFile), isBuilt: true },
        builds: [
          {
            key: `terraform-provider-coder-${version}`,
            target: mirror.providerFile,
            goVersion: GO_NEEDED.terraformProviderCoder,
            program,
          },
        ],
      };
    }
  }
}

/**
 * @param {string} cache
 * @param {string} version
 * @returns {TerraformMirror}
 */
export function describeMirror(cache, version) {
  // A mirror holds one version only: a template without a constraint takes the newest one that it finds there.
  const base = path.join(cache, "tools", `terraform-provider-coder-${version}`);
  const directory = path.join(base, "mirror");
  const relativeProviderFile = path.join(
    "registry.terraform.io/coder/coder",
    version,
    platformName(),
    `terraform-provider-coder_v${version}`,
  );
  return {
    directory,
    configurationFile: path.join(base, "terraform.rc"),
    providerFile: path.join(directory, relativeProviderFile),
    relativeProviderFile,
  };
}

/**
 * @param {Build[]} builds
 * @param {string | undefined} go
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string[]>}
 */
export async function findGoProblems(builds, go, environment) {
  if (builds.length === 0) return [];
  const needed =
    builds
      .map((build) => build.goVersion)
      .sort((left, right) => compareVersions(toVersion(left), toVersion(right)))
      .at(-1) ?? "";
  const what = `Go ${needed} or newer is needed to build ${builds.map((build) => build.key).join(", ")}`;
  const howToGet = "Get it from https://go.dev/dl and put it on PATH" + alternatives(builds) + ".";
  if (!go) return [`${what}, and \`go\` is not on PATH. ${howToGet}`];
  const { stdout, stderr } = await capture(go, ["env", "GOVERSION", "GOTOOLCHAIN"], { environment });
  const [reported = "", toolchain = ""] = stdout.trim().split("\n");
  const version = parseVersion(reported);
  if (!version)
    return [`${what}, and "${go}" does not tell its version ("${firstLine(stdout || stderr)}"). ${howToGet}`];
  if (compareVersions(version, toVersion(needed)) >= 0) return [];
  // Since 1.21 Go downloads a newer Go where it is allowed to.
  if (compareVersions(version, [1, 21, 0]) >= 0 && /(^|\+)(auto|path)$/.test(toolchain)) return [];
  return [`${what}, and "${go}" is ${version.join(".")} (GOTOOLCHAIN=${toolchain || "none"}). ${howToGet}`];
}

/** @param {Build[]} builds */
function alternatives(builds) {
  const links = [
    builds.some((build) => build.key.startsWith("pulumi-")) ? "Pulumi (https://www.pulumi.com/docs/install)" : "",
    builds.some((build) => build.key.startsWith("coder-")) ? "Coder (https://coder.com/docs/install)" : "",
  ].filter(Boolean);
  return links.length > 0 ? `; what is installed already is not built: ${links.join(", ")}` : "";
}

/** @param {string} text */
function toVersion(text) {
  return /** @type {import("./versions.mjs").Version} */ (parseVersion(text));
}

/**
 * @param {Build} build
 * @param {ProvideOptions & { cache: string, go: string, environment: NodeJS.ProcessEnv, log: (line: string) => void }}
 * options
 */
export async function buildOnce(build, options) {
  const { cache, log, signal } = options;
  makeDirectory(cache);
  const started = Date.now();
  let announced = 0;
  /** @param {import("./cache.mjs").LockOwner | undefined} owner */
  const onWait = (owner) => {
    const waited = Math.round((Date.now() - started) / 1000);
    if (announced > 0 && waited < announced + 10) return;
    announced = Math.max(waited, 1);
    log(`${build.key}: waiting for process ${owner?.pid ?? "?"}, which is building it, ${waited} s`);
  };
  await withLock({ cache, name: build.key, what: build.key, onWait, ...(signal ? { signal } : {}) }, async () => {
    if (isExecutableFile(build.target)) return; // Another process built it while this one waited.
    await buildProgram(build.program, { ...options, ...build, environment: goEnvironment(options.environment, cache) });
  });
}

/**
 * @param {Partial<Record<ToolName, Tool>>} tools
 * @param {string | undefined} searchPath
 */
function buildSearchPath(tools, searchPath) {
  const built = [tools.pulumi, tools.coder].flatMap((tool) => (tool?.isBuilt ? [tool.directory] : []));
  return [...built, ...(searchPath ? [searchPath] : [])].join(path.delimiter);
}
