// `npm run test:faults`: which suites and cells it runs, and what it prints. test/toolchain/faults.mjs starts it.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { runCells } from "./runner";
import { chosenCells, SUITES, suiteNamed, type Choice, type Suite } from "./suites";
import type { CellResult } from "./worker";

const PROGRESS_MILLISECONDS = 60_000;
/** Any number does. */
const DEFAULT_SEED = 1;

export interface Arguments {
  suites: readonly Suite[];
  choice: Choice;
  seed: number;
  workers: number;
  /** Only prints the suites. */
  isList: boolean;
}

export function readArguments(given: string[]): Arguments {
  const { values } = parseArgs({
    args: given,
    options: {
      suite: { type: "string", multiple: true, default: [] },
      sample: { type: "boolean", default: false },
      shard: { type: "string" },
      from: { type: "string" },
      only: { type: "string" },
      seed: { type: "string", default: String(DEFAULT_SEED) },
      workers: { type: "string", default: String(availableParallelism()) },
      list: { type: "boolean", default: false },
    },
  });
  const { suite, sample, shard, from, only, seed, workers, list } = values;
  if (from !== undefined && suite.length !== 1) throw new Error("`--from` names a cell of the suite in `--suite`.");
  return {
    suites: suite.length === 0 ? SUITES : suite.map(suiteNamed),
    choice: { isSample: sample, from, only, ...(shard !== undefined && { shard: readShard(shard) }) },
    seed: readNumber("--seed", seed),
    workers: readNumber("--workers", workers),
    isList: list,
  };
}

/** Whether all cells passed, and there were any. */
export async function runSuites(
  { suites, choice, seed, workers }: Arguments,
  { signal, log }: { signal: AbortSignal; log: (line: string) => void },
): Promise<boolean> {
  let [ran, failed] = [0, 0];
  for (const suite of suites) {
    if (signal.aborted) break;
    const cells = chosenCells(suite, await suite.cells({ seed }), choice);
    await suite.close?.();
    if (cells.length === 0) continue;
    log(`${suite.name}: ${cells.length} cells. ${suite.what}`);
    const began = performance.now();
    let told = began;
    const results: CellResult[] = [];
    await runCells(suite, cells, {
      seed,
      workers,
      signal,
      onResult: (result) => {
        results.push(result);
        if (result.failure !== undefined) log(describeFailure(suite, result, seed));
        if (performance.now() - told < PROGRESS_MILLISECONDS) return;
        told = performance.now();
        log(`${describeResults(suite, results, told - began)} The last was "${result.cell}".`);
      },
    });
    log(describeResults(suite, results, performance.now() - began));
    const open = signal.aborted ? cells.find((each) => !results.some(({ cell }) => cell === each)) : undefined;
    if (open !== undefined)
      log(`Interrupted. Go on with: npm run test:faults -- --suite ${suite.name} --seed ${seed} --from '${open}'`);
    ran += results.length;
    failed += results.filter(({ failure }) => failure !== undefined).length;
  }
  return ran > 0 && failed === 0 && !signal.aborted;
}

export function describeResults(suite: Suite, results: readonly CellResult[], milliseconds: number): string {
  const passed = results.filter(({ failure }) => failure === undefined).length;
  return `${suite.name}: ${results.length} cells, ${passed} passed, ${(milliseconds / 1_000).toFixed(1)} s.`;
}

/** With the command that runs the cell once more. */
export function describeFailure(suite: Suite, { cell, failure }: CellResult, seed: number): string {
  const command = `npm run test:faults -- --suite ${suite.name} --seed ${seed} --only '${cell}'`;
  return `FAILED ${suite.name}: ${cell}\n${failure}\nOnce more: ${command}\n`;
}

function readShard(text: string): { number: number; count: number } {
  const [number = "", count = "", ...more] = text.split("/");
  const shard = { number: readNumber("--shard", number), count: readNumber("--shard", count) };
  if (more.length > 0 || shard.number > shard.count) throw new Error(`\`--shard\` is "${text}"; it must be as 1/4.`);
  return shard;
}

function readNumber(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`\`${option}\` has "${text}"; it must be a whole number, at least 1.`);
  return Number(text);
}
