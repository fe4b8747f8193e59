// Ends processes of a command, and waits until it has left nothing behind that could still change the server.
import { isRunning, killTree, type ProcessRecord } from "../../live/processes";
import { eventually } from "../../live/server-api";
import type { RunningCommand } from "../../live/stack";
import type { Host } from "../../live/host-programs";
import type { Crash } from "./plan";
import type { Place } from "./place";

/** What a provider has to see that its engine is gone, and to end: half a second, but on a busy machine. */
const PROVIDER_END_MILLISECONDS = 10_000;
/** An engine that was told to end waits for the builds under way. */
const COMMAND_END_MILLISECONDS = 180_000;

const PROVIDERS: Record<Host, string> = { plugin: "pulumi-resource-coderd", dynamic: "dynamic-provider" };
/** Pulumi's own part of the dynamic host outlives its engine. Before it loads this package, it has nothing to do. */
const LOADED: Record<Host, string> = { plugin: "pulumi-resource-coderd", dynamic: "pulumi-coderd/dynamic" };

/** False when the command had ended before. */
export async function strike(
  { victim, signal }: Pick<Crash, "victim" | "signal">,
  host: Host,
  { place, running, processes }: { place: Place; running: RunningCommand; processes: ProcessRecord },
): Promise<boolean> {
  if (victim === "server" || victim === "database") {
    if (!isRunning(running.pid)) return false;
    await place.kill(victim);
    return true;
  }
  const providers = (): number[] => processes.ids(PROVIDERS[host]).filter(isRunning);
  if (victim === "provider")
    await eventually(
      () => providers().length > 0 || !isRunning(running.pid),
      (isThere) => isThere,
    );
  if (!isRunning(running.pid)) return false;
  if (victim === "tree") killTree(running.pid, signal);
  else
    for (const pid of victim === "provider" ? providers() : [victim === "group" ? -running.pid : running.pid])
      process.kill(pid, signal);
  return true;
}

/** @throws when a provider outlives its engine */
export async function afterEnd(host: Host, running: RunningCommand, processes: ProcessRecord): Promise<void> {
  await eventually(
    () => isRunning(running.pid),
    (isThere) => !isThere,
    COMMAND_END_MILLISECONDS,
  );
  await eventually(
    () => processes.ids(LOADED[host]).filter(isRunning),
    (left) => left.length === 0,
    PROVIDER_END_MILLISECONDS,
  );
  // The program and its host are the engine's to end.
  for (const pid of processes.ids().filter(isRunning)) process.kill(pid, "SIGKILL");
  await running.ended;
}
