import fc from "fast-check";
import {
  autostartScheduleSchema,
  LONGEST_TTL_MILLISECONDS,
  ttlMillisecondsSchema,
} from "../../../../provider/resources/workspace/schedule";
import { anyText, RUNS } from "../../../fakes/properties";

const MINUTE = 60_000;

function field(highest: number, lowest = 0): fc.Arbitrary<string> {
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

const zone = fc.constantFrom("", "CRON_TZ=UTC ", "CRON_TZ=Europe/Berlin ", "CRON_TZ=America/New_York ");
const schedule = fc
  .tuple(zone, field(59), field(23), field(6))
  .map(([from, minutes, hours, days]) => `${from}${minutes} ${hours} * * ${days}`);

function isTaken(text: unknown): boolean {
  return autostartScheduleSchema.safeParse(text).success;
}

describe("a schedule", () => {
  it("of five fields within their bounds is taken", () => {
    fc.assert(
      fc.property(schedule, (text) => isTaken(text)),
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
    const words = fc.array(fc.oneof(anyText, field(99), zone, fc.constantFrom("@daily", "TZ=UTC", "L", "5#1", "mon")));
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
