// What Coder reads of a template beside its parameters: presets, and the tags of its workspaces' builds.
import type { Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import { textOf } from "./literals";
import type { Module } from "./modules";

export function presetFindings({ blocks }: Module): Finding[] {
  return dataOf(blocks, "coder_workspace_preset").flatMap((block) => {
    if (block.body["name"] === undefined) return [findingAt(block, "it has no `name`, which it needs.")];
    return textOf(block.body["name"]) === "" ? [findingAt(block, "its `name` is empty.")] : [];
  });
}

export function tagFindings({ blocks }: Module): Finding[] {
  return dataOf(blocks, "coder_workspace_tags")
    .filter(({ body }) => body["tags"] === undefined)
    .map((block) => findingAt(block, "it has no `tags`, which it needs."));
}

function dataOf(blocks: readonly Block[], name: string): Block[] {
  return blocks.filter(({ type, labels }) => type === "data" && labels[0] === name);
}
