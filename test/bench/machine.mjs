// @ts-check
// On what was measured: the machine, and the versions of everything that took part.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { ROOT } from "../toolchain/test-runs.mjs";

const load = createRequire(import.meta.url);

/** @typedef {{ machine: string, versions: string, date: string }} Machine */

/**
 * @param {{ coder: string, pulumi: string, terraform: string, providerCoderd: string | undefined }} versions
 * @returns {Promise<Machine>}
 */
export async function describeMachine({ coder, pulumi, terraform, providerCoderd }) {
  const [processor] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8"));
  return {
    machine: `${os.availableParallelism()} cores of ${processor?.model.trim() || "an unknown processor"}, ${memory} GiB, ${os.type()} ${os.arch()}`,
    versions: [
      `pulumi-coderd ${version}${commitOf()}`,
      `Node ${process.version}`,
      `Pulumi ${pulumi}`,
      `@pulumi/pulumi ${load("@pulumi/pulumi/package.json").version}`,
      `Coder ${coder}`,
      ...(providerCoderd === undefined ? [] : [`Terraform ${terraform}`, `coder/coderd (${providerCoderd})`]),
    ].join(", "),
    date: new Date().toISOString().slice(0, 10),
  };
}

function commitOf() {
  try {
    const options = /** @type {const} */ ({ cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return ` (${execFileSync("git", ["rev-parse", "--short", "HEAD"], options).trim()})`;
  } catch {
    return ""; // Not a clone.
  }
}
