// The outputs of a workspace, made of what the server says and what the program declared. Asks the server nothing.
import type { Workspace } from "../../client/workspaces";
import type { Complete, Context, Previous } from "../../handler";
import { toAgents, toLatestBuild, toResources } from "../../outputs/builds";
import { isEqual } from "../../values";
import { echoParameters } from "../builds/parameters";
import { RESTART_KEY, type KnownBuild } from "../builds/restart";
import type { Built } from "../builds/values";
import { workspaceUrl } from "../builds/workspaces";
import { WAIT_KEY } from "./agents";
import { isSameName } from "./owner";
import type { WorkspaceInputs, WorkspaceOutputs } from "./properties";
import { settingsOf } from "./settings";

export type StoredOutputs = WorkspaceOutputs & { [RESTART_KEY]?: boolean; [WAIT_KEY]?: boolean };

/** What is still to be done, as hidden outputs. */
export interface Open {
  /** The start after a stop. */
  isRestartOpen?: boolean;
  /** The wait for the agents. */
  isWaitOpen?: boolean;
}

/** Reasons of builds that the server makes by itself: nobody asked for them. */
const SERVER_REASONS: readonly string[] = ["autostart", "autostop", "dormancy", "autodelete"];

/** Outputs that are as the program declares them. */
export type Declared = Pick<
  WorkspaceInputs,
  "owner" | "parameters" | "preset" | "waitForAgents" | "waitForApps" | "agentTimeoutSeconds" | "orphanOnDelete"
> & {
  transition: "start" | "stop";
};

export function toOutputs(
  context: Context,
  { workspace, held }: Built,
  declared: Declared,
  { isRestartOpen = false, isWaitOpen = false }: Open = {},
): StoredOutputs {
  const build = workspace.latest_build;
  const outputs: Complete<WorkspaceOutputs> = {
    ...settingsOf(workspace),
    owner: declared.owner ?? workspace.owner_name,
    templateId: workspace.template_id,
    templateName: workspace.template_name,
    templateVersionId: build.template_version_id,
    templateVersionName: build.template_version_name,
    outdated: workspace.outdated,
    parameters: echoParameters(declared.parameters, held),
    preset: declared.preset,
    transition: declared.transition,
    waitForAgents: declared.waitForAgents,
    waitForApps: declared.waitForApps,
    agentTimeoutSeconds: declared.agentTimeoutSeconds,
    orphanOnDelete: declared.orphanOnDelete,
    ownerId: workspace.owner_id,
    ownerName: workspace.owner_name,
    organizationId: workspace.organization_id,
    organizationName: workspace.organization_name,
    latestBuild: toLatestBuild(build),
    status: build.status,
    agents: toAgents(build),
    resources: toResources(build),
    health: { healthy: workspace.health.healthy, failingAgents: workspace.health.failing_agents },
    deadline: build.deadline,
    dormantAt: workspace.dormant_at,
    deletingAt: workspace.deleting_at,
    createdAt: workspace.created_at,
    url: workspaceUrl(context, workspace),
  };
  return {
    ...outputs,
    ...(isRestartOpen && { [RESTART_KEY]: true }),
    ...(isWaitOpen && declared.waitForAgents && { [WAIT_KEY]: true }),
  };
}

/** What the state says of the workspace's latest build. */
export function knownBuildOf(outputs: Partial<StoredOutputs>): KnownBuild {
  return { buildId: outputs.latestBuild?.id, status: outputs.status, isRestartOpen: outputs[RESTART_KEY] === true };
}

/** Whether the agents are still to be waited for, as far as the state knows. */
export function isWaitKnown(outputs: Partial<StoredOutputs>): boolean {
  return outputs[WAIT_KEY] === true;
}

/**
 * Whether the workspace was started with other declared content than the state knows: a run that was killed may have
 * done it, and nobody has waited for the agents.
 */
export function isStartedAnew(
  { outputs, declared }: Previous<WorkspaceOutputs>,
  { workspace: { latest_build: latest }, held }: Built,
): boolean {
  if (latest.transition !== "start" || latest.id === outputs.latestBuild?.id) return false;
  const isVersionNew = declared.has("templateVersionId") && latest.template_version_id !== outputs.templateVersionId;
  return isVersionNew || !isEqual(echoParameters(outputs.parameters, held), outputs.parameters);
}

/** The declared part of the state. On an import there is no state: everything that the server holds is declared. */
export function knownDeclaration(outputs: Partial<WorkspaceOutputs>, { workspace, held }: Built): Declared {
  const isImport = outputs.templateId === undefined;
  const isSameOwner =
    outputs.owner === "me" || outputs.owner === workspace.owner_id || isSameName(outputs.owner, workspace.owner_name);
  return {
    owner: isSameOwner ? outputs.owner : undefined,
    parameters: isImport ? Object.fromEntries(held) : outputs.parameters,
    preset: outputs.preset,
    waitForAgents: outputs.waitForAgents ?? false,
    waitForApps: outputs.waitForApps,
    agentTimeoutSeconds: outputs.agentTimeoutSeconds,
    orphanOnDelete: outputs.orphanOnDelete ?? false,
    transition: askedTransition(workspace, outputs),
  };
}

/**
 * The start or stop that a person or a program asked for last. Builds that the server made by itself do not count. A
 * build that the state knows already does not count either: it may have been made for new values only.
 */
export function askedTransition(workspace: Workspace, outputs: Partial<WorkspaceOutputs>): "start" | "stop" {
  const { id, transition, reason } = workspace.latest_build;
  const isNobodysWish = SERVER_REASONS.includes(reason) || transition === "delete" || id === outputs.latestBuild?.id;
  if (isNobodysWish && outputs.transition !== undefined) return outputs.transition;
  return transition === "stop" ? "stop" : "start";
}
