// Requests that are given up when the server takes long, for those who can also ask in another way.
import { CoderError } from "../../errors";
import type { Clock } from "./clock";

export class OutOfPatience extends CoderError {
  override name = "OutOfPatience";
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
