// @ts-check
// The real engine with many workspaces on the fake server: what the model of the simulation leaves out, such as the
// program and the state's file.
import { createRequire } from "node:module";
import path from "node:path";
import { preparePackage } from "../../toolchain/quickstart-package.mjs";
import { findProcesses } from "../../toolchain/processes.mjs";
import { ROOT } from "../../toolchain/test-runs.mjs";
import { provideTools } from "../../toolchain/tools.mjs";
import { initStack, PLUGIN, write, writeProject } from "../folders.mjs";
import { pinnedWorkspacesProgram } from "../programs.mjs";
import { pulumi } from "../tools.mjs";

const load = createRequire(import.meta.url);
/** @type {typeof import("./host")} */
const { peakMegabytes } = load("./host.ts");
/** @type {typeof import("../../fakes/http-server")} */
const { TOKEN } = load("../../fakes/http-server.ts");

const LOOK_MILLISECONDS = 300;
const EXECUTABLE = path.join(PLUGIN, "pulumi-resource-coderd.js");

/**
 * @param {InstanceType<typeof import("./server").ScaleServer>} server
 * @param {{ size: number, folder: string, signal: AbortSignal, log: (line: string) => void }} setting
 * @param {(point: import("./scale-page.mjs").Point) => void} take
 */
export async function measureEngine(server, { size, folder, signal, log }, take) {
  await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
  const { searchPath } = await provideTools(["pulumi"], { log, signal });
  process.env["PATH"] = searchPath;
  const program = (/** @type {string} */ versionId) => pinnedWorkspacesProgram({ count: size, versionId });
  const place = writeProject(
    {
      ...{ root: path.join(folder, "engine"), folder: "program", runtime: "nodejs", plugins: { coderd: PLUGIN } },
      files: { "index.js": program(server.firstVersionId) },
    },
    { ...process.env, CODER_URL: server.coder.url, CODER_SESSION_TOKEN: TOKEN },
  );
  const { plan, up, refresh, preview } = pulumi(place);
  const measure = async (/** @type {string} */ operation, /** @type {() => Promise<unknown>} */ run) => {
    server.takeCounts();
    const watch = watchMemory();
    const started = performance.now();
    await run();
    const milliseconds = performance.now() - started;
    const counts = server.takeCounts();
    take({ operation: `real engine: ${operation}`, workspaces: size, milliseconds, megabytes: watch.end(), counts });
  };
  server.hasInstantJobs = true;
  server.isInstant = false;
  await initStack(place);
  await measure("create", up);
  if (server.coder.liveWorkspaces.length !== size)
    throw new Error(`The server has ${server.coder.liveWorkspaces.length} workspaces instead of ${size}.`);
  await measure("no-op preview", plan);
  await measure("refresh", refresh);
  server.promote();
  write(path.join(place.directory, "index.js"), program(server.newVersionId));
  await measure("preview of a new version", preview);
  await measure("roll-out", up);
  if (server.rolledOut() !== size) throw new Error(`${server.rolledOut()} of ${size} workspaces run the new version.`);
}

/** Looks again and again what the memory of the plugin's process has reached. */
function watchMemory() {
  /** @type {number | undefined} */
  let highest;
  const timer = setInterval(() => {
    void findProcesses((command) => command.includes(EXECUTABLE)).then((found) => {
      for (const { pid } of found) highest = Math.max(highest ?? 0, peakMegabytes(pid) ?? 0) || undefined;
    });
  }, LOOK_MILLISECONDS);
  return {
    end: () => {
      clearInterval(timer);
      return highest;
    },
  };
}
