// @ts-check
// Builds a program from a published Go module, each in a module of its own, because `go install package@version`
// refuses modules with `replace` lines and looks up version lists that some proxies lack. Knows nothing about the
// tools.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { homeDirectory, makeDirectory, makeTemporaryDirectory, removeDirectory, writeWhole } from "./cache.mjs";
import { capture, lastLines, sendSignal } from "./processes.mjs";
import { compareVersions, parseVersion } from "./versions.mjs";

const PROGRESS_MILLISECONDS = 10_000;
const ARCHITECTURES = /** @type {Record<string, string>} */ ({ x64: "amd64", arm64: "arm64", arm: "arm", ia32: "386" });

/**
 * What builds one program. `checksums` are go.sum entries of the module itself, for a version that the checksum
 * database does not list; `alongside` are modules that it is built with, in these versions or newer; `companions` are
 * files of the module that it expects beside itself.
 * @typedef {object} GoProgram
 * @property {string} module
 * @property {string} package
 * @property {string} version
 * @property {string} linkerFlags
 * @property {string[]} [checksums]
 * @property {GoModule[]} [alongside]
 * @property {string[]} [companions]
 * @typedef {{ module: string, version: string }} GoModule
 * @typedef {{ Dir: string, GoMod: string, Error?: string }} DownloadedModule
 */

/** The folder name that Terraform and Go use for this machine, such as `linux_amd64`. */
export function platformName() {
  return `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;
}

/**
 * The environment for `go`: everything that would change the result is set; proxies and caches are the user's.
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} cache used for Go's own caches where there is no home folder to hold them
 * @returns {NodeJS.ProcessEnv}
 */
export function goEnvironment(environment, cache) {
  const home = homeDirectory(environment);
  const own = path.join(cache, "go");
  const needsModuleCache = !environment["GOMODCACHE"] && !environment["GOPATH"] && !environment["HOME"];
  const needsBuildCache =
    environment["GOCACHE"] === "off" ||
    (!environment["GOCACHE"] && !environment["HOME"] && !environment["XDG_CACHE_HOME"]);
  return {
    ...environment,
    HOME: home,
    ...(needsModuleCache ? { GOMODCACHE: path.join(own, "modules") } : {}),
    ...(needsBuildCache ? { GOCACHE: path.join(own, "build") } : {}),
    CGO_ENABLED: "0",
    GOFLAGS: "-mod=mod -buildvcs=false",
    GOWORK: "off",
    GO111MODULE: "on",
    GOOS: process.platform,
    GOARCH: ARCHITECTURES[process.arch] ?? process.arch,
    GODEBUG: "",
    GOEXPERIMENT: "",
  };
}

/**
 * The go.mod of the module that builds the program: the program's own Go version and `replace` lines (a dependency's
 * are ignored by Go), except those that point into the repository it was published from.
 * @param {GoProgram} program
 * @param {string} published text of the go.mod that the program was published with
 */
export function buildModuleFile(program, published) {
  const goVersion = /^go\s+(\S+)/m.exec(published)?.[1] ?? "1.18";
  const replacements = [
    ...[...published.matchAll(/^replace\s+([^\s(].*)$/gm)].map((match) => match[1]),
    ...[...published.matchAll(/^replace\s+\(([\s\S]*?)^\)/gm)].flatMap((match) =>
      /** @type {string} */ (match[1]).split("\n"),
    ),
  ]
    .map((line) => /** @type {string} */ (line).replace(/\/\/.*$/, "").trim())
    .filter((line) => line !== "" && !/=>\s*\.{0,2}\//.test(line));
  return [
    "module build",
    `go ${goVersion}`,
    ...[program, ...(program.alongside ?? [])].map(({ module, version }) => `require ${module} v${version}`),
    ...replacements.map((replacement) => `replace ${replacement}`),
    "",
  ].join("\n");
}

/**
 * Builds a program and puts it at `target` when it is complete.
 * @param {GoProgram} program
 * @param {{ cache: string, key: string, target: string, go: string, environment: NodeJS.ProcessEnv, log: (line: string)
 * => void, signal?: AbortSignal }} options
 */
export async function buildProgram(program, options) {
  const { key, log } = options;
  const started = Date.now();
  const directory = makeTemporaryDirectory(options.cache, key);
  const logFile = path.join(options.cache, "logs", `${key}.log`);
  makeDirectory(path.dirname(logFile));
  fs.writeFileSync(logFile, "");
  const run = goRunner({ ...options, directory, logFile });
  try {
    log(`${key}: building from ${program.package}`);
    const downloaded = await prepareModule(program, directory, run);
    requireGoVersion(program, downloaded, await installedGoVersion(options.go, options.environment, directory));
    const output = path.join(directory, path.basename(options.target));
    await run("compiling", ["build", "-v", "-o", output, "-ldflags", program.linkerFlags, program.package]);
    makeDirectory(path.dirname(options.target));
    for (const companion of program.companions ?? []) {
      const text = fs.readFileSync(path.join(downloaded.Dir, companion), "utf8");
      writeWhole(path.join(path.dirname(options.target), path.basename(companion)), text, 0o755);
    }
    fs.chmodSync(output, 0o755);
    fs.renameSync(output, options.target); // Last: what is there is complete.
    log(`${key}: built, ${Math.round(fs.statSync(options.target).size / 1e6)} MB, ${seconds(started)}`);
  } finally {
    removeDirectory(directory);
  }
}

/**
 * Fetches the module and writes go.mod and go.sum into `directory`.
 * @param {GoProgram} program
 * @param {string} directory
 * @param {(step: string, parameters: string[]) => Promise<string>} run runs `go` there
 */
export async function prepareModule(program, directory, run) {
  const moduleFile = path.join(directory, "go.mod");
  const sumFile = path.join(directory, "go.sum");
  const checksums = (program.checksums ?? [])
    .map((entry) => `${program.module} v${program.version}${entry}\n`)
    .join("");
  fs.writeFileSync(moduleFile, "module build\n");
  fs.writeFileSync(sumFile, checksums);
  const downloaded = await download(program, run);
  const others = [];
  for (const other of program.alongside ?? []) others.push(await download(other, run));
  fs.writeFileSync(moduleFile, buildModuleFile(program, fs.readFileSync(downloaded.GoMod, "utf8")));
  // A module's own go.sum also has what the checksum database lacks.
  const publishedSums = [downloaded, ...others]
    .map(({ Dir }) => path.join(Dir, "go.sum"))
    .filter((file) => fs.existsSync(file));
  fs.writeFileSync(sumFile, publishedSums.map((file) => fs.readFileSync(file, "utf8")).join("") + checksums);
  return downloaded;
}

/**
 * @param {GoModule} module
 * @param {(step: string, parameters: string[]) => Promise<string>} run
 * @returns {Promise<DownloadedModule>}
 */
async function download({ module, version }, run) {
  return JSON.parse(await run("downloading", ["mod", "download", "-json", `${module}@v${version}`]));
}

/**
 * @param {string} go
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} directory where go.mod may ask for a newer Go, which an ordinary Go installation then fetches by
 * itself
 */
async function installedGoVersion(go, environment, directory) {
  const { stdout, stderr } = await capture(go, ["env", "GOVERSION"], {
    environment,
    directory,
    timeoutMilliseconds: 600_000,
  });
  return { version: parseVersion(stdout), text: (stdout || stderr).trim() };
}

/**
 * @param {GoProgram} program
 * @param {DownloadedModule} downloaded
 * @param {{ version: import("./versions.mjs").Version | undefined, text: string }} installed
 */
function requireGoVersion(program, downloaded, installed) {
  const needed = /^go\s+(\S+)/m.exec(fs.readFileSync(downloaded.GoMod, "utf8"))?.[1] ?? "1.18";
  const neededVersion = parseVersion(needed);
  if (neededVersion && installed.version && compareVersions(installed.version, neededVersion) >= 0) return;
  throw new Error(
    `${program.module} ${program.version} needs Go ${needed} or newer, but \`go\` reports "${installed.text}". Get ` +
      "a newer one from https://go.dev/dl.",
  );
}

