// Agents and their apps: what the server asks of their names once Terraform has planned them.
// @see github.com/coder/coder/v2 provisioner/terraform/resources.go, provisioner/regexes.go
import { isRepeated, type Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import { textOf } from "./literals";
import { withLocals, type Module } from "./modules";

const AGENT_NAME = /^[a-z0-9](-?[a-z0-9])*$/i;
const SLUG = /^[a-z0-9](-?[a-z0-9])*$/;
/** There is one of it whenever a workspace starts, and so when a version is imported. */
const WHEN_STARTED = /^\$\{\s*data\.coder_workspace\.[\w-]+\.start_count\s*\}$/;

/** @param modules those that are certain to be there once */
export function agentFindings(modules: readonly Module[]): Finding[] {
  return [...nameFindings(modules), ...slugFindings(modules)];
}

function nameFindings(modules: readonly Module[]): Finding[] {
  const seen = new Map<string, Block>();
  return resourcesOf(modules, "coder_agent").flatMap(({ block }) => {
    const name = block.labels[1] ?? "";
    if (!AGENT_NAME.test(name))
      return [
        findingAt(
          block,
          `its name ${JSON.stringify(name)} becomes a part of addresses: it can have letters, digits and single ` +
            "hyphens between them.",
        ),
      ];
    return [twice(seen, name.toLowerCase(), block, `another agent has the name ${JSON.stringify(name)}`)].flat();
  });
}

function slugFindings(modules: readonly Module[]): Finding[] {
  const seen = new Map<string, Block>();
  return resourcesOf(modules, "coder_app").flatMap(({ block, module }) => {
    // What it was called long ago.
    if (block.body["slug"] === undefined && block.body["name"] === undefined)
      return [findingAt(block, "it has no `slug`, which it needs.")];
    const slug = textOf(withLocals(module, block.body)["slug"]);
    if (typeof slug !== "string") return [];
    if (!SLUG.test(slug))
      return [
        findingAt(
          block,
          `its \`slug\` ${JSON.stringify(slug)} can have small letters, digits and single hyphens between them.`,
        ),
      ];
    return twice(seen, slug, block, `another app has the \`slug\` ${JSON.stringify(slug)}`);
  });
}

/** Declared twice in one file under the same labels, it is told as that. */
function twice(seen: Map<string, Block>, key: string, block: Block, what: string): Finding[] {
  const first = seen.get(key);
  if (first === undefined) seen.set(key, block);
  if (first === undefined || (first.file === block.file && first.labels.join() === block.labels.join())) return [];
  return [
    findingAt(
      block,
      `${what}: \`${first.labels.join(".")}\` in ${JSON.stringify(first.file)}. Give each one of its own.`,
    ),
  ];
}

function resourcesOf(modules: readonly Module[], type: string): { block: Block; module: Module }[] {
  return modules.flatMap((module) =>
    module.blocks
      .filter((block) => block.type === "resource" && block.labels[0] === type && !block.isOverridden)
      .filter((block) => !isRepeated(block) || WHEN_STARTED.test(String(block.body["count"])))
      .map((block) => ({ block, module })),
  );
}
