// Whether a path on disk is there and may be read.
import type { Stats } from "node:fs";
import { open, opendir, stat } from "node:fs/promises";
import { errorCode, quotedPath, readFailure } from "./problems";

export async function findOnDisk(
  what: "folder" | "file",
  path: string,
): Promise<{ status: Stats } | { problem: string; isMissing: boolean }> {
  try {
    const status = await stat(path);
    // Opening a file or folder shows whether the user may read it. Opening anything else may block: the caller refuses
    // it.
    if (status.isDirectory()) await (await opendir(path)).close();
    else if (status.isFile()) await (await open(path)).close();
    return { status };
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(thrown) ?? ""))
      return { problem: `There is no ${what} ${quotedPath(path)}.`, isMissing: true };
    return { problem: `The ${what} ${quotedPath(path)} can't be read: ${readFailure(thrown)}`, isMissing: false };
  }
}
