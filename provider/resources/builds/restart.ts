// A stop on the way to a start. After a run was killed in between, the next run must not take it for a person's stop.
import type { RequestOptions } from "../../client/transport/transport";
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { ApiError } from "../../errors";
import type { Context } from "../../handler";
import { isTimely, type Matter } from "../../ownership/notes";
import { isEqual } from "../../values";
import { valuesOfBuild } from "./values";
import { getWorkspaceUnlessGone } from "./workspaces";

/** Hidden output: the workspace was stopped to be started again, and the start is still to be made. */
export const RESTART_KEY = "__restart";

/** What the state says of the workspace's last build. */
export interface KnownBuild {
  buildId: string | undefined;
  status: string | undefined;
  /** It stopped the workspace, and the start after it is still to be made. */
  isRestartOpen: boolean;
}

/**
 * Sends a stop on the way to a start, and notes it first: a later run can then tell it from a person's stop. The note
 * stays where nobody knows whether the server has made the stop.
 */
export async function notingStop(
  context: Context,
  workspaceId: string,
  send: (options: RequestOptions) => Promise<WorkspaceBuild | ApiError>,
): Promise<WorkspaceBuild | ApiError> {
  const time = context.client.serverTime;
  const note = context.ownership.notes.begin(matterOf(context, workspaceId), { time, digest: "" });
  try {
    const sent = await send({ onSend: () => note.sending(context.client.serverTime) });
    if (sent instanceof ApiError) note.refused();
    else note.made(sent.id);
    return sent;
  } catch (thrown) {
    if (thrown instanceof ApiError && !thrown.isAnswerLost) note.refused();
    throw thrown;
  }
}

/** After the start was made, or is not wanted any more. */
export function forgetStop(context: Context, workspaceId: string): void {
  if (hasStopNote(context, workspaceId)) context.ownership.notes.forget(matterOf(context, workspaceId));
}

/** Whether the latest build is such a stop for certain: the state names it, or a note on this machine fits it. */
export async function isRestartNoted(
  context: Context,
  { id, latest_build: latest }: Workspace,
  known?: KnownBuild,
): Promise<boolean> {
  if (latest.transition !== "stop") return false;
  if (known?.isRestartOpen === true && latest.id === known.buildId) return true;
  const attempts = context.ownership.notes.attempts(matterOf(context, id));
  if (attempts.some((attempt) => attempt.id === latest.id)) return true;
  const isOpen = attempts.some((attempt) => attempt.id === undefined && isTimely(attempt, latest.created_at));
  return isOpen && (await isOwnStop(context, latest));
}

/**
 * Whether something is left to do: a failed build to repeat, a running one to wait for, a stop to follow by a start. A
 * run that was killed after its stop left that in its notes only.
 */
export async function isBuildOpen(context: Context, workspaceId: string, known: KnownBuild): Promise<boolean> {
  const { status } = known;
  if (known.isRestartOpen || (status !== undefined && status !== "running" && status !== "stopped")) return true;
  if (!hasStopNote(context, workspaceId)) return false;
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  return workspace !== undefined && (await isRestartNoted(context, workspace));
}

/**
 * Whether a start is still to be made. Where no note tells (on another machine), the server does: the latest build is a
 * stop by this user that changed nothing of a running workspace, and the state still says that it runs. To be asked
 * only when something is to be built anyway.
 */
export async function findOpenRestart(context: Context, workspace: Workspace, known: KnownBuild): Promise<boolean> {
  if (await isRestartNoted(context, workspace, known)) return true;
  const { client } = context;
  const { latest_build: latest } = workspace;
  if (known.status !== "running" || latest.transition !== "stop" || !(await isOwnStop(context, latest))) return false;
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
