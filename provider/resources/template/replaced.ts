// Versions of a template's source that another version has replaced: archived once the other one is active.
import type { Context } from "../../handler";
import type { Properties } from "../../values";
import { archiveVersion } from "../versions/archive";
import { isTaken } from "../versions/holders";
import type { TemplateInputs, TemplateOutputs } from "./properties";

/** Output key for the versions that are still to be archived: a failure came between. */
const REPLACED_KEY = "__replaced";

export type Replaced = { [REPLACED_KEY]?: string[] };

/** The versions that are to be archived once this one is active; undefined leaves the active one as it is. */
export function replacedBy(outputs: Partial<TemplateOutputs>, versionId: string | undefined): Replaced {
  const { version } = outputs;
  const open = replacedOf(outputs)[REPLACED_KEY] ?? [];
  const isReplaced = versionId !== undefined && version !== undefined && version.id !== versionId;
  const ids = [...open, ...(isReplaced ? [version.id] : [])].filter((id) => id !== versionId);
  return ids.length === 0 ? {} : { [REPLACED_KEY]: [...new Set(ids)] };
}

/** What the state says of versions that are still to be archived. */
export function replacedOf(outputs: Properties): Replaced {
  const ids = outputs[REPLACED_KEY];
  return Array.isArray(ids) && ids.length > 0 ? { [REPLACED_KEY]: ids.map(String) } : {};
}

/** Archives them, unless a resource of this run has taken one over. */
export async function archiveReplaced(context: Context, replaced: Replaced, news: TemplateInputs): Promise<void> {
  if (news.replacedVersions === "retain") return;
  for (const id of replaced[REPLACED_KEY] ?? [])
    if (!isTaken(context, id)) await archiveVersion(context, id, news.variables);
}
