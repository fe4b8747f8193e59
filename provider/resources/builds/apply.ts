// Bringing a workspace to what it is to be built with: by a stop and a start, by one of the two, or by no build at all.
import type { CreateWorkspaceBuildRequest, WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { toError } from "../../errors";
import type { Context } from "../../handler";
import { buildContent } from "./content";
import { isSecondStart, secondStartText } from "./between";
import { titleOf } from "./following";
import { areHeld, type HeldValues, type Parameters } from "./parameters";
import { nextStep, type Step } from "./plan";
import { findOpenRestart, forgetStop, type KnownBuild } from "./restart";
import { Builder, type Begun } from "./running";
import { valuesGiven, valuesOf } from "./values";
import { loadPreset, loadVersion } from "./version-facts";
import { hasFailed, isClassic } from "./workspaces";

/** What the workspace is to be built with; what is left out stays as it is. */
export interface Content {
  templateVersionId?: string | undefined;
  parameters?: Parameters | undefined;
  preset?: string | undefined;
  /** Not built with this preset yet. Otherwise the preset is sent only together with a new version. */
  isPresetNew?: boolean;
}

export interface Goal {
  /** The workspace as it was read before. */
  workspace: Workspace;
  /** Whether it was changed since then, and has to be read again. */
  isChanged?: boolean;
  content: Content;
  /** The workspace was built with the content already, as a new one is by its first build. */
  isContentBuilt?: boolean;
  /** Values of its latest build, where they are known without a request. */
  given?: GivenValues | undefined;
  /**
   * Whether the workspace is to run in the end. Without this only the content counts: nothing is built while it holds,
   * and the workspace is left running or stopped as it was.
   */
  target?: (workspace: Workspace, isRestartOpen: boolean) => Target;
  before: KnownBuild;
  /** Input that an error names when the version can't be built with. */
  versionProperty: "templateVersionId" | "workspaceId";
}

/** Values that are known of a build. */
export interface GivenValues {
  buildId: string;
  values: HeldValues | undefined;
}

/** How far it came: to the goal, or up to a failure. The workspace and its values are as they were read last. */
export interface Reached {
  workspace: Workspace;
  /** Undefined where they were not read. */
  held: HeldValues | undefined;
  /** The last build that was made, now or by an earlier run. */
  buildId: string | undefined;
  isContentBuilt: boolean;
  /** The workspace is stopped, and the start after it is still to be made. */
  isRestartOpen: boolean;
  failure?: Error;
}

type Target = "start" | "stop";

const STOP: Step = { transition: "stop", isFull: false };

/** Makes as few builds as lead to the goal. Never rejects. */
export async function applyBuilds(context: Context, goal: Goal): Promise<Reached> {
  const { before, isChanged = false, isContentBuilt = false } = goal;
  const { id } = goal.workspace;
  const { buildId, isRestartOpen: wasOpen } = before;
  const builder = new Builder(context, id, { ownBuildId: buildId, ...(!isChanged && { seen: goal.workspace }) });
  let reached: Reached = {
    workspace: goal.workspace,
    held: undefined,
    buildId,
    isContentBuilt,
    isRestartOpen: wasOpen,
  };
  let { given } = goal;
  try {
    const first = await builder.idle();
    let knownId = goal.workspace.latest_build.id;
    const isOpen = first.latest_build.id === knownId && (await findOpenRestart(context, first, before));
    reached = { ...reached, workspace: first, isRestartOpen: isOpen };
    let target = targetOf(goal, reached);
    let isStartOnStart = false;
    const decideAnew = (latest: WorkspaceBuild): void => {
      const former = target;
      const workspace = { ...reached.workspace, latest_build: latest };
      if (!hasFailed(latest)) target = targetOf(goal, { ...reached, workspace, isRestartOpen: false });
      if (target !== former) context.log.info(meanwhileText(latest, target));
    };
    for (;;) {
      const workspace = await builder.idle();
      if (workspace.latest_build.id !== knownId) {
        // Others have built since. Whether it is to run is decided as if this began only now.
        knownId = workspace.latest_build.id;
        isStartOnStart = false;
        reached = { ...reached, workspace, isRestartOpen: false };
        decideAnew(workspace.latest_build);
      }
      const isStoppedAnyway = isRollOutStop(target, goal, { ...reached, workspace });
      const held = isStoppedAnyway ? undefined : await heldBy(context, workspace, goal, given);
      reached = { ...reached, workspace, held };

      const step = isStartOnStart ? STOP : stepTo(target, goal, reached);
      if (step === undefined) {
        const ended = await builder.end();
        if (ended === undefined) continue;
        forgetStop(context, id);
        return { ...reached, workspace: ended, isRestartOpen: false };
      }

      const request = await requestOf(context, step, goal, reached);
      const isOnTheWay = target === "start" && step.transition === "stop";
      const begun = await builder.begin(workspace, request, isOnTheWay);
      if (begun === undefined) continue;
      knownId = begun.build.id;
      given = held && (await givenBy(context, begun, held));
      reached = {
        ...reached,
        workspace: { ...workspace, latest_build: begun.build },
        buildId: begun.build.id,
        isContentBuilt: reached.isContentBuilt || step.isFull,
        isRestartOpen: isOnTheWay,
      };
      const others = await builder.finish({ ...begun, areValuesOnDemand: isStoppedAnyway });
      isStartOnStart = isSecondStart(begun.build, others);
      if (isStartOnStart) context.log.info(secondStartText(begun.build));
      if (others === undefined) continue;
      decideAnew(others);
      reached = { ...reached, isRestartOpen: target === "start" && step.transition === "stop" };
    }
  } catch (thrown) {
    return { ...reached, failure: toError(thrown) };
  }
}

/**
 * Whether a running workspace is stopped for a new version, whatever its values are, and the values of that stop are to
 * be read anyway: in the dynamic flow only the server tells them. They are what the next build begins with.
 */
function isRollOutStop(target: Target, { content }: Goal, { workspace, isContentBuilt }: Reached): boolean {
  const { latest_build: latest } = workspace;
  if (isClassic(workspace) || isContentBuilt || isVersionHeld(content, latest)) return false;
  return nextStep(latest, target, false)?.isFull === false;
}

/** None when nothing depends on them. */
async function heldBy(
  context: Context,
  workspace: Workspace,
  { content }: Goal,
  given: GivenValues | undefined,
): Promise<HeldValues> {
  const known = given?.buildId === workspace.latest_build.id ? given.values : undefined;
  return known !== undefined && hasValues(content) ? known : valuesOf(context, workspace, hasValues(content));
}

async function givenBy(context: Context, begun: Begun, before: HeldValues): Promise<GivenValues> {
  const { workspace, request, build } = begun;
  const versionId = build.template_version_id;
  const facts = await loadVersion(context, versionId, "templateVersionId").catch(() => undefined);
  const values = facts && valuesGiven(facts, request, { before, isClassic: isClassic(workspace) });
  return { buildId: build.id, values };
}

function targetOf({ target }: Goal, { workspace, isRestartOpen: isOpen }: Reached): Target {
  if (target !== undefined) return target(workspace, isOpen);
  return isOpen || workspace.latest_build.transition === "start" ? "start" : "stop";
}

function stepTo(target: Target, goal: Goal, reached: Reached): Step | undefined {
  const isHeld = reached.isContentBuilt || isContentHeld(goal, reached);
  if (goal.target === undefined && isHeld && !reached.isRestartOpen) return undefined;
  return nextStep(reached.workspace.latest_build, target, isHeld);
}

/** A build of this resource that failed is to be repeated, although its values are those of the latest build. */
function isContentHeld({ content, before }: Goal, { workspace, held }: Reached): boolean {
  const latest = workspace.latest_build;
  const isOwnFailure = hasFailed(latest) && latest.id === before.buildId;
  const isPresetHeld = content.isPresetNew !== true;
  return (
    !isOwnFailure && isVersionHeld(content, latest) && isPresetHeld && areHeld(content.parameters, held ?? new Map())
  );
}

function meanwhileText(build: WorkspaceBuild, target: Target): string {
  const wish = target === "start" ? "running" : "stopped";
  return `${titleOf(build)} was begun by "${build.initiator_name}" meanwhile: the workspace is left ${wish}.`;
}

/** What is wrong with the content is known before anything is built: a stop must not be followed by a refusal. */
async function requestOf(
  context: Context,
  { transition, isFull }: Step,
  { content, versionProperty }: Goal,
  { workspace, held }: Reached,
): Promise<CreateWorkspaceBuildRequest> {
  const { templateVersionId, parameters, preset: presetName } = content;
  const latest = workspace.latest_build;
  const facts = await loadVersion(context, templateVersionId ?? latest.template_version_id, versionProperty);
  const isPresetSent = content.isPresetNew === true || !isVersionHeld(content, latest);
  const preset =
    presetName !== undefined && isPresetSent ? await loadPreset(context, facts.version, presetName) : undefined;
  if (!isFull) return { transition };
  return {
    transition,
    ...(templateVersionId !== undefined && { template_version_id: templateVersionId }),
    ...(await buildContent(context, { facts, preset, parameters, held: held ?? new Map() })),
  };
}

function isVersionHeld({ templateVersionId }: Content, latest: WorkspaceBuild): boolean {
  return templateVersionId === undefined || templateVersionId === latest.template_version_id;
}

function hasValues({ parameters, preset }: Content): boolean {
  return parameters !== undefined || preset !== undefined;
}
