// Versions of a template's source that another version has replaced. Each is archived once the other one is active;
// what a workspace still uses then waits for the next update of the template.
import type { Context } from "../../handler";
import type { Properties } from "../../values";
import { archiveVersion } from "../versions/archive";
import { isTaken } from "../versions/holders";
import type { TemplateInputs, TemplateOutputs } from "./properties";

/** Output key for the versions that are still to be archived, because a failure came between. They are a difference. */
const REPLACED_KEY = "__replaced";
/** Output key for the versions that a workspace still used. They are none. */
const IN_USE_KEY = "__inUse";
/** A workspace may never leave its version: of more versions, the oldest are left as they are. */
const MOST_IN_USE = 10;

export type Replaced = { [REPLACED_KEY]?: string[]; [IN_USE_KEY]?: string[] };

/** What the state says of versions that are not archived yet. */
export function replacedOf(outputs: Properties): Replaced {
  return { ...listed(REPLACED_KEY, idsAt(outputs, REPLACED_KEY)), ...listed(IN_USE_KEY, idsAt(outputs, IN_USE_KEY)) };
}

export function isArchivingOpen(outputs: Properties): boolean {
  return idsAt(outputs, REPLACED_KEY).length > 0;
}

/** The versions that are to be archived once this one is active; undefined leaves the active one as it is. */
export function replacedBy(outputs: Partial<TemplateOutputs>, versionId: string | undefined): Replaced {
  const { sourceVersion: version } = outputs;
  const isReplaced = versionId !== undefined && version !== undefined && version.id !== versionId;
  const ids = [...idsAt(outputs, IN_USE_KEY), ...idsAt(outputs, REPLACED_KEY), ...(isReplaced ? [version.id] : [])];
  return listed(
    REPLACED_KEY,
    [...new Set(ids)].filter((id) => id !== versionId),
  );
}

/** Archives them, unless a resource of this run has taken one over. Returns those that a workspace uses. */
export async function archiveReplaced(context: Context, replaced: Replaced, news: TemplateInputs): Promise<Replaced> {
  if (news.replacedVersions === "retain") return {};
  const inUse: string[] = [];
  for (const id of replaced[REPLACED_KEY] ?? [])
    if (!isTaken(context, id) && (await archiveVersion(context, id, news.variables)) === "in use") inUse.push(id);
  return listed(IN_USE_KEY, inUse.slice(-MOST_IN_USE));
}

function idsAt(outputs: Properties, key: string): string[] {
  const ids = outputs[key];
  return Array.isArray(ids) ? ids.map(String) : [];
}

function listed(key: string, ids: readonly string[]): Replaced {
  return ids.length === 0 ? {} : { [key]: ids };
}
