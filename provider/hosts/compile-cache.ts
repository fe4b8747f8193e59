// The hosts' compiled code, kept between runs: a start then compiles nothing. Newer releases of Node (from 22.1 on)
// do that themselves; for older ones the bundle's code is kept here.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";
import { makePrivateFolder, readOwn } from "../ownership/private-folder";

/** Newer than the oldest release of Node that this package runs on. */
interface NewerModule {
  enableCompileCache?: (folder: string) => unknown;
}

/** Of its exports, its `require`, its module, its file and its folder. */
type Wrapped = (...scope: unknown[]) => void;

/** Bundles whose code is kept at a time: of some releases of this package and of Node, and for some flags of V8. */
const KEPT_BUNDLES = 6;
/** Each of the first runs adds what it compiled: the very first may have done next to nothing. */
const ADDING_RUNS = 4;
/** A draft of that age was left by a process that was killed. */
const OLD_DRAFT_MILLISECONDS = 60_000;
const EXTENSION = ".code";
const DRAFT_EXTENSION = ".draft";
const DIGEST_BYTES = 32;

/** What a file holds. */
interface Kept {
  code: Buffer;
  /** Runs that have written it. */
  runs: number;
}

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
  const folder = trying(() => makePrivateFolder(environment, "compiled"));
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

function compile(file: string, folder: string): Script {
  const source = readFileSync(file, "utf8");
  // V8 itself compares no more of the source than its length.
  const digest = digestOf(`${process.version} ${process.arch} ${cachedDataVersionTag()} ${source}`).toString("hex");
  const name = join(folder, `${basename(file, ".js")}-${digest}${EXTENSION}`);
  const kept = trying(() => readKept(name));
  const script = new Script(nodeModule.wrap(source), { filename: file, ...(kept && { cachedData: kept.code }) });
  const before = script.cachedDataRejected === true ? undefined : kept;
  // At the end, V8 has compiled what the run needed.
  if ((before?.runs ?? 0) < ADDING_RUNS) process.once("exit", () => trying(() => keep(script, name, before)));
  return script;
}

/** V8 runs whatever code it is given: what a power failure left of a file must not get there. */
function readKept(name: string): Kept {
  const file = readOwn(name);
  const content = file.subarray(DIGEST_BYTES);
  if (!digestOf(content).equals(file.subarray(0, DIGEST_BYTES))) throw new Error("damaged");
  return { runs: content.readUInt8(0), code: content.subarray(1) };
}

function keep(script: Script, name: string, before: Kept | undefined): void {
  const compiled = script.createCachedData();
  const code = before !== undefined && before.code.length >= compiled.length ? before.code : compiled;
  const content = Buffer.concat([Buffer.of((before?.runs ?? 0) + 1), code]);
  const draft = `${name}.${process.pid}${DRAFT_EXTENSION}`;
  try {
    writeFileSync(draft, Buffer.concat([digestOf(content), content]), { mode: 0o600, flag: "wx" });
    renameSync(draft, name);
  } catch {
    rmSync(draft, { force: true });
  }
  removeOld(dirname(name));
}

function removeOld(folder: string): void {
  const files = readdirSync(folder).map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }));
  files.sort((one, other) => other.time - one.time);
  const bundles = files.filter(({ name }) => name.endsWith(EXTENSION));
  const oldest = Date.now() - OLD_DRAFT_MILLISECONDS;
  const drafts = files.filter(({ name, time }) => name.endsWith(DRAFT_EXTENSION) && time < oldest);
  for (const { name } of [...bundles.slice(KEPT_BUNDLES), ...drafts]) rmSync(join(folder, name), { force: true });
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
