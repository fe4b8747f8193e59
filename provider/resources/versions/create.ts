// Making a template version: content, name, request, and what an earlier attempt has left. import-job.ts follows its
// import.
import { createHash, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { ApiError, CoderError, messageOf } from "../../errors";
import type { Context } from "../../handler";
import { readSource } from "../../source/read";
import { undefinedWhenGone } from "../names/gone";
import { derivedNameIn, gitOf, isFromGit, nameFromGit, type VersionGit } from "./git";
import { isForced, isHeld, own } from "./holders";
import type { VersionInputs } from "./properties";
import { defaultTexts, sensitiveNames, variableTexts, wrongVariables, type VariableTexts } from "./variables";

const NAME_LIMIT = 64;
const DERIVED_NAME_LENGTH = 16;
const NEWEST_JOBS = 100;

/** Content of a version, as a request refers to it. */
export interface Content extends VersionGit {
  digest: string;
  files: Record<string, string>;
  reference: { file_id: string } | { example_id: string };
  warnings: string[];
  /** Defaults of the template's variables, as far as its code tells them. */
  defaults: VariableTexts;
}

export interface CreationRequest {
  organization: string;
  /** The template that the version is for; undefined while there is none of that name. */
  template: Pick<Template, "id" | "active_version_id"> | undefined;
  content: Content;
  inputs: VersionInputs;
  /**
   * What is sent as variables: for a template that exists also the defaults, as the server would rather take the values
   * of the active version.
   */
  variables: VariableTexts;
}

/** What a derived name is made of. */
interface Named {
  content: Pick<Content, "digest">;
  inputs: Pick<VersionInputs, "templateName" | "variables" | "provisionerTags">;
}

export function exampleDigest(exampleId: string): string {
  return createHash("sha256").update(`example\0${exampleId}`).digest("hex");
}

export async function uploadContent(context: Context, source: VersionInputs["source"]): Promise<Content> {
  if (source.exampleId !== undefined) {
    return {
      digest: exampleDigest(source.exampleId),
      files: {},
      reference: { example_id: source.exampleId },
      warnings: [],
      defaults: {},
    };
  }
  const archive = await readSource(source, { rootDirectory: context.rootDirectory });
  for (const note of archive.notes) context.log.info(note);
  const { warnings: gitWarnings, ...git } = await gitOf(context, source, archive);
  context.log.status("Uploading the files");
  const { id } = await context.client.uploadFile(await archive.toTar(), "application/x-tar");
  const { digest, files, warnings, variables } = archive;
  return {
    digest,
    files,
    reference: { file_id: id },
    warnings: [...warnings, ...gitWarnings],
    defaults: defaultTexts(variables),
    ...git,
  };
}

/**
 * Asks the server for the version. When the name is taken or the answer is lost, the version with that name decides:
 * the wanted one is taken over, a failed one gives its name up, and any other is named in the error.
 */
export async function openVersion(context: Context, request: CreationRequest): Promise<TemplateVersion> {
  const { name: givenName } = request.inputs;
  const derived = givenName ?? (await deriveName(request));
  const first = givenName ?? nameFromGit(request.inputs.source, request.content, derived);
  if (givenName === undefined) {
    const earlier =
      request.template === undefined
        ? await findFreeVersion(context, request, derived)
        : first !== derived && (await findMade(context, request, derived));
    if (earlier) return own(context, earlier);
  }
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? first : `${first}-${attempt}`;
    try {
      return own(context, await postVersion(context, request, name));
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || (thrown.status !== 409 && !thrown.isAnswerLost)) throw thrown;
      const holder = await findByName(context, request, name);
      if (holder === undefined) throw thrown;
      const decision = await judgeHolder(context, request, holder, thrown.isAnswerLost);
      if (decision === "take") return own(context, await takeVersion(context, request, holder));
      if (decision === "aside") {
        await stepAside(context, holder, nameAfterFailure(holder));
        return own(context, await postVersion(context, request, name));
      }
      // A derived name may get a number. A name that the program chose is for its author to change.
      if (givenName !== undefined) {
        throw new CoderError(
          `Template version "${name}" was not created. ${describeHolder(request.inputs.templateName, holder)}`,
          {
            cause: thrown,
          },
        );
      }
    }
  }
}

