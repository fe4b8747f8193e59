// Reads an answer to its end, within a bound of size and of time. Between two bytes the connection has a bound itself.
import type { Dispatcher } from "undici";
import { deadlineText, remainingMilliseconds, type Deadline } from "../../deadline";
import type { Clock } from "./clock";

const MEBIBYTE = 1024 * 1024;
/** A list of logs may have some megabytes, and the state of a workspace some tens of them. */
const LONGEST_MEBIBYTES = 256;
/** Of an answer that says what is wrong. */
const LONGEST_ERROR_MEBIBYTES = 16;
/** From its first byte on. */
const LONGEST_MILLISECONDS = 300_000;
/** Also beyond the deadline: to cancel a job, and to find out what became of it. */
const SHORTEST_MILLISECONDS = 10_000;

/** The rest of an answer was not waited for. */
export class AnswerGivenUp extends Error {
  override name = "AnswerGivenUp";
  constructor(
    message: string,
    /** The next one would hardly be shorter. */
    readonly isTooLong: boolean,
  ) {
    super(message);
  }
}

/** For how long an answer may go on. */
export interface AnswerTime {
  clock: Clock;
  /** Of the operation that the answer is for. */
  deadline: Deadline | undefined;
}

/** Rejects, and ends the connection, where the answer is too long or takes too long. */
export async function readBody(
  { statusCode, body }: Pick<Dispatcher.ResponseData, "statusCode" | "body">,
  { clock, deadline }: AnswerTime,
): Promise<Buffer> {
  const mebibytes = statusCode < 400 ? LONGEST_MEBIBYTES : LONGEST_ERROR_MEBIBYTES;
  const left = deadline === undefined ? Infinity : remainingMilliseconds(deadline, clock.now());
  const milliseconds = Math.min(LONGEST_MILLISECONDS, Math.max(SHORTEST_MILLISECONDS, left));
  const stop = clock.every(milliseconds, () =>
    body.destroy(new AnswerGivenUp(`it did not end within ${deadlineText({ milliseconds })}`, false)),
  );
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop destroys the body, and with it the connection.
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > mebibytes * MEBIBYTE) throw new AnswerGivenUp(`it is longer than ${mebibytes} MiB`, true);
      pieces.push(piece);
    }
  } finally {
    stop();
  }
  return Buffer.concat(pieces);
}
