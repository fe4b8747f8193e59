// Parameter values of a workspace that somebody else owns: only the named ones, and nothing else about it.
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
} from "../../handler";
import { isEqual } from "../../values";
import { applyBuilds } from "../builds/apply";
import { checkDeclared } from "../builds/declared";
import { checkAfterFirst } from "../builds/first-build";
import { changedParameters, echoParameters, type HeldValues, type Parameters } from "../builds/parameters";
import { isBuildOpen, isRestartNoted, RESTART_KEY, type KnownBuild } from "../builds/restart";
import { refreshBuilt } from "../builds/refresh";
import { checkBuilding } from "../builds/rights";
import { readBuilt, storedValues, valuesOfBuild, type Built } from "../builds/values";
import { checkBuild, failuresOf, loadVersion, refusal, requiringNothing } from "../builds/version-facts";
import { confirmedFailures, getExistingWorkspace, isClassic, workspaceUrl } from "../builds/workspaces";
import { declaredAt, nextVersionOf } from "../names/declared-versions";
import { noSuch, undefinedWhenNobody } from "../names/gone";
import {
  buildParametersInputs,
  buildParametersOutputs,
  type BuildParametersInputs,
  type BuildParametersOutputs,
} from "./properties";

type News = MaybeUnknown<BuildParametersInputs>;
type StoredOutputs = BuildParametersOutputs & { [RESTART_KEY]?: boolean };

/** Another value of these is another resource. */
const replacing = buildParametersInputs.omit({ parameters: true }).keyof().options;

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
    const { id, outputs } = previous;
    const replaced = changedProperties(previous, news, replacing).map<Change>(({ property }) => ({
      property,
      kind: "replace",
    }));
    const changes = [...replaced, ...changedParameters(outputs.parameters, news.parameters)];
    if (changes.length === 0 && (await isBuildOpen(context, id, knownBuildOf(outputs))))
      changes.push({ property: "parameters", kind: "update" });
    return { changes };
  },

  whyReplaced: () => "these are the parameters of another workspace",

  async create(context, news) {
    return { id: news.workspaceId, outputs: await settle(context, news, {}) };
  },

  async read(context, previous) {
    const known = knownBuildOf(previous.outputs);
    const { parameters } = previous.outputs;
    const built = await refreshBuilt(context, previous.id, { ...known, parameters }, true);
    if (built === undefined) return undefined;
    const isRestartOpen = await isRestartNoted(context, built.workspace, known);
    const declared = parameters ?? Object.fromEntries(built.held);
    return { id: built.workspace.id, outputs: toOutputs(context, built, declared, { ...known, isRestartOpen }) };
  },

  async update(context, previous, news) {
    return settle(context, news, previous.outputs);
  },

  /** The values stay: the values before are not known. */
  delete() {
    return Promise.resolve();
  },
});

async function checkValues(context: Context, { workspaceId, parameters }: News): Promise<InputFailure[]> {
  const held = (workspace: Workspace) => (): Promise<HeldValues> => valuesOfBuild(context, workspace.latest_build.id);
  const rules = { parameters, preset: undefined, allowsEphemeral: false, refusesImmutable: true };
  if (typeof workspaceId !== "string") {
    const version = declaredAt(context, "workspaceId");
    if (version === undefined) return checkAfterFirst(context, rules).catch(failuresOf);
    return checkDeclared(version, { ...rules, held: undefined, isPart: true });
  }
  const next = nextVersionOf(context, workspaceId);
  const judge = async (workspace: Workspace | undefined): Promise<InputFailure[]> => {
    if (workspace === undefined) throw refusal("workspaceId", noSuch("workspace", workspaceId));
    const forbidden = await checkBuilding(context, workspace, ["start", "stop"]);
    if (forbidden.length > 0) return forbidden;
    if (next !== undefined && "declared" in next)
      return next.declared === undefined
        ? []
        : checkDeclared(next.declared, { ...rules, held: held(workspace), isPart: true });
    // What the next version shows depends on values that are not known here.
    if (next !== undefined && !isClassic(workspace)) return [];
    const facts = await loadVersion(context, next?.id ?? workspace.latest_build.template_version_id, "workspaceId");
    return checkBuild(context, {
      ...rules,
      facts: next === undefined ? facts : requiringNothing(facts),
      held: held(workspace),
      isClassic: isClassic(workspace),
      ownerId: workspace.owner_id,
    });
  };
  return confirmedFailures(context, workspaceId, (workspace) => judge(workspace).catch(failuresOf));
}

/** No build while the values hold. Otherwise the workspace ends as it was: running, or stopped. */
async function settle(
  context: Context,
  { workspaceId, parameters }: BuildParametersInputs,
  outputs: Partial<StoredOutputs>,
): Promise<StoredOutputs> {
  const reached = await applyBuilds(context, {
    workspace: await getExistingWorkspace(context, workspaceId),
    content: { parameters },
    before: knownBuildOf(outputs),
    versionProperty: "workspaceId",
  });
  const { failure, workspace, held } = reached;
  const last: Built = { workspace, held: held ?? storedValues(outputs.parameters) };
  if (failure === undefined) return toOutputs(context, last, parameters, reached);
  if (reached.buildId === undefined) throw failure;
  // A build of this resource is in the workspace's history: the next update has to know of it.
  const known = async (): Promise<StoredOutputs> => {
    const built = await readAfterFailure(context, last, (fresh) => readBuilt(fresh, workspaceId));
    return toOutputs(context, built, parameters, reached);
  };
  return keepingId(workspaceId, known, () => Promise.reject(failure));
}

/** What the state says of the last build that this resource made. */
function knownBuildOf(outputs: Partial<StoredOutputs>): KnownBuild {
  return { buildId: outputs.buildId, status: outputs.buildStatus, isRestartOpen: outputs[RESTART_KEY] === true };
}

function toOutputs(
  context: Context,
  { workspace, held }: Built,
  declared: Parameters,
  { buildId, isRestartOpen }: Pick<KnownBuild, "buildId" | "isRestartOpen">,
): StoredOutputs {
  const latest = workspace.latest_build;
  const isOwn = latest.id === buildId;
  const outputs: Complete<BuildParametersOutputs> = {
    workspaceId: workspace.id,
    parameters: echoParameters(declared, held) ?? {},
    workspaceName: workspace.name,
    ownerName: workspace.owner_name,
    buildId: isOwn ? latest.id : undefined,
    buildStatus: isOwn ? latest.status : undefined,
    url: workspaceUrl(context, workspace),
  };
  return { ...outputs, ...(isRestartOpen && { [RESTART_KEY]: true }) };
}
