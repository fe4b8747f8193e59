// @ts-check
// `npm run bench:simulation`: how time, requests and memory grow with the number of workspaces, on a fake server that
// answers as slowly as a real one did. Prints a table; judges nothing.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "../../toolchain/command.mjs";
import { withRunFolder } from "../../toolchain/run-folder.mjs";
import { ROOT } from "../../toolchain/test-runs.mjs";
import { unlessInterrupted } from "../commands.mjs";
import { readLatencies } from "../latencies.mjs";
import { readNumber } from "../options.mjs";
import { writeGenerated } from "../page.mjs";
import { measureEngine } from "./engine.mjs";
import { describeScale, plotScale, requireMemory } from "./scale-page.mjs";

const load = createRequire(import.meta.url);
/** @type {typeof import("./server")} */
const { ScaleServer } = load("./server.ts");
/** @type {typeof import("./host")} */
const { ScaleHost } = load("./host.ts");

const HELP = `Usage: npm run bench:simulation -- [options]

Calls the plugin as the engine does, for workspaces on a fake Coder that answers with the latencies that the bench
recorded from a real one (test/bench/simulation/latencies.json), and takes time, requests and memory.

  --workspaces LIST  numbers of workspaces (default 100,300,1000,3000,10000)
  --engine N         workspaces of a program that the real engine runs (default 1000); jobs end at once there
  --factor N         how much faster time passes in a roll-out, whose jobs would else take hours (default 10)
  --write            writes the table into docs/scale.md and the plot into docs/scale.svg
  --help             this
`;

/** @typedef {import("./host").Member} Member */
/** @typedef {import("./scale-page.mjs").Point} Point */

await runCommand(async ({ signal, log }) => {
  const { help, write, factor, sizes, engine } = readScaleOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  /** @type {Point[]} */
  const points = [];
  await withRunFolder(async (folder) => {
    const host = new ScaleHost();
    const take = (/** @type {Point} */ point) => {
      const { operation, workspaces, milliseconds, counts } = point;
      log(`${operation} of ${workspaces}: ${Math.round(milliseconds)} ms, ${JSON.stringify(counts.routes)}`);
      points.push(point);
    };
    const measureAll = async () => {
      for (const size of sizes) await measureSize(host, size, factor, take);
      const server = await ScaleServer.start(readLatencies());
      try {
        await measureEngine(server, { size: engine, folder, signal, log }, take);
      } finally {
        await server.close();
      }
    };
    try {
      await unlessInterrupted(signal, measureAll());
    } finally {
      host.remove();
    }
  });
  const text = describeScale(points, { factor, version: readLatencies().version });
  process.stdout.write(text);
  if (write) {
    requireMemory(points, process.platform);
    fs.writeFileSync(path.join(ROOT, "docs", "scale.svg"), plotScale(points));
    await writeGenerated(path.join(ROOT, "docs", "scale.md"), `![Growth](scale.svg)\n\n${text}`);
  }
  return 0;
});

/** @param {string[]} args */
function readScaleOptions(args) {
  const text = { type: /** @type {const} */ ("string") };
  const flag = { type: /** @type {const} */ ("boolean") };
  const { values } = parseArgs({
    args,
    options: { workspaces: text, engine: text, factor: text, write: flag, help: flag },
  });
  const sizes = (values.workspaces ?? "100,300,1000,3000,10000").split(",");
  return {
    help: values.help ?? false,
    write: values.write ?? false,
    factor: readNumber("--factor", values.factor, 10),
    engine: readNumber("--engine", values.engine, 1_000),
    sizes: sizes.map((size) => readNumber("--workspaces", size, 0)),
  };
}

/**
 * @param {InstanceType<typeof ScaleHost>} host
 * @param {number} size
 * @param {number} factor of the roll-out
 * @param {(point: Point) => void} take
 */
async function measureSize(host, size, factor, take) {
  const server = await ScaleServer.start(readLatencies());
  const { url } = server.coder;
  const before = { templateVersionId: server.firstVersionId, parameters: { cpus: 2 } };
  const after = { ...before, templateVersionId: server.newVersionId };
  /**
   * @param {string} operation
   * @param {number} speed
   * @param {(running: import("./host").RunningHost) => Promise<void>} work
   */
  const measure = async (operation, speed, work) => {
    Object.assign(server, { isInstant: false, factor: speed });
    server.takeCounts();
    let milliseconds = 0;
    const megabytes = await host.run(url, speed, async (running) => {
      const started = performance.now();
      await work(running);
      milliseconds = (performance.now() - started) * speed;
    });
    take({ operation, workspaces: size, milliseconds, megabytes, counts: server.takeCounts() });
  };
  try {
    const objects = server.fill(size);
    /** @type {Member[]} */
    let members = [];
    server.isInstant = true;
    await host.run(url, 1, async (running) => {
      members = await running.states(objects, before);
    });
    const expectNoChange = (/** @type {Member} */ { name }) => {
      throw new Error(`The preview shows a change of "${name}", and nothing has changed.`);
    };
    await measure("no-op preview", 1, (running) => running.compare(members, before, expectNoChange));
    await measure("refresh", 1, (running) => running.refresh(members));
    const names = objects.map(({ name }) => `new-${name}`);
    await measure("preview of new workspaces", 1, (running) => running.previewNew(names, before));
    server.promote();
    let changed = 0;
    await measure("preview of a new version", 1, (running) =>
      running.compare(members, after, async (member, news) => {
        changed += 1;
        await running.previewUpdate(member, news);
      }),
    );
    if (changed !== size) throw new Error(`The preview shows ${changed} changes instead of ${size}.`);
    await measure("roll-out", factor, (running) => running.rollOut(members, after));
    if (server.rolledOut() !== size)
      throw new Error(`${server.rolledOut()} of ${size} workspaces run with the new version.`);
  } finally {
    await server.close();
  }
}
