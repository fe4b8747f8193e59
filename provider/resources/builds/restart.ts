// A stop on the way to a start: told from a person's wish after the run in between was killed.
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { ApiError } from "../../errors";
import type { Context } from "../../handler";
import { isTimely, type Matter } from "../../ownership/notes";
import { isEqual } from "../../values";
import { getWorkspaceUnlessGone } from "./running";
import { valuesOfBuild } from "./values";

/**
 * Hidden output: the workspace was stopped for a build that was to start it again, and that start is still to be made.
 */
export const RESTART_KEY = "__restart";

/** What the state says of the time before. */
export interface Before {
  /** The stop after which a start is still to be made. */
  stopId: string | undefined;
  /** The workspace runs. */
  isRunning: boolean;
}

export interface StopNote {
  made(build: WorkspaceBuild): void;
  /** Whatever failed before the stop was made. */
  failed(thrown: unknown): void;
}

/** Before a workspace is stopped to be started again. */
export function noteStop(context: Context, workspaceId: string): StopNote {
  const note = context.ownership.notes.begin(matterOf(context, workspaceId), {
    time: context.client.serverTime,
    digest: "",
  });
  return {
    made: (build) => note.made(build.id),
    failed: (thrown) => {
      if (thrown instanceof ApiError && !thrown.isAnswerLost) note.refused();
    },
  };
}

/** Once it is started again, or somebody has decided otherwise. */
export function forgetStop(context: Context, workspaceId: string): void {
  if (hasStopNote(context, workspaceId)) context.ownership.notes.forget(matterOf(context, workspaceId));
}

/** For certain: the latest build is the stop that the state names, or that a note on this machine fits. */
export async function isRestartNoted(
  context: Context,
  { id, latest_build: latest }: Workspace,
  stopId: string | undefined,
): Promise<boolean> {
  if (latest.transition !== "stop") return false;
  if (latest.id === stopId) return true;
  const attempts = context.ownership.notes.attempts(matterOf(context, id));
  if (attempts.some((attempt) => attempt.id === latest.id)) return true;
  const isOpen = attempts.some((attempt) => attempt.id === undefined && isTimely(attempt, latest.created_at));
  return isOpen && (await isOwnStop(context, latest));
}

/** Whether a run was killed after it had stopped the workspace to start it again: the state knows nothing of it. */
export async function isStopOpen(context: Context, workspaceId: string): Promise<boolean> {
  if (!hasStopNote(context, workspaceId)) return false;
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  return workspace !== undefined && (await isRestartNoted(context, workspace, undefined));
}

/**
 * Whether a start is still to be made, with what the server tells where no note does (another machine): the latest
 * build is a stop by this user that changed nothing of a running workspace, and the state still says that it runs. Only
 * what is about to be built anyway asks this.
 */
export async function isRestartOpen(context: Context, workspace: Workspace, before: Before): Promise<boolean> {
  if (await isRestartNoted(context, workspace, before.stopId)) return true;
  const { client } = context;
  const { latest_build: latest } = workspace;
  if (!before.isRunning || latest.transition !== "stop" || !(await isOwnStop(context, latest))) return false;
  const [, earlier] = await client.getWorkspaceBuilds(workspace.id, { limit: 2 });
  if (earlier?.transition !== "start" || earlier.template_version_id !== latest.template_version_id) return false;
  const [held, heldBefore] = await Promise.all([latest, earlier].map(({ id }) => valuesOfBuild(context, id)));
  return isEqual(Object.fromEntries(held ?? []), Object.fromEntries(heldBefore ?? []));
}

/** By the user whose token is used, and not by the server itself. */
async function isOwnStop({ client }: Context, { reason, initiator_id }: WorkspaceBuild): Promise<boolean> {
  return reason === "initiator" && initiator_id === (await client.getCurrentUser()).id;
}

function hasStopNote(context: Context, workspaceId: string): boolean {
  return context.ownership.notes.attempts(matterOf(context, workspaceId)).length > 0;
}

function matterOf(context: Context, workspaceId: string): Matter {
  return { kind: "restart", server: context.client.url, urn: context.urn, owner: "", name: workspaceId };
}
