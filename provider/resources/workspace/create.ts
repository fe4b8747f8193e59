// Creating a workspace: the request, and who has a name that is taken.
import type { Preset } from "../../client/template-versions";
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { CreateWorkspaceRequest, Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import { createOnce } from "../../ownership/birth";
import type { Holder, Owned } from "../../ownership/wish";
import { digestOf } from "../../ownership/notes";
import { buildContent } from "../builds/content";
import type { VersionFacts } from "../builds/version-facts";
import { workspaceUrl } from "../builds/workspaces";
import { undefinedWhenNobody } from "../names/gone";
import { PREBUILDS_USER } from "../names/users";
import { isNameFree, noteName } from "./names";
import { findWorkspace, ownerIdOf } from "./owner";
import type { WorkspaceInputs } from "./properties";
import { settingsInCreation } from "./settings";

export interface Creation {
  name: string;
  owner: string;
  facts: VersionFacts;
  preset: Preset | undefined;
  news: WorkspaceInputs;
}

/** Only one resource may have a name among its owner's workspaces. */
export function ownedWorkspace(context: Context): Owned {
  const { client } = context;
  return {
    type: "Workspace",
    nameOf: ({ name, owner = "me" }) =>
      typeof name === "string" && typeof owner === "string" ? { owner, name } : undefined,
    ownerIdOf: (owner) => ownerIdOf(context, owner),
    holderOf: async ({ owner, name }) => {
      const workspace = await findWorkspace(context, owner, name);
      return workspace && toHolder(context, workspace);
    },
    isFree: ({ owner, name }) => isNameFree(context, owner, name),
    callerId: async () => (await client.getCurrentUser()).id,
  };
}

/** The workspace exists once this returns. Its first build may still fail. */
export async function createWorkspace(
  context: Context,
  creation: Creation,
): Promise<{ workspace: Workspace; isTakenOver: boolean }> {
  const { name, owner, facts } = creation;
  const { made, isTakenOver } = await createOnce(context, {
    owned: ownedWorkspace(context),
    wanted: { owner, name },
    digest: digestOf(facts.version.id),
    post: async (options) => context.client.createWorkspace(owner, await toRequest(context, creation), options),
    get: ({ id }) => context.client.getWorkspace(id),
  });
  noteName(context, made);
  return { workspace: made, isTakenOver };
}

/** The version is always named, so that what was checked is what is built. */
async function toRequest(context: Context, { name, facts, preset, news }: Creation): Promise<CreateWorkspaceRequest> {
  return {
    name,
    template_version_id: facts.version.id,
    ...(await buildContent(context, { facts, preset, parameters: news.parameters, held: new Map() })),
    ...settingsInCreation(news),
  };
}

/** The first build tells who made the workspace, and of which version; where it was prebuilt, the build after it. */
async function toHolder(context: Context, workspace: Workspace): Promise<Holder> {
  const { owner_name } = workspace;
  const first = await findBuild(context, workspace, 1);
  const isPrebuilt = first?.initiator_id === PREBUILDS_USER;
  const giving = isPrebuilt ? await findBuild(context, workspace, 2) : first;
  return {
    id: workspace.id,
    description:
      `workspace ${workspace.id} of "${owner_name}" and template "${workspace.template_name}" ` +
      `(${workspaceUrl(context, workspace)})`,
    ...(isPrebuilt ? receiverOf(workspace, giving) : { maker: first?.initiator_name, makerId: first?.initiator_id }),
    createdAt: (isPrebuilt ? giving : workspace)?.created_at,
    digest: giving && digestOf(giving.template_version_id),
  };
}

/**
 * Who asked for a workspace that was prebuilt. A server that names its own user for that build, too, does not tell: it
 * counts as asked for by its owner, so that nobody takes over what somebody else has.
 * @see coderd/workspaces.go createWorkspace
 * @see enterprise/coderd/prebuilds/claim.go Initiator
 */
function receiverOf(workspace: Workspace, giving: WorkspaceBuild | undefined): Pick<Holder, "maker" | "makerId"> {
  if (giving !== undefined && giving.initiator_id !== PREBUILDS_USER)
    return { maker: giving.initiator_name, makerId: giving.initiator_id };
  return { maker: undefined, makerId: workspace.owner_id };
}

async function findBuild(
  { client }: Context,
  { latest_build: latest, owner_name, name }: Workspace,
  number: number,
): Promise<WorkspaceBuild | undefined> {
  if (latest.build_number === number) return latest;
  if (latest.build_number < number) return undefined;
  return client.getWorkspaceBuildByNumber(owner_name, name, number).catch(undefinedWhenNobody);
}
