// Pieces of schemas for the API's JSON: the server writes the same absence as null, as a missing key or as an empty
// value.
import { z } from "zod";
import { openEnum, type Open } from "../../enumerations";

/** An object of an answer. Fields that this package does not know are kept, though the types do not tell them. */
export function answerObject<const Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape> {
  return z.looseObject(shape);
}

/** The server writes absence as null or leaves the key out; inward of here it is undefined. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** An empty list may arrive as null, or not at all. */
export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema)
    .nullish()
    .transform((value) => value ?? []);
}

/** An empty map may arrive as null, or not at all. */
export function mapOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .record(z.string(), schema)
    .nullish()
    .transform((value) => value ?? {});
}

export const textMap = mapOf(z.string());

/** The server leaves empty texts, zeros and false out of some objects. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
export const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** An id that is not set may also arrive as the id of zeros. */
const NO_ID = "00000000-0000-0000-0000-000000000000";
export const optionalId = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === NO_ID || value === "" ? undefined : value));

/** An RFC 3339 time that is always there. */
export const time = z.iso.datetime({ offset: true });

/** An RFC 3339 time; Go's zero time means that there is none. */
export const optionalTime = time
  .nullish()
  .transform((value) => (value === null || value?.startsWith("0001-01-01T00:00:00") === true ? undefined : value));

/** A text that is either there or not: empty means absent. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === "" ? undefined : value));

/** One of `values`, or a newer one; empty where an older server does not tell it. */
export function openText<const Values extends readonly [string, ...string[]]>(values: Values) {
  return openEnum(values)
    .nullish()
    .transform((value): Open<Values[number]> => value ?? "");
}
