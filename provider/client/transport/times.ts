// Times of requests. A `Date` or RFC 3339 text goes in, RFC 3339 text goes to the server.
import { InputError } from "../../errors";
import { time } from "./schemas";

/** A moment, as a `Date` or as RFC 3339 text such as `2026-01-31T12:00:00Z`. Answers hold the text. */
export type Time = string | Date;

export const TIME_RULE = "Must be a time in RFC 3339, such as `2026-01-31T12:00:00Z`.";

/**
 * The text of a time that a request sends.
 * @throws InputError for one that is none; `property` is how the caller knows it
 */
export function timeText(value: Time, property: string): string {
  const text = value instanceof Date ? textOfDate(value) : value;
  if (time.safeParse(text).success) return text;
  throw new InputError([{ property, reason: `${TIME_RULE} ${descriptionOf(value)}` }]);
}

/** An invalid date has no text. */
function textOfDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function descriptionOf(value: unknown): string {
  if (value instanceof Date) return `It is a \`Date\` that is none or outside the years 0 to 9999.`;
  return typeof value === "string" ? `It is "${value}".` : `It is of type \`${typeof value}\`.`;
}
