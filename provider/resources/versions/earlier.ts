// Versions that are there already: left by a run that was broken off, of a content that is back, or given up by another
// resource, so that no new one makes workspaces build again. Whether one of them is the wanted one.
import type { ProvisionerJob } from "../../client/provisioner";
import type { TemplateVersion } from "../../client/template-versions";
import { SingleFlight } from "../../client/transport/single-flight";
import { ApiError } from "../../errors";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { derivedNameIn, isFromGit } from "./git";
import { isForced, isHeld, isNotedForOther, own } from "./holders";
import { isMarked } from "./mark";
import { deriveName } from "./names";
import { SERVER_TAGS } from "./outputs";
import type { CreationRequest } from "./request";
import { sensitiveNames, wrongVariables } from "./variables";

const NEWEST_JOBS = 100;

/** Versions of the same files, with other variables, may be many: each takes a request. */
const MOST_ALIKE = 10;

/** Jobs of earlier runs, by server, token and organization. */
const knownJobs = new SingleFlight<ProvisionerJob[]>();

/** Whether the import ended without success: the version is of no use, and another may take its name. */
export function hasFailed(version: TemplateVersion): boolean {
  return version.job.status === "failed" || version.job.status === "canceled";
}

/** The version that an earlier update has begun, unless it is of no use by now. */
export async function findBegun(context: Context, id: string | undefined): Promise<TemplateVersion | undefined> {
  const { client } = context;
  const version = id === undefined ? undefined : await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === undefined || hasFailed(version)) return undefined;
  if (version.archived) await client.unarchiveTemplateVersion(version.id);
  return own(context, version);
}

/** The template's active version, where it is the one that is asked for and no resource of the run has it. */
export async function findActive(context: Context, request: CreationRequest): Promise<TemplateVersion | undefined> {
  const { client } = context;
  const id = request.template?.active_version_id ?? "";
  if (id === "" || isHeld(context, id) || isForced(context, id)) return undefined;
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version?.job.status !== "succeeded" || !(await isMadeOf(context, request, version))) return undefined;
  if (!(await isProven(context, request, version))) return undefined;
  return own(context, await takeVersion(context, request, version));
}

/**
 * The version of the template that was made of the same before, archived or not: one that has the derived name, also
 * behind the name of a commit, or one of the same files, tags and variables. Its name may be from a time when the
 * program named it, or the template had another name.
 */
export async function findMade(
  context: Context,
  request: CreationRequest,
  derived: string,
): Promise<TemplateVersion | undefined> {
  const versions = await context.client.getAllTemplateVersions(request.template?.id ?? "", { include_archived: true });
  const newest = versions.reverse().filter((version) => !hasFailed(version));
  const named = newest.filter((version) => isNamedFor(version, derived));
  const alike = newest
    .filter((version) => !named.includes(version) && isAlike(request, version) && isFree(context, request, version))
    .slice(0, MOST_ALIKE);
  for (const version of [...named, ...alike]) {
    if ((await judgeHolder(context, request, version, false)) === "take") return takeVersion(context, request, version);
  }
  return undefined;
}

/** Whether a version whose name does not tell is of the same files and tags. Its variables are still to be compared. */
function isAlike({ content, inputs }: CreationRequest, version: TemplateVersion): boolean {
  if (!("file_id" in content.reference) || version.job.file_id !== content.reference.file_id) return false;
  // Tags that the code brings can't be told from those of another request.
  if (version.job.status !== "succeeded" || content.mayHaveTags !== false) return false;
  const held = Object.keys(version.job.tags).filter((tag) => !SERVER_TAGS.includes(tag));
  return held.every((tag) => Object.hasOwn(inputs.provisionerTags, tag));
}

/**
 * The version that a broken-off run or a lost answer left. Without a template, a version can't be looked up by name,
 * but the list of jobs shows it to users who may see jobs.
 */
export async function findFreeVersion(
  context: Context,
  request: CreationRequest,
  name: string,
): Promise<TemplateVersion | undefined> {
  const { reference } = request.content;
  if (!("file_id" in reference)) return undefined;
  for (const { metadata, file_id, input } of await newestJobs(context, request.organization)) {
    if (
      !isNamed(metadata?.template_version_name, name) ||
      file_id !== reference.file_id ||
      input?.template_version_id === undefined
    )
      continue;
    const version = await context.client.getTemplateVersion(input.template_version_id).catch(undefinedWhenGone);
    if (version === undefined || version.template_id !== undefined) continue;
    if ((await judgeHolder(context, request, version, true)) !== "take") continue;
    context.log.info(
      isMarked(version)
        ? wordsOfMarked(request, version)
        : `Template version "${version.name}" exists already, from a run that was broken off or goes on elsewhere: ` +
            "this one goes on with it.",
    );
    return version;
  }
  return undefined;
}

/** A version that people know by a name, and that is not archived, may be another resource's that comes later. */
function isFree(context: Context, { nameProperty }: CreationRequest, version: TemplateVersion): boolean {
  if (isNotedForOther(context, version.id)) return false;
  return version.archived || nameProperty === "versionName" || derivedNameIn(version.name) !== undefined;
}

