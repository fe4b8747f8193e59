// The engine's part of the matrix as suites of `npm run test:faults`.
import type { Suite } from "../faults/suites";
import { EngineMatrix } from "./fault-matrix";
import type { Host } from "./host-programs";

/** A stalled answer is waited for two minutes, and each cell runs the engine five times. */
const LONGEST_CELL_MILLISECONDS = 900_000;
const SAMPLE_EVERY = 13;

export function engineSuite(host: Host): Suite {
  let matrix: EngineMatrix | undefined;
  const open = (): EngineMatrix => (matrix ??= new EngineMatrix(host));
  return {
    name: `engine-${host}`,
    what: `One fault of each class at every change, with the real engine, the ${host} host and the real server.`,
    isLive: true,
    longestCellMilliseconds: LONGEST_CELL_MILLISECONDS,
    sample: { every: SAMPLE_EVERY },
    cells: () => open().cells(),
    run: (cell) => open().run(cell),
  };
}
