// A workspace as a refresh finds it, with the parameter values of its latest build.
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import type { HeldValues, Parameters } from "./parameters";
import { waitUntilIdle } from "./following";
import { storedValues, valuesOfBuild, type Built } from "./values";
import { GoneError, isActive, readWorkspaceUnlessGone } from "./workspaces";

/** What the state holds of the workspace's latest build. */
interface KnownValues {
  buildId: string | undefined;
  status: string | undefined;
  parameters: Parameters | undefined;
}

/**
 * Asks for the values only if they are needed and the state may hold others. Undefined when the workspace is gone. One
 * that is being deleted, as by a run that was killed meanwhile, soon is: that is waited for.
 */
export async function refreshBuilt(
  context: Context,
  workspaceId: string,
  known: KnownValues,
  needsValues: boolean,
): Promise<Built | undefined> {
  const found = await readWorkspaceUnlessGone(context, workspaceId);
  const workspace = found && isBeingDeleted(found) ? await afterDeletion(context, workspaceId) : found;
  if (workspace === undefined) return undefined;
  const held = needsValues ? valuesInState(workspace, known) : new Map<string, string>();
  return { workspace, held: held ?? (await valuesOfBuild(context, workspace.latest_build.id)) };
}

function isBeingDeleted({ latest_build: latest }: Workspace): boolean {
  return latest.transition === "delete" && isActive(latest);
}

/** The workspace, should its deletion fail. */
async function afterDeletion(context: Context, workspaceId: string): Promise<Workspace | undefined> {
  try {
    return await waitUntilIdle(context, workspaceId);
  } catch (thrown) {
    if (thrown instanceof GoneError) return undefined;
    throw thrown;
  }
}

/** Undefined where a failure may have left the values of another build in the state. */
function valuesInState(
  { latest_build: latest }: Workspace,
  { buildId, status, parameters }: KnownValues,
): HeldValues | undefined {
  const isKnown = latest.id === buildId && (status === "running" || status === "stopped");
  if (!isKnown || parameters === undefined) return undefined;
  return storedValues(parameters);
}
