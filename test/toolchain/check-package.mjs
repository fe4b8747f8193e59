#!/usr/bin/env node
// @ts-check
// What others' tools find wrong in the package as npm packs it: its entries (publint), and its types for every way of
// importing them (attw). Compiles first when the sources are newer than what is built.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCommand } from "./command.mjs";
import { preparePackage } from "./quickstart-package.mjs";
import { ROOT } from "./test-runs.mjs";

const CHECKS = [
  ["publint", "--strict"],
  ["attw", "--format", "ascii"],
];

await runCommand(async ({ signal, log }) => {
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coderd-package-"));
  try {
    const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const [packed] = JSON.parse(execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8", stdio: "pipe" }));
    const failed = CHECKS.filter(([name = "", ...flags]) => {
      const tool = path.join(ROOT, "node_modules", ".bin", name);
      const { status, stdout, stderr } = spawnSync(tool, [path.join(folder, packed.filename), ...flags], {
        encoding: "utf8",
        shell: process.platform === "win32",
      });
      // publint makes suggestions without failing.
      const isClean = status === 0 && !/^(Suggestions|Warnings|Errors):/m.test(stdout);
      if (!isClean) process.stdout.write(`${name}:\n${stdout}${stderr}`);
      return !isClean;
    });
    return failed.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
