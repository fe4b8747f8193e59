import fc from "fast-check";
import {
  autostartScheduleSchema,
  LONGEST_TTL_MILLISECONDS,
  ttlMillisecondsSchema,
} from "../../../../provider/resources/workspace/schedule";
import { anyText, RUNS } from "../../../fakes/properties";
import { scheduleField, timeZone, validSchedule } from "../../../fakes/schedules";

const MINUTE = 60_000;

function isTaken(text: unknown): boolean {
  return autostartScheduleSchema.safeParse(text).success;
}

describe("a schedule", () => {
  it("of five fields within their bounds is taken", () => {
    fc.assert(
      fc.property(validSchedule, (text) => isTaken(text)),
      RUNS,
    );
  });

  it("with a number beyond its bounds, or for some months or days of a month, is refused", () => {
    const wrong = fc.oneof(
      fc.integer({ min: 60, max: 10_000 }).map((minute) => `${minute} 9 * * *`),
      fc.integer({ min: 24, max: 10_000 }).map((hour) => `0 ${hour} * * *`),
      fc.integer({ min: 8, max: 10_000 }).map((day) => `0 9 * * ${day}`),
      fc.integer({ min: 1, max: 31 }).map((day) => `0 9 ${day} * *`),
      fc.integer({ min: 1, max: 12 }).map((month) => `0 9 * ${month} *`),
      fc.integer({ min: 1, max: 59 }).map((from) => `${from}-${from - 1} 9 * * *`),
      fc.integer({ min: 0, max: 59 }).map((from) => `${from}/0 9 * * *`),
    );
    fc.assert(
      fc.property(wrong, (text) => !isTaken(text)),
      RUNS,
    );
  });

  it("of any text is judged, and never breaks the check", () => {
    const words = fc.array(
      fc.oneof(anyText, scheduleField(99), timeZone, fc.constantFrom("@daily", "TZ=UTC", "L", "5#1", "mon")),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          words.map((all) => all.join(" ")),
        ),
        (text) => {
          const { error } = autostartScheduleSchema.safeParse(text);
          for (const { message } of error?.issues ?? []) expect(message).toMatch(/^(Must|The|"|\S).*\.$/su);
          if (error === undefined && text !== "") expect(text.trim().split(/\s+/).length).toBeGreaterThanOrEqual(5);
        },
      ),
      RUNS,
    );
  });
});

describe("a time to live", () => {
  it("is taken exactly where the server keeps it as it is, and what is named instead is taken", () => {
    const any = fc.oneof(
      fc.integer(),
      fc.integer({ min: -1, max: 50_000 }).map((minutes) => minutes * MINUTE),
      fc.integer({ min: -2, max: 2 }).map((more) => LONGEST_TTL_MILLISECONDS + more * MINUTE),
    );
    fc.assert(
      fc.property(any, (ttl) => {
        const { success, error } = ttlMillisecondsSchema.safeParse(ttl);
        const isKept = ttl === 0 || (ttl >= MINUTE && ttl <= LONGEST_TTL_MILLISECONDS && ttl % MINUTE === 0);
        expect(success).toBe(isKept);
        const named = /Use (\d+) or (\d+)\.$/.exec(error?.issues[0]?.message ?? "")?.slice(1) ?? [];
        for (const other of named) expect(ttlMillisecondsSchema.safeParse(Number(other)).success).toBe(true);
      }),
      RUNS,
    );
  });
});
