// Whether the token's user may make a workspace, or change the one that there is.
import type { Template } from "../../client/templates";
import type { InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import type { Properties } from "../../values";
import { isChangedBeside, refuseWithoutRight, ROLES } from "../names/rights";
import { findWorkspace, isCaller } from "./owner";
import type { WorkspaceInputs } from "./properties";

type Inputs = MaybeUnknown<WorkspaceInputs>;

/** What only the state has, and how long an update waits. */
const LOCAL = ["adopt", "orphanOnDelete", "waitForAgents", "waitForApps", "agentTimeoutSeconds"];

/** `source` is undefined while the template is not known. */
export async function checkMaking(
  context: Context,
  { owner, adopt }: Inputs,
  source: { template: Template; property: string } | undefined,
): Promise<InputFailure[]> {
  if (adopt !== undefined || (owner !== undefined && typeof owner !== "string")) return [];
  const isOwn = await isCaller(context, owner ?? "me");
  const organizationId = source?.template.organization_id;
  if (source === undefined && isOwn) return [];
  const place = source === undefined ? "" : ` in organization "${source.template.organization_name}"`;
  const failures = await refuseWithoutRight(
    context,
    { type: "workspace", actions: ["create"], organizationId, isOwn },
    isOwn
      ? {
          property: source?.property ?? "",
          what: `make workspaces${place}`,
          needs: "membership of the organization, without the role Workspace Creation Ban",
        }
      : { property: "owner", what: `make workspaces for other users${place}`, needs: ROLES.workspace },
  );
  if (source === undefined || failures.length > 0) return failures;
  const { template, property } = source;
  return refuseWithoutRight(
    context,
    { type: "template", actions: ["use"], organizationId, findId: () => Promise.resolve(template.id) },
    {
      property,
      what: `make workspaces of template "${template.name}"`,
      needs: 'a role in the template\'s access list, "use" or "admin"',
    },
  );
}

/** A user may do everything with a workspace of their own. */
export async function checkChanging(
  context: Context,
  inputs: Inputs,
  previousInputs: Properties,
): Promise<InputFailure[]> {
  const { owner } = inputs;
  const { name, owner: before } = previousInputs;
  if (typeof owner !== "string" || owner !== before || !isChangedBeside(LOCAL, inputs, previousInputs)) return [];
  if (await isCaller(context, owner)) return [];
  const findId = async (): Promise<string | undefined> => (await findWorkspace(context, owner, String(name)))?.id;
  return refuseWithoutRight(
    context,
    { type: "workspace", actions: ["create", "update", "start", "stop"], organizationId: undefined, findId },
    { property: "owner", what: `change workspaces of user "${owner}"`, needs: ROLES.workspace },
  );
}
