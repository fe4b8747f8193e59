// @ts-check
// One run of the bench, from the tools to the page.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { provideLanguageHosts } from "../toolchain/language-hosts.mjs";
import { preparePackage, requireNode } from "../toolchain/quickstart-package.mjs";
import { withRunFolder } from "../toolchain/run-folder.mjs";
import { ROOT } from "../toolchain/test-runs.mjs";
import { provideTools } from "../toolchain/tools.mjs";
import { buildFloorPlugin } from "./folders.mjs";
import { unlessInterrupted } from "./commands.mjs";
import { describeMachine } from "./machine.mjs";
import { writeLatencies } from "./latencies.mjs";
import { describeRun, writePage } from "./page.mjs";
import { startBenchServer } from "./server.mjs";
import { measureStartup } from "./startup.mjs";
import {
  coderTools,
  floorTools,
  hostTools,
  terraformProviderVersion,
  terraformTools,
  warmUp,
  workspacesTool,
} from "./tools.mjs";
import { measureTemplates, measureWorkspaces, Record } from "./work.mjs";

const TEMPLATE_WORKS = ["noop", "create", "change", "refresh", "destroy"];

/** Settings of the user that the tools must not get. */
const PRIVATE = /^(CODER_|PULUMI_(?!CODERD_|HOME$)|TF_)/;

/**
 * @param {import("./options.mjs").Options & { terraform: string | undefined }} options
 * @param {import("../toolchain/command.mjs").CommandContext} context
 * @returns {Promise<string>} the table
 */
export async function runBench(options, context) {
  requireNode();
  for (const name of Object.keys(process.env).filter((name) => PRIVATE.test(name))) delete process.env[name];
  return withRunFolder(async (folder) => {
    const { log, signal } = context;
    await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
    const toolchain = await provideTools(undefined, context);
    process.env["PATH"] = toolchain.searchPath;
    const hosts = await provideLanguageHosts(["yaml"], { environment: process.env, ...context });
    process.env["PATH"] = [...hosts, toolchain.searchPath].join(path.delimiter);
    const floorPlugin = path.join(folder, "floor-plugin");
    await buildFloorPlugin(floorPlugin);
    const loadBefore = os.loadavg()[0] ?? 0;
    const started = Date.now();
    const server = await startBenchServer(toolchain, context);
    const record = new Record(server, log);
    try {
      const setting = { ...options, folder, floorPlugin, environment: { ...process.env, ...server.environment } };
      await unlessInterrupted(signal, work(record, setting));
      const hasTerraform = options.yardsticks.includes("terraform") && wantsTemplates(options.works);
      const machine = await describeMachine({
        coder: server.version,
        pulumi: toolchain.tools.pulumi?.version ?? "",
        terraform: toolchain.tools.terraform?.version ?? "",
        providerCoderd: hasTerraform ? terraformProviderVersion(setting) : undefined,
      });
      const result = {
        ...{ ...options, machine, loadBefore, loadAfter: os.loadavg()[0] ?? 0 },
        minutes: (Date.now() - started) / 60_000,
        measurements: record.measurements,
      };
      if (options.write) {
        await writePage(result);
        await writeLatencies(record.requests, await server.jobs(), server.version);
      }
      return describeRun(result);
    } finally {
      await server.close();
      fs.rmSync(floorPlugin, { recursive: true, force: true });
    }
  });
}

/** @param {readonly string[]} works */
function wantsTemplates(works) {
  return works.some((name) => TEMPLATE_WORKS.includes(name));
}

/**
 * @param {Record} record
 * @param {import("./options.mjs").Options & import("./tools.mjs").Setting} setting
 */
async function work(record, setting) {
  const { works, yardsticks } = setting;
  if (wantsTemplates(works)) {
    await warmUp(setting);
    const isMeasured = (/** @type {string} */ name) => yardsticks.includes(name);
    await measureTemplates(
      record,
      [
        ...hostTools("dynamic", "two", setting),
        ...hostTools("plugin", "two", setting),
        ...(isMeasured("terraform") ? terraformTools(setting) : []),
        ...hostTools("dynamic", "one", setting),
        ...hostTools("plugin", "one", setting),
        ...(isMeasured("coder") ? coderTools(setting) : []),
        ...(isMeasured("floor") && works.includes("noop")
          ? [...floorTools("two", setting), ...floorTools("one", setting)]
          : []),
      ],
      setting,
    );
  }
  if (works.includes("workspaces"))
    for (const host of /** @type {const} */ (["plugin", "dynamic"]))
      await measureWorkspaces(record, workspacesTool(host, setting), setting);
  if (works.includes("startup")) record.measurements.push(...(await measureStartup({ ...setting, log: record.log })));
}
