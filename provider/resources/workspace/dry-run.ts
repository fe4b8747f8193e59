// What the next build of a workspace would bring, as the server plans it while previewing: which resources come, go and
// stay. A note; it fails no preview, as a plan without a workspace may lack what a build has.
import type { Template } from "../../client/templates";
import type { WorkspaceResource } from "../../client/workspace-resources";
import type { Workspace } from "../../client/workspaces";
import { backticked, CoderError, messageOf } from "../../errors";
import type { Context, MaybeUnknown, Previewed, PreviewedState } from "../../handler";
import { followDryRun } from "../../jobs/follow";
import { containsUnknown, isEqual } from "../../values";
import { changedParameters, knownParameters, toBuildParameters, type HeldValues } from "../builds/parameters";
import { valuesOfBuild } from "../builds/values";
import { loadPreset, loadVersion, type VersionFacts } from "../builds/version-facts";
import { getWorkspaceUnlessGone } from "../builds/workspaces";
import { importedAt } from "../names/declared-versions";
import { keptByRun } from "../names/kept-by-run";
import { upcomingVersion } from "../names/previewed";
import { lookUpTemplate } from "../names/templates";
import { findWorkspace, isCaller } from "./owner";
import type { WorkspaceInputs, WorkspaceOutputs } from "./properties";

type News = MaybeUnknown<WorkspaceInputs>;

/** How many a run has planned, and of how many it has told that they can't be. */
const planned = keptByRun(() => ({ count: 0, unknown: 0, isLimitTold: false }));

const MADE_OF = ["name", "owner", "templateId", "templateVersionId", "parameters", "preset"] as const;

export async function previewWorkspace(
  context: Context,
  previous: PreviewedState<WorkspaceOutputs> | undefined,
  declared: News,
): Promise<Previewed> {
  const { isTold, limit } = context.dryRun;
  if (isTold && isBuilt(previous, declared)) {
    const counter = planned(context);
    const news = withImportedVersion(context, declared);
    const unknown = MADE_OF.filter((property) => containsUnknown(news[property]));
    if (unknown.length > 0) {
      counter.unknown += 1;
      if (counter.unknown <= limit) {
        const are = unknown.length === 1 ? "is" : "are";
        context.log.info(`The next build was not planned, as ${backticked(unknown, "and")} ${are} not known yet.`);
      }
    } else if (counter.count < limit) {
      counter.count += 1;
      await tellPlan(context, previous, news as WorkspaceInputs);
    } else if (!counter.isLimitTold) {
      counter.isLimitTold = true;
      context.log.info(
        `The builds of this workspace and of those after it were not planned: \`coderd:dryRunLimit\` is ${limit}.`,
      );
    }
  }
  return { outputs: {} };
}

/** Whether the update builds it with something else. */
function isBuilt(previous: PreviewedState<WorkspaceOutputs> | undefined, news: News): boolean {
  if (previous === undefined) return true;
  const { templateVersionId, parameters, preset } = previous.known;
  return (
    (news.templateVersionId !== undefined && !isEqual(news.templateVersionId, templateVersionId)) ||
    (news.preset !== undefined && news.preset !== preset) ||
    changedParameters(parameters, news.parameters).length > 0
  );
}

async function tellPlan(
  context: Context,
  previous: PreviewedState<WorkspaceOutputs> | undefined,
  news: WorkspaceInputs,
): Promise<void> {
  try {
    context.log.info(await planText(context, previous, news));
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (!(thrown instanceof CoderError)) throw thrown;
    context.log.warning(`The next build could not be planned: ${messageOf(thrown)}`);
  }
}

/** A version that this preview has imported may have no id yet as far as the engine knows, nor its template. */
function withImportedVersion(context: Context, news: News): News {
  const property = news.templateVersionId === undefined ? "templateId" : "templateVersionId";
  const id = containsUnknown(news[property]) ? importedAt(context, property) : undefined;
  return id === undefined ? news : { ...news, templateId: undefined, templateVersionId: id };
}

