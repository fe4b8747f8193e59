// @ts-check
// Before the live suite: builds the package, puts the tools on PATH, and starts one Coder server for all test files,
// which get to know it by LIVE_* variables. With CODER_URL and CODER_SESSION_TOKEN set, it uses that server instead.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const ROOT = path.join(__dirname, "..", "..");

/** Settings of the user that the programs under test must not get. */
const PRIVATE = /^(CODER_|PULUMI_(?!CODERD_TEST_))/;

/** A log-in that versions can ask for, and that nobody can make. */
const LOG_IN = {
  CODER_EXTERNAL_AUTH_0_ID: "nobodys-hub",
  CODER_EXTERNAL_AUTH_0_TYPE: "github",
  CODER_EXTERNAL_AUTH_0_CLIENT_ID: "none",
  CODER_EXTERNAL_AUTH_0_CLIENT_SECRET: "none",
  CODER_EXTERNAL_AUTH_0_DISPLAY_NAME: "Nobody's Hub",
};

/** Builds may log what Terraform does in detail. */
const DEBUGGING = { CODER_ENABLE_TERRAFORM_DEBUG_MODE: "true" };

module.exports = () => setUp();
module.exports.setUp = setUp;

/** @param {Record<string, string>} [settings] more of the server that is started */
async function setUp(settings = {}) {
  // Not at the top: Jest loads this file by `require`, which can't load modules that await.
  const { preparePackage } = await import("../toolchain/quickstart-package.mjs");
  const { startServer } = await import("../toolchain/server.mjs");
  const { provideTools } = await import("../toolchain/tools.mjs");
  const { CODER_URL: url, CODER_SESSION_TOKEN: token } = process.env;
  const usesOwnServer = !url || !token;
  const log = (/** @type {string} */ line) => console.error(line);
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log });
  const toolchain = await provideTools(usesOwnServer ? undefined : ["pulumi"], { log });
  for (const name of Object.keys(process.env).filter((name) => PRIVATE.test(name))) delete process.env[name];

  const environment = { ...LOG_IN, ...DEBUGGING, ...settings };
  const server = usesOwnServer ? await startServer({ toolchain, log, environment }) : undefined;
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coderd-live-")));
  Object.assign(process.env, {
    PATH: toolchain.searchPath,
    LIVE_URL: server?.url ?? url,
    LIVE_TOKEN: server?.token ?? token,
    LIVE_SERVER_VERSION: await versionOf(server?.url ?? /** @type {string} */ (url)),
    LIVE_IS_OWN_SERVER: server ? "yes" : "",
    LIVE_FOLDER: folder,
    // No run of the engine may read or write the user's own home.
    PULUMI_HOME: path.join(folder, "pulumi-home"),
  });
  /** @type {any} */ (globalThis).stopLive = async () => {
    await server?.stop();
    if (process.env["LIVE_KEEP"] === undefined) fs.rmSync(folder, { recursive: true, force: true });
  };
}

/** @param {string} url */
async function versionOf(url) {
  const response = await fetch(`${url.replace(/\/+$/, "")}/api/v2/buildinfo`);
  return /** @type {{ version: string }} */ (await response.json()).version;
}
