#!/usr/bin/env node
// @ts-check
// The unit suite, and the live tests of the plugin and of templates, on newer releases of Node with the newest Pulumi
// SDK. Usage: node test/toolchain/nodes.mjs [suites and names of live test files…], as run-tests.mjs takes them.
import path from "node:path";
import { runCommand } from "./command.mjs";
import { runOnNewerNodes } from "./newer-nodes.mjs";

const DEFAULT_TESTS = ["unit", "live", "plugin", "template"];

await runCommand(async ({ signal, log }) => {
  const tests = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_TESTS;
  const { passed, failed, lines } = await runOnNewerNodes([path.join("test", "toolchain", "run-tests.mjs"), ...tests], {
    signal,
    log,
  });
  process.stdout.write(`${lines.join("\n")}\n`);
  return failed === 0 && passed > 0 && !signal.aborted ? 0 : 1;
});
