// Bringing a workspace that exists to what is declared: settings, builds, agents. What was reached stays in the state
// when a step fails.
import type { Workspace } from "../../client/workspaces";
import { keepingId, readAfterFailure, type Context } from "../../handler";
import { applyBuilds, type Goal, type Reached } from "../builds/apply";
import { heldValues, namesNotHeld, toBuildParameters, type HeldValues } from "../builds/parameters";
import { followBuild } from "../builds/following";
import { readBuilt, storedValues, valuesGiven, type Built } from "../builds/values";
import { loadVersion } from "../builds/version-facts";
import { hasFailed, isClassic } from "../builds/workspaces";
import { waitForAgents } from "./agents";
import { askedTransition, isWaitKnown, knownBuildOf, toOutputs, type Open, type StoredOutputs } from "./outputs";
import type { WorkspaceInputs } from "./properties";
import { applySettings } from "./settings";

/** What is to be reached, and what is known before. */
export interface Intent {
  workspace: Workspace;
  news: WorkspaceInputs;
  /** What the state holds. */
  outputs: Partial<StoredOutputs>;
  /** The inputs that the program declared before. */
  declared: ReadonlySet<string>;
  /** The workspace was just made: its latest build is followed first. */
  isFirstBuildOpen?: boolean;
  /** Its first build was made with what is declared. */
  isContentBuilt?: boolean;
}

export async function settle(context: Context, intent: Intent): Promise<StoredOutputs> {
  const { workspace: before, news, outputs, isContentBuilt = false } = intent;
  const begun: Reached = {
    workspace: before,
    held: undefined,
    ...knownBuildOf(outputs),
    isContentBuilt,
  };
  const wasWaitOpen = isWaitKnown(outputs) || intent.isFirstBuildOpen === true;
  const goal = await keepingReached(context, intent, { ...begun, isWaitOpen: wasWaitOpen }, async () => {
    const isChanged = await applySettings(context, before, intent, "beforeBuilds");
    if (intent.isFirstBuildOpen !== true) return goalOf(intent, isChanged);
    const workspace = await followFirstBuild(context, intent);
    const given = { buildId: before.latest_build.id, values: await firstValues(context, intent) };
    return { ...goalOf(intent, workspace === undefined), ...(workspace && { workspace }), given };
  });
  const reached = await applyBuilds(context, goal);
  const isWaitOpen = wasWaitOpen || reached.workspace.latest_build.transition === "start";
  return keepingReached(context, intent, { ...reached, isWaitOpen }, async () => {
    if (reached.failure !== undefined) throw reached.failure;
    warnOfOtherValues(context, intent, reached);
    let { workspace } = reached;
    if (await applySettings(context, workspace, intent, "afterBuilds"))
      workspace = await context.client.getWorkspace(workspace.id);
    if (news.waitForAgents && workspace.latest_build.status === "running")
      workspace = await waitForAgents(context, workspace, news);
    else if (news.waitForAgents && reached.isContentBuilt) warnOfNoWait(context, intent, workspace);
    const transition = news.transition ?? askedTransition(workspace, outputs);
    return toOutputs(context, { workspace, held: reached.held ?? new Map() }, { ...news, transition });
  });
}

/** When a step fails, the state gets what was reached. The next update still sees the difference, and does the rest. */
function keepingReached<Result>(
  context: Context,
  { news, outputs }: Intent,
  reached: Reached & Pick<Open, "isWaitOpen">,
  run: () => Promise<Result>,
): Promise<Result> {
  const known = async (): Promise<StoredOutputs> => {
    const { id } = reached.workspace;
    const { workspace, held } = reached;
    const last: Built = { workspace, held: held ?? storedValues(outputs.parameters) };
    const built = await readAfterFailure(context, last, (fresh) => readBuilt(fresh, id));
    const declared = {
      ...news,
      transition: outputs.transition ?? askedTransition(built.workspace, outputs),
      preset: reached.isContentBuilt ? news.preset : outputs.preset,
    };
    return toOutputs(context, built, declared, reached);
  };
  return keepingId(reached.workspace.id, known, run);
}

