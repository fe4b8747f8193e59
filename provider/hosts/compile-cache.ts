// The hosts' compiled code, kept between runs: a start then compiles nothing. Newer releases of Node (from 22.1 on)
// do that themselves; for older ones the bundle's code is kept here.
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { Script } from "node:vm";
import { providerFolder } from "../ownership/folder";

/** Newer than the oldest release of Node that this package runs on. */
interface NewerModule {
  enableCompileCache?: (folder: string) => unknown;
}

/** Of its exports, its `require`, its module, its file and its folder. */
type Wrapped = (...scope: unknown[]) => void;

/** Bundles whose code is kept at a time: of some releases of this package and of Node. */
const KEPT_BUNDLES = 6;
const EXTENSION = ".code";
const DIGEST_BYTES = 32;

/**
 * Loads a bundle of this package. Without a folder of its own that it can write to, the host compiles its code as ever.
 *
 * @param file path of the bundle
 * @param load loads it the usual way
 */
export function loadKept<Exports>(
  file: string,
  load: () => Exports,
  environment: Readonly<Record<string, string | undefined>>,
): Exports {
  const folder = folderOf(environment);
  const { enableCompileCache } = nodeModule as NewerModule;
  // A source that has to be translated first.
  if (folder === undefined || extname(file) !== ".js") return load();
  if (enableCompileCache !== undefined) {
    trying(() => enableCompileCache(folder));
    return load();
  }
  const script = trying(() => compile(file, folder));
  if (script === undefined) return load();
  const loaded = { exports: {} };
  const run = script.runInThisContext() as Wrapped;
  run(loaded.exports, nodeModule.createRequire(file), loaded, file, dirname(file));
  return loaded.exports as Exports;
}

function folderOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder = join(providerFolder(environment), "compiled");
  return trying(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isOwn(folder) ? folder : undefined;
  });
}

/** Who could write there could make this process run other code. */
function isOwn(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function compile(file: string, folder: string): Script {
  const source = readFileSync(file, "utf8");
  // V8 itself compares no more than the length of the source.
  const digest = digestOf(`${process.version} ${process.arch} ${source}`).toString("hex");
  const kept = join(folder, `${basename(file, ".js")}-${digest}${EXTENSION}`);
  const cachedData = trying(() => readKept(kept));
  const script = new Script(nodeModule.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // At the end, V8 has compiled what a run needs.
    process.once("exit", () => trying(() => keep(script, kept)));
  }
  return script;
}

/** V8 runs whatever code it is given: what a power failure left of a file must not get there. */
function readKept(kept: string): Buffer | undefined {
  const content = readFileSync(kept);
  const code = content.subarray(DIGEST_BYTES);
  return digestOf(code).equals(content.subarray(0, DIGEST_BYTES)) ? code : undefined;
}

function keep(script: Script, kept: string): void {
  const folder = dirname(kept);
  const draft = `${kept}.${process.pid}`;
  const code = script.createCachedData();
  writeFileSync(draft, Buffer.concat([digestOf(code), code]), { mode: 0o600 });
  renameSync(draft, kept);
  const ages = readdirSync(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }));
  ages.sort((one, other) => other.time - one.time);
  for (const { name } of ages.slice(KEPT_BUNDLES)) rmSync(join(folder, name), { force: true });
}

function digestOf(content: string | Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}

/** What fails here costs nothing but time. */
function trying<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
