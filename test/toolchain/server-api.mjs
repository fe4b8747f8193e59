// @ts-check
// The few requests to Coder that set up a server for tests: first user, sessions, more users. Not a client: that is
// provider/client.
import crypto from "node:crypto";

/** @typedef {{ username: string, email: string, password: string }} Credentials */
/** @typedef {Credentials & { id: string, token: string }} User */

/** A password that the server accepts as strong. */
export function randomPassword() {
  return crypto.randomBytes(24).toString("base64url");
}

/**
 * @param {string} url of the server
 * @param {string} path below /api/v2
 * @param {{ method?: string, token?: string, body?: unknown, timeoutMilliseconds?: number }} [options]
 * @returns {Promise<{ status: number, body: any }>}
 */
export async function request(url, path, options = {}) {
  const response = await fetch(`${url.replace(/\/+$/, "")}/api/v2${path}`, {
    method: options.method ?? (options.body === undefined ? "GET" : "POST"),
    headers: {
      Accept: "application/json",
      ...(options.token === undefined ? {} : { "Coder-Session-Token": options.token }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(options.timeoutMilliseconds ?? 30_000),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: { message: text.slice(0, 200) } };
  }
}

/** @param {string} url */
export async function isHealthy(url) {
  try {
    return (await request(url, "/buildinfo", { timeoutMilliseconds: 2_000 })).status === 200;
  } catch {
    return false; // Not listening yet, or no longer.
  }
}

/**
 * Creates the owner of an empty server; a server that has users already is left alone.
 * @param {string} url
 * @param {Credentials} owner
 */
export async function createFirstUser(url, owner) {
  if ((await request(url, "/users/first")).status === 200) return;
  expect(
    await request(url, "/users/first", { body: { ...owner, name: "Local owner", trial: false } }),
    201,
    "create the first user",
  );
}

/**
 * @param {string} url
 * @param {Credentials} user
 * @returns {Promise<string>} a session token
 */
export async function logIn(url, { email, password }) {
  return expect(await request(url, "/users/login", { body: { email, password } }), 201, `log in as "${email}"`)
    .session_token;
}

/**
 * A user without any role, with a token, for what an owner's token would hide.
 * @param {{ url: string, token: string }} server with an owner's token
 * @param {string} username
 * @returns {Promise<User>}
 */
export async function createUser(server, username) {
  const caller = expect(await request(server.url, "/users/me", { token: server.token }), 200, "read the owner");
  const credentials = { username, email: `${username}@example.com`, password: randomPassword() };
  const body = { ...credentials, login_type: "password", organization_ids: caller.organization_ids };
  const user = expect(
    await request(server.url, "/users", { token: server.token, body }),
    201,
    `create the user "${username}"`,
  );
  return { ...credentials, id: user.id, token: await logIn(server.url, credentials) };
}

/**
 * @param {{ status: number, body: any }} answer
 * @param {number} status
 * @param {string} what
 */
function expect(answer, status, what) {
  if (answer.status === status) return answer.body;
  const { message, detail, validations } = answer.body;
  const reasons = [
    message,
    detail,
    ...(validations ?? []).map((/** @type {any} */ one) => `${one.field}: ${one.detail}`),
  ].filter(Boolean);
  throw new Error(`Could not ${what}: Coder answered ${answer.status}, ${reasons.join("; ")}.`);
}
