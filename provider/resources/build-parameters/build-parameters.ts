// Parameter values of a workspace that somebody else owns: only the named ones, and nothing else about it.
import type { CreateWorkspaceBuildRequest, WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { PartialError, type InputFailure } from "../../errors";
import { changedProperties, defineHandler, type Change, type Context, type MaybeUnknown } from "../../handler";
import { isEqual } from "../../values";
import { buildContent } from "../builds/content";
import { areHeld, changedParameters, echoParameters, type HeldValues, type Parameters } from "../builds/parameters";
import { nextStep } from "../builds/plan";
import {
  forgetStop,
  isRestartNoted,
  isRestartOpen,
  isStopOpen,
  noteStop,
  RESTART_KEY,
  type StopNote,
} from "../builds/restart";
import {
  afterFailure,
  buildUntilDone,
  getWorkspaceUnlessGone,
  hasFailed,
  isClassic,
  workspaceUrl,
  type Running,
} from "../builds/running";
import { valuesOfBuild } from "../builds/values";
import { checkBuild, failuresOf, loadVersion, refusal } from "../builds/version-facts";
import { undefinedWhenNobody } from "../names/gone";
import {
  buildParametersInputs,
  buildParametersOutputs,
  type BuildParametersInputs,
  type BuildParametersOutputs,
} from "./properties";

type News = MaybeUnknown<BuildParametersInputs>;
type StoredOutputs = BuildParametersOutputs & { [RESTART_KEY]?: boolean };

/** How far this resource's own builds got. */
interface Progress {
  buildId: string | undefined;
  isRestartOpen: boolean;
}

/** The workspace as it was last seen. */
interface Seen {
  workspace?: Workspace;
  held: HeldValues;
}

export const buildParametersHandler = defineHandler({
  type: "BuildParameters",
  inputs: buildParametersInputs,
  outputs: buildParametersOutputs,
  nameForm: "owner/workspace",

  async find(context, name) {
    const [owner = "", workspace = ""] = name.split("/");
    return (await context.client.getWorkspaceByOwnerAndName(owner, workspace).catch(undefinedWhenNobody))?.id;
  },

  async check(context, inputs, previousInputs) {
    const isChanged = previousInputs === undefined || !isEqual(previousInputs, inputs);
    return { inputs, failures: isChanged ? await checkValues(context, inputs) : [] };
  },

  async diff(context, previous, news) {
    const { outputs } = previous;
    const workspace = changedProperties(previous, news, ["workspaceId"]).map<Change>(({ property }) => ({
      property,
      kind: "replace",
    }));
    const changes = [...workspace, ...changedParameters(outputs.parameters, news.parameters)];
    if (changes.length === 0 && (isUnfinished(outputs) || (await isStopOpen(context, previous.id)))) {
      changes.push({ property: "parameters", kind: "update" });
    }
    return { changes };
  },

  async create(context, news) {
    return { id: news.workspaceId, outputs: await settle(context, news, {}) };
  },

  async read(context, previous) {
    const found = await readValues(context, previous.id);
    if (found === undefined) return undefined;
    const { workspace, held } = found;
    const stopId = restartOf(previous.outputs) ? previous.outputs.buildId : undefined;
    const isOpen = await isRestartNoted(context, workspace, stopId);
    const declared = previous.outputs.parameters ?? Object.fromEntries(held);
    return {
      id: workspace.id,
      outputs: toOutputs(context, workspace, held, declared, {
        buildId: previous.outputs.buildId,
        isRestartOpen: isOpen,
      }),
    };
  },

  async update(context, previous, news) {
    return settle(context, news, previous.outputs);
  },

  /** The values stay: there is nothing that they were before to go back to. */
  delete() {
    return Promise.resolve();
  },
});

function isUnfinished(outputs: Partial<StoredOutputs>): boolean {
  const { buildStatus } = outputs;
  return restartOf(outputs) || (buildStatus !== undefined && buildStatus !== "running" && buildStatus !== "stopped");
}

async function checkValues(context: Context, inputs: News): Promise<InputFailure[]> {
  const { workspaceId } = inputs;
  if (typeof workspaceId !== "string") return [];
  try {
    const found = await readValues(context, workspaceId);
    if (found === undefined)
      throw refusal("workspaceId", `There is no workspace ${workspaceId}, or the token's user may not see it.`);
    const { workspace, held } = found;
    return await checkBuild(context, {
      facts: await loadVersion(context, workspace.latest_build.template_version_id, "workspaceId"),
      parameters: inputs.parameters,
      preset: undefined,
      held,
      isClassic: isClassic(workspace),
      ownerId: workspace.owner_id,
      allowsEphemeral: false,
      refusesImmutable: true,
    });
  } catch (thrown) {
    return failuresOf(thrown);
  }
}

/** No build when the values hold. Otherwise the workspace ends as it was: running, or stopped. */
async function settle(
  context: Context,
  news: BuildParametersInputs,
  outputs: Partial<StoredOutputs>,
): Promise<StoredOutputs> {
  const progress: Progress = { buildId: outputs.buildId, isRestartOpen: restartOf(outputs) };
  const seen: Seen = { held: new Map() };
  let target: "start" | "stop" | undefined;
  let isFull = false;
  let isBuilt = false;
  let stop: StopNote | undefined;
  const running: Running = {
    ownBuildId: outputs.buildId,
    onBuild: (build: WorkspaceBuild) => {
      isBuilt ||= isFull;
      if (seen.workspace !== undefined) seen.workspace = { ...seen.workspace, latest_build: build };
      progress.buildId = build.id;
      progress.isRestartOpen = target === "start" && build.transition === "stop";
      if (progress.isRestartOpen) stop?.made(build);
    },
  };
  const decide = async (workspace: Workspace): Promise<CreateWorkspaceBuildRequest | undefined> => {
    const latest = workspace.latest_build;
    const held = await valuesOfBuild(context, latest.id);
    Object.assign(seen, { workspace, held });
    if (target === undefined) {
      const before = {
        stopId: restartOf(outputs) ? outputs.buildId : undefined,
        isRunning: outputs.buildStatus === "running",
      };
      progress.isRestartOpen = await isRestartOpen(context, workspace, before);
    }
    const isOwnFailure = hasFailed(latest) && latest.id === progress.buildId;
    const isDone = isBuilt || (areHeld(news.parameters, held) && !isOwnFailure);
    if (isDone && !progress.isRestartOpen) return undefined;
    target ??= progress.isRestartOpen || latest.transition === "start" ? "start" : "stop";
    const step = nextStep(latest, target, isDone);
    if (step === undefined) return undefined;
    const facts = await loadVersion(context, latest.template_version_id, "workspaceId");
    isFull = step.isFull;
    if (target === "start" && step.transition === "stop") stop = noteStop(context, news.workspaceId);
    if (!isFull) return { transition: step.transition };
    return {
      transition: step.transition,
      ...(await buildContent(context, { facts, preset: undefined, parameters: news.parameters, held })),
    };
  };
  try {
    const workspace = await buildUntilDone(context, news.workspaceId, decide, running);
    forgetStop(context, news.workspaceId);
    return toOutputs(context, workspace, seen.held, news.parameters, { ...progress, isRestartOpen: false });
  } catch (thrown) {
    if (!progress.isRestartOpen) stop?.failed(thrown);
    if (progress.buildId === undefined || seen.workspace === undefined) throw thrown;
    // A build of this resource is in the workspace's history: the next update has to know of it. What can't be read now
    // is as it was.
    const reached = await readValues(afterFailure(context), news.workspaceId).catch(() => undefined);
    const { workspace, held } = reached ?? { workspace: seen.workspace, held: seen.held };
    throw new PartialError(workspace.id, toOutputs(context, workspace, held, news.parameters, progress), thrown);
  }
}

/** Undefined when the workspace is gone. */
async function readValues(context: Context, workspaceId: string): Promise<Required<Seen> | undefined> {
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) return undefined;
  return { workspace, held: await valuesOfBuild(context, workspace.latest_build.id) };
}

function restartOf(outputs: Partial<StoredOutputs>): boolean {
  return outputs[RESTART_KEY] === true;
}

function toOutputs(
  context: Context,
  workspace: Workspace,
  held: HeldValues,
  declared: Parameters,
  progress: Progress,
): StoredOutputs {
  const latest = workspace.latest_build;
  return {
    workspaceId: workspace.id,
    parameters: echoParameters(declared, held) ?? {},
    workspaceName: workspace.name,
    ownerName: workspace.owner_name,
    ...(latest.id === progress.buildId && { buildId: latest.id, buildStatus: latest.status }),
    url: workspaceUrl(context, workspace),
    ...(progress.isRestartOpen && { [RESTART_KEY]: true }),
  };
}
