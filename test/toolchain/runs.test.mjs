// @ts-check
// A run of the tests: the order of its files, the list of slow ones, bad arguments, and that it leaves nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { inOrder, readSeed } from "./order.mjs";
import { findProcessesAt, sendSignal, waitUntil } from "./processes.mjs";
import { runScript, temporaryFolder } from "./test-support.mjs";
import { describeSlowest, sum } from "./test-runs.mjs";

const END_MILLISECONDS = 20_000;

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
  const order = (/** @type {string[]} */ items, /** @type {number | undefined} */ seed) =>
    inOrder(items, (name) => name, seed);

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
    assert.deepEqual(lines.slice(0, 5), [
      "",
      "The slowest test files:",
      "  123.5 s  live",
      "   12.3 s  unit",
      "    0.0 s  fast-11",
    ]);
    assert.equal(lines.length, 2 + 10 + 2);
    assert.equal(describeSlowest([]), "");
  });
});

describe("run-tests.mjs", () => {
  it("refuses what it does not know before it does anything", async () => {
    for (const [parameters, message] of /** @type {[string[], RegExp][]} */ ([
      [["unti"], /^There is no suite "unti"\. Use unit, nodes, live, or none for all\.\n$/],
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
    const { stderr } = await runScript("run-tests.mjs", ["live"], { ...process.env, PULUMI_CODERD_TEST_SEED: "x" });
    assert.match(stderr, /^`PULUMI_CODERD_TEST_SEED` is "x"; /);
  });
});

describe("withRunFolder", () => {
  /**
   * A run that has written a file, and started a process in a session of its own.
   * @param {import("node:test").TestContext} test
   * @param {{ start?: [string, ...string[]], work?: string, ignored?: string }} [how] `ignored` are signals that the
   * process ignores
   */
  async function startRun(
    test,
    {
      start = [process.execPath, "run.mjs"],
      work = "await new Promise((resolve) => signal.addEventListener('abort', resolve));",
      ignored = "",
    } = {},
  ) {
    const project = temporaryFolder(test);
    const parent = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "r-"));
    test.after(() => fs.rmSync(parent, { recursive: true, force: true }));
    const here = (/** @type {string} */ name) =>
      JSON.stringify(path.join(path.dirname(new URL(import.meta.url).pathname), name));
    fs.writeFileSync(path.join(project, "package.json"), JSON.stringify({ scripts: { work: "node run.mjs" } }));
    fs.writeFileSync(
      path.join(project, "run.mjs"),
      `import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { runCommand } from ${here("command.mjs")};
import { withRunFolder } from ${here("run-folder.mjs")};
await runCommand(({ signal }) => withRunFolder(async (folder) => {
  fs.writeFileSync(process.env.TMPDIR + "/file", "");
  const started = spawn("sh", ["-c", "${ignored} echo ready; while :; do sleep 0.2; done"], { cwd: '/', env: { FOLDER: folder, PATH: process.env.PATH }, detached: true, stdio: ["ignore", "pipe", "ignore"] });
  await once(started.stdout, "data");
  started.stdout.destroy();
  started.unref();
  process.stdout.write(process.pid + " " + folder + "\\n");
  ${work}
}));
`,
    );
    const child = spawn(start[0], start.slice(1), {
      cwd: project,
      env: { ...process.env, TMPDIR: parent, HOME: project },
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (data) => (text += data));
    await waitUntil(() => /^\d+ \/.*$/m.test(text), END_MILLISECONDS);
    const [, pid, folder = ""] = /^(\d+) (\/.*)$/m.exec(text) ?? [];
    return { child, pid: Number(pid), folder, parent };
  }

  /** @param {{ folder: string, parent: string }} run */
  async function assertNothingIsLeft({ folder, parent }) {
    await waitUntil(
      async () => !fs.existsSync(folder) && (await findProcessesAt(folder)).length === 0,
      END_MILLISECONDS,
    );
    assert.deepEqual(await findProcessesAt(folder), []);
    assert.deepEqual(fs.readdirSync(parent), []);
  }

  it("ends what was started and removes what was written, when the work ends and when it fails", async (test) => {
    for (const [work, code] of /** @type {[string, number][]} */ ([
      ["return 0;", 0],
      ["throw new Error('a failure');", 1],
    ])) {
      const run = await startRun(test, { work });
      const ended = await new Promise((resolve) =>
        run.child.exitCode === null ? run.child.on("exit", resolve) : resolve(run.child.exitCode),
      );
      assert.equal(ended, code);
      // Not some time later: when the prompt is back.
      assert.equal(fs.existsSync(run.folder), false);
      await assertNothingIsLeft(run);
    }
  });

  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    it(`does so before it returns after ${signal} to its group, as a terminal sends it`, async (test) => {
      const run = await startRun(test);
      assert.equal((await findProcessesAt(run.folder)).length >= 2, true, "the test sees the processes");
      const ended = new Promise((resolve) => run.child.on("exit", (code) => resolve(code)));
      process.kill(-(run.child.pid ?? 0), signal);
      assert.equal(await ended, { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[/** @type {"SIGINT"} */ (signal)]);
      assert.equal(fs.existsSync(run.folder), false);
      await assertNothingIsLeft(run);
    });
  }

  it("does so when it is killed itself, with what ignores a request to end", async (test) => {
    const run = await startRun(test, { ignored: "trap '' TERM INT HUP;" });
    sendSignal(run.pid, "SIGKILL");
    await assertNothingIsLeft(run);
  });

  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGTERM", "SIGKILL"])) {
    it(`does so after ${signal} to npm alone`, async (test) => {
      const run = await startRun(test, { start: ["npm", "run", "--silent", "work"] });
      run.child.kill(signal);
      await assertNothingIsLeft(run);
    });
  }
});
