// The template's active version as the version that a declaration asks for: another resource had it (under another
// name, or as a template's own version), and a new version would make workspaces build again.
import type { TemplateVersion } from "../../client/template-versions";
import type { Context } from "../../handler";
import { objectOf } from "../../ownership/claims";
import { undefinedWhenGone } from "../names/gone";
import { isProven, isUntouched, own, takeVersion, VERSION_TYPE, type CreationRequest } from "./create";

/** Tells later runs which resource has the version. */
export function noteVersion({ ownership: { claims, holdings }, urn }: Context, id: string): void {
  claims.set(urn, objectOf(VERSION_TYPE, id), "held");
  holdings.put(objectOf(VERSION_TYPE, id), urn);
}

/** The template's active version, where it is the one that is asked for and no resource of the run has it. */
export async function findActive(context: Context, request: CreationRequest): Promise<TemplateVersion | undefined> {
  const { client } = context;
  const id = request.template?.active_version_id ?? "";
  if (id === "" || !isUntouched(context, id)) return undefined;
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === undefined || !(await isProven(context, request, version))) return undefined;
  return own(await takeVersion(context, request, version));
}