/**
 * Runs `go` in a process group of its own (so that an interrupt ends the compilers too), with a line of progress every
 * ten seconds.
 * @param {{ key: string, go: string, environment: NodeJS.ProcessEnv, directory: string, logFile: string, log: (line:
 * string) => void, signal?: AbortSignal }} options
 * @returns {(step: string, parameters: string[]) => Promise<string>} resolves with what it wrote to its standard output
 */
export function goRunner(options) {
  return (step, parameters) =>
    new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const started = Date.now();
      let stdout = "";
      let downloads = 0;
      let packages = 0;
      // Compilers that an interrupt kills leave their temporary files: here they are removed with ours.
      const temporary = path.join(options.directory, "tmp");
      fs.mkdirSync(temporary, { recursive: true });
      const child = spawn(options.go, parameters, {
        cwd: options.directory,
        env: { ...options.environment, GOTMPDIR: temporary },
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const stop = () => child.pid !== undefined && sendSignal(-child.pid, "SIGKILL");
      options.signal?.addEventListener("abort", stop);
      const progress = setInterval(() => {
        const counts = [
          downloads > 0 ? `${downloads} modules downloaded` : "",
          packages > 0 ? `${packages} packages compiled` : "",
        ];
        options.log([`${options.key}: ${step}, ${seconds(started)}`, ...counts.filter(Boolean)].join(", "));
      }, PROGRESS_MILLISECONDS);
      child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text) => {
        fs.appendFileSync(options.logFile, text);
        const complete = text.split("\n").filter(Boolean);
        downloads += complete.filter((/** @type {string} */ line) => line.startsWith("go: downloading")).length;
        packages += complete.filter((/** @type {string} */ line) => /^[\w.-]+(\/\S+)*$/.test(line)).length;
      });
      const finish = () => {
        clearInterval(progress);
        options.signal?.removeEventListener("abort", stop);
      };
      child.on("error", (error) => {
        finish();
        reject(new Error(`\`${options.go}\` could not be started: ${error.message}.`, { cause: error }));
      });
      child.on("close", (code) => {
        finish();
        if (options.signal?.aborted) return reject(/** @type {Error} */ (options.signal.reason));
        if (code === 0) return resolve(stdout);
        fs.appendFileSync(options.logFile, stdout);
        reject(
          new Error(
            `${options.key} could not be built: \`go ${parameters[0]}\` failed while ${step}. Its last ` +
              `lines:\n${lastLines(options.logFile, 12)}\n` +
              `The whole log is in "${options.logFile}". If the network was the reason, run it again: what was ` +
              "fetched is kept.",
          ),
        );
      });
    });
}

/** @param {number} started */
function seconds(started) {
  return `${Math.round((Date.now() - started) / 1000)} s`;
}
