// The parameter values of builds, and which of them a log must not show. Values of a build never change: they are asked
// for once.
import { SingleFlight } from "../../client/transport/single-flight";
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import type { Secrets } from "../../jobs/logs";
import { undefinedWhenGone } from "../names/gone";
import { heldValues, readList, toText, type HeldValues, type Parameters } from "./parameters";
import { loadVersion, type VersionFacts } from "./version-facts";
import { getWorkspaceUnlessGone, readWorkspaceUnlessGone } from "./workspaces";

type BuildOfVersion = Pick<WorkspaceBuild, "id" | "template_version_id">;

/** A workspace with the parameter values of its latest build. */
export interface Built {
  workspace: Workspace;
  held: HeldValues;
}

/** What the state holds of the workspace's latest build. */
export interface KnownValues {
  buildId: string | undefined;
  status: string | undefined;
  parameters: Parameters | undefined;
}

/** Where the values that a build's log may repeat can be read. */
export interface ValueSources {
  /** The build, and the build before: a plan shows the values of both. A build without own values is left out. */
  builds: readonly BuildOfVersion[];
  /** In the classic flow a version without parameters has no values. */
  isClassic: boolean;
}

const known = new SingleFlight<HeldValues>();

/** The values that a build was made with. */
export function valuesOfBuild(context: Context, buildId: string): Promise<HeldValues> {
  const { client, signal } = context;
  const ask = async (): Promise<HeldValues> => heldValues(await client.getWorkspaceBuildParameters(buildId));
  return known.get(`${client.url} ${buildId}`, ask, { signal });
}

/** The values of the workspace's latest build; none when nothing depends on them. */
export async function valuesOf(context: Context, workspace: Workspace, isNeeded: boolean): Promise<HeldValues> {
  return isNeeded ? valuesOfBuild(context, workspace.latest_build.id) : new Map();
}

/** The workspace with those values, unless it is gone. */
export async function readBuilt(context: Context, workspaceId: string): Promise<Built | undefined> {
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  return workspace && { workspace, held: await valuesOfBuild(context, workspace.latest_build.id) };
}

/** The same for a refresh, which asks for the values only if they are needed and the state may hold others. */
export async function refreshBuilt(
  context: Context,
  workspaceId: string,
  known: KnownValues,
  needsValues: boolean,
): Promise<Built | undefined> {
  const workspace = await readWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) return undefined;
  const held = needsValues ? valuesInState(workspace, known) : new Map<string, string>();
  return { workspace, held: held ?? (await valuesOfBuild(context, workspace.latest_build.id)) };
}

/** Undefined where a failure may have left the values of another build in the state. */
function valuesInState(
  { latest_build: latest }: Workspace,
  { buildId, status, parameters }: KnownValues,
): HeldValues | undefined {
  const isKnown = latest.id === buildId && (status === "running" || status === "stopped");
  if (!isKnown || parameters === undefined) return undefined;
  return new Map(Object.entries(parameters).map(([name, value]) => [name, toText(value)]));
}

/** Texts that the build's log may repeat and that may be secret; "unknown" when they can't be told. */
export async function secretsOfBuild(
  context: Context,
  build: WorkspaceBuild,
  sources?: ValueSources,
): Promise<Secrets> {
  try {
    const { builds, isClassic } = sources ?? { builds: await withBuildBefore(context, build), isClassic: false };
    return [...new Set((await Promise.all(builds.map((each) => secretsOf(context, each, isClassic)))).flat())];
  } catch {
    // The build is followed all the same, so that an interrupt can end it.
    return "unknown";
  }
}

/** The values that the template does not publish itself. Without `facts`, none is taken for published. */
export function possibleSecrets(values: HeldValues, facts: VersionFacts | undefined): string[] {
  return [...values].flatMap(([name, value]) => {
    const definition = facts?.parameters.find((parameter) => parameter.name === name);
    if (definition?.type === "bool" || definition?.type === "number") return [];
    const published = [
      "true",
      "false",
      definition?.default_value ?? "",
      ...(definition?.options.map((option) => option.value) ?? []),
    ].flatMap(textsOf);
    return textsOf(value).filter((text) => !published.includes(text));
  });
}

async function secretsOf(
  context: Context,
  { id, template_version_id }: BuildOfVersion,
  isClassic: boolean,
): Promise<string[]> {
  // Without them, more is hidden than needed.
  const facts = await loadVersion(context, template_version_id, "templateVersionId").catch(() => undefined);
  if (isClassic && facts?.parameters.length === 0) return [];
  const values = await valuesOfBuild(context, id).catch(undefinedWhenGone);
  return possibleSecrets(values ?? new Map(), facts);
}

async function withBuildBefore({ client }: Context, build: WorkspaceBuild): Promise<WorkspaceBuild[]> {
  const { workspace_owner_name: owner, workspace_name: name, build_number: number } = build;
  const before =
    number <= 1 ? undefined : await client.getWorkspaceBuildByNumber(owner, name, number - 1).catch(undefinedWhenGone);
  return before === undefined ? [build] : [build, before];
}

/** The entries of a list: the log has them one by one. */
function textsOf(value: string): string[] {
  return readList(value) ?? [value];
}
