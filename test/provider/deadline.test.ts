import { begun, deadlineText, refusedWaitText, remainingMilliseconds } from "../../provider/deadline";

describe("deadline", () => {
  it("gives every wait the whole time where it counts for each job", () => {
    expect(remainingMilliseconds({ milliseconds: 5_000 }, 1_000_000)).toBe(5_000);
  });

  it("counts what has passed where it holds for the operation as a whole, and never goes below nothing", () => {
    const deadline = { milliseconds: 5_000, since: 1_000_000 };
    expect(remainingMilliseconds(deadline, 1_002_000)).toBe(3_000);
    expect(remainingMilliseconds(deadline, 1_009_000)).toBe(0);
  });

  it("begins where it has not begun", () => {
    expect(begun({ milliseconds: 5_000 }, 1_000)).toEqual({ milliseconds: 5_000, since: 1_000 });
    expect(begun({ milliseconds: 5_000, since: 500 }, 1_000)).toEqual({ milliseconds: 5_000, since: 500 });
  });

  it.each([
    [86_400_000, { milliseconds: 3_600_000, setting: "a" }, "24 hours, and this may take 60 minutes (`a`) at most"],
    [
      3_600_000,
      { milliseconds: 3_600_000, since: -30_000 },
      "60 minutes, and this may take 60 minutes at most, which leaves 59 minutes",
    ],
    [
      60_000,
      { milliseconds: 90_000, since: -89_000 },
      "60 seconds, and this may take 90 seconds at most, which leaves 1 second",
    ],
    [
      60_000,
      { milliseconds: 90_000, since: -100_000 },
      "60 seconds, and this may take 90 seconds at most, which leaves 0 seconds",
    ],
  ])("says of a wait of %d ms why it is not begun: %j", (asked, deadline, text) => {
    expect(refusedWaitText(asked, deadline, 0)).toBe(
      `The server asks to wait ${text}. Run it again later, or allow more time.`,
    );
  });

  it.each([
    [{ milliseconds: 1_000, setting: "customTimeouts" }, "1 second (`customTimeouts`)"],
    [{ milliseconds: 90_000, setting: "coderd:jobTimeoutSeconds" }, "90 seconds (`coderd:jobTimeoutSeconds`)"],
    [{ milliseconds: 600_000 }, "10 minutes"],
  ])("names the time, and what to change for more: %j", (deadline, text) => {
    expect(deadlineText(deadline)).toBe(text);
  });
});

it("takes a moment more or less for the whole unit", () => {
  const hour = { milliseconds: 3_600_000, since: 0 };
  expect(refusedWaitText(86_400_700, hour, 700)).toBe(
    "The server asks to wait 24 hours, and this may take 60 minutes at most. Run it again later, or allow more time.",
  );
  expect(refusedWaitText(5_000_000, hour, 120_000)).toBe(
    "The server asks to wait 84 minutes, and this may take 60 minutes at most, which leaves 58 minutes. " +
      "Run it again later, or allow more time.",
  );
});
