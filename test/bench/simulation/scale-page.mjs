// @ts-check
// What a simulation gives: its tables with slopes and how straight the lines are, and its plot.
import { fitLine, writeTime } from "../numbers.mjs";
import { plotLines } from "../plot.mjs";
import { writeTable, writeVerdicts } from "../table.mjs";

/**
 * @typedef {object} Point
 * @property {string} operation
 * @property {number} workspaces
 * @property {number} milliseconds
 * @property {number | undefined} megabytes what the plugin's memory reached, where that can be told
 * @property {import("./server").Counts} counts
 */

const MEMORY = { workspaces: 1_000, megabytes: 200 };
/** Two points are on a line whatever they are. */
const FEWEST_POINTS = 3;

/**
 * A page without the memory of the larger sizes says less than it promises.
 * @param {readonly Point[]} points
 * @param {NodeJS.Platform} platform
 */
export function requireMemory(points, platform) {
  // Only there the system tells it of a process.
  if (platform !== "linux") return;
  const size = Math.min(MEMORY.workspaces, Math.max(...points.map(({ workspaces }) => workspaces)));
  const missing = points.filter(({ workspaces, megabytes }) => workspaces >= size && megabytes === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ operation, workspaces }) => `${operation} of ${workspaces}`);
  throw new Error(`The page was not written: nothing told the memory of the plugin in ${names.join(", ")}.`);
}

/**
 * @param {readonly Point[]} points
 * @param {{ factor: number, version: string }} conditions
 */
export function describeScale(points, { factor, version }) {
  return `Latencies and the duration of a job are medians of Coder ${version}. In the roll-out, time passed ${factor} times faster.

${writeTable(
  ["operation", "workspaces", "time", "requests", "of these shared polls", "memory of the plugin"],
  points.map(({ operation, workspaces, milliseconds, megabytes, counts }) => [
    operation,
    String(workspaces),
    writeTime(milliseconds),
    String(counts.total),
    String(counts.polls),
    megabytes === undefined ? "" : `${Math.round(megabytes)} MB`,
  ]),
)}
${describeMemory(points)}What one more workspace adds, by the straight line through all sizes. The deviation is that of the size which is farthest
from the line, also as a part of the highest figure:

${writeTable(
  ["operation", "time", "deviation", "requests", "deviation", "memory"],
  operationsOf(points).map((operation) => {
    const own = points.filter((point) => point.operation === operation);
    const memory = own.flatMap(({ workspaces, megabytes }) =>
      megabytes === undefined ? [] : [pair(workspaces, megabytes)],
    );
    return [
      operation,
      writeTime(slopeOf(own, timeOf)),
      describeDeviation(own, timeOf, writeTime),
      slopeOf(own, requestsOf).toFixed(3),
      describeDeviation(own, requestsOf, (value) => value.toFixed(1)),
      memory.length === 0 ? "" : `${(fitLine(memory).slope * 1024).toFixed(0)} kB`,
    ];
  }),
)}`;
}

/** The highest of all operations. @param {readonly Point[]} points */
function describeMemory(points) {
  const reached = points.flatMap(({ workspaces, megabytes }) =>
    workspaces === MEMORY.workspaces && megabytes !== undefined ? [megabytes] : [],
  );
  if (reached.length === 0) return "";
  const highest = Math.max(...reached);
  const what = `memory of the plugin at ${MEMORY.workspaces} workspaces`;
  const [value, target] = [`${Math.round(highest)} MB`, `≤ ${MEMORY.megabytes} MB`];
  return `${writeVerdicts([{ what, value, target, isMet: highest <= MEMORY.megabytes }])}\n`;
}

/**
 * @param {readonly Point[]} points of one operation
 * @param {(point: Point) => number} valueOf
 * @param {(value: number) => string} write
 */
function describeDeviation(points, valueOf, write) {
  if (points.length < FEWEST_POINTS) return "";
  const { slope, start } = fitLine(points.map((point) => pair(point.workspaces, valueOf(point))));
  const largest = Math.max(...points.map((point) => Math.abs(valueOf(point) - start - slope * point.workspaces)));
  const highest = Math.max(...points.map(valueOf));
  return `${write(largest)}, ${highest === 0 ? 0 : Math.round((largest / highest) * 100)} %`;
}

/** @param {readonly Point[]} points */
export function plotScale(points) {
  const lines = (/** @type {(point: Point) => number} */ valueOf, /** @type {(slope: number) => string} */ write) =>
    operationsOf(points).map((operation) => {
      const own = points.filter((point) => point.operation === operation);
      return {
        label: operation,
        points: own.map((point) => pair(point.workspaces, valueOf(point))),
        slope: write(slopeOf(own, valueOf)),
      };
    });
  const time = lines(
    (point) => timeOf(point) / 1_000,
    (slope) => `${writeTime(slope * 1_000)} each`,
  );
  const [rollOuts, others] = [time.filter(isRollOut), time.filter((line) => !isRollOut(line))];
  return plotLines("By number of workspaces", [
    { title: "Time", unit: "s", lines: others },
    { title: "Time of the roll-out", unit: "s", lines: rollOuts },
    { title: "Requests", unit: "", lines: lines(requestsOf, (slope) => `${slope.toFixed(2)} each`) },
  ]);
}

/** @param {import("../plot.mjs").Line} line */
function isRollOut({ label }) {
  return label === "roll-out";
}

/** Those that were measured with several numbers of workspaces. @param {readonly Point[]} points */
function operationsOf(points) {
  const names = points.map(({ operation }) => operation);
  return [...new Set(names)].filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
}

/** @param {Point} point */
function timeOf({ milliseconds }) {
  return milliseconds;
}

/** @param {Point} point */
function requestsOf({ counts }) {
  return counts.total;
}

/**
 * @param {readonly Point[]} points
 * @param {(point: Point) => number} valueOf
 */
function slopeOf(points, valueOf) {
  return fitLine(points.map((point) => pair(point.workspaces, valueOf(point)))).slope;
}

/** @param {number} x @param {number} y @returns {[number, number]} */
function pair(x, y) {
  return [x, y];
}
