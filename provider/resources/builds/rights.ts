// Whether the token's user may build a workspace that exists.
import type { Workspace } from "../../client/workspaces";
import type { InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { refuseWithoutRight, ROLES } from "../names/rights";

/** Refused only where no build of these is allowed: how the workspace will stand by then is not known. */
export async function checkBuilding(
  context: Context,
  workspace: Workspace,
  actions: readonly ("start" | "stop")[],
): Promise<InputFailure[]> {
  const { id, name, owner_id, owner_name, organization_id: organizationId } = workspace;
  const isOwn = owner_id === (await context.client.getCurrentUser()).id;
  return refuseWithoutRight(
    context,
    { type: "workspace", actions, organizationId, isOwn, findId: () => Promise.resolve(id) },
    {
      property: "workspaceId",
      what: `build workspace "${owner_name}/${name}"`,
      needs: ROLES.workspace,
    },
  );
}