/** Renames a version that is of no use, and archives it where the server allows that. */
export async function stepAside(context: Context, version: TemplateVersion, name: string): Promise<void> {
  if (version.name !== name) await context.client.updateTemplateVersion(version.id, { name });
  // Only a version of a template can be archived; without one, the dashboard shows it nowhere.
  if (version.template_id !== undefined && !version.archived) {
    await context.client.archiveTemplateVersion(version.id).catch((thrown: unknown) => {
      if (!(thrown instanceof ApiError) || thrown.isAnswerLost) throw thrown;
      context.log.info(`Template version "${name}" is of no use and could not be archived: ${messageOf(thrown)}`);
    });
  }
}

/** The new name of a version whose import did not succeed. */
export function nameAfterFailure(version: TemplateVersion): string {
  return nameAside(version, "failed");
}

/** The new name of a version that took values of an earlier one. */
export function nameWhenSuperseded(version: TemplateVersion): string {
  return nameAside(version, "superseded");
}

/** Whether the import ended without success: the version is of no use, and another may take its name. */
export function hasFailed(version: TemplateVersion): boolean {
  return version.job.status === "failed" || version.job.status === "canceled";
}

/** Which version has the name in the template, and what to do. */
export function describeHolder(templateName: string, holder: TemplateVersion): string {
  const what = holder.job.status === "succeeded" ? "with other content or values" : "whose import has not ended yet";
  return (
    `Template "${templateName}" has a version "${holder.name}" already, ${holder.id}, ${what}, ` +
    `created by "${holder.created_by?.username ?? "unknown"}" at ${holder.created_at}. Versions are never deleted, ` +
    "and keep their names when archived. " +
    "Choose another `name`, or leave it out to have one derived from the content."
  );
}

function nameAside(version: TemplateVersion, why: string): string {
  const suffix = `-${why}-${version.id.slice(0, 8)}`;
  if (version.name.endsWith(suffix)) return version.name;
  // The cut may leave separators at the end, and the server refuses two in a row.
  return version.name.slice(0, NAME_LIMIT - suffix.length).replace(/[-_.]+$/, "") + suffix;
}

async function postVersion(context: Context, request: CreationRequest, name: string): Promise<TemplateVersion> {
  const { template, inputs, content, variables } = request;
  return context.client
    .createTemplateVersion(request.organization, {
      name,
      message: content.gitMessage ?? inputs.message,
      ...content.reference,
      ...(template && { template_id: template.id }),
      tags: inputs.provisionerTags,
      user_variable_values: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
    })
    .catch(explainSyntaxError);
}

/**
 * The server reads the files before it makes the version, and answers a syntax error in them with status 500, without
 * file or line.
 */
function explainSyntaxError(thrown: unknown): never {
  const mistake =
    thrown instanceof ApiError && thrown.status === 500
      ? /^parse module: (.+)$/s.exec(thrown.detail ?? "")?.[1]
      : undefined;
  if (mistake === undefined) throw thrown;
  throw new CoderError(
    `The files of \`source\` are not valid Terraform: ${mistake} Run \`terraform validate\` in their folder to see ` +
      "the file and the line.",
    { cause: thrown },
  );
}

/**
 * Equal input gives an equal name: so the version that a lost answer left is found again. Other templates get other
 * names.
 */
export async function deriveName({ content, inputs }: Named): Promise<string> {
  const tags = JSON.stringify(sorted(inputs.provisionerTags));
  const hash = createHash("sha256").update([content.digest, inputs.templateName.toLowerCase(), tags].join("\n"));
  const variables = variableTexts(inputs.variables);
  if (Object.keys(variables).length > 0) {
    // A slow hash: the name is public, and nobody is to guess a secret variable with its help.
    hash.update(await slowHash(JSON.stringify(sorted(variables)), content.digest, 32));
  }
  return hash.digest("hex").slice(0, DERIVED_NAME_LENGTH);
}

const slowHash: (text: string, salt: string, length: number) => Promise<Buffer> = promisify<
  string,
  string,
  number,
  Buffer
>(scrypt);

async function findByName(
  context: Context,
  request: CreationRequest,
  name: string,
): Promise<TemplateVersion | undefined> {
  if (request.template === undefined) return findFreeVersion(context, request, name);
  return context.client.getTemplateVersionByName(request.template.id, name).catch(undefinedWhenGone);
}

/**
 * The version of the template that has the derived name behind the name of another commit, archived or not: the content
 * was the same before.
 */
