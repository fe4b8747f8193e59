// What a preview tells of the content that another version gets: its files with their changed lines, its variables by
// name, its tags. A note must not fail the preview, and costs requests only where the content changes.
import { ApiError, backticked, CoderError, InputError, messageOf } from "../../errors";
import type { Change, Context, MaybeUnknown } from "../../handler";
import { describeDifference, type KnownContent } from "../../source/difference";
import { readSource, readUploaded } from "../../source/read";
import { containsUnknown, isEqual, isProperties, ownValue, topLevel, type Properties } from "../../values";
import type { VersionInputs, VersionOutputs } from "./properties";
import { variablesChanged } from "./variables";

/** The version that is to give way to another one. */
export interface FormerVersion extends Partial<
  Pick<VersionOutputs, "source" | "digest" | "files" | "variables" | "provisionerTags">
> {
  id: string;
  templateName?: unknown;
}

type News = MaybeUnknown<Pick<VersionInputs, "source" | "variables" | "provisionerTags">>;

/** Nothing where none of the properties that make another version is among the changes. */
export async function tellDifference(
  context: Context,
  former: FormerVersion,
  news: News,
  changes: readonly Change[],
): Promise<void> {
  const isChanged = (property: string): boolean => changes.some((change) => topLevel(change.property) === property);
  const lines = [
    ...(isChanged("variables") ? variableLines(former.variables ?? {}, news.variables) : []),
    ...(isChanged("provisionerTags") ? tagLines(former.provisionerTags ?? {}, news.provisionerTags) : []),
    ...(isChanged("source") ? await sourceLines(context, former, news) : []),
  ];
  if (lines.length === 0) return;
  const of = typeof former.templateName === "string" ? ` of template "${former.templateName}"` : "";
  context.log.info([`Another version${of} is made:`, ...lines].join("\n"));
}

/** By name only: the engine shows the values, and knows which of them are secret. */
function variableLines(held: VersionInputs["variables"], wanted: unknown): string[] {
  const known = isProperties(wanted) ? wanted : {};
  const one = (values: Properties, name: string): Properties =>
    Object.hasOwn(values, name) ? { [name]: values[name] } : {};
  return changedNames("Variables", held, wanted, (name) =>
    variablesChanged(one(held, name) as typeof held, one(known, name)),
  );
}

function tagLines(held: VersionInputs["provisionerTags"], wanted: unknown): string[] {
  const known = isProperties(wanted) ? wanted : {};
  return changedNames(
    "Provisioner tags",
    held,
    wanted,
    (name) => !isEqual(ownValue(held, name), ownValue(known, name)),
  );
}

function changedNames(what: string, held: Properties, wanted: unknown, isOther: (name: string) => boolean): string[] {
  if (wanted !== undefined && !isProperties(wanted)) return [`${what}: not known yet.`];
  const news = wanted ?? {};
  const names = [...new Set([...Object.keys(held), ...Object.keys(news)])].sort();
  const kindOf = (name: string): string => {
    if (!Object.hasOwn(news, name)) return "removed";
    if (containsUnknown(news[name])) return "not known yet";
    return Object.hasOwn(held, name) ? "changed" : "added";
  };
  const told = ["changed", "added", "removed", "not known yet"].flatMap((kind) => {
    const found = names.filter((name) => isOther(name) && kindOf(name) === kind);
    return found.length === 0 ? [] : [`${backticked(found)} ${kind}`];
  });
  return told.length === 0 ? [] : [`${what}: ${told.join("; ")}.`];
}

async function sourceLines(context: Context, former: FormerVersion, news: News): Promise<string[]> {
  const { digest, files }: Properties = news;
  // Of a source that is not known, and of an example, only the property can be told.
  if (typeof digest !== "string" || digest === former.digest || containsUnknown(news.source)) return [];
  const source = news.source as VersionInputs["source"];
  if (source.exampleId !== undefined || former.files === undefined || Object.keys(former.files).length === 0) return [];
  const known = { before: { files: former.files }, after: { files: files as Record<string, string> } };
  if (!context.difference.showsLines) return describeDifference(known.before, known.after, context.difference.hide);
  // Texts that a program declares may be secret: the engine knows, and shows their lines itself.
  if (source.files !== undefined || former.source?.files !== undefined) {
    return [
      ...describeDifference(known.before, known.after, context.difference.hide),
      "`pulumi preview --diff` shows the lines of texts that the program declares.",
    ];
  }
  try {
    const before = await formerContent(context, former);
    const read = await readSource(source, { rootDirectory: context.rootDirectory });
    // The files may have changed since the check.
    const after = read.digest === digest ? { files: read.files, contents: read.contents } : known.after;
    return describeDifference(before, after, context.difference.hide);
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (!(thrown instanceof CoderError)) throw thrown;
    return [...describeDifference(known.before, known.after, context.difference.hide), whyWithoutLines(thrown)];
  }
}

/** What the server has of the version. The state has digests only. */
async function formerContent({ client }: Context, { id }: FormerVersion): Promise<KnownContent> {
  const { job } = await client.getTemplateVersion(id);
  const { files, contents } = await readUploaded(await client.getFile(job.file_id));
  return { files, contents };
}

function whyWithoutLines(thrown: CoderError): string {
  const isRefused = thrown instanceof ApiError && (thrown.isGone || thrown.isForbidden);
  const why = isRefused
    ? "the token's user may not read the files of the former version."
    : messageOf(thrown instanceof InputError ? (thrown.failures[0]?.reason ?? thrown) : thrown);
  return `The lines are not shown: ${why}`;
}
