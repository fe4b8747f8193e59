// @ts-check
// `npm run test:live` and the quickstart leave nothing when they are interrupted while a real engine works on a real
// server. Builds the tools when they are missing, so it runs with the live suite, or by
// `node --test test/toolchain/interrupts.live.mjs`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { before, describe, it } from "node:test";
import { endEverythingAt } from "./leftovers.mjs";
import { findProcessesAt, waitUntil } from "./processes.mjs";
import { findServerProcesses } from "./server-processes.mjs";
import { readState } from "./server-state.mjs";
import { filesIn, isListening } from "./test-support.mjs";
import { ROOT } from "./test-runs.mjs";
import { provideTools } from "./tools.mjs";

const START_MILLISECONDS = 300_000;
const END_MILLISECONDS = 60_000;

describe("an interrupt", { timeout: 900_000 }, () => {
  /** @type {string} */
  let cache;
  before(async () => {
    ({ cache } = await provideTools(undefined, { log: (line) => console.error(line) }));
  });

  /**
   * A folder for temporary files, a home folder and a project's, all new and empty; and the environment that has them.
   * @param {import("node:test").TestContext} test
   */
  function makeFolders(test) {
    const made = ["t-", "h-", "p-"].map((name) => {
      // Short, because sockets will be in it, and open to the server's account.
      const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), name));
      fs.chmodSync(folder, 0o711);
      test.after(() => endEverythingAt(folder));
      return folder;
    });
    const [temporary, home, project] = /** @type {[string, string, string]} */ (made);
    /** @type {NodeJS.ProcessEnv} */
    const environment = { ...process.env, HOME: home, TMPDIR: temporary, XDG_CACHE_HOME: path.dirname(cache) };
    // Both start a server of their own, whatever the user's settings are.
    for (const name of ["CODER_URL", "CODER_SESSION_TOKEN"]) delete environment[name];
    return { temporary, project, environment, left: () => [temporary, home].flatMap(filesIn) };
  }

  /**
   * Waits until the engine works.
   * @param {string} folder
   */
  async function untilEngineWorks(folder) {
    const works = async () => (await findProcessesAt(folder)).some(({ command }) => /pulumi up /.test(command));
    assert.ok(await waitUntil(works, START_MILLISECONDS), "the engine was started");
  }

  /**
   * The server whose state is somewhere in a folder, and the port of its database.
   * @param {string} folder
   */
  async function factsOfServer(folder) {
    const [file = ""] = fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => path.basename(name) === "server.json");
    const stateDirectory = path.join(folder, path.dirname(file));
    const state = readState(stateDirectory);
    assert.ok(state);
    const temporary = `TMPDIR=${path.join(state.data, "tmp")} `;
    const running = (await findProcessesAt(state.data)).map(({ command }) => `${command} `);
    assert.ok(
      running.some((command) => command.includes(temporary)),
      "its temporary files go when its data goes",
    );
    const postmaster = fs.readFileSync(
      path.join(state.data, "home", "config", "postgres", "data", "postmaster.pid"),
      "utf8",
    );
    return { url: state.url, data: state.data, socket: `/tmp/.s.PGSQL.${postmaster.split("\n")[3]}` };
  }

  /** @param {{ url: string, data: string, socket: string }} server */
  async function assertServerIsGone({ url, data, socket }) {
    assert.deepEqual(await findServerProcesses(data), []);
    assert.equal(await isListening(url), false);
    assert.deepEqual(
      [data, socket].filter((file) => fs.existsSync(file)),
      [],
    );
  }

  for (const [what, interrupt] of /** @type {[string, (pid: number) => void][]} */ ([
    ["Ctrl-C", (pid) => process.kill(-pid, "SIGINT")],
    ["SIGKILL to npm", (pid) => process.kill(pid, "SIGKILL")],
  ])) {
    it(`of the live suite by ${what} leaves no process, no port and no file`, async (test) => {
      const { temporary, environment, left } = makeFolders(test);
      const child = spawn("npm", ["run", "--silent", "test:live", "--", "drift"], {
        cwd: ROOT,
        env: environment,
        detached: true,
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.on("exit", resolve));
      await untilEngineWorks(temporary);
      const server = await factsOfServer(temporary);
      interrupt(child.pid ?? 0);
      await ended;
      // npm that is killed waits for nobody; after Ctrl-C everything is gone when the prompt is back.
      if (what !== "Ctrl-C")
        await waitUntil(async () => (await findProcessesAt(temporary)).length === 0, END_MILLISECONDS);
      assert.deepEqual(await findProcessesAt(temporary), []);
      await assertServerIsGone(server);
      assert.deepEqual(fs.readdirSync(temporary), []);
      assert.deepEqual(left(), []);
    });
  }

  it("of the quickstart leaves only its folder and its server, and nothing after `stop --delete`", async (test) => {
    const { project, environment, left } = makeFolders(test);
    writeProject(project);
    const quickstart = (/** @type {string[]} */ ...parameters) => {
      const script = path.join(ROOT, "test", "toolchain", "quickstart.mjs");
      const child = spawn(process.execPath, [script, ...parameters, "--project", project], {
        env: environment,
        detached: true,
        stdio: "ignore",
      });
      return { child, ended: new Promise((resolve) => child.on("exit", (code) => resolve(code))) };
    };
    const up = quickstart("up");
    await untilEngineWorks(project);
    process.kill(-(up.child.pid ?? 0), "SIGINT");
    assert.equal(await up.ended, 130);
    const server = await factsOfServer(project);
    const isServers = (/** @type {string} */ command) =>
      command.includes(server.data) || command.includes("supervisor.mjs");
    const running = await findProcessesAt(project);
    assert.deepEqual(
      running.filter(({ command }) => !isServers(command)),
      [],
    );
    assert.notEqual(running.length, 0);
    assert.deepEqual(left(), []);

    assert.equal(await quickstart("stop", "--delete").ended, 0);
    assert.deepEqual(await findProcessesAt(project), []);
    await assertServerIsGone(server);
    assert.deepEqual(left(), []);
    assert.equal(fs.existsSync(path.join(project, ".quickstart")), false);
  });
});

/**
 * A project with one template, which needs nothing to be installed or compiled.
 * @param {string} project
 */
function writeProject(project) {
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"));
  fs.copyFileSync(path.join(ROOT, ".npmrc"), path.join(project, ".npmrc"));
  fs.mkdirSync(path.join(project, "program", "node_modules"), { recursive: true });
  fs.symlinkSync(ROOT, path.join(project, "program", "node_modules", "pulumi-coderd"));
  fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: interrupted\nruntime: nodejs\nmain: program/index.js\n");
  const scripts = { build: "mkdir -p dist && echo > dist/index.js" };
  fs.writeFileSync(path.join(project, "package.json"), JSON.stringify({ main: "dist/index.js", scripts }));
  fs.writeFileSync(
    path.join(project, "program", "index.js"),
    `const coderd = require("pulumi-coderd");
const files = { "main.tf": 'resource "terraform_data" "main" {}' };
const version = new coderd.TemplateVersion("version", { templateName: "one", source: { files } });
new coderd.Template("template", { name: "one", activeVersionId: version.id });
`,
  );
}
