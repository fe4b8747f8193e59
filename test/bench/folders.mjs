// @ts-check
// The folders in which the tools work: the templates' files, one Pulumi project for each program, and the plugin that
// does nothing.
import { build } from "esbuild";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "../toolchain/test-runs.mjs";
import { run } from "./commands.mjs";
import { templateText } from "./programs.mjs";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const MODULES = path.join(ROOT, "node_modules");
export const STACK = "bench";

/** The plugin as `npm run build` leaves it. */
export const PLUGIN = path.join(ROOT, "dist", "plugin");

/** @param {string} file @param {string} text */
export function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/**
 * The files of each template of a tool, beside its program.
 * @param {string} root of the tool
 * @param {number} count
 */
export function writeTemplates(root, count) {
  for (let index = 0; index < count; index += 1) writeTemplate(root, index, `${path.basename(root)} ${index}`);
}

/**
 * @param {string} root
 * @param {number} index
 * @param {string} marker what makes the content another one
 */
export function writeTemplate(root, index, marker) {
  write(path.join(root, "templates", String(index), "main.tf"), templateText(marker));
}

/**
 * A Pulumi project beside others that have the same stack: the name and the place of the state are those of `root`.
 * @param {object} project
 * @param {string} project.root
 * @param {string} project.folder of the program, below the root
 * @param {"nodejs" | "yaml"} project.runtime
 * @param {Record<string, string>} project.files
 * @param {Record<string, string>} project.plugins name → folder
 * @param {NodeJS.ProcessEnv} environment
 * @returns {import("./commands.mjs").Place}
 */
export function writeProject({ root, folder, runtime, files, plugins }, environment) {
  const directory = path.join(root, folder);
  const entries = Object.entries(plugins).map(([name, place]) => `    - name: ${name}\n      path: ${place}\n`);
  const lines = entries.length === 0 ? "" : `plugins:\n  providers:\n${entries.join("")}`;
  const project = `name: ${path.basename(root)}\nruntime: ${runtime}\n${lines}`;
  if (runtime === "nodejs") {
    linkModules(directory);
    write(path.join(directory, "package.json"), JSON.stringify({ name: path.basename(root), private: true }));
    write(path.join(directory, "Pulumi.yaml"), project);
    for (const [file, text] of Object.entries(files)) write(path.join(directory, file), text);
  } else {
    write(path.join(directory, "Pulumi.yaml"), `${project}${Object.values(files).join("")}`);
  }
  fs.mkdirSync(path.join(root, "state"), { recursive: true });
  return {
    directory,
    environment: {
      ...environment,
      PULUMI_BACKEND_URL: `file://${path.join(root, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Otherwise each run tries to download a plugin for every Pulumi package in node_modules.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // The programs must not find the user's own login.
      CODER_CONFIG_DIR: path.join(root, "login"),
    },
  };
}

/** @param {import("./commands.mjs").Place} place */
export async function initStack(place) {
  await run("pulumi", ["stack", "init", STACK, "--non-interactive"], place);
}

/**
 * Bundles the plugin of the floor as the package bundles its own.
 * @param {string} folder
 */
export async function buildFloorPlugin(folder) {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [path.join(FOLDER, "floor-plugin.js")],
    outfile: path.join(folder, "pulumi-resource-floor.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
  const launcher = path.join(folder, "pulumi-resource-floor");
  write(launcher, '#!/bin/sh\nexec node "$(dirname -- "$0")/pulumi-resource-floor.js" "$@"\n');
  fs.chmodSync(launcher, 0o755);
}

/** The repository's packages, so that a program needs no installation. @param {string} folder */
export function linkModules(folder) {
  const modules = path.join(folder, "node_modules");
  fs.mkdirSync(modules, { recursive: true });
  for (const name of ["@pulumi", "@types", "typescript", "ts-node"])
    fs.symlinkSync(path.join(MODULES, name), path.join(modules, name));
  fs.symlinkSync(ROOT, path.join(modules, "pulumi-coderd"));
}
