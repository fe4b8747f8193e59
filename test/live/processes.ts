// The processes of a stack: which they are, and how to kill them.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Stack } from "./stack";

export interface ProcessRecord {
  /** Ids of the Node processes whose script has this in its path, oldest first. */
  ids(script?: string): number[];
  /** Forgets those that have been recorded so far. */
  clear(): void;
}

/** From now on, the Node processes of the stack's commands are recorded. */
export function recordProcesses(stack: Stack): ProcessRecord {
  const file = path.join(stack.root, "processes");
  fs.writeFileSync(file, "");
  Object.assign(stack.environment, {
    NODE_OPTIONS: `--require ${path.join(__dirname, "record-process.js")}`,
    LIVE_PROCESSES: file,
  });
  return {
    ids(script = "") {
      const lines = fs.readFileSync(file, "utf8").trim().split("\n");
      return lines.filter((line) => line.includes(script)).map((line) => Number.parseInt(line, 10));
    },
    clear: () => fs.writeFileSync(file, ""),
  };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Kills a command with everything that it started, at once, as the end of a machine or of a control group does. */
export function killTree(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [pid];
  // The loop also goes over what it adds.
  for (const parent of tree) for (const [child = 0, its] of rows) if (its === parent) tree.push(child);
  for (const each of tree) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended by itself.
    }
  }
}