/** Asked once: what this process makes itself it does not lose, unless an answer is lost. */
function newestJobs({ client, signal }: Context, organization: string): Promise<ProvisionerJob[]> {
  const ask = (): Promise<ProvisionerJob[]> =>
    client.getProvisionerJobs(organization, { limit: NEWEST_JOBS }).catch((thrown: unknown) => {
      if (thrown instanceof ApiError && (thrown.isGone || thrown.isForbidden)) return [];
      throw thrown;
    });
  return knownJobs.get(`${client.identity} ${organization}`, ask, { signal });
}

/** After a failure there may be a version that the list lacks. */
export function forgetJobs({ client }: Context, organization: string): void {
  knownJobs.forget(`${client.identity} ${organization}`);
}

/**
 * Whether the version with the name is the wanted one (take), of no use (aside), or another one (keep). During its
 * import its values can't be seen: a derived name proves them, and so does the moment at which the version appeared
 * (`isExpected`).
 */
export async function judgeHolder(
  context: Context,
  request: CreationRequest,
  holder: TemplateVersion,
  isExpected: boolean,
): Promise<"take" | "aside" | "keep"> {
  if (hasFailed(holder)) return "aside";
  if (isHeld(context, holder.id)) return "keep";
  if (holder.id === request.template?.active_version_id && isForced(context, holder.id)) return "keep";
  if (!(await isMadeOf(context, request, holder))) return "keep";
  if (holder.job.status !== "succeeded") {
    if (request.inputs.name !== undefined && !isExpected) return "keep";
    return (await isOfCaller(context, holder)) ? "take" : "keep";
  }
  return (await isProven(context, request, holder)) ? "take" : "keep";
}

/** Whether a version has the content and the tags that are asked for, finished or not. */
async function isMadeOf(context: Context, request: CreationRequest, version: TemplateVersion): Promise<boolean> {
  const { reference } = request.content;
  if (!tagsMatch(request.inputs.provisionerTags, version.job.tags)) return false;
  if ("file_id" in reference) return version.job.file_id === reference.file_id;
  // The server makes a file of an example, which does not tell of which. A derived name does.
  return isNamedFor(version, await deriveName(request)) && isOfCaller(context, version);
}

/** Whether a finished version of the right content has the name and all the values that are asked for. */
async function isProven(context: Context, request: CreationRequest, version: TemplateVersion): Promise<boolean> {
  const { inputs, variables } = request;
  if (inputs.name !== undefined && inputs.name !== version.name) return false;
  const held = await context.client.getTemplateVersionVariables(version.id);
  if (wrongVariables(variables, held).length > 0) return false;
  const hidden = sensitiveNames(held);
  // The server may have given a value that is not named from an earlier version of the template, and does not tell.
  const mayBeGiven = version.template_id !== undefined;
  if (mayBeGiven && hidden.some((name) => !Object.hasOwn(inputs.variables, name))) return false;
  return hidden.length === 0 || (isNamedFor(version, await deriveName(request)) && isOfCaller(context, version));
}

/** A derived name tells everything that the version is made of, sensitive values included. */
export function isNamedFor({ name }: TemplateVersion, derived: string): boolean {
  return derivedNameIn(name) === derived;
}

export async function isOfCaller({ client }: Context, version: TemplateVersion): Promise<boolean> {
  return version.created_by?.id === (await client.getCurrentUser()).id;
}

/** Brings an earlier version of this content back: out of the archive, and with the declared message. */
export async function takeVersion(
  context: Context,
  request: CreationRequest,
  holder: TemplateVersion,
): Promise<TemplateVersion> {
  const { client, log } = context;
  const { inputs } = request;
  if (isMarked(holder)) {
    // An update gives it name and message once it is imported.
    log.info(wordsOfMarked(request, holder));
    return holder;
  }
  if (request.isPreview === true) return holder;
  // Git's message is that of the commit which the version was made of, and what others wrote is theirs.
  const isLeft = isFromGit(inputs.source, "message") || !(await isOfCaller(context, holder));
  const message = isLeft ? holder.message : inputs.message;
  log.info(`Template version "${holder.name}" with this content exists already, and is used.`);
  if (holder.archived) await client.unarchiveTemplateVersion(holder.id);
  if (holder.message !== message) return client.updateTemplateVersion(holder.id, { name: holder.name, message });
  return holder.archived ? client.getTemplateVersion(holder.id) : holder;
}

function wordsOfMarked({ isPreview }: CreationRequest, { name }: TemplateVersion): string {
  return isPreview === true
    ? `Template version "${name}" was imported by an earlier preview: it is not imported again.`
    : `Template version "${name}" was imported by a preview, and is used.`;
}

/** Whether a version has a name, or has it as the derived name behind that of a commit. */
function isNamed(found: string | undefined, name: string): boolean {
  return found === name || (found !== undefined && derivedNameIn(found) === name);
}

/** The server adds tags of its own (scope, owner, and those of the template): only the requested tags are compared. */
function tagsMatch(wanted: Readonly<Record<string, string>>, held: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([tag, value]) => held[tag] === value);
}
