// Patterns of parameters with values, and what a real server said to each: patterns.jsonl, a line for each. The live
// test `patterns` asks the server again.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface PatternCase {
  pattern: string;
  value: string;
  /** "invalid": the server can't compile the pattern, and so refuses every value. */
  verdict: "accepted" | "refused" | "invalid";
  /** Whether the provider can't compile what the server can, and leaves the value to it. */
  isLeft?: boolean;
}

export const PATTERN_CASES = readFileSync(join(__dirname, "patterns.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as PatternCase);
