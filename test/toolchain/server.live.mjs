// @ts-check
// The local server: it works, and leaves nothing, whatever ends it. Builds the tools when they are missing, so it runs
// with the live suite, or by `node --test test/toolchain/server.live.mjs`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import { findProcesses, sendSignal, waitUntil } from "./processes.mjs";
import { request } from "./server-api.mjs";
import { findServerProcesses } from "./server-processes.mjs";
import { readState } from "./server-state.mjs";
import { createUser, startServer, stopServer } from "./server.mjs";
import { isListening, temporaryFolder } from "./test-support.mjs";
import { provideTools } from "./tools.mjs";

const SCRIPT = path.join(path.dirname(new URL(import.meta.url).pathname), "server.mjs");
const END_MILLISECONDS = 15_000;

/**
 * A folder for a server's state; the server goes before it, even when the test fails.
 * @param {import("node:test").TestContext} test
 */
function stateFolder(test) {
  const folder = temporaryFolder(test, (made) => stopServer(made, { deleteData: true }));
  fs.chmodSync(folder, 0o711); // The server's data goes into it where the server can reach it, else elsewhere.
  return folder;
}

/**
 * Waits until neither a process nor the port of a server is left.
 * @param {{ url: string, data: string, stateDirectory: string }} server
 */
async function assertNothingIsLeft({ url, data, stateDirectory }) {
  const find = async () => [
    ...(await findServerProcesses(data)),
    ...(await findProcesses((command) => command.endsWith(`supervisor.mjs ${stateDirectory}`))),
  ];
  await waitUntil(async () => (await find()).length === 0, END_MILLISECONDS);
  assert.deepEqual(await find(), []);
  assert.equal(await isListening(url), false);
}

/**
 * @param {string} stateDirectory
 * @returns {{ url: string, data: string, token: string, stateDirectory: string }}
 */
function readFacts(stateDirectory) {
  const state = readState(stateDirectory);
  assert.ok(state?.token);
  return { url: state.url, data: state.data, token: state.token, stateDirectory };
}

/**
 * `server.mjs run` as a process of its own, once it is ready.
 * @param {string} stateDirectory
 */
async function runAttached(stateDirectory) {
  const child = spawn(process.execPath, [SCRIPT, "run", "--state", stateDirectory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => String(text).includes("runs at") && resolve(undefined));
    child.on("exit", () => reject(new Error("The server did not start.")));
  });
  const facts = readFacts(stateDirectory);
  assert.equal((await findServerProcesses(facts.data)).length >= 2, true, "the test sees Coder and PostgreSQL");
  assert.equal(await isListening(facts.url), true);
  /** @type {(signal: NodeJS.Signals) => Promise<number | null>} */
  const end = (signal) =>
    new Promise((resolve) => {
      child.on("exit", (code) => resolve(code));
      child.kill(signal);
    });
  return { facts, end };
}

