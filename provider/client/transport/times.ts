// Times of requests. A `Date` or RFC 3339 text goes in, RFC 3339 text goes to the server.
import { z } from "zod";
import { InputError } from "../../errors";

/** A moment, as a `Date` or as RFC 3339 text such as `2026-01-31T12:00:00Z`. Answers hold the text. */
export type Time = string | Date;

const RULE = "Must be a time in RFC 3339, such as `2026-01-31T12:00:00Z`.";

export const timeInput = z.iso.datetime({ offset: true, error: RULE });

/**
 * The text of a time that a request sends.
 * @throws InputError for one that is none; `property` is how the caller knows it
 */
export function timeText(value: Time, property: string): string {
  const text = value instanceof Date ? textOfDate(value) : value;
  if (timeInput.safeParse(text).success) return text;
  throw new InputError([{ property, reason: `${RULE} ${descriptionOf(value)}` }]);
}

/** An invalid date has no text. */
function textOfDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function descriptionOf(value: unknown): string {
  if (value instanceof Date) return `It is an invalid \`Date\`, or one outside the years 0 to 9999.`;
  return typeof value === "string" ? `It is "${value}".` : `It is of type \`${typeof value}\`.`;
}
