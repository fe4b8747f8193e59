// @ts-check
// What a run costs before any work: the plugin until it answers, the package until it is loaded, and one resource in
// the program, beside one with three outputs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { linkModules, PLUGIN } from "./folders.mjs";
import { run } from "./commands.mjs";

const load = createRequire(import.meta.url);
/** @type {typeof import("@grpc/grpc-js")} */
const grpc = load("@grpc/grpc-js");
/** @type {typeof import("@pulumi/pulumi/proto/provider_grpc_pb")} */
const { ResourceProviderClient } = load("@pulumi/pulumi/proto/provider_grpc_pb");
/** @type {typeof import("google-protobuf/google/protobuf/empty_pb")} */
const { Empty } = load("google-protobuf/google/protobuf/empty_pb");

const COST_PROGRAM = path.join(path.dirname(fileURLToPath(import.meta.url)), "resource-cost.js");
const RESOURCES = 300;

/** @typedef {import("./numbers.mjs").Measurement} Measurement */

/**
 * @param {{ folder: string, floorPlugin: string, runs: number, log: (line: string) => void }} setting
 * @returns {Promise<Measurement[]>}
 */
export async function measureStartup({ folder, floorPlugin, runs, log }) {
  const place = { directory: path.join(folder, "startup"), environment: process.env };
  linkModules(place.directory);
  fs.copyFileSync(COST_PROGRAM, path.join(place.directory, "resource-cost.js"));
  const node = async (/** @type {string[]} */ ...parameters) => Number(await run(process.execPath, parameters, place));
  const loading = (/** @type {string} */ code) => () =>
    node(
      "-e",
      `require("@pulumi/pulumi"); const started = performance.now(); ${code}; console.log(performance.now() - started)`,
    );
  const cost = (/** @type {string} */ kind) => () =>
    node("--stack-trace-limit=0", "resource-cost.js", kind, String(RESOURCES));
  /** @type {[work: string, tool: string, count: number, run: () => Promise<number>][]} */
  const all = [
    ["plugin-ready", "plugin", 1, () => untilPluginAnswers(path.join(PLUGIN, "pulumi-resource-coderd"))],
    ["plugin-ready", "plugin-floor", 1, () => untilPluginAnswers(path.join(floorPlugin, "pulumi-resource-floor"))],
    ["package-load", "dynamic", 1, loading('require("pulumi-coderd").Template')],
    ["package-load", "plugin", 1, loading('require("pulumi-coderd/plugin").Template')],
    ["host-load", "dynamic", 1, loading('require("pulumi-coderd/dynamic").get("Template")')],
    ["resource-cost", "dynamic", RESOURCES, cost("dynamic")],
    ["resource-cost", "dynamic-floor", RESOURCES, cost("dynamic-floor")],
    ["resource-cost", "plugin", RESOURCES, cost("plugin")],
    ["resource-cost", "plugin-floor", RESOURCES, cost("plugin-floor")],
  ];
  const measurements = all.map(([work, tool, count]) => ({
    ...{ work, tool, shape: /** @type {const} */ (""), count },
    milliseconds: /** @type {number[]} */ ([]),
    requests: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round <= runs; round += 1) {
    for (const [index, [work, tool, , take]] of all.entries()) {
      const milliseconds = await take();
      if (round === 0) continue; // The first finds no file in memory, and no compile cache.
      measurements[index]?.milliseconds.push(milliseconds);
      log(`${work} ${tool}: ${milliseconds.toFixed(1)} ms`);
    }
  }
  return measurements;
}

/**
 * From the start of the process to its first answer, as the engine sees it.
 * @param {string} file
 */
async function untilPluginAnswers(file) {
  const started = performance.now();
  const child = spawn(file, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(child.stdout, "data");
    const client = new ResourceProviderClient(`127.0.0.1:${Number(String(port))}`, grpc.credentials.createInsecure());
    await new Promise((resolve, reject) =>
      client.getPluginInfo(new Empty(), (/** @type {Error | null} */ error, /** @type {unknown} */ answer) =>
        error === null ? resolve(answer) : reject(error),
      ),
    );
    const milliseconds = performance.now() - started;
    client.close();
    return milliseconds;
  } finally {
    child.kill("SIGKILL");
  }
}
