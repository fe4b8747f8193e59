// Which build comes next on the way to a wanted state. Pure: one step at a time, from what the workspace is at that
// moment.
import type { WorkspaceBuild } from "../../client/workspace-builds";
import { hasFailed } from "./workspaces";

export interface Step {
  transition: "start" | "stop";
  /** Whether the build carries the wanted version and parameters; without them it keeps what the build before had. */
  isFull: boolean;
}

/**
 * A start on top of a start leaves agents that can't connect, so new content takes a stop first. A stop that failed is
 * repeated with the new content: what it was made with may be why it failed.
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
