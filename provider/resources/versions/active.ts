// The template's active version as the version that a declaration asks for: another resource had it (under another
// name, or as a template's own version), and a new version would make workspaces build again.
import type { TemplateVersion } from "../../client/template-versions";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { isProven, takeVersion, type CreationRequest } from "./create";
import { isForced, isHeld, own } from "./holders";

/** The template's active version, where it is the one that is asked for and no resource of the run has it. */
export async function findActive(context: Context, request: CreationRequest): Promise<TemplateVersion | undefined> {
  const { client } = context;
  const id = request.template?.active_version_id ?? "";
  if (id === "" || isHeld(context, id) || isForced(context, id)) return undefined;
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === undefined || !(await isProven(context, request, version))) return undefined;
  return own(context, await takeVersion(context, request, version));
}
