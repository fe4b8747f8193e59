// @ts-check
// What the quickstart says in the end: where to look, and what to try next.
import fs from "node:fs";
import path from "node:path";
import { environmentFile, readProjectFile, readYamlKey } from "./quickstart-stack.mjs";
import { passwordFile } from "./server-state.mjs";

/**
 * @typedef {object} Report
 * @property {string} project
 * @property {string} folder
 * @property {Record<string, string>} environment
 * @property {import("./local-server.mjs").Server} [server] the local one
 * @property {boolean} isSuccess
 */

/**
 * @param {Report} report
 * @returns {Promise<string>}
 */
export async function describeNextSteps(report) {
  const { project, folder, server, environment } = report;
  const main = readYamlKey(readProjectFile(project), "main") ?? ".";
  const program = programFile(path.join(project, main));
  const again = [
    "Change it",
    `edit ${path.relative(process.cwd(), program) || "."} and run \`npm run quickstart\` again`,
  ];
  const undo = ["Undo it", "npm run quickstart -- destroy"];
  const stop = server ? [["Stop Coder", "npm run quickstart -- stop"]] : [];
  if (!report.isSuccess) {
    const log = server ? [["Coder's log", server.logFile]] : [];
    return describeSteps("Not everything was made; the reason is above. Next:", [again, undo, ...stop, ...log]);
  }
  const url = /** @type {string} */ (environment["CODER_URL"]);
  const look = (await hasDashboard(url))
    ? [
        ["Dashboard", url],
        ...(server ? [["Log in as", `${server.owner.email}, password in ${passwordFile(server.stateDirectory)}`]] : []),
      ]
    : [["Coder", `${url} (built without the dashboard: use the shell below)`]];
  const shell = server ? [["Shell", `. ${environmentFile(folder)} && coder list --all && pulumi stack output`]] : [];
  return describeSteps("Done. What to try next:", [...look, ...shell, again, undo, ...stop]);
}

/**
 * @param {string} title
 * @param {string[][]} steps
 */
export function describeSteps(title, steps) {
  return ["", title, ...steps.map(([name = "", text = ""]) => `  ${name.padEnd(14)}${text}`)].join("\n");
}

/**
 * A Coder that was built from its module has no web pages, only a sentence that says so.
 * @param {string} url
 */
async function hasDashboard(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return !(await response.text()).includes("does not contain the frontend");
  } catch {
    return true; // Only a hint is at stake.
  }
}

/** @param {string} location of the program: a file or a folder */
function programFile(location) {
  const candidates = [location, path.join(location, "index.ts"), path.join(location, "index.js")];
  return candidates.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile()) ?? location;
}
