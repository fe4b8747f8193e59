// @ts-check
// Looks for the tools on PATH and judges what it finds. Builds nothing.
import fs from "node:fs";
import path from "node:path";
import { cacheDirectory } from "./cache.mjs";
import { capture, findOnPath, isExecutableFile } from "./processes.mjs";
import {
  compareVersions,
  isAcceptable,
  isSupported,
  NEWEST_KNOWN_TERRAFORM,
  parseVersion,
  SUPPORTED,
  VERSION_VARIABLES,
} from "./versions.mjs";

/** @typedef {"pulumi" | "coder" | "terraform" | "terraform-provider-coder"} ToolName */
/** @typedef {{ name: ToolName, version: string, path: string, directory: string, isBuilt: boolean }} Tool */
/** @typedef {{ tool?: Tool, note?: string, problem?: string }} Found */
/** @typedef {ReturnType<typeof import("./versions.mjs").chooseVersions>} Chosen */

/**
 * @param {ToolName} name
 * @param {{ environment: NodeJS.ProcessEnv, chosen: Chosen }} context
 * @returns {Promise<Found>}
 */
export async function findTool(name, context) {
  switch (name) {
    case "pulumi":
      return findPulumi(context);
    case "coder":
      return findCoder(context);
    case "terraform":
      return findTerraform(context);
    case "terraform-provider-coder":
      return {}; // Never on PATH: Terraform looks for providers in folders of its own.
  }
}

/** @param {{ environment: NodeJS.ProcessEnv, chosen: Chosen }} context */
async function findPulumi({ environment, chosen }) {
  const file = findOnPath("pulumi", environment["PATH"]);
  if (!file) return {};
  const { stdout } = await capture(file, ["version"], {
    // What it writes must not go into the user's home folder.
    environment: {
      ...environment,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_HOME: path.join(cacheDirectory(environment), "pulumi-home"),
    },
  });
  const version = parseVersion(stdout);
  if (!isAcceptable("pulumi", version, chosen)) return { note: notUsed("pulumi", file, stdout, chosen) };
  const directory = path.dirname(fs.realpathSync(file));
  const missing = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"].find(
    (part) => !isExecutableFile(path.join(directory, part)) && !findOnPath(part, environment["PATH"]),
  );
  if (missing) return { note: `"${file}" is not used: it comes without ${missing}.` };
  return { tool: toolOnPath("pulumi", file, version) };
}

/** @param {{ environment: NodeJS.ProcessEnv, chosen: Chosen }} context */
async function findCoder({ environment, chosen }) {
  const file = findOnPath("coder", environment["PATH"]);
  if (!file) return {};
  const { stdout } = await capture(file, ["version", "--output", "json"], {
    environment: withoutPrefix(environment, "CODER_"),
  });
  const answer = parseCoderVersion(stdout);
  const version = parseVersion(answer.version ?? "");
  if (!isAcceptable("coder", version, chosen))
    return { note: notUsed("coder", file, answer.version ?? stdout, chosen) };
  if (answer.slim) return { note: `"${file}" is not used: it is the slim build, which cannot run a server.` };
  return { tool: toolOnPath("coder", file, version) };
}

/**
 * @param {string} text
 * @returns {{ version?: string, slim?: boolean }}
 */
function parseCoderVersion(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { version: firstLine(text) }; // Another program of that name, or one that failed.
  }
}

/** @param {{ environment: NodeJS.ProcessEnv }} context */
async function findTerraform({ environment }) {
  const howToGet = "Get it from https://developer.hashicorp.com/terraform/install and put it on PATH.";
  const range = `Terraform ${SUPPORTED.terraform.atLeast.replace(/\.0$/, "")} or newer`;
  const file = findOnPath("terraform", environment["PATH"]);
  if (!file) return { problem: `${range} is needed to run templates, and it is not on PATH. ${howToGet}` };
  // The server does not use the user's configuration file.
  const { stdout, stderr } = await capture(file, ["version"], {
    environment: { ...withoutPrefix(environment, "TF_"), CHECKPOINT_DISABLE: "1" },
  });
  const version = parseVersion(/Terraform v\S+/.exec(stdout)?.[0] ?? "");
  if (!version)
    return {
      problem: `"${file}" does not tell its version ("${firstLine(stdout || stderr)}"). ${range} is needed. ${howToGet}`,
    };
  if (!isSupported(version, SUPPORTED.terraform)) {
    return {
      problem: `"${file}" is version ${version.join(".")}, and ${range} is needed to run templates. ${howToGet}`,
    };
  }
  const newest = parseVersion(NEWEST_KNOWN_TERRAFORM);
  const isUntried = newest !== undefined && compareVersions(version, newest) > 0;
  return {
    tool: toolOnPath("terraform", file, version),
    ...(isUntried
      ? {
          note:
            `Terraform ${version.join(".")} is newer than Coder's own (${NEWEST_KNOWN_TERRAFORM}); it is used all ` +
            "the same.",
        }
      : {}),
  };
}

/**
 * @param {ToolName} name
 * @param {string} file
 * @param {import("./versions.mjs").Version | undefined} version
 * @returns {Tool}
 */
function toolOnPath(name, file, version) {
  return { name, version: version?.join(".") ?? "", path: file, directory: path.dirname(file), isBuilt: false };
}

/**
 * @param {"pulumi" | "coder"} name
 * @param {string} file
 * @param {string} said
 * @param {Chosen} chosen
 */
function notUsed(name, file, said, chosen) {
  const wanted = chosen.pinned.has(name)
    ? `\`${VERSION_VARIABLES[name]}\` asks for ${chosen.versions[name]}`
    : `${SUPPORTED[name].atLeast} or newer, below ${SUPPORTED[name].below}, is needed`;
  return `"${file}" is not used: its version is "${firstLine(said)}", and ${wanted}.`;
}

/** @param {string} text */
export function firstLine(text) {
  return text.trim().split("\n")[0] ?? "";
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {...string} prefixes
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutPrefix(environment, ...prefixes) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix))),
  );
}
