// Whether a path on disk is there and may be read.
import { closeSync, opendirSync, openSync, statSync, type Stats } from "node:fs";
import { errorCode, quotedPath, readFailure } from "./problems";

export function findOnDisk(
  what: "folder" | "file",
  path: string,
): { status: Stats } | { problem: string; isMissing: boolean } {
  try {
    const status = statSync(path);
    // Opening a file or folder shows whether the user may read it. Opening anything else may block: the caller refuses
    // it.
    if (status.isDirectory()) opendirSync(path).closeSync();
    else if (status.isFile()) closeSync(openSync(path, "r"));
    return { status };
  } catch (thrown) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(thrown) ?? ""))
      return { problem: `There is no ${what} ${quotedPath(path)}.`, isMissing: true };
    return { problem: `The ${what} ${quotedPath(path)} can't be read: ${readFailure(thrown)}`, isMissing: false };
  }
}
