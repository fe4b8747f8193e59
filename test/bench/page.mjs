// @ts-check
// What a run gives: its text for the terminal, and the generated part of a page with its plot.
import fs from "node:fs";
import path from "node:path";
import * as prettier from "prettier";
import { ROOT } from "../toolchain/test-runs.mjs";
import { find, median, TOOLS, writeTime } from "./numbers.mjs";
import { plotBars } from "./plot.mjs";
import { writeMeasurements, writeVerdicts } from "./table.mjs";
import { judge } from "./targets.mjs";

const BEGIN = "<!-- Written by the bench. -->";
const END = "<!-- The end of what the bench wrote. -->";

/** @typedef {import("./numbers.mjs").Measurement} Measurement */
/**
 * @typedef {object} Result
 * @property {readonly Measurement[]} measurements
 * @property {import("./machine.mjs").Machine} machine
 * @property {number} loadBefore
 * @property {number} loadAfter
 * @property {number} minutes
 * @property {number} runs
 * @property {readonly string[]} yardsticks
 */

/** @param {Result} result */
export function describeRun({ measurements, machine, loadBefore, loadAfter, minutes, runs, yardsticks }) {
  const left = ["floor", "coder", "terraform"].filter((name) => !yardsticks.includes(name));
  const conditions = [
    `Measured on ${machine.date}: ${machine.machine}.`,
    `${machine.versions}.`,
    `Load of one minute before it ${loadBefore.toFixed(2)}, after it ${loadAfter.toFixed(2)};`,
    `it took ${minutes.toFixed(0)} minutes.`,
    `Times are medians of as many as ${runs} ${runs === 1 ? "run" : "runs"}; where no range stands beside them, of one.`,
    ...(left.length === 0 ? [] : [`Left out: ${left.join(", ")}.`]),
  ];
  return `${conditions.join("\n")}

${writeVerdicts(judge(measurements))}
${writeMeasurements(measurements)}`;
}

/** @param {Result} result */
export async function writePage(result) {
  fs.writeFileSync(path.join(ROOT, "docs", "speed.svg"), plotRun(result.measurements));
  await writeGenerated(path.join(ROOT, "docs", "speed.md"), `![Times](speed.svg)\n\n${describeRun(result)}`);
}

/**
 * Replaces what stands between the marks of a page, in the format of the repository.
 * @param {string} file
 * @param {string} text
 */
export async function writeGenerated(file, text) {
  const replaced = replaceGenerated(fs.readFileSync(file, "utf8"), text);
  const options = (await prettier.resolveConfig(file)) ?? {};
  fs.writeFileSync(file, await prettier.format(replaced, { ...options, parser: "markdown", proseWrap: "always" }));
}

/**
 * @param {string} page
 * @param {string} text
 */
export function replaceGenerated(page, text) {
  const [before, rest] = page.split(BEGIN);
  const [, after] = (rest ?? "").split(END);
  if (before === undefined || after === undefined)
    throw new Error(`The page lacks the marks "${BEGIN}" and "${END}", between which the bench writes.`);
  return `${before}${BEGIN}\n\n${text}\n${END}${after}`;
}

/** @param {readonly Measurement[]} measurements */
export function plotRun(measurements) {
  const groups = [
    { title: "No-op preview (terraform: plan)", work: "noop", shapes: ["two"] },
    { title: "Create", work: "create", shapes: ["two", "one"] },
    { title: "One file changed", work: "change", shapes: ["two", "one"] },
    { title: "Refresh", work: "refresh", shapes: ["two", "one"] },
    { title: "Destroy", work: "destroy", shapes: ["two", "one"] },
  ];
  const bars = groups.map(({ title, work, shapes }) => {
    const found = Object.keys(TOOLS).flatMap((tool) => [
      ...new Set(shapes.flatMap((shape) => find(measurements, work, tool, shape) ?? [])),
    ]);
    return { title, bars: found.map((each) => barOf(each, shapes.length > 1)) };
  });
  const [first] = measurements.filter(({ work }) => work === "create" || work === "noop");
  return plotBars(
    `${first?.count ?? 0} templates`,
    bars.filter((group) => group.bars.length > 0),
  );
}

/**
 * @param {Measurement} measurement
 * @param {boolean} namesShape
 * @returns {import("./plot.mjs").Bar}
 */
function barOf({ tool, shape, milliseconds }, namesShape) {
  const value = median(milliseconds);
  const name = TOOLS[tool] ?? tool;
  return {
    label: namesShape && shape !== "" ? `${name}, ${shape} each` : name,
    value,
    low: Math.min(...milliseconds),
    high: Math.max(...milliseconds),
    text: writeTime(value),
    kind: tool.endsWith("-floor") ? "floor" : /^(terraform|coder)/.test(tool) ? "yardstick" : "ours",
  };
}
