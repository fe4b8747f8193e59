// Schedules of workspaces as fast-check makes them up.
import fc from "fast-check";

/** A field of a schedule: numbers, ranges, steps, and lists of these. */
export function scheduleField(highest: number, lowest = 0): fc.Arbitrary<string> {
  const number = fc.integer({ min: lowest, max: highest });
  const range = fc.tuple(number, number).map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)}`);
  const step = fc.tuple(fc.oneof(fc.constant("*"), range), fc.integer({ min: 1, max: highest }));
  const part = fc.oneof(
    number.map(String),
    range,
    step.map(([from, by]) => `${from}/${by}`),
  );
  return fc.oneof(
    fc.constant("*"),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(",")),
  );
}

export const timeZone = fc.constantFrom("", "CRON_TZ=UTC ", "CRON_TZ=Europe/Berlin ", "CRON_TZ=America/New_York ");

/** One that the server takes. */
export const validSchedule = fc
  .tuple(timeZone, scheduleField(59), scheduleField(23), scheduleField(6))
  .map(([from, minutes, hours, days]) => `${from}${minutes} ${hours} * * ${days}`);
