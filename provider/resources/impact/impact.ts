// What a version means for the workspaces of its template: how many there are, how many follow by themselves, and which
// could not be updated with the values that they have. Asks for all of them together wherever the server can tell.
import type { Template } from "../../client/templates";
import type { Workspace } from "../../client/workspaces";
import { InputError } from "../../errors";
import type { Context } from "../../handler";
import type { TemplateImpact } from "../../outputs/template-impact";
import type { ParameterDefinition } from "../builds/parameter-rules";
import type { HeldValues } from "../builds/parameters";
import { evaluateValues, loadVersion, presetsOf, type VersionFacts } from "../builds/version-facts";
import { Findings, kindOf, mayRefuse } from "./findings";
import { Holders } from "./holders";
import { versionTarget, type Target } from "./target";
import { eachAtOnce, valuesOfMany } from "./values";

/** Owner of the workspaces that the server keeps ready. @see coderd/database/constants.go PrebuildsSystemUserID */
const PREBUILDS_OWNER = "c42fdf75-3097-471c-8c33-fb52454d81c0";

/** What is known of the promotion, and what is found about it. */
interface Promotion {
  template: Template;
  target: Target;
  /** The workspaces that have another version. */
  concerned: readonly Workspace[];
  /** The versions that they have; undefined for one that could not be asked for. */
  used: ReadonlyMap<string, VersionFacts | undefined>;
  holders: Holders;
  limit: number;
  findings: Findings;
}

/** Whose workspaces are looked at, and how closely. */
interface Scope {
  /** Of so many the values are read at most. @default the provider's setting */
  limit?: number | undefined;
  /** All that the template has. */
  workspaces: readonly Workspace[];
}

/** @throws InputError at `templateVersionId` when the template can't have that version */
export async function impactOf(
  context: Context,
  template: Template,
  versionId: string,
  scope: Scope,
): Promise<TemplateImpact> {
  return impactOfTarget(context, template, await versionTarget(context, template, versionId), scope);
}

export async function impactOfTarget(
  context: Context,
  template: Template,
  target: Target,
  { limit = context.impact.limit, workspaces: everybody }: Scope,
): Promise<TemplateImpact> {
  const workspaces = everybody.filter((each) => each.is_prebuild !== true && each.owner_id !== PREBUILDS_OWNER);
  const concerned = workspaces.filter(({ latest_build }) => latest_build.template_version_id !== target.id);
  const used = await versionsOf(context, concerned, limit);
  const declared = [...used.values()].flatMap((each) => each?.parameters ?? []);
  const names = target.parameters.map(({ name }) => name);
  const holders = new Holders(context, template, everybody, { declared, names });
  const findings = new Findings();
  const promotion: Promotion = { template, target, concerned, used, holders, limit, findings };
  for (const workspace of concerned.filter((each) => factsOf(promotion, each) === undefined))
    findings.leaveOut(workspace);
  await findPresets(context, promotion);
  // The server evaluates only what it has.
  if (template.use_classic_parameter_flow === false && target.id !== undefined)
    await findByEvaluation(context, promotion, target.id);
  else await findByRules(context, promotion);
  const isFollowing = ({ automatic_updates }: Workspace): boolean =>
    automatic_updates === "always" || template.require_active_version;
  return {
    templateName: template.name,
    templateVersionName: target.name,
    workspaceCount: workspaces.length,
    followingCount: workspaces.filter(isFollowing).length,
    blockedCount: findings.blockedCount,
    uncheckedCount: findings.uncheckedCount,
    causes: findings.causes(),
  };
}

/** The versions that most workspaces have, and no more of them than workspaces are read. */
async function versionsOf(
  context: Context,
  concerned: readonly Workspace[],
  limit: number,
): Promise<Map<string, VersionFacts | undefined>> {
  const counts = new Map<string, number>();
  for (const { latest_build } of concerned)
    counts.set(latest_build.template_version_id, (counts.get(latest_build.template_version_id) ?? 0) + 1);
  const ids = [...counts].sort(([, left], [, right]) => right - left).map(([id]) => id);
  const found = new Map<string, VersionFacts | undefined>();
  await eachAtOnce(ids.slice(0, limit), async (id) => {
    found.set(id, await loadVersion(context, id, "").catch(undefinedWhenRefused));
  });
  return found;
}

/** A preset belongs to a version: the next one may have one of the same name. */
async function findPresets(context: Context, { target, concerned, used, findings }: Promotion): Promise<void> {
  const withPreset = concerned.filter((each) => each.latest_build.template_version_preset_id !== undefined);
  if (withPreset.length === 0) return;
  const names = await target.presetNames();
  if (names === undefined) return;
  const versions = new Set(withPreset.map(({ latest_build }) => latest_build.template_version_id));
  await eachAtOnce([...versions], async (id) => {
    // One that is left out is counted as such.
    if (used.get(id) === undefined) return;
    const presets = await presetsOf(context, id);
    for (const workspace of withPreset.filter(({ latest_build }) => latest_build.template_version_id === id)) {
      const preset = presets.find((each) => each.id === workspace.latest_build.template_version_preset_id);
      if (preset !== undefined && !names.includes(preset.name)) findings.add("missingPreset", preset.name, workspace);
    }
  });
}

