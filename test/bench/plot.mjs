// @ts-check
// Plots as SVG: bars of the bench, lines of the simulation. Texts only, in lines that are short enough for a diff.

const FONT = 'font-family="sans-serif" font-size="12"';
const COLOURS = Object.freeze({ ours: "#5b4ee5", floor: "#b8b3f5", yardstick: "#8a8a8a" });

/**
 * @typedef {{ label: string, value: number, low: number, high: number, text: string, kind: keyof typeof COLOURS }} Bar
 */
/** @typedef {{ title: string, bars: Bar[] }} BarGroup */
/**
 * A line over N, with its points.
 * @typedef {{ label: string, points: [number, number][], slope: string }} Line
 */
/** @typedef {{ title: string, unit: string, lines: Line[] }} Panel */

/**
 * Bars that lie, a scale for each group; a thin line reaches from the lowest to the highest run.
 * @param {string} title
 * @param {BarGroup[]} groups
 */
export function plotBars(title, groups) {
  const [left, width, row] = [240, 420, 20];
  /** @type {string[]} */
  const parts = [];
  let y = 30;
  for (const { title: heading, bars } of groups) {
    y += 14;
    parts.push(text(10, y, heading, 'font-weight="bold"'));
    const highest = Math.max(...bars.map(({ high }) => high));
    const at = (/** @type {number} */ value) => left + (value / highest) * width;
    for (const bar of bars) {
      y += row;
      parts.push(text(left - 8, y, bar.label, 'text-anchor="end"'));
      parts.push(rectangle(left, y - 11, at(bar.value) - left, 13, COLOURS[bar.kind]));
      if (bar.high > bar.low) parts.push(line([at(bar.low), y - 4.5], [at(bar.high), y - 4.5], "#222"));
      parts.push(text(at(bar.high) + 6, y, bar.text));
    }
    y += 16;
  }
  return svg(left + width + 110, y + 10, [text(10, 20, title, 'font-weight="bold"'), ...parts]);
}

/**
 * Panels beside each other, each with lines over N; both axes are linear.
 * @param {string} title
 * @param {Panel[]} panels
 */
export function plotLines(title, panels) {
  const [width, height, left, top] = [300, 220, 70, 60];
  const pitch = left + width + 40;
  const colours = ["#5b4ee5", "#d9480f", "#2b8a3e", "#1c7ed6", "#8a8a8a"];
  const parts = panels.flatMap((panel, index) => {
    const x0 = index * pitch + left;
    const points = panel.lines.flatMap((each) => each.points);
    const [highestX, highestY] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y), 1)];
    const x = (/** @type {number} */ value) => x0 + (value / highestX) * width;
    const y = (/** @type {number} */ value) => top + height - (value / highestY) * height;
    return [
      text(x0, top - 16, panel.title, 'font-weight="bold"'),
      line([x0, top], [x0, top + height], "#222"),
      line([x0, top + height], [x0 + width, top + height], "#222"),
      ...[0, 0.5, 1].flatMap((part) => [
        text(x0 - 6, y(part * highestY) + 4, `${round(part * highestY)} ${panel.unit}`.trim(), 'text-anchor="end"'),
        text(x(part * highestX), top + height + 16, String(round(part * highestX)), 'text-anchor="middle"'),
      ]),
      ...panel.lines.flatMap(({ label, points: own, slope }, number) => {
        const colour = colours[number % colours.length] ?? "";
        const legend = top + height + 40 + number * 18;
        return [
          ...own.slice(1).map((point, before) => {
            const from = /** @type {[number, number]} */ (own[before]);
            return line([x(from[0]), y(from[1])], [x(point[0]), y(point[1])], colour);
          }),
          ...own.map(
            (point) => `<circle cx="${round(x(point[0]))}" cy="${round(y(point[1]))}" r="3" fill="${colour}"/>`,
          ),
          rectangle(x0, legend - 9, 10, 10, colour),
          text(x0 + 16, legend, `${label}: ${slope}`),
        ];
      }),
    ];
  });
  const lines = Math.max(...panels.map((panel) => panel.lines.length));
  return svg(panels.length * pitch + 20, top + height + 50 + lines * 18, [
    text(10, 20, title, 'font-weight="bold"'),
    ...parts,
  ]);
}

/**
 * @param {number} width
 * @param {number} height
 * @param {string[]} parts
 */
function svg(width, height, parts) {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" ${FONT}>`,
    rectangle(0, 0, w, h, "#ffffff"),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

/** @param {number} x @param {number} y @param {string} content @param {string} [more] */
function text(x, y, content, more = "") {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${round(x)}" y="${round(y)}"${more === "" ? "" : ` ${more}`}>${escaped}</text>`;
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} fill */
function rectangle(x, y, width, height, fill) {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;
}

/** @param {[number, number]} from @param {[number, number]} to @param {string} colour */
function line(from, to, colour) {
  const [x1, y1, x2, y2] = [...from, ...to].map(round);
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="1.5"/>`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
