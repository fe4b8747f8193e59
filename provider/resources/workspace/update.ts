// Bringing a workspace that exists to what is declared: settings, builds, dormancy, agents; and what the state keeps
// when that fails halfway.
import type { CreateWorkspaceBuildRequest } from "../../client/workspace-builds";
import type { AutomaticUpdates, Workspace } from "../../client/workspaces";
import { PartialError, quoted } from "../../errors";
import type { Context, Previous } from "../../handler";
import { buildContent } from "../builds/content";
import { namesNotHeld, type HeldValues } from "../builds/parameters";
import { nextStep } from "../builds/plan";
import { forgetStop, isRestartOpen, noteStop, RESTART_KEY, type StopNote } from "../builds/restart";
import { afterFailure, buildUntilDone, getWorkspaceUnlessGone, hasFailed, type Running } from "../builds/running";
import { valuesOf } from "../builds/values";
import { loadPreset, loadVersion } from "../builds/version-facts";
import { waitForAgents } from "./agents";
import { renameWorkspace } from "./create";
import { askedTransition, toOutputs, type Declared, type StoredOutputs } from "./outputs";
import type { WorkspaceInputs, WorkspaceOutputs } from "./properties";
import { LONGEST_TTL_MILLISECONDS } from "./schedule";

/** A workspace with the parameter values of its latest build. */
export interface Built {
  workspace: Workspace;
  held: HeldValues;
}

/** How far the builds got. */
export interface Progress {
  /** What is declared has been built: asking for it again would change nothing. */
  isContentBuilt: boolean;
  /** Stopped for a build that is to start it again. */
  isRestartOpen: boolean;
}

/** Sends only what differs, and tells whether anything did. */
export async function applySettings(
  context: Context,
  workspace: Workspace,
  news: WorkspaceInputs,
  wasDeclared: (property: keyof WorkspaceInputs) => boolean,
): Promise<boolean> {
  const { client } = context;
  const { id } = workspace;
  const { name } = news;
  const steps: (() => Promise<void>)[] = [];
  if (name !== undefined && name !== workspace.name) steps.push(() => renameWorkspace(context, workspace, name));

  const schedule = news.autostartSchedule ?? (wasDeclared("autostartSchedule") ? "" : undefined);
  if (schedule !== undefined && schedule !== (workspace.autostart_schedule ?? "")) {
    steps.push(() => client.setWorkspaceAutostart(id, schedule === "" ? undefined : schedule));
  }

  const ttl =
    news.ttlMilliseconds ?? (wasDeclared("ttlMilliseconds") ? await defaultTtl(context, workspace) : undefined);
  if (ttl !== undefined && ttl !== (workspace.ttl_ms ?? 0))
    steps.push(() => client.setWorkspaceTtl(id, ttl === 0 ? undefined : ttl));

  const automaticUpdates: AutomaticUpdates | undefined =
    news.automaticUpdates ?? (wasDeclared("automaticUpdates") ? "never" : undefined);
  if (automaticUpdates !== undefined && automaticUpdates !== workspace.automatic_updates) {
    steps.push(() => client.setWorkspaceAutomaticUpdates(id, automaticUpdates));
  }

  const isFavorite = news.favorite ?? (wasDeclared("favorite") ? false : undefined);
  if (isFavorite !== undefined && isFavorite !== workspace.favorite)
    steps.push(() => client.setWorkspaceFavorite(id, isFavorite));

  for (const step of steps) await step();
  return steps.length > 0;
}

/** After the builds: a dormant workspace can't be started. */
export async function applyDormancy(context: Context, built: Built, isDormant: boolean | undefined): Promise<Built> {
  if (isDormant === undefined || isDormant === (built.workspace.dormant_at !== undefined)) return built;
  await context.client.setWorkspaceDormant(built.workspace.id, isDormant);
  return { ...built, workspace: await context.client.getWorkspace(built.workspace.id) };
}

export async function applyAgents(context: Context, built: Built, news: WorkspaceInputs): Promise<Built> {
  if (!news.waitForAgents || built.workspace.latest_build.status !== "running") return built;
  return { ...built, workspace: await waitForAgents(context, built.workspace) };
}

