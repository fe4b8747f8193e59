// Creating a workspace: the request, and who has a name that is taken.
import type { Preset } from "../../client/template-versions";
import type { CreateWorkspaceRequest, Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import { createOnce } from "../../ownership/birth";
import type { Holder, Owned } from "../../ownership/wish";
import { digestOf } from "../../ownership/notes";
import { buildContent } from "../builds/content";
import type { VersionFacts } from "../builds/version-facts";
import { workspaceUrl } from "../builds/workspaces";
import { undefinedWhenNobody } from "../names/gone";
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
    post: async () => context.client.createWorkspace(owner, await toRequest(context, creation)),
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

/** The first build tells who made the workspace, and of which version. */
async function toHolder(context: Context, workspace: Workspace): Promise<Holder> {
  const { client } = context;
  const { latest_build: latest, owner_name, name } = workspace;
  const first =
    latest.build_number === 1
      ? latest
      : await client.getWorkspaceBuildByNumber(owner_name, name, 1).catch(undefinedWhenNobody);
  return {
    id: workspace.id,
    description:
      `workspace ${workspace.id} of "${owner_name}" and template "${workspace.template_name}" ` +
      `(${workspaceUrl(context, workspace)})`,
    maker: first?.initiator_name,
    makerId: first?.initiator_id,
    createdAt: workspace.created_at,
    digest: first && digestOf(first.template_version_id),
  };
}
