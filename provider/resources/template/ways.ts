// The three ways in which a template comes to its active version, of which a program declares exactly one.
import { backticked, type InputFailure } from "../../errors";
import type { Properties } from "../../values";
import { besideSource } from "./properties";

const WAYS = ["source", "activeVersionId", "firstVersionId"] as const;

/** Refuses none or several of the ways, and what has a meaning only beside `source`. */
export function checkWays(declared: Properties): InputFailure[] {
  const given = WAYS.filter((way) => declared[way] !== undefined);
  const choice =
    "`source` lets the template make its versions, `activeVersionId` takes a `TemplateVersion` of its own, " +
    "`firstVersionId` leaves the promotion to a `TemplatePromotion`.";
  const exactlyOne = "Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set";
  if (given.length === 0) return [{ property: "source", reason: `${exactlyOne}; none is. ${choice}` }];
  if (given.length > 1) {
    const property = given.at(-1) ?? "source";
    return [{ property, reason: `${exactlyOne}; ${backticked(given)} are. Remove all but one: ${choice}` }];
  }
  if (declared["source"] !== undefined) return [];
  return [...Object.keys(besideSource), "validateAtPreview"]
    .filter((key) => declared[key] !== undefined)
    .map((property) => ({
      property,
      reason: `Has a meaning only beside \`source\`, and \`${given[0]}\` is set. Remove it, or set it at the version.`,
    }));
}