/** As few builds as lead to what is declared; none at all when it holds already. */
export async function applyBuilds(
  context: Context,
  previous: Previous<WorkspaceOutputs>,
  news: WorkspaceInputs,
  progress: Progress,
  seen?: Workspace,
): Promise<Built> {
  let target: "start" | "stop" | undefined;
  let held: HeldValues = new Map();
  let isFull = false;
  let stop: StopNote | undefined;
  const running: Running = {
    ownBuildId: previous.outputs.latestBuild?.id,
    seen,
    onBuild: (build) => {
      progress.isContentBuilt ||= isFull;
      progress.isRestartOpen = target === "start" && build.transition === "stop";
      if (progress.isRestartOpen) stop?.made(build);
    },
  };
  const decide = async (workspace: Workspace): Promise<CreateWorkspaceBuildRequest | undefined> => {
    const latest = workspace.latest_build;
    held = await valuesOf(context, workspace, news.parameters !== undefined || news.preset !== undefined);
    if (target === undefined) {
      const before = { stopId: openStopOf(previous.outputs), isRunning: previous.outputs.status === "running" };
      progress.isRestartOpen = await isRestartOpen(context, workspace, before);
      target = targetOf(workspace, previous.outputs, news, progress);
    }
    const isVersionHeld = news.templateVersionId === undefined || news.templateVersionId === latest.template_version_id;
    const isPresetNew = news.preset !== undefined && news.preset !== previous.outputs.preset;
    const isContentHeld =
      progress.isContentBuilt || (isVersionHeld && !isPresetNew && namesNotHeld(news.parameters, held).length === 0);
    const step = nextStep(latest, target, isContentHeld);
    if (step === undefined) return undefined;
    const facts = await loadVersion(context, news.templateVersionId ?? latest.template_version_id, "templateVersionId");
    isFull = step.isFull;
    if (target === "start" && step.transition === "stop") stop = noteStop(context, previous.id);
    if (!isFull) return { transition: step.transition };
    const preset =
      news.preset !== undefined && (isPresetNew || !isVersionHeld)
        ? await loadPreset(context, facts.version, news.preset)
        : undefined;
    return {
      transition: step.transition,
      ...(news.templateVersionId !== undefined && { template_version_id: news.templateVersionId }),
      ...(await buildContent(context, { facts, preset, parameters: news.parameters, held })),
    };
  };
  const workspace = await buildUntilDone(context, previous.id, decide, running).catch((thrown: unknown) => {
    if (!progress.isRestartOpen) stop?.failed(thrown);
    throw thrown;
  });
  forgetStop(context, previous.id);
  const others = progress.isContentBuilt ? namesNotHeld(news.parameters, held) : [];
  if (others.length > 0) {
    context.log.warning(
      `Workspace "${workspace.name}" was built, but with other values of ` +
        `${quoted(others)} than \`parameters\` gives: the server or somebody else ` +
        "decided so.",
    );
  }
  return { workspace, held };
}

/** Runs what may fail halfway. Then the state gets what was reached, so that the next update does only the rest. */
export async function keepingReached<Result>(
  context: Context,
  workspace: Workspace,
  progress: Progress,
  declared: (reached: Workspace) => Declared,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    // What can't be read now is read by the next refresh; the failure itself matters more.
    const reached = await readBuilt(afterFailure(context), workspace.id, true).catch(() => undefined);
    const built = reached ?? { workspace, held: new Map<string, string>() };
    throw new PartialError(
      workspace.id,
      toOutputs(context, built.workspace, built.held, declared(built.workspace), progress.isRestartOpen),
      thrown,
    );
  }
}

/** Undefined when the workspace is gone. */
export async function readBuilt(
  context: Context,
  workspaceId: string,
  needsValues: boolean,
): Promise<Built | undefined> {
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) return undefined;
  return { workspace, held: await valuesOf(context, workspace, needsValues) };
}

/** The stop after which a start is still to be made, as far as the state knows. */
export function openStopOf(outputs: Partial<StoredOutputs>): string | undefined {
  return outputs[RESTART_KEY] === true ? outputs.latestBuild?.id : undefined;
}

/**
 * What the workspace is to be in the end. What the server did by itself is left as it is, unless the program now says
 * something else than before.
 */
function targetOf(
  workspace: Workspace,
  outputs: Partial<WorkspaceOutputs>,
  news: WorkspaceInputs,
  progress: Progress,
): "start" | "stop" {
  const latest = workspace.latest_build;
  const asked = askedTransition(workspace, outputs);
  if (news.transition !== undefined && (news.transition !== asked || hasFailed(latest))) return news.transition;
  if (progress.isRestartOpen && news.transition !== "stop") return "start";
  return latest.transition === "delete" ? asked : latest.transition === "stop" ? "stop" : "start";
}

/** A template's default may be longer than the server lets anyone set; then the workspace keeps what it has. */
async function defaultTtl(context: Context, workspace: Workspace): Promise<number | undefined> {
  const template = await context.client.getTemplate(workspace.template_id);
  if (template.default_ttl_ms <= LONGEST_TTL_MILLISECONDS) return template.default_ttl_ms;
  context.log.warning(
    `\`ttlMilliseconds\` of workspace "${workspace.name}" is left at ${workspace.ttl_ms ?? 0}: the default of ` +
      `template "${template.name}" is longer than the server lets a workspace be set to.`,
  );
  return undefined;
}
