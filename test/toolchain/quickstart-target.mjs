// @ts-check
// Which Coder the quickstart works on, and the memory of it: a stack's objects are on one server, and using another by
// mistake would lose them.
import fs from "node:fs";
import path from "node:path";
import { writeWhole } from "./cache.mjs";
import { request } from "./server-api.mjs";

/** @typedef {{ url: string, token: string }} RemoteCoder */
/** @typedef {{ kind: "local", instance: string } | { kind: "remote", url: string }} Target */

/**
 * The Coder that the environment names; undefined for a local one.
 * @param {Record<string, string | undefined>} environment
 * @returns {RemoteCoder | undefined}
 */
export function requestedCoder(environment) {
  const url = environment["CODER_URL"]?.trim() ?? "";
  const token = environment["CODER_SESSION_TOKEN"]?.trim() ?? "";
  if (url === "" && token === "") return undefined;
  if (url === "" || token === "") {
    const [set, missing] = url === "" ? ["CODER_SESSION_TOKEN", "CODER_URL"] : ["CODER_URL", "CODER_SESSION_TOKEN"];
    throw new Error(
      `\`${set}\` is set, but \`${missing}\` is not. Set both to use a Coder of your own (\`coder tokens create\` ` +
        "makes a token), " +
        "or neither to have a local one started.",
    );
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) {
    throw new Error(
      `\`CODER_URL\` is "${url}", which is not an address. It must look like "https://coder.example.com".`,
    );
  }
  return { url: url.replace(/\/+$/, ""), token };
}

/**
 * Tells apart, before anything is built on it, a server that is away, one that is no Coder, and a token that is
 * refused.
 * @param {RemoteCoder} coder
 */
export async function checkCoder({ url, token }) {
  let answer;
  try {
    answer = await request(url, "/users/me", { token });
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: Error }} */ (error);
    const reason = cause instanceof Error && cause.message !== "" ? cause.message : message;
    throw new Error(
      `Coder at "${url}" (\`CODER_URL\`) does not answer: ${reason}. Check the address, the network and the ` +
        "certificate.",
      {
        cause: error,
      },
    );
  }
  if (answer.status === 401) {
    throw new Error(
      `Coder at "${url}" refuses the token in \`CODER_SESSION_TOKEN\`. Make a new one with \`coder tokens create\`.`,
    );
  }
  if (answer.status !== 200 || typeof answer.body.username !== "string") {
    throw new Error(
      `What answers at "${url}" (\`CODER_URL\`) is not a Coder server (status ${answer.status}). Check the address.`,
    );
  }
}

/**
 * @param {string} folder
 * @returns {Target | undefined}
 */
export function readTarget(folder) {
  const file = targetFile(folder);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
}

/**
 * @param {string} folder
 * @param {Target} target
 */
export function writeTarget(folder, target) {
  writeWhole(targetFile(folder), `${JSON.stringify(target)}\n`, 0o600);
}

/** @param {string} folder */
export function forgetTarget(folder) {
  fs.rmSync(targetFile(folder), { force: true });
}

/**
 * Refuses to work on another Coder than the one that holds the stack's objects.
 * @param {Target | undefined} previous
 * @param {RemoteCoder | undefined} remote
 */
export function requireSameTarget(previous, remote) {
  if (!previous) return;
  if (previous.kind === "remote" && remote?.url === previous.url) return;
  if (previous.kind === "local" && !remote) return;
  const [where, how] =
    previous.kind === "local"
      ? ["the local Coder", "unset `CODER_URL` and `CODER_SESSION_TOKEN`"]
      : [previous.url, `set \`CODER_URL\` to it and \`CODER_SESSION_TOKEN\` to a token of it`];
  throw new Error(
    `The quickstart's objects are on ${where}, but ` +
      `${remote ? `\`CODER_URL\` is "${remote.url}"` : "`CODER_URL` is not set"}. ` +
      `To go on there, ${how}; to change over, do the same and run \`npm run quickstart -- destroy\` first.`,
  );
}

/** @param {string} folder */
function targetFile(folder) {
  return path.join(folder, "target.json");
}
