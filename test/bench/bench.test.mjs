// @ts-check
// The bench's own arithmetic and texts, and that it does not run without a yardstick that nobody left out. Times
// nothing.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../toolchain/test-runs.mjs";
import { jobTimes, mediansOf, routeOf } from "./latencies.mjs";
import { fitLine, median } from "./numbers.mjs";
import { readOptions, requireTerraform, TERRAFORM_VARIABLE, WORKS, YARDSTICKS } from "./options.mjs";
import { plotRun, replaceGenerated } from "./page.mjs";
import { plotLines } from "./plot.mjs";
import { templatesProgram, templatesYaml, terraformConfiguration } from "./programs.mjs";
import { describeScale, plotScale, requireMemory } from "./simulation/scale-page.mjs";
import { writeMeasurements, writeTable, writeVerdicts } from "./table.mjs";
import { judge } from "./targets.mjs";
import { expectCount } from "./work.mjs";

/**
 * @param {string} work
 * @param {string} tool
 * @param {number[]} milliseconds
 * @param {Partial<import("./numbers.mjs").Measurement>} [more]
 * @returns {import("./numbers.mjs").Measurement}
 */
function measured(work, tool, milliseconds, more = {}) {
  const shape = /^(terraform|coder)/.test(tool) ? "" : "two";
  return { work, tool, shape, count: 100, milliseconds, requests: [0], ...more };
}

describe("the options of the bench", () => {
  it("are everything, unless something is named", () => {
    const all = readOptions([]);
    assert.deepEqual([all.works, all.yardsticks, all.count, all.runs], [WORKS, YARDSTICKS, 100, 3]);
    const few = readOptions(["--only", "noop,startup", "--without", "terraform", "--count", "10", "--runs", "1"]);
    assert.deepEqual(few.works, ["noop", "startup"]);
    assert.deepEqual(few.yardsticks, ["floor", "coder"]);
    assert.deepEqual([few.count, few.runs], [10, 1]);
  });

  it("are refused when they name what there is not", () => {
    assert.throws(() => readOptions(["--without", "tofu"]), /does not know "tofu". Known are: floor, coder, terraform/);
    assert.throws(() => readOptions(["--only", "sleep"]), /does not know "sleep"/);
    assert.throws(() => readOptions(["--count", "0"]), /`--count` is "0"; it must be a whole number, 1 or more/);
    assert.throws(() => readOptions(["--only", "noop", "--write"]), /Leave out `--only`/);
    assert.throws(() => readOptions(["--fast"]), /Usage: npm run bench/);
  });

  it("fail the bench when a yardstick is absent, and not when it is left out by name", () => {
    assert.throws(() => requireTerraform(YARDSTICKS, {}), new RegExp(`absent: ${TERRAFORM_VARIABLE} is not set`));
    const absent = { [TERRAFORM_VARIABLE]: path.join(ROOT, "absent.rc") };
    assert.throws(() => requireTerraform(YARDSTICKS, absent), /absent\.rc", and there is no such file/);
    assert.equal(requireTerraform(["floor", "coder"], {}), undefined);
    const present = path.join(ROOT, "package.json");
    assert.equal(requireTerraform(YARDSTICKS, { [TERRAFORM_VARIABLE]: present }), present);
    const environment = { ...process.env, [TERRAFORM_VARIABLE]: "" };
    const parameters = ["-r", "ts-node/register/transpile-only", path.join("test", "bench", "bench.mjs")];
    const run = spawnSync(process.execPath, parameters, { cwd: ROOT, env: environment, encoding: "utf8" });
    assert.deepEqual([run.status, run.stdout], [1, ""]);
    assert.match(run.stderr, /^The yardstick terraform is absent/m);
  });
});

describe("the programs of the bench", () => {
  it("declare the same templates for every tool", () => {
    const templates = { prefix: "t-", count: 3, shape: /** @type {const} */ ("two") };
    const yaml = templatesYaml(templates);
    assert.equal(yaml.match(/"coderd:TemplateVersion"/g)?.length, 3);
    assert.equal(yaml.match(/"coderd:Template"/g)?.length, 3);
    assert.equal(templatesYaml({ ...templates, shape: "one" }).match(/"type"/g)?.length, 3);
    for (const text of [templatesProgram("pulumi-coderd", templates), terraformConfiguration(templates), yaml]) {
      assert.ok(text.includes("t-"));
      assert.ok(text.includes("../templates/"));
    }
  });
});

describe("the figures of the bench", () => {
  it("are medians, and lines through points", () => {
    assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3])], [2, 2.5]);
    assert.throws(() => median([]), /no median of nothing/);
    const { slope, start } = fitLine([
      [100, 25],
      [300, 65],
      [1000, 205],
    ]);
    assert.deepEqual([slope.toFixed(6), start.toFixed(6)], ["0.200000", "5.000000"]);
  });

  it("stand beside the floor where terraform's ratio is below what the floor allows, and beside terraform else", () => {
    const floorAbove = judge([
      measured("noop", "dynamic", [400, 440, 420]),
      measured("noop", "dynamic-floor", [400]),
      measured("noop", "terraform", [200]),
    ]);
    assert.deepEqual(
      floorAbove.map(({ value, isMet }) => [value, isMet]),
      [
        ["1.05 ×", true],
        ["2.10 ×", true],
      ],
    );
    assert.equal(floorAbove[1]?.target, "≤ 1.3 ×; its floor is at 2.00 ×, so 1.15 × the floor binds");
    const floorBelow = judge([
      measured("noop", "yaml", [180]),
      measured("noop", "yaml-floor", [150]),
      measured("noop", "terraform", [200]),
    ]);
    assert.deepEqual(
      floorBelow.map(({ value, target, isMet }) => [value, target, isMet]),
      [
        ["1.20 ×", "≤ 1.15 ×", false],
        ["0.90 ×", "≤ 0.8 ×", false],
      ],
    );
  });

  it("count requests for each object, without polls that several share", () => {
    const verdicts = judge([
      measured("create", "plugin", [110], { requests: [901] }),
      measured("create", "terraform", [100]),
      measured("refresh", "plugin", [1], { requests: [110] }),
      measured("refresh", "dynamic", [1], { requests: [4], count: 3 }),
      measured("workspaces-refresh", "plugin", [1], { requests: [26], shape: "", count: 1_000 }),
      measured("workspaces-refresh", "dynamic", [1], { requests: [4], shape: "" }),
      measured("workspaces-preview-new", "plugin", [1], { requests: [16], shape: "" }),
      measured("workspaces-preview", "plugin", [1], { requests: [15], shape: "" }),
      measured("workspaces-rollout", "plugin", [1], { requests: [830], polls: [30], shape: "" }),
    ]);
    assert.deepEqual(
      verdicts.map(({ value, isMet }) => [value, isMet]),
      [
        ["1.10 ×", true],
        ["9.01", false],
        ["4", undefined],
        ["110", true],
        ["4", undefined],
        ["16", false],
        ["15", true],
        ["26", false],
        ["8.00", true],
      ],
    );
  });

  it("fail the bench when the server does not hold what a tool was to make", () => {
    expectCount([1, 2], 2, "two");
    assert.throws(() => expectCount([1], 2, "x made the templates"), /"x made the templates" holds for 1 objects/);
  });
});