describe("startServer", { timeout: 600_000 }, () => {
  /** @type {import("./tools.mjs").Toolchain} */
  let toolchain;
  before(async () => {
    toolchain = await provideTools(["coder", "terraform", "terraform-provider-coder"], {
      log: (line) => console.error(line),
    });
  });

  it("starts two servers beside each other, with users, and leaves nothing of them", async () => {
    const servers = await Promise.all([startServer({ toolchain }), startServer({ toolchain })]);
    const [first, second] = servers;
    assert.notEqual(first.url, second.url);
    const facts = servers.map((server) => readFacts(server.stateDirectory));
    const me = await request(first.url, "/users/me", { token: first.token });
    assert.equal(
      me.body.roles.some((/** @type {{ name: string }} */ role) => role.name === "owner"),
      true,
    );
    assert.equal((await request(first.url, "/users/me", { token: second.token })).status, 401);

    const user = await createUser(first, "jane");
    const jane = await request(first.url, "/users/me", { token: user.token });
    assert.deepEqual([jane.body.id, jane.body.username, jane.body.roles], [user.id, "jane", []]);
    assert.deepEqual(jane.body.organization_ids, me.body.organization_ids);

    const log = fs.readFileSync(first.logFile, "utf8");
    for (const secret of [first.token, first.owner.password, user.token, user.password])
      assert.equal(log.includes(secret), false);
    for (const name of ["server.json", "password", "server.log"]) {
      assert.equal(fs.statSync(path.join(first.stateDirectory, name)).mode & 0o777, 0o600, name);
    }
    await Promise.all(servers.map((server) => server.stop()));
    for (const one of facts) {
      await assertNothingIsLeft(one);
      assert.deepEqual([fs.existsSync(one.data), fs.existsSync(one.stateDirectory)], [false, false]);
    }
  });

  it("ends with its parent, even when that is killed, and goes on with the same data later", async (test) => {
    const stateDirectory = stateFolder(test);
    const { facts, end } = await runAttached(stateDirectory);
    const [supervisor] = await findProcesses((command) => command.endsWith(`supervisor.mjs ${stateDirectory}`));
    await end("SIGKILL");
    await assertNothingIsLeft(facts);
    assert.ok(supervisor);

    const again = await startServer({ stateDirectory, toolchain });
    assert.equal(again.token, facts.token);
    assert.equal((await request(again.url, "/users/me", { token: facts.token })).status, 200);
    await stopServer(stateDirectory, { deleteData: true });
    await assertNothingIsLeft(facts);
    assert.deepEqual(fs.readdirSync(stateDirectory), []);
  });

  it("is gone when Ctrl-C returns to the prompt", async (test) => {
    const { facts, end } = await runAttached(stateFolder(test));
    assert.equal(await end("SIGINT"), 130);
    await assertNothingIsLeft(facts);
  });

  it("stays in the background until it is stopped, and ends its database when Coder is killed", async (test) => {
    const stateDirectory = stateFolder(test);
    const options = { stateDirectory, background: true, toolchain };
    const server = await startServer(options);
    assert.equal((await startServer(options)).url, server.url);
    const facts = readFacts(stateDirectory);
    const coder = (await findServerProcesses(facts.data)).find((found) => found.command.includes("--global-config"));
    assert.ok(coder);
    sendSignal(coder.pid, "SIGKILL");
    await assertNothingIsLeft(facts);
    const restarted = await startServer(options);
    assert.equal((await request(restarted.url, "/users/me", { token: restarted.token })).status, 200);

    // Without its supervisor it is orphaned, but not lost.
    const [supervisor] = await findProcesses((command) => command.endsWith(`supervisor.mjs ${stateDirectory}`));
    assert.ok(supervisor);
    sendSignal(supervisor.pid, "SIGKILL");
    assert.equal(await stopServer(stateDirectory, { deleteData: true }), true);
    await assertNothingIsLeft({ ...facts, url: restarted.url });
    assert.equal(await stopServer(stateDirectory), false);
  });

  it("shows the end of the log when it does not start, and leaves nothing running", async (test) => {
    const stateDirectory = stateFolder(test);
    const failure = await startServer({
      stateDirectory,
      toolchain,
      environment: { CODER_PROVISIONER_TYPES: "carpenter" },
    }).catch((error) => error);
    assert.match(
      failure.message,
      /^Coder did not start: its supervisor ended with code 1\. The end of its log, ".*server\.log":\n/,
    );
    assert.match(failure.message, /carpenter/);
    const state = readState(stateDirectory);
    assert.ok(state);
    await assertNothingIsLeft({ url: state.url, data: state.data, stateDirectory });
  });

  it("starts over after a first start that was interrupted", async (test) => {
    const stateDirectory = stateFolder(test);
    const controller = new AbortController();
    const interrupted = startServer({ stateDirectory, toolchain, signal: controller.signal });
    await waitUntil(() => readState(stateDirectory) !== undefined, END_MILLISECONDS);
    const first = readState(stateDirectory);
    assert.ok(first);
    controller.abort(new Error("Interrupted."));
    await assert.rejects(interrupted, { message: "Interrupted." });
    await assertNothingIsLeft({ ...first, stateDirectory });
    const server = await startServer({ stateDirectory, toolchain });
    assert.notEqual(server.instance, first.instance);
    assert.equal(fs.existsSync(first.data), false);
    assert.equal((await request(server.url, "/users/me", { token: server.token })).status, 200);
  });

  it("needs no network once PostgreSQL is in the cache", async () => {
    const archives = path.join(toolchain.cache, "postgres");
    if (!fs.existsSync(archives)) await (await startServer({ toolchain })).stop();
    const nowhere = "http://127.0.0.1:9";
    const server = await startServer({ toolchain, environment: { HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere } });
    await server.stop();
  });
});
