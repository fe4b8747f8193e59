// Things that need each other in a circle: Terraform finds no order for them.
import type { Block } from "./blocks";
import type { References } from "./expressions";
import { findingAt, type Finding } from "./findings";
import type { Module } from "./modules";

interface Node extends References {
  block: Block;
}

export function cycleFindings(module: Module): Finding[] {
  const nodes = nodesOf(module);
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (key: string, path: readonly string[]): void => {
    const at = path.indexOf(key);
    if (at !== -1) {
      const circle = path.slice(at);
      const block = nodes.get(key)?.block;
      // Of several of one resource, one may well refer to another: only Terraform knows.
      if (block !== undefined && (circle.length > 1 || key.startsWith("local.")))
        findings.push(
          findingAt(block, `it needs itself: ${[...circle, key].map((each) => `\`${each}\``).join(" → ")}.`),
        );
      return;
    }
    if (done.has(key) || path.length > MOST_STEPS) return;
    for (const next of targetsOf(nodes.get(key))) visit(next, [...path, key]);
    done.add(key);
  };
  for (const key of nodes.keys()) visit(key, []);
  return findings;
}

const MOST_STEPS = 500;

function nodesOf({ references, locals }: Module): Map<string, Node> {
  const nodes = new Map<string, Node>();
  for (const [name, local] of locals) nodes.set(`local.${name}`, local);
  for (const [block, refers] of references) {
    if (block.isOverridden) continue;
    if (block.type === "resource") nodes.set(block.labels.join("."), { ...refers, block });
    if (block.type === "data") nodes.set(["data", ...block.labels].join("."), { ...refers, block });
  }
  return nodes;
}

function targetsOf(node: Node | undefined): string[] {
  return (node?.all ?? []).map(([root = "", first = "", second = ""]) =>
    root === "data" ? `data.${first}.${second}` : `${root}.${first}`,
  );
}