async function planText(
  context: Context,
  previous: PreviewedState<WorkspaceOutputs> | undefined,
  news: WorkspaceInputs,
): Promise<string> {
  const { client } = context;
  const name = news.name ?? context.resourceName;
  const workspace = await findExisting(context, previous, news, name);
  const facts = await factsOf(context, workspace, news);
  const held =
    workspace === undefined ? new Map<string, string>() : await valuesOfBuild(context, workspace.latest_build.id);
  const resources = await plan(context, facts, name, await valuesFor(context, facts, news, held));
  const before = workspace === undefined ? [] : await client.getWorkspaceBuildResources(workspace.latest_build.id);
  const owner = workspace?.owner_name ?? news.owner ?? "me";
  const lines = differenceOf(before, resources);
  const what =
    workspace === undefined
      ? `A workspace of template version "${facts.version.name}" would have, as the server plans it:`
      : `With template version "${facts.version.name}" the server plans, compared with build ` +
        `${workspace.latest_build.build_number} (${workspace.latest_build.transition}):`;
  const caller = (await client.getCurrentUser()).username;
  const asWhom = (await isCaller(context, owner))
    ? []
    : [`The plan ran as "${caller}", not as "${owner}": what depends on the owner may differ.`];
  return [what, ...(lines.length === 0 ? ["  no resources"] : lines), ...asWhom].join("\n");
}

/** By its id; where only the inputs are known, by its name. */
async function findExisting(
  context: Context,
  previous: PreviewedState<WorkspaceOutputs> | undefined,
  news: WorkspaceInputs,
  name: string,
): Promise<Workspace | undefined> {
  const id = previous?.id ?? news.adopt;
  if (id !== undefined) return getWorkspaceUnlessGone(context, id);
  if (previous === undefined) return undefined;
  return findWorkspace(context, news.owner ?? "me", previous.known.name ?? name);
}

async function factsOf(
  context: Context,
  workspace: Workspace | undefined,
  { templateVersionId, templateId = "" }: WorkspaceInputs,
): Promise<VersionFacts> {
  if (templateVersionId !== undefined) return loadVersion(context, templateVersionId, "templateVersionId");
  // One that follows no version keeps the one that it has.
  if (workspace !== undefined) return loadVersion(context, workspace.latest_build.template_version_id, "templateId");
  const template: Template = await lookUpTemplate(context, templateId);
  return loadVersion(context, upcomingVersion(context, template.id) ?? template.active_version_id, "templateId");
}

/** What the build before has, as far as the version still takes it; then the preset's values, then the program's. */
async function valuesFor(
  context: Context,
  { version, parameters }: VersionFacts,
  news: WorkspaceInputs,
  held: HeldValues,
): Promise<Map<string, string>> {
  const taken = parameters.filter(({ name, ephemeral }) => !ephemeral && held.has(name)).map(({ name }) => name);
  const preset = news.preset === undefined ? undefined : await loadPreset(context, version, news.preset);
  const declared = toBuildParameters(knownParameters(news.parameters), held);
  return new Map([
    ...taken.map((name) => [name, held.get(name) ?? ""] as const),
    ...(preset?.parameters ?? []).map(({ name, value }) => [name, value] as const),
    ...declared.map(({ name, value }) => [name, value] as const),
  ]);
}

async function plan(
  context: Context,
  { version }: VersionFacts,
  workspaceName: string,
  values: ReadonlyMap<string, string>,
): Promise<WorkspaceResource[]> {
  const { client, log, signal, deadline } = context;
  const seen = await client.createDryRun(version.id, {
    workspace_name: workspaceName,
    rich_parameter_values: [...values].map(([name, value]) => ({ name, value })),
  });
  const job = await followDryRun({
    ...{ client, log, signal, deadline, seen },
    organization: version.organization_id ?? context.defaultOrganization,
    title: `The plan of template version "${version.name}"`,
    templateVersionId: version.id,
    jobId: seen.id,
    secrets: [...values.values()].filter((value) => value !== "true" && value !== "false"),
  });
  return client.getDryRunResources(version.id, job.id);
}

/** Resources by type and name; those of one name count together. */
function differenceOf(
  before: readonly Pick<WorkspaceResource, "type" | "name">[],
  after: readonly Pick<WorkspaceResource, "type" | "name">[],
): string[] {
  const [had, has] = [countsOf(before), countsOf(after)];
  const names = [...new Set([...had.keys(), ...has.keys()])].sort();
  const lines = (sign: string, countOf: (one: number, other: number) => number): string[] =>
    names.flatMap((name) => {
      const count = countOf(had.get(name) ?? 0, has.get(name) ?? 0);
      return count <= 0 ? [] : [`  ${sign} ${name}${count === 1 ? "" : ` (${count})`}`];
    });
  return [
    ...lines("+", (one, other) => other - one),
    ...lines("-", (one, other) => one - other),
    ...lines("=", (one, other) => Math.min(one, other)),
  ];
}

function countsOf(resources: readonly Pick<WorkspaceResource, "type" | "name">[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type, name } of resources) counts.set(`${type}.${name}`, (counts.get(`${type}.${name}`) ?? 0) + 1);
  return counts;
}
