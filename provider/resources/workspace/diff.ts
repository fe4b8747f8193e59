// What has to change about a workspace: in place, by a build, or by a replacement. Asks the server only when something
// differs.
import { InputError, type InputFailure } from "../../errors";
import {
  changedProperties,
  type Change,
  type Context,
  type DiffResult,
  type MaybeUnknown,
  type Previous,
} from "../../handler";
import { containsUnknown, isProperties, topLevel } from "../../values";
import { changedParameters, isSameValue, parameterValueSchema, type HeldValues } from "../builds/parameters";
import { isBuildOpen } from "../builds/restart";
import { valuesOfBuild } from "../builds/values";
import { valuesAmongMany } from "../builds/values-ahead";
import { isImmutable, loadVersion } from "../builds/version-facts";
import { forgetNextVersion, noteNextVersion, type DeclaredVersion } from "../names/declared-versions";
import { undefinedWhenGone } from "../names/gone";
import { advising, declaredVersionOf, demandsOf, nextVersion, type Demands, withImported } from "./demands";
import { lastBuildInState, lastBuildOf, type LastBuild } from "./last-build";
import { isWaitKnown, knownBuildOf } from "./outputs";
import { isCaller, isSameName, ownerIdOf } from "./owner";
import { workspaceInputs, type WorkspaceInputs, type WorkspaceOutputs } from "./properties";
import { changeKindOf } from "./settings";

type News = MaybeUnknown<WorkspaceInputs>;

/** Inputs that are compared by their values; a new one is among them. */
const comparedByValue = workspaceInputs
  .omit({ owner: true, templateId: true, templateVersionId: true, parameters: true, adopt: true })
  .keyof().options;

export async function diffWorkspace(
  context: Context,
  previous: Previous<WorkspaceOutputs>,
  declared: News,
): Promise<DiffResult> {
  const news = withImported(context, previous.outputs, declared);
  const { outputs } = previous;
  forgetNextVersion(context, previous.id);
  const [values, owner, version] = await Promise.all([
    valueChanges(context, previous, news),
    ownerChange(context, previous, news.owner),
    versionChange(context, outputs, news),
  ]);
  if (version.some(({ property, kind }) => property === "templateVersionId" && kind === "update"))
    noteNextVersion(context, previous.id, nextVersion(context, outputs, news));
  const content = [...version, ...(await contentChanges(context, previous, news, version))];
  const changes = [...values, ...removedProperties(previous, news), ...owner, ...content];
  if (
    changes.every(({ property }) => property !== "transition") &&
    (await isBuildOpen(context, previous.id, knownBuildOf(outputs)))
  )
    changes.push({ property: "transition", kind: "update" });
  if (isWaitKnown(outputs) && news.waitForAgents !== false) {
    changes.push({ property: "waitForAgents", kind: "update" });
    context.log.info(
      "The agents were not ready after the last change of the workspace: an update waits for them again.",
    );
  }
  const isReplaced = changes.some(({ kind }) => kind === "replace");
  // Another owner can have a workspace of the same name.
  const isNameLeft =
    owner.some(({ kind }) => kind === "replace") ||
    (typeof news.name === "string" && !isSameName(news.name, outputs.name));
  return { changes: mergeChanges(changes), deleteBeforeReplace: isReplaced && !isNameLeft };
}

/** Why a change needs another workspace. */
export function whyAnotherWorkspace(property: string): string | undefined {
  if (topLevel(property) === "parameters")
    return "the template makes it immutable, so a workspace keeps its first value";
  return {
    name: "the server does not let workspaces be renamed",
    owner: "a workspace stays with its owner",
    preset: "it gives another value to an immutable parameter",
    templateId: "a workspace stays with its template",
    templateVersionId: "the version is of another template, and a workspace stays with its template",
  }[property];
}

async function valueChanges(context: Context, previous: Previous<WorkspaceOutputs>, news: News): Promise<Change[]> {
  const changed = changedProperties(previous, news, comparedByValue);
  return Promise.all(
    changed.map(async ({ property }) => ({ property, kind: await changeKindOf(context, previous.id, property) })),
  );
}

/** Inputs that are no longer declared. The state has to learn of them, even of those that are left alone. */
function removedProperties(previous: Previous<WorkspaceOutputs>, news: News): Change[] {
  return Object.keys(workspaceInputs.shape)
    .filter((property) => property !== "adopt" && previous.declared.has(property) && !(property in news))
    .map((property) => ({ property, kind: "update" }));
}

/**
 * Another owner replaces the workspace. "me" stays who it was when the workspace was created. When the program names
 * the same user otherwise, only the state changes.
 */
async function ownerChange(
  context: Context,
  { outputs, declared }: Previous<WorkspaceOutputs>,
  owner: unknown,
): Promise<Change[]> {
  const replacement: Change[] = [{ property: "owner", kind: "replace" }];
  if (owner !== undefined && typeof owner !== "string") return replacement;
  const wasCaller = !declared.has("owner") || outputs.owner === undefined || outputs.owner === "me";
  const isCallerNow = owner === undefined || owner === "me";
  if (wasCaller && isCallerNow) return [];
  const same: Change[] = wasCaller === isCallerNow ? [] : [{ property: "owner", kind: "update" }];
  if (!isCallerNow) return (await isOwner(context, outputs, owner)) ? same : replacement;
  if (outputs.ownerId === undefined || (await isCaller(context, outputs.ownerId))) return same;
  context.log.warning(
    `\`owner\` was "${outputs.owner}", and is now whoever runs the program: workspace ` +
      `"${outputs.ownerName}/${outputs.name}" is replaced by one of the token's user, and deleted. ` +
      `To keep it, set \`owner\` to "${outputs.owner}" again.`,
  );
  return replacement;
}

