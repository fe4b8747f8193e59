// Inputs that several functions share: names, times, limits, and the choice between ways to name an object.
import { z } from "zod";
import { InputError } from "../errors";

export const textInput = z.string().min(1);

/** A number of results. The server can't read larger numbers. */
export const limitInput = z.int().min(1).max(2_147_483_647);

/**
 * @param allowed the ways with the inputs that may be given in them, which end in "?"
 * @throws InputError unless all inputs of exactly one way are given, and none that belongs to another way only
 */
export function oneWay(
  inputs: object,
  ways: readonly (readonly string[])[],
  allowed: readonly (readonly string[])[],
): void {
  const given = (key: string): boolean => (inputs as Readonly<Record<string, unknown>>)[key] !== undefined;
  const begun = ways.filter((keys) => keys.some(given));
  const all = ways.map((keys) => keys.map((key) => `\`${key}\``).join(" and ")).join(", or ");
  if (begun.length !== 1) {
    const property = begun[1]?.find(given) ?? ways[0]?.[0] ?? "";
    throw new InputError([
      { property, reason: `${begun.length === 0 ? "Missing" : "Given in more than one way"}: set ${all}.` },
    ]);
  }
  const missing = begun[0]?.filter((key) => !given(key)) ?? [];
  if (missing.length > 0)
    throw new InputError(missing.map((property) => ({ property, reason: `Missing: set ${all}.` })));
  const keysOf = (keys: readonly string[] = []): string[] => keys.map((key) => key.replace(/\?$/, ""));
  const own = keysOf(allowed[ways.findIndex((keys) => keys === begun[0])]);
  const strange = keysOf(allowed.flat()).filter((key) => given(key) && !own.includes(key));
  if (strange.length > 0)
    throw new InputError(
      [...new Set(strange)].map((property) => ({
        property,
        reason: `Not together with ${begun[0]?.map((key) => `\`${key}\``).join(" and ")}: remove one of them.`,
      })),
    );
}
