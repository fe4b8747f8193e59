// @ts-check
// What a simulation gives: its table with slopes, and its plot.
import { fitLine, writeTime } from "../numbers.mjs";
import { plotLines } from "../plot.mjs";
import { writeTable } from "../table.mjs";

/**
 * @typedef {object} Point
 * @property {string} operation
 * @property {number} workspaces
 * @property {number} milliseconds
 * @property {number | undefined} megabytes what the plugin's memory reached, where that can be told
 * @property {import("./server").Counts} counts
 */

/**
 * @param {readonly Point[]} points
 * @param {{ factor: number, version: string }} conditions
 */
export function describeScale(points, { factor, version }) {
  return `Latencies and the duration of a job are medians of Coder ${version}. In the roll-out time passed ${factor} times faster.

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
What one more workspace adds:

${writeTable(
  ["operation", "time", "requests", "memory"],
  operationsOf(points).map((operation) => {
    const own = points.filter((point) => point.operation === operation);
    const memory = own.flatMap(({ workspaces, megabytes }) =>
      megabytes === undefined ? [] : [pair(workspaces, megabytes)],
    );
    return [
      operation,
      writeTime(slopeOf(own, timeOf)),
      slopeOf(own, requestsOf).toFixed(3),
      memory.length === 0 ? "" : `${(fitLine(memory).slope * 1024).toFixed(0)} kB`,
    ];
  }),
)}`;
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