/** In the classic flow the version alone says which parameters there are, and what they take. */
async function findByRules(context: Context, promotion: Promotion): Promise<void> {
  const { target, concerned, holders, limit, findings } = promotion;
  const removed = removedByVersion(promotion);
  // What no search can tell is looked for among the values.
  const unsearched = await findByNames(promotion, removed);
  const judged = (workspace: Workspace) =>
    target.parameters.filter((each) => unsearched.has(each.name) || isJudged(promotion, workspace, each));
  const wanted = concerned.filter((each) => unsearched.size > 0 || judged(each).length > 0);
  const names = [...new Set([...unsearched, ...wanted.flatMap(judged).map(({ name }) => name)])];
  const values = await valuesOfMany(context, wanted, { holders, names, isWhole: false, limit });
  for (const workspace of wanted) {
    const held = values.get(workspace.id);
    if (held === undefined) {
      findings.leaveOut(workspace);
      continue;
    }
    for (const each of judged(workspace)) findings.add(kindOf(each, held.get(each.name), false), each.name, workspace);
    for (const name of removed)
      if (unsearched.has(name) && held.has(name)) findings.add("removedParameter", name, workspace);
  }
}

/** The parameters of the versions in use that the next one does not have. */
function removedByVersion({ target, used }: Promotion): ReadonlySet<string> {
  const names = new Set(target.parameters.map(({ name }) => name));
  const before = [...used.values()].flatMap((each) => each?.parameters ?? []).filter(({ ephemeral }) => !ephemeral);
  return new Set(before.map(({ name }) => name).filter((name) => !names.has(name) && !target.mayHave(name)));
}

/** Finds what is missing or removed, one search for each name. Gives the names that can't be searched for. */
async function findByNames(promotion: Promotion, removed: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const { target, concerned, holders, findings } = promotion;
  const required = target.parameters.filter((each) => each.required && !each.ephemeral).map(({ name }) => name);
  const unsearched = new Set<string>();
  await eachAtOnce([...removed, ...required], async (name) => {
    const having = await holders.having(name);
    if (having === undefined) {
      unsearched.add(name);
      return;
    }
    const isRemoved = removed.has(name);
    for (const workspace of concerned.filter(({ id }) => having.has(id) === isRemoved))
      findings.add(isRemoved ? "removedParameter" : "missingParameter", name, workspace);
  });
  return unsearched;
}

/** Whether a value of the workspace has to be known to tell whether the parameter takes it. */
function isJudged(promotion: Promotion, workspace: Workspace, definition: ParameterDefinition): boolean {
  const facts = factsOf(promotion, workspace);
  const before = facts?.parameters.find(({ name }) => name === definition.name);
  // In the classic flow a workspace has the parameters of its version.
  if (facts !== undefined && before === undefined) return false;
  return mayRefuse(definition, workspace.latest_build.job.status === "succeeded" ? before : undefined);
}

/** In the dynamic flow the server says which parameters there are with these values, and what is wrong with them. */
async function findByEvaluation(context: Context, promotion: Promotion, versionId: string): Promise<void> {
  const { target, concerned, used, holders, limit, findings } = promotion;
  // Their values hold for one build, and the next one begins with the default.
  const ephemeral = target.parameters.filter((each) => each.ephemeral).map(({ name }) => name);
  const declared = [...used.values()].flatMap((each) => each?.parameters ?? []).map(({ name }) => name);
  const names = [...new Set(declared)].filter((name) => !ephemeral.includes(name));
  const values = await valuesOfMany(context, concerned, { holders, names, isWhole: true, limit });
  await eachAtOnce(concerned, async (workspace) => {
    const held = new Map([...(values.get(workspace.id) ?? [])].filter(([name]) => !ephemeral.includes(name)));
    const asked = { inputs: Object.fromEntries(held), owner_id: workspace.owner_id };
    const shown = values.has(workspace.id) ? await evaluateValues(context, versionId, asked) : undefined;
    if (shown === undefined) return findings.leaveOut(workspace);
    for (const { definition, problem } of shown) {
      const kind = kindOf(definition, held.get(definition.name), problem !== undefined);
      findings.add(kind, definition.name, workspace);
    }
    for (const name of removedNames(promotion, workspace, held, shown))
      findings.add("removedParameter", name, workspace);
  });
}

function removedNames(
  promotion: Promotion,
  workspace: Workspace,
  held: HeldValues,
  shown: readonly { definition: { name: string } }[],
): string[] {
  const before = factsOf(promotion, workspace)?.parameters ?? [];
  const isEphemeral = (name: string): boolean => before.some((each) => each.name === name && each.ephemeral);
  const names = new Set(shown.map(({ definition }) => definition.name));
  return [...held.keys()].filter((name) => !names.has(name) && !isEphemeral(name));
}

function factsOf({ used }: Promotion, { latest_build }: Workspace): VersionFacts | undefined {
  return used.get(latest_build.template_version_id);
}

function undefinedWhenRefused(thrown: unknown): undefined {
  if (thrown instanceof InputError) return undefined;
  throw thrown;
}
