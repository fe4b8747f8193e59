// A version that is imported while previewing, so that what only an import can know is known before anything changes.
// The update that follows takes it: it has a derived name, which proves what it is made of.
import { ApiError, backticked, CoderError, InputError, JobError, messageOf, PartialError } from "../../errors";
import type { Context } from "../../handler";
import { containsUnknown, type Properties } from "../../values";
import { noteImportedId } from "../names/declared-versions";
import { keptByRun } from "../names/kept-by-run";
import { notePreviewed } from "../names/previewed";
import { forgetJobs } from "./earlier";
import { makeVersion, type VersionPlace } from "./make";
import { deriveName } from "./names";
import type { VersionInputs, VersionOutputs } from "./properties";

interface PreviewedVersion {
  id: string;
  outputs: VersionOutputs;
}

/** By resource, place and derived name: a host may check a resource twice. */
const previewedVersions = keptByRun(() => new Map<string, PreviewedVersion>());

/** Whether previews import the version: what the program says of it, else the configuration. */
export function isValidated({ isValidated: isUsual }: Context, declared: unknown): boolean {
  return typeof declared === "boolean" ? declared : isUsual;
}

/** Whether all is known that a version is made of. Says what is missing. */
export function isKnownVersion(context: Context, content: Properties): boolean {
  const unknown = Object.keys(content).filter((key) => containsUnknown(content[key]));
  if (unknown.length === 0) return true;
  const are = unknown.length === 1 ? "is" : "are";
  context.log.info(`The version is not imported at preview, as ${backticked(unknown, "and")} ${are} not known yet.`);
  return false;
}

/**
 * Imports the version, or finds the one that an earlier preview imported, or an update made.
 *
 * @throws InputError at `source` when the import fails
 */
export async function importAtPreview(
  context: Context,
  place: Pick<VersionPlace, "organization" | "template" | "nameProperty" | "begunId">,
  digest: string,
  inputs: VersionInputs,
): Promise<PreviewedVersion> {
  const known = previewedVersions(context);
  const derived = await deriveName({ content: { digest }, inputs });
  const key = [context.urn, place.organization, place.template?.id, derived, inputs.name].join(" ");
  const previewed =
    known.get(key) ??
    (await makeVersion(context, { ...place, isPreview: true, isValidated: true }, inputs).catch(explain));
  known.set(key, previewed);
  // The list of jobs lacks it.
  if (place.template === undefined) forgetJobs(context, place.organization);
  notePreviewed(context, previewed.id);
  noteImportedId(context, previewed.id);
  return previewed;
}

/** A preview keeps nothing in a state. What lies in the source is told at the source. */
function explain(thrown: unknown): never {
  const cause = thrown instanceof PartialError ? thrown.cause : thrown;
  const isOfSource =
    cause instanceof JobError
      ? cause.details.cause === "job"
      : cause instanceof CoderError && !(cause instanceof ApiError) && cause.constructor === CoderError;
  if (!isOfSource) throw cause;
  throw new InputError([{ property: "source", reason: messageOf(cause) }]);
}
