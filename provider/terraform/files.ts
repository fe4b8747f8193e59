// Files that code reads: whether they are in the template.
import { posix } from "node:path";
import { isProperties } from "../values";
import { isRepeated, type Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import type { Module } from "./modules";

/** The first expression of a text, which is evaluated whatever the others are. */
const READS =
  /^(?:[^$%]|[$%](?!\{))*?\$\{\s*(?:file|templatefile|filebase64|filemd5|filesha1|filesha256|filesha512)\(\s*"(\$\{path\.(?:module|root)\}\/)?([^"$%\\]+)"/;

export function fileFindings(module: Module, paths: readonly string[]): Finding[] {
  return module.blocks
    .filter((block) => ["resource", "data", "locals", "output"].includes(block.type) && !isRepeatedByChoice(block))
    .flatMap((block) =>
      textsIn(block.body).flatMap((text) => {
        const [, from, name] = READS.exec(text) ?? [];
        if (name === undefined || name.startsWith("/") || name.startsWith("~")) return [];
        const path = posix.join(from?.includes("module") === true ? module.path : "", name);
        if (path.startsWith("..") || path.startsWith(".terraform/") || paths.includes(path)) return [];
        return [findingAt(block, `it reads the file ${JSON.stringify(path)}, which the template does not have.`)];
      }),
    );
}

function isRepeatedByChoice(block: Block): boolean {
  return (
    isRepeated(block) && !/^\$\{\s*data\.coder_workspace\.[\w-]+\.start_count\s*\}$/.test(String(block.body["count"]))
  );
}

/** What a dynamic block makes may be nothing. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isProperties(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => (key === "dynamic" ? [] : textsIn(entry)));
}
