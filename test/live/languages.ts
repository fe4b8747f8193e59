// What programs need that use the plugin's generated SDKs: the SDK, and the language's host. Each is made when a test
// first asks for it, once for all test files.
import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { linkModules } from "./stack";

export const ROOT = path.join(__dirname, "..", "..");
const TOOLCHAIN = path.join(ROOT, "test", "toolchain");

/** The first run builds the generator and the hosts, and Go compiles Pulumi's SDK. */
export const FIRST_RUN_MILLISECONDS = 20 * 60_000;

const run = promisify(execFile);

/** Why no Python program can run on this machine; undefined when they can. */
const whyNoPython = findWhyNoPython();

/** For tests that need Python: they are skipped where there is none, and the log says why. */
export const itWithPython = whyNoPython === undefined ? it : it.skip;

export type Language = "nodejs" | "python" | "go" | "dotnet";

/** The folder of the language's SDK, compiled where that needs nothing but the language. */
export async function generateSdk(language: Language): Promise<string> {
  const folder = path.join(process.env["LIVE_FOLDER"] ?? "", "sdks");
  await runScript("generate-sdks.mjs", folder, language, "--once");
  return path.join(folder, language);
}

/** Makes the generated SDK a package of the program in this folder, in place of the one of the dynamic host. */
export async function installNodeSdk(folder: string): Promise<void> {
  fs.rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
  linkModules(folder, false);
  fs.cpSync(await generateSdk("nodejs"), path.join(folder, "node_modules", "pulumi-coderd-plugin"), {
    recursive: true,
  });
}

/** What TypeScript's compiler says of a program; nothing when its types hold. */
export async function typeErrorsOf(folder: string, ...parameters: string[]): Promise<string> {
  const compiler = path.join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const types = ["--types", "node", "--typeRoots", path.join(ROOT, "node_modules", "@types")];
  const compiled = await run(process.execPath, [compiler, ...parameters, ...types], { cwd: folder }).catch(
    (thrown: { stdout: string }) => thrown,
  );
  return compiled.stdout;
}

/** The folders that have to be on PATH for programs in the language. */
export async function provideLanguageHost(language: "go" | "python" | "yaml"): Promise<string[]> {
  return (await runScript("language-hosts.mjs", language)).split("\n").filter((line) => line !== "");
}

/** Makes a virtual environment with Pulumi's SDK and the package of the folder. */
export async function makeVirtualEnvironment(folder: string, sdk: string): Promise<void> {
  await runScript("python.mjs", folder, sdk);
}

export function searchPath(...folders: string[]): string {
  return [...folders, process.env["PATH"] ?? ""].join(path.delimiter);
}

async function runScript(script: string, ...parameters: string[]): Promise<string> {
  return (await run(process.execPath, [path.join(TOOLCHAIN, script), ...parameters], { maxBuffer: 1 << 24 })).stdout;
}

function findWhyNoPython(): string | undefined {
  const { status, stderr } = spawnSync(process.execPath, [path.join(TOOLCHAIN, "python.mjs")], { encoding: "utf8" });
  if (status === 0) return undefined;
  console.warn(`Tests of Python are skipped: ${stderr.trim()}`);
  return stderr.trim();
}
