// Where Terraform is to get its providers from: what is certain to fail.
import { isProperties } from "../values";
import { blocksAt, type Block } from "./blocks";
import { findingAt, type Finding } from "./findings";
import { literalOf } from "./literals";
import type { Module } from "./modules";

/** @see github.com/hashicorp/go-version constraint.go */
const CONSTRAINT = /^\s*(=|!=|>|<|>=|<=|~>)?\s*v?\d+(\.\d+)*(-?[0-9A-Za-z.~-]+)?(\+[0-9A-Za-z.~-]+)?\s*$/;
/** Of one part of a constraint; others than these set a limit. */
const RELEASE = /^\s*(=|>=|>|~>)?\s*v?(\d+)(?:\.(\d+))?(\.\d+)?\s*$/;
/** Wider than what Terraform takes. */
const SOURCE_PART = /^[\p{L}\p{N}._:-]+$/u;

export function providerFindings(module: Module): Finding[] {
  if (!module.isComplete) return [];
  const settings = module.blocks.filter(({ type }) => type === "terraform");
  const required = requiredIn(module);
  return [
    ...required.flatMap(({ block, name, provider }) =>
      requirementReasons(name, provider).map((reason) => findingAt(block, reason)),
    ),
    ...settings.flatMap((block) => constraintFindings(block)),
    ...twiceFindings(module, settings),
    ...missingProvider(module, required),
  ];
}

/**
 * Whether Terraform may take a release of Coder's provider before 2.6, which lets empty defaults pass: by what versions
 * the code asks for, or by a lock file.
 */
export function mayHaveOldProvider(modules: readonly Module[], paths: readonly string[]): boolean {
  if (paths.includes(".terraform.lock.hcl")) return true;
  return modules.flatMap(requiredIn).some(({ name, provider }) => {
    const literal = literalOf(provider);
    const [version, source] = isProperties(literal) ? [literal["version"], literal["source"]] : [literal, undefined];
    const isCoder = name === "coder" || (typeof source === "string" && source.endsWith("coder/coder"));
    return isCoder && version !== undefined && !(typeof version === "string" && isRecent(version));
  });
}

function isRecent(version: string): boolean {
  return version.split(",").every((part) => {
    const [, operator = "=", major = "", minor = "0", patch] = RELEASE.exec(part) ?? [];
    if (major === "") return false;
    if (operator.startsWith(">") || (operator === "~>" && patch === undefined))
      return Number(major) >= 2 || operator !== "~>";
    return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 6);
  });
}

function requiredIn({ blocks }: Module): { block: Block; name: string; provider: unknown }[] {
  return blocks
    .filter(({ type }) => type === "terraform")
    .flatMap((block) =>
      blocksAt(block.body, "required_providers").flatMap((providers) =>
        Object.entries(providers).map(([name, provider]) => ({ block, name, provider })),
      ),
    );
}

function requirementReasons(name: string, provider: unknown): string[] {
  const literal = literalOf(provider);
  const version = isProperties(literal) ? literal["version"] : literal;
  const source = isProperties(literal) ? literal["source"] : undefined;
  const reasons: string[] = [];
  if (typeof version === "string" && !isConstraint(version))
    reasons.push(`the version of provider "${name}" is no constraint that Terraform can read. One is \`"~> 2.0"\`.`);
  if (typeof source === "string" && !isSource(source))
    reasons.push(`the source of provider "${name}" is none that Terraform can read. One is \`"coder/coder"\`.`);
  return reasons;
}

function constraintFindings(block: Block): Finding[] {
  const wanted = literalOf(block.body["required_version"]);
  if (typeof wanted !== "string" || isConstraint(wanted)) return [];
  return [findingAt(block, '`required_version` is no constraint that Terraform can read. One is `">= 1.5"`.')];
}

function twiceFindings({ blocks }: Module, settings: readonly Block[]): Finding[] {
  const requiring = settings.filter(
    ({ body, isOverridden }) => body["required_providers"] !== undefined && !isOverridden,
  );
  const configuring = blocks.filter(({ type, isOverridden }) => type === "provider" && !isOverridden);
  const seen = new Set<string>();
  return [
    ...requiring
      .slice(1)
      .map((block) =>
        findingAt(
          block,
          `\`required_providers\` is in ${JSON.stringify(requiring[0]?.file)} already: a folder has one.`,
        ),
      ),
    ...configuring.flatMap((block) => {
      const key = JSON.stringify([block.labels[0], block.body["alias"] ?? null]);
      const isTwice = seen.has(key);
      seen.add(key);
      return isTwice ? [findingAt(block, "it is there twice: all but one need an `alias` of their own.")] : [];
    }),
  ];
}

/** What Terraform takes for a provider of no source is none of Coder's. */
function missingProvider(
  { blocks }: Module,
  required: readonly { block: Block; name: string; provider: unknown }[],
): Finding[] {
  const [user] = blocks.filter(
    ({ type, labels, body }) =>
      ["resource", "data"].includes(type) && (labels[0] ?? "").startsWith("coder_") && body["provider"] === undefined,
  );
  if (user === undefined) return [];
  const advice =
    'Terraform would look for "hashicorp/coder", which does not exist. Add ' +
    '`terraform { required_providers { coder = { source = "coder/coder" } } }`.';
  const own = required.filter(({ name }) => name === "coder");
  if (own.length === 0)
    return [findingAt(user, `no block of its folder says where its provider comes from: ${advice}`)];
  const hasSource = own.some(({ provider }) => isProperties(provider) && provider["source"] !== undefined);
  return own
    .slice(0, 1)
    .filter(() => !hasSource)
    .map(({ block }) => findingAt(block, `the provider "coder" has no \`source\`: ${advice}`));
}

function isConstraint(text: string): boolean {
  return text.split(",").every((part) => CONSTRAINT.test(part));
}

function isSource(text: string): boolean {
  const parts = text.split("/");
  return parts.length <= 3 && parts.every((part) => SOURCE_PART.test(part));
}
