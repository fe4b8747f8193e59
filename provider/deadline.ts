// How long an operation may wait for the server: for each of its jobs, or, where the program says so, for all of it together.

export interface Deadline {
  readonly milliseconds: number;
  /** What a person changes to allow more, as messages name it. */
  readonly setting?: string;
  /** Where the time counts for the operation as a whole: when that began, by the clock that waits. */
  readonly since?: number;
}

/** What is left for a wait that begins now. */
export function remainingMilliseconds({ milliseconds, since }: Deadline, now: number): number {
  return since === undefined ? milliseconds : Math.max(0, since + milliseconds - now);
}

/** ``90 seconds (`coder:jobTimeoutSeconds`)`` */
export function deadlineText({ milliseconds, setting }: Deadline): string {
  return `${durationText(milliseconds)}${setting === undefined ? "" : ` (\`${setting}\`)`}`;
}

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds >= 120 && seconds % 60 === 0) return `${seconds / 60} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
