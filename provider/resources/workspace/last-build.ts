// The build that a workspace has now, as far as the next one depends on it: from the state, or from the server.
import type { Template } from "../../client/templates";
import type { Context } from "../../handler";
import { getWorkspaceUnlessGone, isClassic } from "../builds/workspaces";
import { undefinedWhenGone } from "../names/gone";
import { lookUpTemplate } from "../names/templates";
import type { WorkspaceOutputs } from "./properties";

export interface LastBuild {
  buildId: string;
  versionId: string;
  ownerId: string;
  /** Whether the template uses the classic flow. */
  isClassic: boolean;
  /** Where it is known. */
  template?: Template;
}

/** Undefined when the workspace is gone. */
export async function lastBuildOf(context: Context, workspaceId: string): Promise<LastBuild | undefined> {
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) return undefined;
  const { latest_build: latest, owner_id: ownerId } = workspace;
  return { buildId: latest.id, versionId: latest.template_version_id, ownerId, isClassic: isClassic(workspace) };
}

/**
 * Without a request for each workspace: those of one template share what is asked. Somebody may have made a build
 * since. Undefined where the state or the token does not tell.
 */
export async function lastBuildInState(
  context: Context,
  outputs: Partial<WorkspaceOutputs>,
): Promise<LastBuild | undefined> {
  const { latestBuild, templateVersionId: versionId, ownerId, templateId } = outputs;
  if (latestBuild === undefined || versionId === undefined || ownerId === undefined || templateId === undefined)
    return undefined;
  const template = await lookUpTemplate(context, templateId).catch(undefinedWhenGone);
  if (template === undefined) return undefined;
  const hasClassicFlow = template.use_classic_parameter_flow !== false;
  return { buildId: latestBuild.id, versionId, ownerId, isClassic: hasClassicFlow, template };
}
