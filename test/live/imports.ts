// Which import a program under test is waiting for: told by what it asks, because the server's list of jobs has
// everybody's.
import type { Live } from "./live";
import { eventually, type FoundVersion } from "./server-api";
import type { ImportGate } from "./templates";

const LOG = { method: "GET", path: /^\/templateversions\/[^/]+\/logs\b/ };

/**
 * Waits until the gate holds an import, and returns the version whose log the program follows, last if there are more.
 */
export async function heldImport(live: Live, gate: ImportGate): Promise<FoundVersion> {
  await eventually(
    () => gate.held,
    (held) => held === 1,
  );
  const id = await eventually(
    () => live.proxy.matching(LOG).at(-1)?.path.split("/")[2],
    (found) => found !== undefined,
  );
  return live.api.version(id ?? "");
}
