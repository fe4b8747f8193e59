// One build of a workspace, made when a program asks for it. It does not keep the workspace in any state.
import type { CreateWorkspaceBuildRequest, WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import type { InputFailure } from "../../errors";
import {
  changedProperties,
  defineHandler,
  keepingId,
  readAfterFailure,
  type Change,
  type Complete,
  type Context,
  type MaybeUnknown,
  type Previous,
} from "../../handler";
import { isSecondStart, secondStartText } from "../builds/between";
import { buildContent } from "../builds/content";
import { checkDeclared } from "../builds/declared";
import { changedParameters, type HeldValues } from "../builds/parameters";
import { checkAfterFirst } from "../builds/first-build";
import { followBuild } from "../builds/following";
import { checkBuilding } from "../builds/rights";
import { Builder } from "../builds/running";
import { valuesOf, valuesOfBuild } from "../builds/values";
import { checkBuild, failuresOf, loadPreset, loadVersion, refusal, requiringNothing } from "../builds/version-facts";
import {
  buildUrl,
  confirmedFailures,
  GoneError,
  hasFailed,
  isClassic,
  readWorkspaceUnlessGone,
} from "../builds/workspaces";
import { declaredAt, declaredFor, declaresNew, nextVersionOf } from "../names/declared-versions";
import { noSuch, undefinedWhenGone, undefinedWhenNobody } from "../names/gone";
import {
  workspaceBuildInputs,
  workspaceBuildOutputs,
  type WorkspaceBuildInputs,
  type WorkspaceBuildOutputs,
} from "./properties";

type News = MaybeUnknown<WorkspaceBuildInputs>;

/** Inputs that are compared by their values; a new one is among them. */
const comparedByValue = workspaceBuildInputs.omit({ parameters: true }).keyof().options;

export const workspaceBuildHandler = defineHandler({
  type: "WorkspaceBuild",
  inputs: workspaceBuildInputs,
  outputs: workspaceBuildOutputs,
  nameForm: "owner/workspace/number",

  async find(context, name) {
    const [owner = "", workspace = "", number = ""] = name.split("/");
    if (!/^\d+$/.test(number)) return undefined;
    return (await context.client.getWorkspaceBuildByNumber(owner, workspace, Number(number)).catch(undefinedWhenNobody))
      ?.id;
  },

  async check(context, inputs, previousInputs) {
    // A change makes another resource, which is checked as a new one.
    return { inputs, failures: previousInputs === undefined ? await checkRequest(context, inputs) : [] };
  },

  diff(_context, previous, news) {
    const { outputs } = previous;
    const changed = [
      ...changedProperties(previous, news, comparedByValue),
      ...changedParameters(outputs.parameters, news.parameters),
      ...removed(previous, news),
    ];
    const changes: Change[] = changed.map(({ property }) => ({ property, kind: "replace" }));
    const unfinished = unfinishedChange(outputs.status);
    if (changes.length === 0 && unfinished !== undefined) changes.push({ property: "transition", kind: unfinished });
    return Promise.resolve({ changes });
  },

  whyReplaced: (property, { outputs }) =>
    property === "transition" && unfinishedChange(outputs.status) === "replace"
      ? "the build did not succeed, and another one is made"
      : "a build is done once, and another one is made",

  async create(context, news) {
    const made = await makeBuild(context, news);
    return { id: made.id, outputs: toOutputs(context, made, news) };
  },

  async read(context, previous) {
    const build = await readBuild(context, previous);
    if (build === undefined) return undefined;
    return {
      id: build.id,
      outputs: toOutputs(context, build, {
        transition: build.transition === "stop" ? "stop" : "start",
        ...previous.outputs,
      }),
    };
  },

  /** Follows the build of an earlier run that was broken off. */
  async update(context, previous, news) {
    const build = await context.client.getWorkspaceBuild(previous.id).catch(undefinedWhenGone);
    if (build === undefined) throw new GoneError(news.workspaceId);
    return keepingBuild(context, build, news, async () => toOutputs(context, await followBuild(context, build), news));
  },

  /** The build stays in the workspace's history. */
  delete() {
    return Promise.resolve();
  },
});

/** A workspace tells its latest build. An earlier build is asked for by its id. */
async function readBuild(
  context: Context,
  { id, outputs: { workspaceId } }: Previous<WorkspaceBuildOutputs>,
): Promise<WorkspaceBuild | undefined> {
  const askForBuild = (): Promise<WorkspaceBuild | undefined> =>
    context.client.getWorkspaceBuild(id).catch(undefinedWhenGone);
  if (workspaceId === undefined) {
    const build = await askForBuild();
    return build && (await readWorkspaceUnlessGone(context, build.workspace_id)) && build;
  }
  const workspace = await readWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) return undefined;
  return workspace.latest_build.id === id ? workspace.latest_build : askForBuild();
}

/** A build that failed is made again. A build whose end is not known is followed. */
function unfinishedChange(status: string | undefined): Change["kind"] | undefined {
  if (status === "failed" || status === "canceled") return "replace";
  return status === "running" || status === "stopped" ? undefined : "update";
}

