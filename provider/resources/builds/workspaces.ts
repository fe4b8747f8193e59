// Workspaces as builds find them: whether they are there, how their latest build stands, and their pages.
import { hasJobEnded } from "../../client/provisioner";
import { readsOf } from "../../client/reads";
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { CoderError, isGone, type InputFailure } from "../../errors";
import type { Context } from "../../handler";

/** Undefined when the workspace is deleted, or was never there. */
export function getWorkspaceUnlessGone(context: Context, workspaceId: string): Promise<Workspace | undefined> {
  return unlessGone(context.client.getWorkspace(workspaceId));
}

/** The same for many at about the same time, such as in a refresh: what is some seconds old will do. */
export function readWorkspaceUnlessGone(context: Context, workspaceId: string): Promise<Workspace | undefined> {
  return unlessGone(readsOf(context.client).workspace(workspaceId));
}

/** What is wrong by an answer that may be some seconds old, and still is by a new one. */
export async function confirmedFailures(
  context: Context,
  workspaceId: string,
  judge: (workspace: Workspace | undefined) => Promise<InputFailure[]>,
): Promise<InputFailure[]> {
  const failures = await judge(await readWorkspaceUnlessGone(context, workspaceId));
  return failures.length === 0 ? [] : judge(await getWorkspaceUnlessGone(context, workspaceId));
}

/** @throws GoneError when the workspace is deleted: the server would accept a build for it. */
export async function getExistingWorkspace(context: Context, workspaceId: string): Promise<Workspace> {
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) throw new GoneError(workspaceId);
  return workspace;
}

/** The same for many whose operations begin at about the same time. It is as new as a request for the one. */
export async function getExistingAmongMany(context: Context, workspaceId: string): Promise<Workspace> {
  return (await readsOf(context.client).workspaceNow(workspaceId)) ?? getExistingWorkspace(context, workspaceId);
}

/** Whether the template uses the flow in which a version alone says which parameters there are. */
export function isClassic(workspace: Workspace): boolean {
  return workspace.template_use_classic_parameter_flow !== false;
}

export function isActive(build: WorkspaceBuild): boolean {
  return !hasJobEnded(build.job);
}

export function hasFailed(build: WorkspaceBuild): boolean {
  return build.job.status === "failed" || build.job.status === "canceled";
}

export function workspaceUrl(context: Context, workspace: Workspace): string {
  return `${context.client.url}/@${workspace.owner_name}/${workspace.name}`;
}

export function buildUrl(context: Context, build: WorkspaceBuild): string {
  return `${context.client.url}/@${build.workspace_owner_name}/${build.workspace_name}/builds/${build.build_number}`;
}

async function unlessGone(asked: Promise<Workspace>): Promise<Workspace | undefined> {
  try {
    const workspace = await asked;
    return workspace.latest_build.status === "deleted" ? undefined : workspace;
  } catch (thrown) {
    if (isGone(thrown)) return undefined;
    throw thrown;
  }
}

export class GoneError extends CoderError {
  override name = "GoneError";
  constructor(workspaceId: string) {
    super(
      `Workspace ${workspaceId} does not exist any more, or the token's user may not see it. Run \`pulumi ` +
        `refresh\`, then \`pulumi up\` to make it anew.`,
    );
  }
}
