// @ts-check
// What a run of the tests does around them: the order of files, the list of slow ones, and bad arguments.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inOrder, readSeed } from "./order.mjs";
import { runScript } from "./test-support.mjs";
import { describeSlowest, sum } from "./test-runs.mjs";

describe("readSeed", () => {
  it("takes whole numbers that fit into 32 bits, and names the setting that holds anything else", () => {
    assert.deepEqual(
      [readSeed(undefined, "--seed"), readSeed("0", "--seed"), readSeed("4294967295", "--seed")],
      [undefined, 0, 4294967295],
    );
    for (const text of ["", "abc", "-1", "1.5", "1e3", " 1", "4294967296", "9".repeat(40)]) {
      assert.throws(() => readSeed(text, "--seed"), {
        message: `\`--seed\` is "${text}"; it must be a whole number from 0 to 4294967295.`,
      });
    }
  });
});

describe("inOrder", () => {
  const names = Array.from({ length: 30 }, (_, index) => `file-${index}`);
  const order = (/** @type {string[]} */ items, /** @type {number | undefined} */ seed) => inOrder(items, (name) => name, seed);

  it("orders by name without a seed, and else by the seed alone", () => {
    const backwards = [...names].reverse();
    assert.deepEqual(order(backwards, undefined), [...names].sort());
    assert.deepEqual(order(backwards, 42), order(names, 42));
    assert.deepEqual([...order(names, 42)].sort(), [...names].sort());
    assert.deepEqual(order(["a", "b", "c", "d", "e"], 42), ["a", "e", "c", "b", "d"]);
  });

  it("puts every file first with some seed, and orders differently with most", () => {
    const orders = Array.from({ length: 1000 }, (_, seed) => order(names, seed));
    assert.deepEqual(new Set(orders.map(([first]) => first)), new Set(names));
    assert.equal(new Set(orders.map(String)).size, 1000);
  });
});

describe("describeSlowest", () => {
  it("lists the ten slowest files of all suites, slowest first, and nothing where nothing ran", () => {
    const result = (/** @type {[string, number][]} */ ...times) => ({
      passed: 1,
      failed: 0,
      skipped: 0,
      times: times.map(([file, milliseconds]) => ({ file, milliseconds })),
    });
    const fast = Array.from({ length: 12 }, (_, index) => /** @type {[string, number]} */ ([`fast-${index}`, index]));
    const { times, passed } = sum([result(...fast, ["unit", 12_345]), result(["live", 123_456])]);
    const lines = describeSlowest(times).split("\n");
    assert.equal(passed, 2);
    assert.deepEqual(lines.slice(0, 5), ["", "The slowest test files:", "  123.5 s  live", "   12.3 s  unit", "    0.0 s  fast-11"]);
    assert.equal(lines.length, 2 + 10 + 2);
    assert.equal(describeSlowest([]), "");
  });
});

describe("run-tests.mjs", () => {
  it("refuses what it does not know before it does anything", async () => {
    for (const [parameters, message] of /** @type {[string[], RegExp][]} */ ([
      [["unti"], /^There is no suite "unti"\. Use unit or live, or none for all\.\n$/],
      [["live", "none"], /^There is no live test "none"\. Known are: agents, /],
      [["live", "--seed", "abc"], /^`--seed` is "abc"; it must be a whole number from 0 to 4294967295\.\n$/],
      [["live", "--seed"], /^Option '--seed <value>' argument missing\n$/],
      [["unit", "--seed", "1"], /^`--seed` shuffles the files of the live suite, which is not asked for\./],
      [["--sed", "1"], /^Unknown option '--sed'/],
    ])) {
      const { code, stdout, stderr } = await runScript("run-tests.mjs", parameters, process.env);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, message);
    }
    const { stderr } = await runScript("run-tests.mjs", ["live"], { ...process.env, PULUMI_CODER_TEST_SEED: "x" });
    assert.match(stderr, /^`PULUMI_CODER_TEST_SEED` is "x"; /);
  });
});