async function findMade(
  context: Context,
  request: CreationRequest,
  derived: string,
): Promise<TemplateVersion | undefined> {
  const versions = await context.client.getAllTemplateVersions(request.template?.id ?? "", { include_archived: true });
  for (const version of versions.reverse()) {
    if (derivedNameIn(version.name) !== derived || hasFailed(version)) continue;
    if ((await judgeHolder(context, request, version, false)) === "take") return takeVersion(context, request, version);
  }
  return undefined;
}

/**
 * The version that a broken-off run or a lost answer left. Without a template, a version can't be looked up by name,
 * but the list of jobs shows it to users who may see jobs.
 */
async function findFreeVersion(
  context: Context,
  request: CreationRequest,
  name: string,
): Promise<TemplateVersion | undefined> {
  const { reference } = request.content;
  if (!("file_id" in reference)) return undefined;
  const jobs = await context.client
    .getProvisionerJobs(request.organization, { limit: NEWEST_JOBS })
    .catch((thrown: unknown) => {
      if (thrown instanceof ApiError && (thrown.isGone || thrown.isForbidden)) return [];
      throw thrown;
    });
  for (const { metadata, file_id, input } of jobs) {
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
      `Template version "${version.name}" exists already: an earlier run was broken off, and this one continues it.`,
    );
    return version;
  }
  return undefined;
}

/**
 * Whether the version with the name is the wanted one (take), of no use (aside), or another one (keep). During its
 * import its values can't be seen: a derived name proves them, and so does the moment at which the version appeared
 * (`isExpected`).
 */
async function judgeHolder(
  context: Context,
  request: CreationRequest,
  holder: TemplateVersion,
  isExpected: boolean,
): Promise<"take" | "aside" | "keep"> {
  if (hasFailed(holder)) return "aside";
  const { reference } = request.content;
  // The server makes a file of an example, and the file does not tell which example.
  if (!("file_id" in reference) || holder.job.file_id !== reference.file_id) return "keep";
  if (isHeld(context, holder.id)) return "keep";
  if (holder.id === request.template?.active_version_id && isForced(context, holder.id)) return "keep";
  if (!tagsMatch(request.inputs.provisionerTags, holder.job.tags)) return "keep";
  if (holder.job.status !== "succeeded") {
    if (request.inputs.name !== undefined && !isExpected) return "keep";
    return (await isOfCaller(context, holder)) ? "take" : "keep";
  }
  return (await isProven(context, request, holder)) ? "take" : "keep";
}

/** Whether a finished version has the content and all the values that are asked for. */
export async function isProven(context: Context, request: CreationRequest, version: TemplateVersion): Promise<boolean> {
  const { content, inputs, variables } = request;
  const { reference } = content;
  if (version.job.status !== "succeeded") return false;
  // The server makes a file of an example, and the file does not tell which example.
  if (!("file_id" in reference) || version.job.file_id !== reference.file_id) return false;
  if (!tagsMatch(inputs.provisionerTags, version.job.tags)) return false;
  if (inputs.name !== undefined && inputs.name !== version.name) return false;
  const held = await context.client.getTemplateVersionVariables(version.id);
  if (wrongVariables(variables, held).length > 0) return false;
  const hidden = sensitiveNames(held);
  // The server may have given a value that is not named from an earlier version, and does not tell.
  if (hidden.some((name) => !Object.hasOwn(inputs.variables, name))) return false;
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
  { inputs }: CreationRequest,
  holder: TemplateVersion,
): Promise<TemplateVersion> {
  const { client, log } = context;
  // Git's message is that of the commit which the version was made of.
  const message = isFromGit(inputs.source, "message") ? holder.message : inputs.message;
  log.info(`Template version "${holder.name}" with this content exists already, and is used.`);
  if (holder.archived) await client.unarchiveTemplateVersion(holder.id);
  if (holder.message !== message) return client.updateTemplateVersion(holder.id, { name: holder.name, message });
  return holder.archived ? client.getTemplateVersion(holder.id) : holder;
}

/** Whether a version has a name, or has it as the derived name behind that of a commit. */
function isNamed(found: string | undefined, name: string): boolean {
  return found === name || (found !== undefined && derivedNameIn(found) === name);
}

/** The server adds tags of its own (scope, owner, and those of the template): only the requested tags are compared. */
function tagsMatch(wanted: Readonly<Record<string, string>>, held: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([tag, value]) => held[tag] === value);
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
