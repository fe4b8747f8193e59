// What is wrong with a template's code, as it is told: where, and what to do.
import { quoted, type InputFailure } from "../errors";
import { suggestion } from "../validation";
import { nameOf, type Block } from "./blocks";
import type { SyntaxProblem } from "./parser";

/** Told at the input that the code comes from. */
export type Finding = InputFailure & { property: "source" };

const MOST_TOLD = 20;

export function findingAt(block: Block, reason: string): Finding {
  return { property: "source", reason: `In ${JSON.stringify(block.file)}, ${nameOf(block)}: ${reason}` };
}

export function syntaxFinding({ file, place, message }: SyntaxProblem & { file: string }): Finding {
  return { property: "source", reason: `In ${JSON.stringify(file)}${place === "" ? "" : `, ${place}`}: ${message}` };
}

/** "did you mean", else what there is. */
export function nearOrKnown(name: string, known: readonly string[], none: string): string {
  const all = known.length === 0 ? none : `There ${known.length === 1 ? "is" : "are"} ${quoted([...known].sort())}.`;
  return suggestion(name, known) || ` ${all}`;
}

/** One failure of a sort may have many followers. */
export function mostImportant(findings: readonly Finding[]): Finding[] {
  const told = [...new Map(findings.map((finding) => [finding.reason, finding])).values()];
  if (told.length <= MOST_TOLD) return told;
  const more = told.length - MOST_TOLD;
  return [...told.slice(0, MOST_TOLD), { property: "source", reason: `There are ${more} more problems of this sort.` }];
}
