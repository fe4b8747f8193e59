// Requests to which the server takes long to answer: that is told, and who can also ask in another way gives them up.
import { CoderError } from "../../errors";
import type { Clock } from "./clock";
import { API_PREFIX, type Request, type RequestOptions } from "./request";

export class OutOfPatience extends CoderError {
  override name = "OutOfPatience";
}

const SILENCE_MILLISECONDS = 10_000;

/** Says that the server takes long to answer. */
export async function tellingSilence<Result>(
  { method, path }: Request,
  clock: Clock,
  { onWait }: RequestOptions,
  send: () => Promise<Result>,
): Promise<Result> {
  let seconds = 0;
  const stop = clock.every(SILENCE_MILLISECONDS, () => {
    seconds += SILENCE_MILLISECONDS / 1_000;
    onWait?.(`Waiting for the server's answer, ${seconds} seconds (${method} ${API_PREFIX}${path})`);
  });
  try {
    return await send();
  } finally {
    stop();
  }
}

/** Aborts with `OutOfPatience` what takes longer; without a time, nothing is. */
export async function withPatience<Result>(
  milliseconds: number | undefined,
  clock: Clock,
  signal: AbortSignal | undefined,
  send: (signal: AbortSignal | undefined) => Promise<Result>,
): Promise<Result> {
  if (milliseconds === undefined) return send(signal);
  const controller = new AbortController();
  const reason = new OutOfPatience(`The server did not answer within ${Math.round(milliseconds / 1_000)} seconds.`);
  const stop = clock.every(milliseconds, () => controller.abort(reason));
  try {
    return await send(signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]));
  } finally {
    stop();
  }
}
