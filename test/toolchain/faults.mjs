#!/usr/bin/env node
// @ts-check
// The suites of faults and crashes. Usage: npm run test:faults -- [--suite NAME]… [--sample] [--shard 1/4]
// [--from CELL] [--only TEXT] [--seed NUMBER] [--workers NUMBER] [--list]
import { createRequire } from "node:module";
import { runCommand } from "./command.mjs";
import { requireNode } from "./quickstart-package.mjs";
import { withRunFolder } from "./run-folder.mjs";

const require = createRequire(import.meta.url);

await runCommand(async ({ signal }) => {
  requireNode();
  const { readArguments, runSuites } = require("../faults/run.ts");
  const given = readArguments(process.argv.slice(2));
  /** @type {{ name: string, what: string, isLive?: boolean }[]} */
  const suites = given.suites;
  if (given.isList) {
    for (const { name, what } of suites) process.stdout.write(`${name}: ${what}\n`);
    return 0;
  }
  return withRunFolder(async () => {
    const isLive = suites.some((suite) => suite.isLive === true);
    if (isLive) await require("../live/global-setup.js")();
    try {
      const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
      return (await runSuites(given, { signal, log: print })) ? 0 : 1;
    } finally {
      if (isLive) await /** @type {any} */ (globalThis).stopLive();
    }
  });
});
