#!/usr/bin/env node
// @ts-check
// The scale suite: many workspaces on a real server with its limits. Usage: node test/toolchain/scale.mjs
// [--workspaces 1000] [--role owner|template-admin|member]… [--host dynamic|plugin] [--limit 512]
import path from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./command.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { withRunFolder } from "./run-folder.mjs";
import { describe, isGood, ROOT, runJest } from "./test-runs.mjs";

const ROLES = ["owner", "template-admin", "member"];
const HOSTS = ["dynamic", "plugin"];

await runCommand(async ({ signal, log }) => {
  const settings = readSettings();
  requireNode();
  const result = await withRunFolder(async () => {
    await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
    /** @type {NodeJS.ProcessEnv} */
    const environment = { ...process.env, ...settings };
    // A server that is given has other provisioners and limits.
    delete environment["CODER_URL"];
    delete environment["CODER_SESSION_TOKEN"];
    return runJest("test/scale/jest.config.js", signal, { environment });
  });
  process.stdout.write(`${describe(result)}\n`);
  return isGood(result) && !signal.aborted ? 0 : 1;
});

/** @returns {Record<string, string>} */
function readSettings() {
  const { values } = parseArgs({
    options: {
      workspaces: { type: "string", default: "1000" },
      role: { type: "string", multiple: true, default: ROLES },
      host: { type: "string", default: "dynamic" },
      limit: { type: "string", default: "512" },
    },
  });
  const { workspaces, role, host, limit } = values;
  for (const [name, text] of Object.entries({ workspaces, limit })) {
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`\`--${name}\` is "${text}"; it must be a whole number, at least 1.`);
  }
  const unknown = role.filter((each) => !ROLES.includes(each));
  if (unknown.length > 0) throw new Error(`There is no role "${unknown.join('", "')}". Use ${ROLES.join(", ")}.`);
  if (!HOSTS.includes(host)) throw new Error(`There is no host "${host}". Use ${HOSTS.join(" or ")}.`);
  return { SCALE_WORKSPACES: workspaces, SCALE_ROLES: role.join(","), SCALE_HOST: host, SCALE_LIMIT: limit };
}
