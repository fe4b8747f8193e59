// The suites of faults and crashes: what `npm run test:faults` runs, and `npm test` a sample of.
import { engineSuite } from "../live/fault-suites";
import { simulatedCrashSuite } from "./crashes/simulated";
import { crashSuite, rollOutSuite } from "./crashes/suites";
import { matrixSuite } from "./matrix";

/** A kind of test with many cells. Each cell stands for itself: it may run alone, and in any order. */
export interface Suite {
  name: string;
  /** What its cells show, in one line. */
  what: string;
  /** Runs with the real engine on a real server, whose address and token are in LIVE_URL and LIVE_TOKEN. */
  isLive?: boolean;
  /** A cell that takes longer hangs: its process is killed, and the cell has failed. */
  longestCellMilliseconds: number;
  /** Of the cells, each so manieth is in the sample, in their order, beside those that always are. */
  sample: { every: number; always?: (cell: string) => boolean };
  /** Names of all cells: the same and in the same order for the same seed. */
  cells(settings: SuiteSettings): Promise<readonly string[]>;
  /** Throws what is wrong. Cells of one process run one after the other. */
  run(cell: string, settings: SuiteSettings): Promise<void>;
  /** After the last cell of the process: ends what the cells share. */
  close?(): Promise<void>;
}

export interface SuiteSettings {
  /** What is random in a suite follows from it. */
  seed: number;
}

export const SUITES: readonly Suite[] = [
  matrixSuite("plugin"),
  matrixSuite("dynamic"),
  simulatedCrashSuite("plugin"),
  simulatedCrashSuite("dynamic"),
  crashSuite("plugin"),
  crashSuite("dynamic"),
  rollOutSuite("plugin"),
  rollOutSuite("dynamic"),
  engineSuite("plugin"),
  engineSuite("dynamic"),
];

export function suiteNamed(name: string): Suite {
  const suite = SUITES.find((each) => each.name === name);
  if (suite !== undefined) return suite;
  throw new Error(`There is no suite "${name}". There are: ${SUITES.map((each) => each.name).join(", ")}.`);
}

export interface Choice {
  isSample?: boolean;
  /** One of so many parts of the cells, counted from 1. */
  shard?: { number: number; count: number };
  /** The cell to begin with; those before it are left out. */
  from?: string | undefined;
  /** Only cells that hold this text. */
  only?: string | undefined;
}

/** Of a suite's cells those that are asked for, in their order. */
export function chosenCells(suite: Suite, cells: readonly string[], choice: Choice): readonly string[] {
  const { isSample = false, shard = { number: 1, count: 1 }, from, only = "" } = choice;
  const first = from === undefined ? 0 : cells.indexOf(from);
  if (first < 0) throw new Error(`Suite "${suite.name}" has no cell "${from}".`);
  const { every, always = () => false } = suite.sample;
  return cells
    .filter((cell, index) => index >= first && index % shard.count === shard.number - 1 && cell.includes(only))
    .filter((cell) => !isSample || always(cell) || cells.indexOf(cell) % every === 0);
}
