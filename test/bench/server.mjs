// @ts-check
// The server of the bench: a real Coder without rate limits, behind a proxy that counts. What the server holds is asked
// directly, past the proxy.
import { createRequire } from "node:module";
import { startServer } from "../toolchain/local-server.mjs";
import { request } from "../toolchain/server-api.mjs";

const load = createRequire(import.meta.url);
/** @type {typeof import("../faults/fault-proxy")} */
const { FaultProxy } = load("../faults/fault-proxy.ts");

const PAGE = 100;

/** @typedef {{ id: string, name: string, active_version_id: string }} Template */
/** @typedef {{ name: string, template_active_version_id: string, latest_build: Build }} Workspace */
/** @typedef {{ status: string, template_version_id: string }} Build */

/**
 * @param {import("../toolchain/tools.mjs").Toolchain} toolchain
 * @param {import("../toolchain/command.mjs").CommandContext} context
 */
export async function startBenchServer(toolchain, context) {
  const server = await startServer({
    toolchain,
    ...context,
    environment: { CODER_DANGEROUS_DISABLE_RATE_LIMITS: "true" },
  });
  const proxy = await FaultProxy.start(server.url);
  const get = async (/** @type {string} */ path) => {
    const { status, body } = await request(server.url, path, { token: server.token });
    if (status !== 200) throw new Error(`The server answered ${status} to GET ${path}: ${body.message}`);
    return body;
  };
  return {
    proxy,
    version: server.coderVersion,
    environment: { CODER_URL: proxy.url, CODER_SESSION_TOKEN: server.token },
    /** @param {string} prefix @returns {Promise<Template[]>} */
    async templates(prefix) {
      const all = /** @type {Template[]} */ (await get("/organizations/default/templates"));
      return all.filter(({ name }) => name.startsWith(prefix));
    },
    /** @param {string} prefix @returns {Promise<Workspace[]>} */
    async workspaces(prefix) {
      /** @type {Workspace[]} */
      const all = [];
      for (let offset = 0; ; offset += PAGE) {
        const { workspaces } = await get(`/workspaces?limit=${PAGE}&offset=${offset}`);
        all.push(...workspaces);
        if (workspaces.length < PAGE) return all.filter(({ name }) => name.startsWith(prefix));
      }
    },
    /** The latest jobs, as far as the server lists them. @returns {Promise<Record<string, string>[]>} */
    jobs: () => get("/organizations/default/provisionerjobs?limit=50&status=succeeded"),
    async close() {
      await proxy.close();
      await server.stop();
    },
  };
}
