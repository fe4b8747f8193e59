// The birth of a workspace: the request, a name that is taken, and an answer that was lost.
import type { Preset } from "../client/template-versions";
import type { CreateWorkspaceRequest, Workspace } from "../client/workspaces";
import { ApiError, CoderError } from "../errors";
import type { Context } from "../handler";
import { buildContent, presetValues } from "./shared-build-content";
import { workspaceUrl } from "./shared-builds";
import { areHeld, heldValues } from "./shared-parameters";
import type { VersionFacts } from "./shared-version-facts";
import { findWorkspace } from "./workspace-owner";
import type { WorkspaceInputs } from "./workspace-properties";

/** How old a workspace may be to be the one that a broken-off run of this program made. */
const TAKE_OVER_MILLISECONDS = 24 * 60 * 60 * 1000;

export interface Creation {
  name: string;
  owner: string;
  facts: VersionFacts;
  preset: Preset | undefined;
  news: WorkspaceInputs;
}

/** The workspace exists from here on, whatever becomes of its first build. `isTaken` when an earlier run made it. */
export async function createWorkspace(context: Context, creation: Creation): Promise<{ workspace: Workspace; isTakenOver: boolean }> {
  const { name, owner } = creation;
  try {
    return { workspace: await context.client.createWorkspace(owner, await toRequest(context, creation)), isTakenOver: false };
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || (thrown.status !== 409 && !thrown.isAnswerLost)) throw thrown;
    const holder = await findWorkspace(context, owner, name);
    if (holder === undefined) throw thrown;
    if (await isOwnWork(context, holder, creation)) {
      tellTakenOver(context, holder, thrown);
      return { workspace: holder, isTakenOver: true };
    }
    throw new CoderError(`Workspace "${name}" was not created. ${nameTaken(context, holder)}`, { cause: thrown });
  }
}

export async function renameWorkspace(context: Context, workspace: Workspace, name: string): Promise<void> {
  try {
    await context.client.updateWorkspace(workspace.id, { name });
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.status !== 409) throw thrown;
    const holder = await findWorkspace(context, workspace.owner_id, name);
    if (holder === undefined) throw thrown;
    throw new CoderError(`Workspace "${workspace.name}" was not renamed. ${nameTaken(context, holder)}`, { cause: thrown });
  }
}

/** The version is always named, so that what was checked is what is built. A ttl of 0 would mean the template's default: it is set after. */
async function toRequest(context: Context, { name, facts, preset, news }: Creation): Promise<CreateWorkspaceRequest> {
  return {
    name,
    template_version_id: facts.version.id,
    ...(await buildContent(context, { facts, preset, parameters: news.parameters, held: new Map() })),
    ...(news.autostartSchedule !== undefined && news.autostartSchedule !== "" && { autostart_schedule: news.autostartSchedule }),
    ...(news.ttlMilliseconds !== undefined && news.ttlMilliseconds > 0 && { ttl_ms: news.ttlMilliseconds }),
    ...(news.automaticUpdates && { automatic_updates: news.automaticUpdates }),
  };
}

/** Made by this user, lately, of this version with these values, and not touched since. */
async function isOwnWork(context: Context, holder: Workspace, { facts, news, preset }: Creation): Promise<boolean> {
  const build = holder.latest_build;
  const isLate = Date.now() - Date.parse(holder.created_at) > TAKE_OVER_MILLISECONDS;
  if (isLate || build.build_number !== 1 || build.template_version_id !== facts.version.id) return false;
  const declared = { ...news.parameters, ...presetValues(preset) };
  const [me, parameters] = await Promise.all([context.client.getCurrentUser(), context.client.getWorkspaceBuildParameters(build.id)]);
  return build.initiator_id === me.id && areHeld(declared, heldValues(parameters));
}

/** What another stack made of the same program looks just like an earlier attempt of this one: only the user knows. */
function tellTakenOver(context: Context, { name, created_at }: Workspace, { isAnswerLost }: ApiError): void {
  if (isAnswerLost) return context.log.info(`Workspace "${name}" was made, though the server's answer was lost: this goes on with it.`);
  context.log.warning(
    `Workspace "${name}" exists already as it was asked for, made at ${created_at} by the same user: it is taken for the work of an update that was broken off, ` +
      "and managed here from now on. If another stack manages it, run `pulumi state delete` for it here, and choose another `name`.",
  );
}

function nameTaken(context: Context, holder: Workspace): string {
  return (
    `The name "${holder.name}" is taken for owner "${holder.owner_name}" by workspace ${holder.id} of template "${holder.template_name}", created at ${holder.created_at}: ` +
    `${workspaceUrl(context, holder)}. Choose another \`name\`, or delete that workspace first.`
  );
}