/** The workspace as the build has left it, where that is known without another request. */
async function followFirstBuild(
  context: Context,
  { workspace, news, isContentBuilt }: Intent,
): Promise<Workspace | undefined> {
  let fresh: Workspace | undefined;
  const { latest_build: build } = workspace;
  const sent = {
    values: heldValues(toBuildParameters(news.parameters, new Map())),
    versionId: build.template_version_id,
  };
  // In the classic flow, values that neither the program nor a preset gives are defaults, which the template publishes.
  // In the dynamic flow its code may compute secret ones.
  const isSentOrDefault = isClassic(workspace) && news.preset === undefined;
  const isKnown = isSentOrDefault && (isContentBuilt === true || news.parameters === undefined);
  const builds = isKnown ? [] : [build];
  const sources = { builds, sent, isClassic: isClassic(workspace) };
  await followBuild(context, build, { sources, onWorkspace: (now) => void (fresh = now) });
  return fresh;
}

/** What the first build got by a creation of this run. */
async function firstValues(
  context: Context,
  { workspace, news, isContentBuilt }: Intent,
): Promise<HeldValues | undefined> {
  if (isContentBuilt !== true || news.preset !== undefined) return undefined;
  const facts = await loadVersion(context, workspace.latest_build.template_version_id, "templateVersionId");
  const request = {
    transition: "start",
    rich_parameter_values: toBuildParameters(news.parameters, new Map()),
  } as const;
  return valuesGiven(facts, request, { before: new Map(), isClassic: isClassic(workspace) });
}

function goalOf({ workspace, news, outputs, isContentBuilt = false }: Intent, isChanged: boolean): Goal {
  const { templateVersionId, parameters, preset } = news;
  return {
    workspace,
    isChanged,
    content: {
      templateVersionId,
      parameters,
      preset,
      isPresetNew: preset !== undefined && preset !== outputs.preset,
    },
    isContentBuilt,
    target: (current, isRestartOpen) => targetOf(current, { news, outputs, isRestartOpen }),
    before: knownBuildOf(outputs),
    versionProperty: "templateVersionId",
  };
}

/**
 * Whether the workspace is to run in the end. What the server did by itself is left as it is, unless the program now
 * says something else than before. A workspace whose agents are still to be waited for is started: a stop in between
 * does not make them ready.
 */
function targetOf(
  workspace: Workspace,
  { news, outputs, isRestartOpen }: Pick<Intent, "news" | "outputs"> & { isRestartOpen: boolean },
): "start" | "stop" {
  const latest = workspace.latest_build;
  const asked = askedTransition(workspace, outputs);
  if (news.transition !== undefined && (news.transition !== asked || hasFailed(latest))) return news.transition;
  const isWaitOpen = news.waitForAgents && news.dormant !== true && isWaitKnown(outputs);
  if ((isRestartOpen || isWaitOpen) && news.transition !== "stop") return "start";
  return latest.transition === "delete" ? asked : latest.transition === "stop" ? "stop" : "start";
}

/** Who relies on the wait, such as a promotion after a canary, has to know that there was none. */
function warnOfNoWait(context: Context, { news }: Intent, workspace: Workspace): void {
  if (news.transition === "stop" || news.dormant === true) return;
  context.log.warning(
    `Workspace "${workspace.name}" was built with what is declared, but is ${workspace.latest_build.status}: its ` +
      'agents were not waited for (`waitForAgents`). `transition: "start"` with `ttlMilliseconds: 0` keeps it running.',
  );
}

function warnOfOtherValues(context: Context, { news }: Intent, { workspace, held, isContentBuilt }: Reached): void {
  const others = isContentBuilt ? namesNotHeld(news.parameters, held ?? new Map()) : [];
  if (others.length === 0) return;
  context.log.warning(
    `Workspace "${workspace.name}" was built, but with other values of ` +
      `${others.map((name) => `"${name}"`).join(", ")} than \`parameters\` gives: the server or somebody else ` +
      "decided so.",
  );
}
