// @ts-check
// Tables in Markdown: of what was measured, and of what was promised.
import { median, TOOLS, writeSpread, writeTime } from "./numbers.mjs";

/** @typedef {import("./numbers.mjs").Measurement} Measurement */

/** @type {Record<string, string>} */
const WORKS = {
  noop: "no-op preview",
  create: "create",
  change: "one file changed",
  refresh: "refresh",
  destroy: "destroy",
  "workspaces-preview-new": "workspaces: preview of new ones",
  "workspaces-create": "workspaces: create",
  "workspaces-noop": "workspaces: no-op preview",
  "workspaces-refresh": "workspaces: refresh",
  "workspaces-preview": "workspaces: preview of a new version",
  "workspaces-rollout": "workspaces: roll-out of a new version",
  "workspaces-destroy": "workspaces: destroy",
  "plugin-ready": "plugin answers",
  "package-load": "package loaded by a program",
  "host-load": "package loaded by the host",
  "resource-cost": "one resource in the program, traces off",
};

/** @type {Record<string, string>} */
const SHAPES = { two: "Template and TemplateVersion", one: "Template with `source`", "": "" };

/** @param {readonly Measurement[]} measurements */
export function writeMeasurements(measurements) {
  const rows = Object.keys(WORKS).flatMap((work) =>
    Object.keys(TOOLS).flatMap((tool) => measurements.filter((each) => each.work === work && each.tool === tool)),
  );
  return writeTable(
    ["work", "tool", "resources", "objects", "time", "lowest – highest", "requests"],
    rows.map(({ work, tool, shape, count, milliseconds, requests }) => [
      WORKS[work] ?? work,
      TOOLS[tool] ?? tool,
      SHAPES[shape] ?? "",
      String(count),
      writeTime(median(milliseconds)),
      writeSpread(milliseconds),
      requests.length === 0 ? "" : String(median(requests)),
    ]),
  );
}

/** @param {readonly import("./targets.mjs").Verdict[]} verdicts */
export function writeVerdicts(verdicts) {
  const written = (/** @type {boolean | undefined} */ isMet) =>
    isMet === undefined ? "not judged" : isMet ? "yes" : "no";
  return writeTable(
    ["what", "measured", "target", "met"],
    verdicts.map(({ what, value, target, isMet }) => [what, value, target, written(isMet)]),
  );
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function writeTable(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return `${line(head)}${line(head.map(() => "---"))}${rows.map(line).join("")}`;
}