async function checkRequest(context: Context, inputs: News): Promise<InputFailure[]> {
  const { workspaceId, transition, templateVersionId, preset, parameters } = inputs;
  const rules = { parameters, allowsEphemeral: true, refusesImmutable: true };
  if (typeof workspaceId !== "string") {
    const version = declaredAt(context, templateVersionId === undefined ? "workspaceId" : "templateVersionId");
    if (version !== undefined) return checkDeclared(version, { ...rules, preset, held: undefined, isPart: true });
    return templateVersionId === undefined ? checkAfterFirst(context, { ...rules, preset }).catch(failuresOf) : [];
  }
  if (typeof templateVersionId === "symbol" && !declaresNew(context)) return [];
  const next = templateVersionId === undefined ? nextVersionOf(context, workspaceId) : undefined;
  const isNextDeclared = next !== undefined && "declared" in next;
  if (typeof preset === "symbol" && typeof templateVersionId !== "symbol" && !isNextDeclared) return [];
  const judge = async (workspace: Workspace | undefined): Promise<InputFailure[]> => {
    if (workspace === undefined) throw refusal("workspaceId", noSuch("workspace", workspaceId));
    const forbidden = await checkBuilding(context, workspace, transition === "stop" ? ["stop"] : ["start", "stop"]);
    if (forbidden.length > 0) return forbidden;
    const { latest_build: latest } = workspace;
    const held = (): Promise<HeldValues> => valuesOfBuild(context, latest.id);
    if (isNextDeclared || typeof templateVersionId === "symbol") {
      const own = declaredAt(context, "templateVersionId") ?? declaredFor(context, workspace.template_name);
      const version = isNextDeclared ? next.declared : own;
      return version === undefined ? [] : checkDeclared(version, { ...rules, preset, held, isPart: isNextDeclared });
    }
    const versionId =
      typeof templateVersionId === "string" ? templateVersionId : (next?.id ?? latest.template_version_id);
    const facts = await loadVersion(context, versionId, "templateVersionId");
    if (facts.version.template_id !== workspace.template_id) {
      const reason =
        `Template version "${facts.version.name}" is not of template "${workspace.template_name}", ` +
        "which the workspace is of. Use a version of that template.";
      throw refusal("templateVersionId", reason);
    }
    // What the next version shows depends on values that are not known here.
    if (next !== undefined && !isClassic(workspace)) return [];
    return checkBuild(context, {
      ...rules,
      facts: next === undefined ? facts : requiringNothing(facts),
      preset: typeof preset === "string" ? await loadPreset(context, facts.version, preset) : undefined,
      held,
      isClassic: isClassic(workspace),
      ownerId: workspace.owner_id,
    });
  };
  return confirmedFailures(context, workspaceId, (workspace) => judge(workspace).catch(failuresOf));
}

/** A workspace that runs is stopped first; only the build that was asked for is this resource. */
async function makeBuild(context: Context, news: WorkspaceBuildInputs): Promise<WorkspaceBuild> {
  const builder = new Builder(context, news.workspaceId);
  for (;;) {
    const workspace = await builder.idle();
    const latest = workspace.latest_build;
    const isStopNeeded = news.transition === "start" && latest.transition === "start" && !hasFailed(latest);
    const request = isStopNeeded ? { transition: "stop" as const } : await toRequest(context, news, workspace);
    const begun = await builder.begin(workspace, request);
    if (begun === undefined) continue;
    const { build } = begun;
    if (isStopNeeded) {
      await builder.finish(begun);
      continue;
    }
    const made = await keepingBuild(context, build, news, async () => {
      const before = await builder.finish(begun);
      return isSecondStart(build, before) ? undefined : context.client.getWorkspaceBuild(build.id);
    });
    if (made !== undefined) return made;
    context.log.info(secondStartText(build));
  }
}

async function toRequest(
  context: Context,
  news: WorkspaceBuildInputs,
  workspace: Workspace,
): Promise<CreateWorkspaceBuildRequest> {
  const latest = workspace.latest_build;
  const facts = await loadVersion(context, news.templateVersionId ?? latest.template_version_id, "templateVersionId");
  const preset = news.preset === undefined ? undefined : await loadPreset(context, facts.version, news.preset);
  const held = await valuesOf(context, workspace, news.parameters !== undefined || preset !== undefined);
  return {
    transition: news.transition,
    ...(news.templateVersionId !== undefined && { template_version_id: news.templateVersionId }),
    ...(await buildContent(context, { facts, preset, parameters: news.parameters, held })),
    ...(news.logLevel && { log_level: news.logLevel }),
  };
}

/** The build exists, whatever becomes of it. */
function keepingBuild<Result>(
  context: Context,
  build: WorkspaceBuild,
  news: WorkspaceBuildInputs,
  run: () => Promise<Result>,
): Promise<Result> {
  const read = ({ client }: Context): Promise<WorkspaceBuild> => client.getWorkspaceBuild(build.id);
  const known = async (): Promise<WorkspaceBuildOutputs> =>
    toOutputs(context, await readAfterFailure(context, build, read), news);
  return keepingId(build.id, known, run);
}

function removed(previous: Previous<WorkspaceBuildOutputs>, news: News): Change[] {
  return comparedByValue
    .filter((property) => previous.declared.has(property) && !(property in news))
    .map((property) => ({ property, kind: "replace" }));
}

function toOutputs(
  context: Context,
  build: WorkspaceBuild,
  declared: Partial<WorkspaceBuildInputs> & Pick<WorkspaceBuildInputs, "transition">,
): WorkspaceBuildOutputs {
  const { transition, parameters, preset, logLevel, triggers } = declared;
  const outputs: Complete<WorkspaceBuildOutputs> = {
    workspaceId: build.workspace_id,
    transition,
    templateVersionId: build.template_version_id,
    parameters,
    preset,
    logLevel,
    triggers,
    templateVersionName: build.template_version_name,
    buildNumber: build.build_number,
    status: build.status,
    jobId: build.job.id,
    workspaceName: build.workspace_name,
    ownerName: build.workspace_owner_name,
    initiatorName: build.initiator_name,
    createdAt: build.created_at,
    url: buildUrl(context, build),
  };
  return outputs;
}
