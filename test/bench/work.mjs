// @ts-check
// The order of the work: everything is made by each tool in turn, then all tools are measured round by round, so that
// a machine that slows down slows all of them. After each step that changes something, the server is asked whether it
// holds what it must. Workspaces are run by one host after the other.
import { find } from "./numbers.mjs";
import { take } from "./commands.mjs";

/** @typedef {import("./numbers.mjs").Measurement} Measurement */
/** @typedef {import("./tools.mjs").Tool} Tool */
/** @typedef {Awaited<ReturnType<typeof import("./server.mjs").startBenchServer>>} BenchServer */

/** Takes measurements and keeps them. */
export class Record {
  /** @type {Measurement[]} */
  measurements = [];
  /** Every request that was counted, for the latencies of the simulation. @type {import("./commands.mjs").Request[]} */
  requests = [];

  /**
   * @param {BenchServer} server
   * @param {(line: string) => void} log
   */
  constructor(server, log) {
    this.server = server;
    this.log = log;
  }

  /**
   * @param {{ work: string, tool: string, shape: "one" | "two" | "", count: number }} what
   * @param {() => Promise<unknown>} run
   */
  async take(what, run) {
    const taken = await take(this.server.proxy, run);
    let found = find(this.measurements, what.work, what.tool, what.shape);
    if (found === undefined) {
      found = { ...what, milliseconds: [], requests: [], polls: [] };
      this.measurements.push(found);
    }
    found.milliseconds.push(taken.milliseconds);
    found.requests.push(taken.requests.length);
    found.polls?.push(taken.polls);
    this.requests.push(...taken.requests);
    const program = what.shape === "" ? "" : ` (${what.shape})`;
    this.log(
      `${what.work} ${what.tool}${program}: ${Math.round(taken.milliseconds)} ms, ${taken.requests.length} requests`,
    );
  }
}

/**
 * Templates from their creation to their end, by all tools.
 * @param {Record} record
 * @param {Tool[]} tools
 * @param {{ works: string[], runs: number, count: number }} options
 */
export async function measureTemplates(record, tools, { works, runs, count }) {
  const { server } = record;
  const wants = (/** @type {string} */ work) => works.includes(work);
  const what = (/** @type {string} */ work, /** @type {Tool} */ tool) => ({
    work,
    tool: tool.name,
    shape: tool.shape,
    count,
  });
  for (const tool of tools) await tool.prepare?.();
  for (const tool of tools) {
    if (tool.create === undefined) continue;
    await record.take(what("create", tool), tool.create);
    expectCount(await server.templates(tool.prefix), count, `${tool.name} created the templates`);
  }
  for (let run = 0; run < runs; run += 1) {
    for (const tool of tools) if (wants("noop") && tool.plan) await record.take(what("noop", tool), tool.plan);
    for (const tool of tools)
      if (wants("refresh") && tool.refresh) await record.take(what("refresh", tool), tool.refresh);
    for (const tool of tools) if (wants("change") && tool.change) await change(record, tool, what("change", tool), run);
  }
  for (const tool of tools) {
    if (tool.destroy === undefined) continue;
    await record.take(what("destroy", tool), tool.destroy);
    if (tool.prefix !== "") expectCount(await server.templates(tool.prefix), 0, `${tool.name} destroyed the templates`);
  }
  if (!wants("create")) drop(record, "create");
  if (!wants("destroy")) drop(record, "destroy");
}

/** What had to be done for other work is not shown. @param {Record} record @param {string} work */
function drop(record, work) {
  record.measurements = record.measurements.filter((each) => each.work !== work);
}

/**
 * @param {Record} record
 * @param {Tool} tool
 * @param {{ work: string, tool: string, shape: "one" | "two" | "", count: number }} what
 * @param {number} run
 */
async function change(record, tool, what, run) {
  const before = await record.server.templates(tool.prefix);
  tool.edit?.(`changed ${tool.prefix} ${run}`);
  await record.take(what, /** @type {() => Promise<unknown>} */ (tool.change));
  const after = new Map((await record.server.templates(tool.prefix)).map((each) => [each.id, each.active_version_id]));
  const changed = before.filter((each) => after.get(each.id) !== each.active_version_id);
  expectCount(changed, 1, `${tool.name} gave the template whose file had changed another version`);
}

/**
 * Workspaces from their creation to their end, on one host.
 * @param {Record} record
 * @param {ReturnType<typeof import("./tools.mjs").workspacesTool>} tool
 * @param {{ runs: number, workspaces: number }} options
 */
export async function measureWorkspaces(record, tool, { runs, workspaces: count }) {
  const { server } = record;
  const what = (/** @type {string} */ work) => ({
    work: `workspaces-${work}`,
    tool: tool.name,
    shape: /** @type {const} */ (""),
    count,
  });
  await tool.prepare();
  await record.take(what("preview-new"), tool.preview);
  await record.take(what("create"), tool.up);
  expectRunning(await server.workspaces(tool.prefix), count, `${tool.name} created the workspaces`);
  for (let run = 0; run < runs; run += 1) {
    await record.take(what("noop"), tool.plan);
    await record.take(what("refresh"), tool.refresh);
  }
  tool.edit(`roll-out by ${tool.prefix}`);
  await record.take(what("preview"), tool.preview);
  await record.take(what("rollout"), tool.up);
  expectRunning(await server.workspaces(tool.prefix), count, `${tool.name} rolled the new version out`);
  await record.take(what("destroy"), tool.destroy);
  expectCount(await server.workspaces(tool.prefix), 0, `${tool.name} destroyed the workspaces`);
}

/**
 * @param {import("./server.mjs").Workspace[]} workspaces
 * @param {number} count
 * @param {string} claim
 */
function expectRunning(workspaces, count, claim) {
  const running = workspaces.filter(
    ({ latest_build: build, template_active_version_id: active }) =>
      build.status === "running" && build.template_version_id === active,
  );
  expectCount(running, count, `${claim}, running with the active version`);
}

/**
 * @param {readonly unknown[]} found
 * @param {number} count
 * @param {string} claim
 */
export function expectCount(found, count, claim) {
  if (found.length === count) return;
  throw new Error(`The work is not equal: "${claim}" holds for ${found.length} objects, and should for ${count}.`);
}
