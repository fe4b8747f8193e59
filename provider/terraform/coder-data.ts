// What Coder reads of a template beside its parameters: presets, and the tags of its workspaces' builds.
import { isRepeated, type Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import { textOf, truthOf } from "./literals";
import { isKnownAtPlan, withLocals, type Module } from "./modules";

export function presetFindings(module: Module): Finding[] {
  return dataOf(module.blocks, "coder_workspace_preset").flatMap((block) => {
    const { name } = withLocals(module, block.body);
    if (name === undefined) return [findingAt(block, "it has no `name`, which it needs.")];
    return textOf(name) === "" ? [findingAt(block, "its `name` is empty.")] : [];
  });
}

/**
 * Presets that exclude each other: the server takes a template with none of them.
 *
 * @param modules those that are certain to be there once
 * @see github.com/coder/coder/v2 provisioner/terraform/resources.go ConvertState
 */
export function presetsTogetherFindings(modules: readonly Module[]): Finding[] {
  const presets = modules.flatMap((module) =>
    dataOf(module.blocks, "coder_workspace_preset")
      .filter((block) => !block.isOverridden && !isRepeated(block) && isKnownAtPlan(module, block))
      .map((block) => ({ block, body: withLocals(module, block.body) })),
  );
  const standards = presets.filter(({ body }) => truthOf(body["default"]) === true);
  const seen = new Map<string, Block>();
  return [
    ...standards
      .slice(1)
      .map(({ block }) =>
        findingAt(
          block,
          `${placed(standards[0]?.block)} is the default already. Only one preset can have \`default = true\`.`,
        ),
      ),
    ...presets.flatMap(({ block, body }) => {
      const name = textOf(body["name"]);
      if (typeof name !== "string" || name === "") return [];
      const first = seen.get(name);
      if (first === undefined) seen.set(name, block);
      // Declared twice, it is told as that.
      if (first === undefined || placed(first) === placed(block)) return [];
      return [
        findingAt(block, `${placed(first)} has the name ${JSON.stringify(name)} already. Give each a name of its own.`),
      ];
    }),
  ];
}

/** The server reads those of the template itself before Terraform does, and no JSON. */
export function tagFindings({ blocks, path }: Module): Finding[] {
  if (path !== "") return [];
  return dataOf(blocks, "coder_workspace_tags")
    .filter(({ body, file }) => body["tags"] === undefined && !file.endsWith(".json"))
    .map((block) => findingAt(block, "it has no `tags`, which it needs."));
}

function placed(block: Block | undefined): string {
  return `\`${block?.labels.join(".")}\` in ${JSON.stringify(block?.file)}`;
}

function dataOf(blocks: readonly Block[], name: string): Block[] {
  return blocks.filter(({ type, labels }) => type === "data" && labels[0] === name);
}
