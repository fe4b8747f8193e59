// Kills a command with everything that it started, as the end of a machine or of a control group does: nobody gets to
// say a last word.
import { execFileSync } from "node:child_process";

export function killTree(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [pid];
  // Children of what is in the tree join it, and theirs after them.
  for (const parent of tree) for (const [child = 0, its] of rows) if (its === parent) tree.push(child);
  for (const each of tree) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended by itself.
    }
  }
}
