#!/usr/bin/env node
// @ts-check
// `node test/toolchain/install.mjs [names...]`: provides the tools and prints where each one is.
import { provideTools, TOOL_NAMES } from "./tools.mjs";
import { runCommand } from "./command.mjs";

await runCommand(async ({ signal, log }) => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !TOOL_NAMES.some((known) => known === name));
  if (unknown.length > 0)
    throw new Error(`There is no tool "${unknown.join('", "')}". Known are: ${TOOL_NAMES.join(", ")}.`);
  const names = /** @type {import("./tools.mjs").ToolName[]} */ (asked);
  const { tools } = await provideTools(names.length > 0 ? names : TOOL_NAMES, { signal, log });
  for (const tool of Object.values(tools)) {
    console.log(
      `${tool.name.padEnd(24)} ${tool.version.padEnd(10)} ${tool.isBuilt ? "built  " : "on PATH"} ${tool.path}`,
    );
  }
});
