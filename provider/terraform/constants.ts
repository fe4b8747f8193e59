// Arguments that the server reads before it makes a version, without knowing anything else: they refer to nothing. It
// reads the template's own folder only.
// @see github.com/coder/terraform-config-inspect tfconfig/load_hcl.go
import { blocksAt, type Block } from "./blocks";
import { isReferring } from "./expressions";
import { findingAt, type Finding } from "./findings";
import type { Module } from "./modules";

/** Type of a block → its arguments; a variable's default is told with its type. */
const CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  terraform: ["required_version"],
  variable: ["description", "sensitive"],
  output: ["description", "sensitive"],
  provider: ["alias", "version"],
  module: ["source", "version"],
};

/** Of the template's own folder. */
export async function constantFindings({ blocks: all }: Module): Promise<Finding[]> {
  // In JSON, texts have no expressions here.
  const blocks = all.filter(({ file, isOverridden }) => !file.endsWith(".json") && !isOverridden);
  // Code as Terraform 0.11 had it is read by an older parser, which takes more. This block is newer, and usual.
  const isCurrent = blocks.some(
    ({ type, body }) => type === "terraform" && blocksAt(body, "required_providers").length > 0,
  );
  const findings: Finding[] = [];
  for (const block of blocks)
    for (const reason of await reasonsOf(block, isCurrent)) findings.push(findingAt(block, reason));
  return findings;
}

async function reasonsOf({ type, body }: Block, isCurrent: boolean): Promise<string[]> {
  const reasons: string[] = [];
  for (const key of CONSTANTS[type] ?? [])
    if (await isReferring(body[key]))
      reasons.push(`its \`${key}\` refers to something or calls a function, which it can't: it stands by itself.`);
  // Terraform would take it.
  for (const validation of type === "variable" && isCurrent ? blocksAt(body, "validation") : [])
    if (await isReferring(validation["error_message"]))
      reasons.push(
        "the `error_message` of its `validation` refers to something or calls a function. Coder reads it before " +
          "Terraform does, and takes only a text that stands by itself.",
      );
  return reasons;
}
