// The next build on the way to what is wanted, decided from the latest build. Pure.
import type { WorkspaceBuild } from "../../client/workspace-builds";
import { hasFailed } from "./workspaces";

export interface Step {
  transition: "start" | "stop";
  /** With the wanted version and parameters; otherwise with those of the build before. */
  isFull: boolean;
}

/**
 * A workspace that runs is stopped before it gets new content: agents can't connect after a start on top of a start. A
 * stop that failed is repeated with the new content, as the old content may be why it failed.
 */
export function nextStep(latest: WorkspaceBuild, target: "start" | "stop", isContentHeld: boolean): Step | undefined {
  const isStart = latest.transition === "start";
  if (target === "stop") {
    const isStopped = latest.transition === "stop" && !hasFailed(latest);
    return isStopped && isContentHeld ? undefined : { transition: "stop", isFull: true };
  }
  if (hasFailed(latest)) return { transition: isStart ? "start" : "stop", isFull: true };
  if (!isStart) return { transition: "start", isFull: true };
  return isContentHeld ? undefined : { transition: "stop", isFull: false };
}
