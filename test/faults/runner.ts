// Runs cells in processes of their own, several at a time, and kills what hangs.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { Suite, SuiteSettings } from "./suites";
import type { CellResult } from "./worker";

const ROOT = resolve(__dirname, "..", "..");

export interface RunOptions extends SuiteSettings {
  workers: number;
  signal?: AbortSignal;
  /** Called at each cell's end. */
  onResult?: (result: CellResult) => void;
}

/** The results in the order in which cells ended. */
export async function runCells(suite: Suite, cells: readonly string[], options: RunOptions): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    try {
      for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
        if (options.signal?.aborted === true) return;
        worker = worker?.connected === true ? worker : startWorker(suite, options);
        const result = await runCell(suite, worker, cell);
        results.push(result);
        options.onResult?.(result);
      }
    } finally {
      await endWorker(suite, worker);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, cells.length) }, work));
  return results;
}

function startWorker(suite: Suite, { seed }: SuiteSettings): ChildProcess {
  return fork(join(__dirname, "worker.ts"), [suite.name, String(seed)], {
    cwd: ROOT,
    execArgv: ["-r", "ts-node/register/transpile-only"],
  });
}

async function runCell(suite: Suite, worker: ChildProcess, cell: string): Promise<CellResult> {
  const began = performance.now();
  const ended = new AbortController();
  const failed = (failure: string): CellResult => ({ cell, milliseconds: performance.now() - began, failure });
  const limit = setTimeout(() => ended.abort("hangs"), suite.longestCellMilliseconds);
  worker.once("exit", () => ended.abort("ended"));
  try {
    const answer = once(worker, "message", { signal: ended.signal });
    worker.send(cell);
    const [result] = (await answer) as [CellResult];
    return result;
  } catch {
    if (ended.signal.reason === "ended") return failed("The process of the cell ended before the cell did.");
    worker.kill("SIGKILL");
    await once(worker, "exit").catch(() => undefined);
    return failed(`The cell has not ended after ${suite.longestCellMilliseconds / 1_000} seconds.`);
  } finally {
    clearTimeout(limit);
    worker.removeAllListeners("exit");
  }
}

/** What its cells share ends with it. */
async function endWorker(suite: Suite, worker: ChildProcess | undefined): Promise<void> {
  if (worker === undefined || worker.exitCode !== null || worker.signalCode !== null) return;
  const exit = once(worker, "exit");
  if (worker.connected) worker.disconnect();
  const limit = setTimeout(() => worker.kill("SIGKILL"), suite.longestCellMilliseconds);
  await exit;
  clearTimeout(limit);
}
