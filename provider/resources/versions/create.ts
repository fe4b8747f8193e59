// Asking the server for a version, unless there is one already. import-job.ts follows its import.
import type { TemplateVersion } from "../../client/template-versions";
import { ApiError, CoderError, InputError, messageOf } from "../../errors";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { findFreeVersion, findMade, forgetJobs, judgeHolder, takeVersion } from "./earlier";
import { nameFromGit } from "./git";
import { own } from "./holders";
import { isMarked, markOf } from "./mark";
import { deriveName, describeHolder, nameAfterFailure } from "./names";
import type { CreationRequest } from "./request";

/**
 * Asks the server for the version. When the name is taken or the answer is lost, the version with that name decides:
 * the wanted one is taken over, a failed one gives its name up, and any other is named in the error.
 */
export async function openVersion(context: Context, request: CreationRequest): Promise<TemplateVersion> {
  const { name: givenName } = request.inputs;
  if (givenName !== undefined && request.isValidated === true) {
    const previewed = await findPreviewed(context, request, givenName);
    if (previewed !== undefined) return own(context, previewed);
    if (request.isPreview === true) return openVersion(context, withoutName(request));
  }
  const derived = givenName ?? (await deriveName(request));
  const ofGit = givenName ?? nameFromGit(request.inputs.source, request.content, derived);
  const first = request.isPreview === true ? derived : ofGit;
  // A name that the program chose does not tell whether a free version is for this template.
  if (givenName === undefined) {
    const earlier =
      request.template === undefined
        ? await findFreeVersion(context, request, derived)
        : (ofGit !== derived || request.content.isFileKnown === true) && (await findMade(context, request, derived));
    if (earlier) return own(context, earlier);
  }
  for (let attempt = 1; ; attempt += 1) {
    const name = attempt === 1 ? first : `${first}-${attempt}`;
    try {
      return own(context, await postVersion(context, request, name));
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || (thrown.status !== 409 && !thrown.isAnswerLost)) throw thrown;
      forgetJobs(context, request.organization);
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
        const reason = describeHolder(request.inputs.templateName, holder, request.nameProperty);
        throw new CoderError(`Template version "${name}" was not created. ${reason}`, { cause: thrown });
      }
    }
  }
}

/**
 * The version of a name that the program chose, as far as previews go: one that has the name already, or one that a
 * preview imported, under its derived name as names are never freed.
 */
async function findPreviewed(
  context: Context,
  request: CreationRequest,
  name: string,
): Promise<TemplateVersion | undefined> {
  const { template, inputs, nameProperty } = request;
  const unnamed = withoutName(request);
  const derived = await deriveName(request);
  if (template === undefined) return findFreeVersion(context, unnamed, derived);
  if (request.isPreview === true) {
    const holder = await findByName(context, request, name);
    const decision = holder && (await judgeHolder(context, request, holder, false));
    if (holder !== undefined && decision === "take") return takeVersion(context, request, holder);
    if (holder !== undefined && decision === "keep")
      throw new InputError([
        { property: nameProperty, reason: describeHolder(inputs.templateName, holder, nameProperty) },
      ]);
    return undefined;
  }
  const previewed = await findByName(context, request, derived);
  if (previewed === undefined || !isMarked(previewed)) return undefined;
  const decision = await judgeHolder(context, unnamed, previewed, false);
  return decision === "take" ? takeVersion(context, unnamed, previewed) : undefined;
}

function withoutName(request: CreationRequest): CreationRequest {
  return { ...request, inputs: { ...request.inputs, name: undefined } };
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

async function postVersion(context: Context, request: CreationRequest, name: string): Promise<TemplateVersion> {
  const { template, inputs, content, variables, isPreview } = request;
  return context.client
    .createTemplateVersion(request.organization, {
      name,
      message: isPreview === true ? markOf(context) : (content.gitMessage ?? inputs.message),
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

async function findByName(
  context: Context,
  request: CreationRequest,
  name: string,
): Promise<TemplateVersion | undefined> {
  if (request.template === undefined) return findFreeVersion(context, request, name);
  return context.client.getTemplateVersionByName(request.template.id, name).catch(undefinedWhenGone);
}
