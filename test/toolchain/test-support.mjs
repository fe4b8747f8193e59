// @ts-check
// What the toolchain's own tests share: folders that go away, fake programs, a fake Coder.
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";

/** @typedef {import("node:test").TestContext} TestContext */

/**
 * @param {TestContext} test
 * @param {(folder: string) => Promise<unknown>} [beforeRemoval]
 */
export function temporaryFolder(test, beforeRemoval) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coderd-test-")));
  test.after(async () => {
    await beforeRemoval?.(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} script for the shell
 */
export function fakeProgram(folder, name, script) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path.join(folder, name);
}

/**
 * Runs a script of this folder to its end.
 * @param {string} script
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export function runScript(script, parameters, environment) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), script), ...parameters],
      {
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => (stderr += data));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/**
 * A server that answers like Coder to the one request that the quickstart makes.
 * @param {TestContext} test
 * @param {string} token the only one that it accepts
 * @returns {Promise<string>} its address
 */
export async function fakeCoder(test, token) {
  const server = http.createServer((request, response) => {
    const isKnown = request.headers["coder-session-token"] === token;
    response.writeHead(isKnown ? 200 : 401, { "Content-Type": "application/json" });
    response.end(JSON.stringify(isKnown ? { id: "1", username: "jane" } : { message: "You are signed out." }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

/** @param {string} url */
export function isListening(url) {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
    socket.on("connect", () => resolve(Boolean(socket.destroy())));
    socket.on("error", () => resolve(false));
  });
}

/**
 * Every file in a folder and below, without the empty cache folder that npm makes in the home folder at every call.
 * @param {string} folder
 */
export function filesIn(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
