// Versions that a preview imported and that no update took, as the program has changed since: the next run archives
// them.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { SingleFlight } from "../../client/transport/single-flight";
import { CoderError, messageOf } from "../../errors";
import type { Context } from "../../handler";
import { keptByRun } from "../names/kept-by-run";
import { isPreviewedHere } from "../names/previewed";
import { hasFailed, isNamedFor, isOfCaller } from "./earlier";
import { isHeld } from "./holders";
import { markOf } from "./mark";

/** Of templates. Those that are not archived. */
const listed = keptByRun(() => new SingleFlight<TemplateVersion[]>());
/** Resources and templates that were looked at. */
const done = keptByRun(() => new Set<string>());

/**
 * Archives those of this resource, once in a run. One whose import has not ended may be another preview's.
 *
 * @param derivedName tells the name of the version that the program declares now, which stays
 */
export async function archiveAbandoned(
  context: Context,
  { id, active_version_id }: Pick<Template, "id" | "active_version_id">,
  derivedName: () => Promise<string | undefined>,
): Promise<void> {
  const { urn, client, signal, log } = context;
  const key = `${urn} ${id}`;
  if (urn === "" || done(context).has(key)) return;
  done(context).add(key);
  try {
    const versions = await listed(context).get(id, () => client.getAllTemplateVersions(id), { signal });
    const mark = markOf(context);
    const ours = versions.filter(({ message }) => message === mark);
    const wanted = ours.length === 0 ? undefined : await derivedName();
    for (const version of ours) {
      const isOver = version.job.status === "succeeded" || hasFailed(version);
      if (!isOver || version.id === active_version_id || isHeld(context, version.id)) continue;
      if (isPreviewedHere(context, version.id)) continue;
      if (wanted !== undefined && isNamedFor(version, wanted)) continue;
      if (!(await isOfCaller(context, version))) continue;
      await client.archiveTemplateVersion(version.id);
      log.info(`Template version "${version.name}", which an earlier preview imported for nothing, was archived.`);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof CoderError)) throw thrown;
    log.info(`Versions that earlier previews imported could not be archived: ${messageOf(thrown)}`);
  }
}
