// Enumerations of the server's answers: the values that this package knows are typed, newer ones pass.
import { z } from "zod";
import type { Open } from "./enumerations";

/**
 * A text that is mostly one of `values`. The package schema says `string`, as most languages know no open enumerations;
 * TypeScript gets the values.
 */
export function openEnum<const Values extends readonly [string, ...string[]]>(values: Values) {
  type Value = Open<Values[number]>;
  return z.string().meta({ values }) as unknown as z.ZodType<Value, Value>;
}
