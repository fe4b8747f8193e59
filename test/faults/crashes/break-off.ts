// Breaks a command off at its moment, and leaves nothing of it running.
import { setTimeout as pause } from "node:timers/promises";
import type { Host } from "../../live/host-programs";
import { recordProcesses } from "../../live/processes";
import type { Stack } from "../../live/stack";
import type { Crash } from "./plan";
import type { Place } from "./place";
import { afterEnd, strike } from "./victims";

/** Before that, the engine only starts. */
const EARLIEST_MILLISECONDS = 500;
/** While a database restarts. */
const OUTAGE_MILLISECONDS = 2_000;

interface Command {
  name: "up" | "destroy";
  flags: string[];
  /** How long it takes, until that has been seen. */
  guessMilliseconds: number;
}

/** The longest time that was seen, by host and what is done. */
const longest = new Map<string, number>();

/** False when the command had ended before its moment, which then is nearer to the start the next time. */
export async function breakOff(
  place: Place,
  { host, stack }: { host: Host; stack: Stack },
  { operation, victim, signal, moment }: Omit<Crash, "operation"> & { operation: string },
  command: Command,
): Promise<boolean> {
  const processes = recordProcesses(stack);
  const key = `${host} ${operation}`;
  const most = longest.get(key) ?? command.guessMilliseconds;
  const began = performance.now();
  const running = stack.begin(command.name, command.flags, { hasOwnGroup: true });
  await Promise.race([pause(EARLIEST_MILLISECONDS + moment * (most - EARLIEST_MILLISECONDS)), running.ended]);
  const isHit = await strike({ victim, signal }, host, { place, running, processes });
  if (isHit && victim === "server") await place.restart();
  if (isHit && victim === "database") {
    await pause(OUTAGE_MILLISECONDS);
    await place.restart();
  }
  await afterEnd(host, running, processes);
  delete stack.environment["NODE_OPTIONS"];
  if (!isHit) longest.set(key, performance.now() - began);
  // A run that was killed left the stack locked.
  await stack.run(["cancel", "--yes"]).catch(() => undefined);
  return isHit;
}
