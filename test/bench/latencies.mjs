// @ts-check
// What a real server takes for each route and each job: recorded by the bench, replayed by the simulation.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { median } from "./numbers.mjs";

const FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), "simulation", "latencies.json");

/** Parts of a path that are an id or a name, each after what it names. */
const NAMED =
  /\/(organizations|templates|templateversions|workspaces|workspacebuilds|users|workspace|versions)\/([^/]+)/g;
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/**
 * The route of a request, with `:id` for what varies.
 * @param {string} method
 * @param {string} target path with query
 */
export function routeOf(method, target) {
  const [file = ""] = target.split("?");
  const route = file.replace(UUID, ":id").replace(NAMED, (_whole, noun) => `/${noun}/:id`);
  return `${method} ${route.replace(/\/builds\/\d+$/, "/builds/:id")}`;
}

/**
 * @param {readonly import("./commands.mjs").Request[]} requests
 * @returns {Record<string, number>}
 */
export function mediansOf(requests) {
  /** @type {Map<string, number[]>} */
  const byRoute = new Map();
  for (const { method, path: target, milliseconds, status = 500 } of requests) {
    if (milliseconds === undefined || status >= 300) continue;
    const route = routeOf(method, target);
    byRoute.set(route, [...(byRoute.get(route) ?? []), milliseconds]);
  }
  const medians = [...byRoute].map(([route, times]) => /** @type {const} */ ([route, round(median(times))]));
  return sorted(Object.fromEntries(medians));
}

/**
 * @param {readonly Record<string, string>[]} jobs as the server lists them
 * @returns {Record<string, number>} by type
 */
export function jobTimes(jobs) {
  /** @type {Record<string, number>} */
  const times = {};
  for (const type of new Set(jobs.map((job) => job["type"] ?? ""))) {
    const own = jobs.filter((job) => job["type"] === type && job["completed_at"] && job["started_at"]);
    const taken = own.map((job) => Date.parse(job["completed_at"] ?? "") - Date.parse(job["started_at"] ?? ""));
    if (taken.length > 0) times[type] = round(median(taken));
  }
  return times;
}

/**
 * Routes and jobs that this run did not see keep what an earlier one recorded.
 * @param {readonly import("./commands.mjs").Request[]} requests
 * @param {readonly Record<string, string>[]} jobs
 * @param {string} version of the server
 */
export async function writeLatencies(requests, jobs, version) {
  const before = fs.existsSync(FILE) ? readLatencies() : { routes: {}, jobs: {} };
  const latencies = {
    version,
    routes: sorted({ ...before.routes, ...mediansOf(requests) }),
    jobs: sorted({ ...before.jobs, ...jobTimes(jobs) }),
  };
  fs.mkdirSync(path.dirname(FILE), { recursive: true });
  fs.writeFileSync(FILE, await prettier.format(JSON.stringify(latencies), { parser: "json", printWidth: 120 }));
}

/** @returns {import("./simulation/server").Latencies} */
export function readLatencies() {
  return JSON.parse(fs.readFileSync(FILE, "utf8"));
}

/** @param {Record<string, number>} values @returns {Record<string, number>} */
function sorted(values) {
  return Object.fromEntries(Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
