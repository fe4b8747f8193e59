#!/usr/bin/env node
// @ts-check
// All programs of test/preview-corpus. Usage: npm run test:previews -- [TEXT…] [--host dynamic|plugin]; with texts,
// only the folders whose names hold one of them.
import path from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./command.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { withRunFolder } from "./run-folder.mjs";
import { chooseLiveFiles, describe, isGood, LIVE_CONFIGURATION, ROOT, runJest } from "./test-runs.mjs";

/** @typedef {import("./test-runs.mjs").TestResult} TestResult */

const HOSTS = ["dynamic", "plugin"];

await runCommand(async ({ signal, log }) => {
  const settings = readSettings();
  requireNode();
  const result = await withRunFolder(async () => {
    await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
    const environment = { ...process.env, ...settings };
    return runJest(LIVE_CONFIGURATION, signal, { files: chooseLiveFiles(["preview-corpus"]), environment });
  });
  process.stdout.write(tableOf(result.tests ?? []));
  process.stdout.write(`${describe(result)}\n`);
  return isGood(result) && !signal.aborted ? 0 : 1;
});

/** @returns {Record<string, string>} */
function readSettings() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { host: { type: "string", multiple: true, default: HOSTS } },
  });
  const unknown = values.host.filter((host) => !HOSTS.includes(host));
  if (unknown.length > 0) throw new Error(`There is no host "${unknown.join('", "')}". Use ${HOSTS.join(" or ")}.`);
  return { LIVE_PREVIEWS: positionals.join(",") || "all", LIVE_PREVIEW_HOSTS: values.host.join(",") };
}

/**
 * A row for each host and sort of program, and below it the programs that failed.
 * @param {TestResult[]} tests
 */
function tableOf(tests) {
  /** @type {Map<string, TestResult[]>} */
  const groups = new Map();
  for (const test of tests) {
    const group = test.path.slice(0, -1).join(", ") || "all of them";
    groups.set(group, [...(groups.get(group) ?? []), test]);
  }
  const width = Math.max(...[...groups.keys()].map((group) => group.length), 0);
  const rows = [...groups].flatMap(([group, members]) => {
    const failed = members.filter(({ status }) => status === "failed");
    const passed = members.filter(({ status }) => status === "passed");
    const counts = `${String(passed.length).padStart(5)} passed ${String(failed.length).padStart(5)} failed`;
    return [`${group.padEnd(width)} ${counts}`, ...failed.map((test) => `  ${test.path.at(-1)}`)];
  });
  return `\n${rows.join("\n")}\n\n`;
}