describe("the page of the bench", () => {
  const measurements = [
    measured("noop", "plugin", [2_000, 3_000, 2_500], { requests: [2] }),
    measured("noop", "terraform", [2_000]),
    measured("plugin-ready", "plugin", [95.4], { shape: "", count: 1, requests: [] }),
  ];

  it("has a row for every measurement, and one for every target", () => {
    const rows = writeMeasurements(measurements).trimEnd().split("\n");
    assert.equal(rows.length, 2 + measurements.length);
    assert.equal(
      rows[2],
      "| no-op preview | plugin | Template and TemplateVersion | 100 | 2.50 s | 2.00 s – 3.00 s | 2 |",
    );
    assert.match(writeVerdicts(judge(measurements)), /^\| plugin, from its start .* \| 95 ms \| ≤ 150 ms \| yes \|$/m);
    assert.equal(writeTable(["a"], [["x | y"]]), "| a |\n| --- |\n| x \\| y |\n");
  });

  it("keeps what people wrote around the marks, and refuses a page without them", () => {
    const page = "# Speed\n\n<!-- Written by the bench. -->\nold\n<!-- The end of what the bench wrote. -->\n\nMore.\n";
    const replaced = replaceGenerated(page, "new\n");
    assert.match(replaced, /^# Speed\n\n<!-- .* -->\n\nnew\n\n<!-- .* -->\n\nMore\.\n$/);
    assert.throws(() => replaceGenerated("# Speed\n", "new"), /lacks the marks/);
  });

  it("has plots that are whole SVG, in short lines, with every figure", () => {
    const bars = plotRun(measurements);
    assertIsSvg(bars);
    for (const text of ["100 templates", "plugin", "2.50 s", "terraform"]) assert.ok(bars.includes(`>${text}<`), text);
    const line = {
      label: "a < b",
      points: /** @type {[number, number][]} */ ([
        [0, 0],
        [10, 5],
      ]),
      slope: "0.5 ms",
    };
    const lines = plotLines("Scale", [{ title: "Time", unit: "s", lines: [line] }]);
    assertIsSvg(lines);
    assert.ok(lines.includes("a &lt; b: 0.5 ms"));
    assert.equal(lines.match(/<circle /g)?.length, 2);
  });

  it("names what one more workspace adds, for what was measured with several numbers", () => {
    const point = (/** @type {string} */ operation, /** @type {number} */ workspaces) => ({
      ...{ operation, workspaces, milliseconds: 50 + 2 * workspaces, megabytes: 100 },
      counts: { total: 7 + workspaces / 100, polls: 3, routes: {} },
    });
    const points = [point("refresh", 100), point("roll-out", 100), point("refresh", 300), point("roll-out", 300)];
    const text = describeScale([...points, point("real engine: refresh", 50)], { factor: 10, version: "2.24.0" });
    assert.match(text, /^\| refresh \| 300 \| 650 ms \| 10 \| 3 \| 100 MB \|$/m);
    // Two points tell nothing of how straight the line is.
    assert.match(text, /^\| roll-out \| 2\.0 ms \| {2}\| 0\.010 \| {2}\| 0 kB \|$/m);
    assert.equal(text.match(/real engine/g)?.length, 1);
    const plot = plotScale(points);
    assertIsSvg(plot);
    assert.ok(plot.includes("roll-out: 2.0 ms each"));
  });

  it("tells how far from a straight line the growth is, and judges the memory at 1,000 workspaces", () => {
    const point = (/** @type {number} */ workspaces, /** @type {number} */ milliseconds, megabytes = 150) => ({
      ...{ operation: "refresh", workspaces, milliseconds, megabytes },
      counts: { total: 7 + workspaces / 100, polls: 3, routes: {} },
    });
    const describe = (/** @type {ReturnType<typeof point>[]} */ points) =>
      describeScale(points, { factor: 10, version: "2.24.0" });
    const straight = describe([point(0, 100), point(1_000, 200), point(2_000, 300, 250)]);
    assert.match(straight, /^\| refresh \| 0\.1 ms \| 0\.0 ms, 0 % \| 0\.010 \| 0\.0, 0 % \| /m);
    assert.match(straight, /^\| memory of the plugin at 1000 workspaces \| 150 MB \| ≤ 200 MB \| yes \|$/m);
    const bent = describe([point(0, 0), point(1_000, 100, 201), point(2_000, 400)]);
    assert.match(bent, /^\| refresh \| 0\.2 ms \| 67 ms, 17 % \| /m);
    assert.match(bent, /^\| memory of the plugin at 1000 workspaces \| 201 MB \| ≤ 200 MB \| no \|$/m);
    assert.doesNotMatch(describe([point(100, 1), point(300, 2)]), /memory of the plugin at/);
  });

  it("is not written without the memory of the larger sizes, where the system tells it", () => {
    const point = (/** @type {number} */ workspaces, /** @type {number | undefined} */ megabytes) => ({
      ...{ operation: "refresh", workspaces, milliseconds: 1, megabytes },
      counts: { total: 1, polls: 0, routes: {} },
    });
    const lacking = [point(100, 90), point(1_000, 100), point(3_000, undefined)];
    assert.throws(() => requireMemory(lacking, "linux"), /nothing told the memory of the plugin in refresh of 3000\.$/);
    assert.throws(() => requireMemory([point(30, undefined), point(100, undefined)], "linux"), /in refresh of 100\.$/);
    requireMemory(lacking, "darwin");
    requireMemory([point(100, undefined), point(1_000, 100)], "linux");
  });

  /** @param {string} text */
  function assertIsSvg(text) {
    assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+" /);
    assert.doesNotMatch(text, /NaN|Infinity|undefined/);
    assert.deepEqual(
      text.split("\n").filter((each) => each.length > 120),
      [],
    );
    /** @type {string[]} */
    const open = [];
    const rest = text.replaceAll(
      /<(\/?)(\w+)((?: [\w-]+="[^"<&]*")*)(\/?)>/g,
      (_tag, ends, name, _attributes, isWhole) => {
        if (ends) assert.equal(open.pop(), name);
        else if (!isWhole) open.push(name);
        return "";
      },
    );
    assert.deepEqual(open, []);
    assert.doesNotMatch(rest, /[<>]|&(?!amp;|lt;)/);
  }
});

describe("the latencies of the bench", () => {
  it("belong to routes, whatever the ids and names are", () => {
    const id = "0c0a2a40-1111-4222-8333-444455556666";
    assert.equal(routeOf("GET", `/workspaces/${id}?include_deleted=true`), "GET /workspaces/:id");
    assert.equal(routeOf("GET", "/organizations/default/templates/docker"), "GET /organizations/:id/templates/:id");
    assert.equal(routeOf("GET", "/users/me/workspace/dev/builds/3"), "GET /users/:id/workspace/:id/builds/:id");
    assert.equal(routeOf("GET", "/workspaces?q=owner:me"), "GET /workspaces");
  });

  it("are medians of what succeeded", () => {
    const request = (/** @type {number} */ milliseconds, status = 200) => ({
      method: "GET",
      path: "/workspaces",
      status,
      milliseconds,
    });
    const socket = { method: "GET", path: "/files", status: 101, milliseconds: undefined };
    assert.deepEqual(mediansOf([request(4), request(6), request(5), request(900, 429), socket]), {
      "GET /workspaces": 5,
    });
    const job = { type: "workspace_build", started_at: "2026-01-01T00:00:00Z", completed_at: "2026-01-01T00:00:01.5Z" };
    assert.deepEqual(jobTimes([job, { type: "other" }]), { workspace_build: 1_500 });
  });
});
