// The hosts' compiled code, kept between runs where Node can do that (from 22.1 on): a start then compiles nothing.
import { lstatSync, mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { providerFolder } from "../ownership/folder";

/** Newer than the oldest release of Node that this package runs on. */
interface NewerModule {
  enableCompileCache?: (folder: string) => unknown;
}

/** Without a folder of its own that it can write to, the host compiles its code as ever. */
export function keepCompiledCode(environment: Readonly<Record<string, string | undefined>>): void {
  const { enableCompileCache } = nodeModule as NewerModule;
  if (enableCompileCache === undefined) return;
  const folder = join(providerFolder(environment), "compiled");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isOwn(folder)) enableCompileCache(folder);
  } catch {
    // No folder: nothing is lost but time.
  }
}

/** Who could write there could make this process run other code. */
function isOwn(folder: string): boolean {
  const { uid, mode } = lstatSync(folder);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}
