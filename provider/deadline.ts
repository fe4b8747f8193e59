// How long an operation may wait for the server: for each of its jobs or, if the program sets a time, for all together.

/** So much more or less than whole units is not rounded to the next: a request takes some time itself. */
const MOMENT_MILLISECONDS = 2_000;

export interface Deadline {
  readonly milliseconds: number;
  /** The setting that allows more time, as messages name it. */
  readonly setting?: string;
  /** When the operation began, if the time counts for all of it. */
  readonly since?: number;
}

/** What is left for a wait that begins now. */
export function remainingMilliseconds({ milliseconds, since }: Deadline, now: number): number {
  return since === undefined ? milliseconds : Math.max(0, since + milliseconds - now);
}

/** The same deadline, which counts from now on if it has not begun. */
export function begun(deadline: Deadline, now: number): Deadline & { since: number } {
  return { ...deadline, since: deadline.since ?? now };
}

/** Says why a wait beyond the deadline is not begun, and what to do. */
export function refusedWaitText(askedMilliseconds: number, deadline: Deadline, now: number): string {
  const left = roughly(remainingMilliseconds(deadline, now), Math.floor);
  const remaining = left === roughly(deadline.milliseconds, Math.floor) ? "" : `, which leaves ${left}`;
  return (
    `The server asks to wait ${roughly(askedMilliseconds, Math.ceil)}, and this may take ${deadlineText(deadline)} ` +
    `at most${remaining}. ` +
    "Run it again later, or allow more time."
  );
}

/** ``90 seconds (`coderd:jobTimeoutSeconds`)`` */
export function deadlineText({ milliseconds, setting }: Deadline): string {
  return `${durationText(milliseconds)}${setting === undefined ? "" : ` (\`${setting}\`)`}`;
}

/** In the unit in which people think of it. */
function roughly(milliseconds: number, round: (value: number) => number): string {
  const inUnits = (unit: number): number => {
    const units = milliseconds / unit;
    const isWhole = Math.abs(units - Math.round(units)) * unit < MOMENT_MILLISECONDS;
    return isWhole ? Math.round(units) : round(units);
  };
  if (milliseconds >= 2 * 3_600_000) return `${inUnits(3_600_000)} hours`;
  return durationText(milliseconds >= 120_000 ? inUnits(60_000) * 60_000 : milliseconds);
}

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds >= 120 && seconds % 60 === 0) return `${seconds / 60} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
