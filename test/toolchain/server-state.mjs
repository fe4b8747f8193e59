// @ts-check
// What is written down about a local Coder: its address, its owner, its token and where its data is. Only the user may
// read it.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { writeWhole } from "./cache.mjs";
import { findProcesses } from "./processes.mjs";
import { randomPassword } from "./server-api.mjs";

/**
 * `instance` tells one database from another: it changes when the data was lost or deleted.
 * @typedef {object} ServerState
 * @property {string} instance
 * @property {string} url
 * @property {string} [token]
 * @property {import("./server-api.mjs").Credentials} owner
 * @property {string} data
 * @property {string} coderVersion
 */

/** @param {string} stateDirectory */
export function stateFile(stateDirectory) {
  return path.join(stateDirectory, "server.json");
}

/** @param {string} stateDirectory */
export function passwordFile(stateDirectory) {
  return path.join(stateDirectory, "password");
}

/**
 * @param {string} stateDirectory
 * @returns {ServerState | undefined}
 */
export function readState(stateDirectory) {
  try {
    return JSON.parse(fs.readFileSync(stateFile(stateDirectory), "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw new Error(
      `"${stateFile(stateDirectory)}" cannot be read: ${/** @type {Error} */ (error).message}. Remove it and start ` +
        "again.",
      {
        cause: error,
      },
    );
  }
}

/**
 * @param {string} stateDirectory
 * @param {ServerState} state
 */
export function writeState(stateDirectory, state) {
  writeWhole(stateFile(stateDirectory), `${JSON.stringify(state, undefined, 2)}\n`, 0o600);
  // A file of its own, so that the password can be shown to its owner without the token beside it.
  writeWhole(passwordFile(stateDirectory), `${state.owner.password}\n`, 0o600);
}

/**
 * @param {string} data
 * @param {string} url to be used again if its port is free, so that links stay valid
 * @returns {ServerState}
 */
export function newState(data, url) {
  const owner = { username: "owner", email: "owner@example.com", password: randomPassword() };
  return { instance: crypto.randomUUID(), url, owner, data, coderVersion: "" };
}

/**
 * Whether the database of a state is there and whole: a state whose first start was interrupted has no token.
 * @param {ServerState} state
 */
export function hasData(state) {
  return (
    state.token !== undefined &&
    fs.existsSync(path.join(state.data, "home", "config", "postgres", "data", "PG_VERSION"))
  );
}

/**
 * The process that keeps the server of a state folder, while there is one.
 * @param {string} stateDirectory absolute, without links
 */
export async function findSupervisor(stateDirectory) {
  const found = await findProcesses((command) => command.endsWith(`supervisor.mjs ${stateDirectory}`));
  return found[0]?.pid;
}
