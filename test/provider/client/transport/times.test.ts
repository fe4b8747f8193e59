// Tests of the times that requests send.
import { timeText, type Time } from "../../../../provider/client/transport/times";

const RULE = "`since`: Must be a time in RFC 3339, such as `2026-01-31T12:00:00Z`.";

describe("timeText", () => {
  it("leaves text as it is, and writes a date in UTC", () => {
    expect(timeText("2026-01-31T12:00:00.5+02:00", "since")).toBe("2026-01-31T12:00:00.5+02:00");
    expect(timeText(new Date(Date.UTC(2026, 0, 31, 12)), "since")).toBe("2026-01-31T12:00:00.000Z");
  });

  it.each(["tomorrow", "", "2026-01-31", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z", "1769860800"])(
    "refuses the text %j",
    (text) => {
      expect(() => timeText(text, "since")).toThrow(`${RULE} It is "${text}".`);
    },
  );

  it.each([new Date("tomorrow"), new Date(Date.UTC(10_000, 0))])("refuses a date that no server can read", (date) => {
    expect(() => timeText(date, "since")).toThrow(
      `${RULE} It is an invalid \`Date\`, or one outside the years 0 to 9999.`,
    );
  });

  it("refuses what is neither, from JavaScript", () => {
    expect(() => timeText(1_769_860_800 as unknown as Time, "since")).toThrow(`${RULE} It is of type \`number\`.`);
  });
});
