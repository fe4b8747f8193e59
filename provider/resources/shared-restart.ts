// A stop on the way to a start: told from a person's wish after the run in between was killed.
import type { WorkspaceBuild } from "../client/workspace-builds";
import type { Workspace } from "../client/workspaces";
import type { Context } from "../handler";
import { isTimely, type Matter } from "../ownership/notes";
import { isEqual } from "../values";
import { getWorkspaceUnlessGone } from "./shared-builds";
import { valuesOfBuild } from "./shared-build-values";

/** Hidden output: the workspace was stopped for a build that was to start it again, and that start is still to be made. */
export const RESTART_KEY = "__restart";

/** What the state says of the time before. */
export interface Before {
  /** A start is still to be made. */
  isRestartOpen: boolean;
  /** The workspace runs. */
  isRunning: boolean;
}

/** Before a workspace is stopped to be started again. */
export function noteStop(context: Context, workspaceId: string): { made(build: WorkspaceBuild): void } {
  const note = context.ownership.notes.begin(matterOf(context, workspaceId), { time: context.client.serverTime, digest: "" });
  return { made: (build) => note.made(build.id) };
}

/** Once it is started again, or somebody has decided otherwise. */
export function forgetStop(context: Context, workspaceId: string): void {
  if (hasStopNote(context, workspaceId)) context.ownership.notes.forget(matterOf(context, workspaceId));
}

/** For certain: the state says so, or a note that the provider wrote on this machine. Asks the server nothing. */
export function isRestartNoted(context: Context, { id, latest_build: latest }: Workspace, isOpen: boolean): boolean {
  if (latest.transition !== "stop") return false;
  const attempts = context.ownership.notes.attempts(matterOf(context, id));
  return isOpen || attempts.some((attempt) => (attempt.id === undefined ? isTimely(attempt, latest.created_at) : attempt.id === latest.id));
}

/** Whether a run was killed after it had stopped the workspace to start it again: the state knows nothing of it. */
export async function isStopOpen(context: Context, workspaceId: string): Promise<boolean> {
  if (!hasStopNote(context, workspaceId)) return false;
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  return workspace !== undefined && isRestartNoted(context, workspace, false);
}

/**
 * Whether a start is still to be made, with what the server tells where no note does (another machine): the latest build is a stop by this
 * user that changed nothing of a running workspace, and the state still says that it runs. Only what is about to be built anyway asks this.
 */
export async function isRestartOpen(context: Context, workspace: Workspace, before: Before): Promise<boolean> {
  if (isRestartNoted(context, workspace, before.isRestartOpen)) return true;
  const { client } = context;
  const { latest_build: latest } = workspace;
  if (!before.isRunning || latest.transition !== "stop" || latest.reason !== "initiator") return false;
  if (latest.initiator_id !== (await client.getCurrentUser()).id) return false;
  const [, earlier] = await client.getWorkspaceBuilds(workspace.id, { limit: 2 });
  if (earlier?.transition !== "start" || earlier.template_version_id !== latest.template_version_id) return false;
  const [held, heldBefore] = await Promise.all([latest, earlier].map(({ id }) => valuesOfBuild(context, id)));
  return isEqual(Object.fromEntries(held ?? []), Object.fromEntries(heldBefore ?? []));
}

function hasStopNote(context: Context, workspaceId: string): boolean {
  return context.ownership.notes.attempts(matterOf(context, workspaceId)).length > 0;
}

function matterOf(context: Context, workspaceId: string): Matter {
  return { kind: "restart", server: context.client.url, urn: context.urn, owner: "", name: workspaceId };
}