/** Whether it is the owner's id or name. A user who was renamed is the same owner. */
async function isOwner(
  context: Context,
  { ownerId, ownerName }: Partial<WorkspaceOutputs>,
  owner: string,
): Promise<boolean> {
  return owner === ownerId || isSameName(owner, ownerName) || (await ownerIdOf(context, owner)) === ownerId;
}

async function versionChange(context: Context, outputs: Partial<WorkspaceOutputs>, news: News): Promise<Change[]> {
  if (news.templateId !== undefined) {
    return news.templateId === outputs.templateId ? [] : [{ property: "templateId", kind: "replace" }];
  }
  const { templateVersionId } = news;
  if (templateVersionId === undefined || templateVersionId === outputs.templateVersionId) return [];
  if (typeof templateVersionId !== "string") return [{ property: "templateVersionId", kind: "update" }];
  const { version } = await loadVersion(context, templateVersionId, "templateVersionId");
  return [{ property: "templateVersionId", kind: version.template_id === outputs.templateId ? "update" : "replace" }];
}

/**
 * Parameters and preset, judged by what the workspace was built with last. What the state says of that is believed
 * where the build is taken; a refusal or a replacement follows only from what the server says now.
 *
 * @throws InputError when the build would not take them.
 */
async function contentChanges(
  context: Context,
  previous: Previous<WorkspaceOutputs>,
  news: News,
  version: readonly Change[],
): Promise<Change[]> {
  const { outputs } = previous;
  const parameters = changedParameters(outputs.parameters, news.parameters);
  const isPresetNew = news.preset !== undefined && news.preset !== outputs.preset;
  const isReplaced = version.some(({ kind }) => kind === "replace");
  if (isReplaced || (parameters.length === 0 && !isPresetNew && version.length === 0)) return parameters;
  const isUnknown = containsUnknown(news.templateVersionId);
  const declared = isUnknown ? declaredVersionOf(context, outputs) : undefined;
  // What the version asks of the parameters is not known yet.
  if (isUnknown && declared === undefined && parameters.length === 0) return [];
  const wanted: Wanted = { news, declared, parameters, hasNewPreset: isPresetNew || version.length > 0 };
  const isTold = declared !== undefined || typeof news.templateVersionId === "string";
  const stated = isTold ? await lastBuildInState(context, outputs) : undefined;
  if (stated !== undefined) {
    const judged = await judge(context, wanted, stated).catch(undefinedWhenGone);
    if (judged?.isTaken === true) return judged.changes;
  }
  const found = await lastBuildOf(context, previous.id);
  if (found === undefined) return parameters;
  const { changes, failures } = await judge(context, wanted, found);
  if (failures.length > 0) throw new InputError(advising(context, outputs, wanted.news, failures));
  return changes;
}

interface Wanted {
  news: News;
  /** The version, where the server does not have it yet. */
  declared: DeclaredVersion | undefined;
  /** Those that differ from the state's. */
  parameters: readonly Change[];
  /** Whether the declared preset is to be built with. */
  hasNewPreset: boolean;
}

interface Judgement {
  changes: Change[];
  failures: InputFailure[];
  /** The workspace stays, the build takes everything, and all values that decide that are held. */
  isTaken: boolean;
}

async function judge(context: Context, wanted: Wanted, before: LastBuild): Promise<Judgement> {
  const { news, parameters } = wanted;
  const held = (): Promise<HeldValues> =>
    before.template === undefined
      ? valuesOfBuild(context, before.buildId)
      : valuesAmongMany(context, before.template, before.buildId);
  const demands = await demandsOf(context, wanted, before);
  const fixed = [
    ...parameters.flatMap(({ property }) => immutableAmong(property, news.parameters, demands)),
    ...(demands.preset?.parameters ?? []).map(({ name }) => name).filter((name) => isImmutable(name, demands)),
  ];
  const values: HeldValues = fixed.length === 0 ? new Map() : await held();
  const changes = parameters.map((change) => judgeParameter(change, news.parameters, values, demands));
  if (
    demands.preset?.parameters?.some(
      ({ name, value }) => isImmutable(name, demands) && (values.get(name) ?? value) !== value,
    )
  )
    changes.push({ property: "preset", kind: "replace" });
  if (demands.check === undefined || changes.some(({ kind }) => kind === "replace"))
    return { changes, failures: [], isTaken: false };
  const failures = await demands.check(held);
  return { changes, failures, isTaken: failures.length === 0 && fixed.every((name) => values.has(name)) };
}

/** The name of the changed parameter, where it is declared and a workspace keeps its first value. */
function immutableAmong(property: string, parameters: unknown, demands: Demands): string[] {
  const name = property.slice("parameters.".length);
  return isImmutable(name, demands) && isProperties(parameters) && Object.hasOwn(parameters, name) ? [name] : [];
}

/** Another value for an immutable parameter, or one that may turn out to be another, needs another workspace. */
function judgeParameter(change: Change, parameters: unknown, held: HeldValues, demands: Demands): Change {
  const [name] = immutableAmong(change.property, parameters, demands);
  if (name === undefined || !isProperties(parameters)) return change;
  const before = held.get(name);
  const value = parameterValueSchema.safeParse(parameters[name]);
  if (before === undefined || (value.success && isSameValue(value.data, before))) return change;
  return { ...change, kind: "replace" };
}

/** Each property once, as a replacement where any change of it is one. */
function mergeChanges(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const change of changes) {
    if (merged.get(change.property)?.kind !== "replace") merged.set(change.property, change);
  }
  return [...merged.values()];
}
