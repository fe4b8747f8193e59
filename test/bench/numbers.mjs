// @ts-check
// What the bench counts with: measurements, their medians and ratios, and how a figure is written.

/**
 * One kind of work that one tool did, with a time and a number of requests for each run.
 * @typedef {object} Measurement
 * @property {string} work such as "noop"
 * @property {string} tool such as "plugin"; see TOOLS
 * @property {"one" | "two" | ""} shape of the program, where it has one
 * @property {number} count objects, such as templates
 * @property {number[]} milliseconds
 * @property {number[]} requests
 * @property {number[]} [polls] those of the requests that ask for several jobs at once
 */

/** How the table names the tools, in its order. */
export const TOOLS = Object.freeze(
  /** @type {Record<string, string>} */ ({
    dynamic: "dynamic host",
    "dynamic-floor": "floor of the dynamic host",
    plugin: "plugin",
    "plugin-typescript": "plugin, TypeScript with type check",
    "plugin-floor": "floor of the plugin",
    yaml: "YAML",
    "yaml-floor": "floor of YAML",
    terraform: "terraform",
    "terraform-without-refresh": "terraform without refresh",
    coder: "coder CLI",
  }),
);

/** @param {readonly number[]} values */
export function median(values) {
  if (values.length === 0) throw new Error("There is no median of nothing.");
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const upper = /** @type {number} */ (sorted[Math.floor(middle)]);
  return Number.isInteger(middle) ? /** @type {number} */ (sorted[middle - 1] + upper) / 2 : upper;
}

/**
 * @param {readonly Measurement[]} measurements
 * @param {string} work
 * @param {string} tool
 * @param {string} [shape]
 * @returns {Measurement | undefined}
 */
export function find(measurements, work, tool, shape) {
  return measurements.find(
    (each) =>
      each.work === work && each.tool === tool && (shape === undefined || each.shape === "" || each.shape === shape),
  );
}

/**
 * The ratio of two medians of times.
 * @param {Measurement | undefined} measurement
 * @param {Measurement | undefined} yardstick
 * @returns {number | undefined}
 */
export function ratio(measurement, yardstick) {
  if (measurement === undefined || yardstick === undefined) return undefined;
  return median(measurement.milliseconds) / median(yardstick.milliseconds);
}

/** @param {number} milliseconds */
export function writeTime(milliseconds) {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(2)} s`;
}

/** @param {readonly number[]} milliseconds */
export function writeSpread(milliseconds) {
  if (milliseconds.length < 2) return "";
  return `${writeTime(Math.min(...milliseconds))} – ${writeTime(Math.max(...milliseconds))}`;
}

/** @param {number | undefined} value */
export function writeRatio(value) {
  return value === undefined ? "" : `${value.toFixed(2)} ×`;
}

/**
 * The straight line through points, by least squares.
 * @param {readonly (readonly [number, number])[]} points
 */
export function fitLine(points) {
  const meanOf = (/** @type {readonly number[]} */ values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = meanOf(points.map(([x]) => x));
  const meanY = meanOf(points.map(([, y]) => y));
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return { slope, start: meanY - slope * meanX };
}
