import { deadlineText, remainingMilliseconds } from "../../provider/deadline";

describe("deadline", () => {
  it("gives every wait the whole time where it counts for each job", () => {
    expect(remainingMilliseconds({ milliseconds: 5_000 }, 1_000_000)).toBe(5_000);
  });

  it("counts what has passed where it holds for the operation as a whole, and never goes below nothing", () => {
    const deadline = { milliseconds: 5_000, since: 1_000_000 };
    expect(remainingMilliseconds(deadline, 1_002_000)).toBe(3_000);
    expect(remainingMilliseconds(deadline, 1_009_000)).toBe(0);
  });

  it.each([
    [{ milliseconds: 1_000, setting: "customTimeouts" }, "1 second (`customTimeouts`)"],
    [{ milliseconds: 90_000, setting: "coder:jobTimeoutSeconds" }, "90 seconds (`coder:jobTimeoutSeconds`)"],
    [{ milliseconds: 600_000 }, "10 minutes"],
  ])("names the time, and what to change for more: %j", (deadline, text) => {
    expect(deadlineText(deadline)).toBe(text);
  });
});
