// Template versions: their lifecycle. Name and message change in place; other content, variables or tags make another
// version.
import type { TemplateVersion } from "../../client/template-versions";
import { ApiError, CoderError, isGone, messageOf } from "../../errors";
import { defineHandler, keepingId, type Context, type Previous } from "../../handler";
import { followTemplateVersion } from "../../jobs/follow";
import { explainGone, undefinedWhenGone } from "../names/gone";
import { organizationOf } from "../names/organizations";
import { checkVersion } from "./check";
import {
  describeHolder,
  hasFailed,
  isOwn,
  nameAfterFailure,
  openVersion,
  stepAside,
  uploadContent,
  type CreationRequest,
} from "./create";
import { diffVersion } from "./diff";
import { declarationOf } from "./import";
import { continueImport, importVersion, keepingVersion } from "./import-job";
import { baseOutputs, foundBefore, importedOutputs, refreshedOutputs } from "./outputs";
import {
  templateVersionInputs,
  templateVersionOutputs,
  type TemplateVersionInputs,
  type TemplateVersionOutputs,
} from "./properties";
import { findRenamed, noteVersion } from "./renamed";
import { possibleSecrets, secretPathsOf, variableTexts } from "./variables";

export const templateVersionHandler = defineHandler({
  type: "TemplateVersion",
  inputs: templateVersionInputs,
  outputs: templateVersionOutputs,
  stableOutputs: [
    "digest",
    "files",
    "organizationId",
    "jobId",
    "parameters",
    "presets",
    "resources",
    "sensitiveVariables",
    "createdAt",
  ],
  derivedInputs: { digest: "source", files: "source" },
  autonamed: "name",
  nameForm: "organization/template/name",
  check: checkVersion,
  diff(context, previous, news) {
    noteVersion(context, previous.id);
    return diffVersion(context, previous, news);
  },

  secretPaths: ({ sensitiveVariables = [] }) => secretPathsOf(sensitiveVariables),

  async find(context, name) {
    const [organization, templateName, versionName, ...rest] = name.split("/");
    if (organization === undefined || templateName === undefined || versionName === undefined || rest.length > 0)
      return undefined;
    const template = await context.client.getTemplateByName(organization, templateName).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    return (await context.client.getTemplateVersionByName(template.id, versionName).catch(undefinedWhenGone))?.id;
  },

  importInputs: declarationOf,

  async create(context, news) {
    const organization = organizationOf(context, news.organization);
    const template = await context.client.getTemplateByName(organization, news.templateName).catch(undefinedWhenGone);
    const content = await uploadContent(context, news.source);
    for (const warning of content.warnings) context.log.warning(warning);
    const request: CreationRequest = {
      organization,
      template,
      content,
      inputs: news,
      variables: variableTexts(news.variables, template && content.defaults),
    };
    const opened = (await findRenamed(context, request)) ?? (await openVersion(context, request));
    const { version, variables } = await importVersion(context, request, opened);
    noteVersion(context, version.id);
    const base = await baseOutputs(context, version, news, content);
    const imported = await keepingId(
      version.id,
      () => base,
      () => importedOutputs(context, version, variables),
    );
    return { id: version.id, outputs: { ...base, ...imported } };
  },

  async read(context, previous) {
    const version = await context.client.getTemplateVersion(previous.id).catch(undefinedWhenGone);
    if (version === undefined) return undefined;
    if (version.template_id === undefined)
      return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs) };
    // The server keeps the versions of a deleted template, but they can't be used any more.
    const template = await context.client.getTemplate(version.template_id).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs, template.name) };
  },

  async update(context, previous, news) {
    let version = await context.client
      .getTemplateVersion(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template version "${previous.outputs.name ?? previous.id}"`));
    const request = requestOf(context, previous, news, version);
    const run = async (): Promise<TemplateVersionOutputs> => {
      const isSeen = previous.outputs.status === "succeeded" && version.job.status === "succeeded";
      if (!isSeen) ({ version } = await continueImport(context, request, version));
      const name = news.name ?? version.name;
      if (name !== version.name || news.message !== version.message)
        version = await rename(context, version, name, news);
      if (version.archived) {
        await context.client.unarchiveTemplateVersion(version.id);
        version = await context.client.getTemplateVersion(version.id);
      }
      return refreshedOutputs(context, version, { ...previous.outputs, ...news, name: version.name });
    };
    return keepingVersion(context, { request, version, known: foundBefore(previous.outputs) }, run);
  },

  async delete(context, previous) {
    // A resource of this process may have taken over the version of the one that it replaces.
    if (previous.outputs.onDelete === "retain" || isOwn(previous.id)) return;
    const { client } = context;
    try {
      await client.archiveTemplateVersion(previous.id);
    } catch (thrown) {
      if (isGone(thrown)) return;
      if (!(thrown instanceof ApiError) || thrown.isForbidden) throw thrown;
      const version = await client.getTemplateVersion(previous.id).catch(undefinedWhenGone);
      // The dashboard shows no version without a template, or of a deleted one.
      if (version === undefined || version.archived || version.template_id === undefined) return;
      if (!isEnded(version)) return archiveAfterCancelling(context, version, previous.outputs.variables);
      const template = await client.getTemplate(version.template_id).catch(undefinedWhenGone);
      if (template === undefined) return;
      if (!isInUse(thrown)) throw thrown;
      const why =
        template.active_version_id === version.id
          ? "it is the template's active version"
          : "a workspace was last built with it";
      context.log.info(`Template version "${version.name}" stays on the server as it is, not archived: ${why}.`);
    }
  },
});

/** The request of an earlier run, as far as an update needs it. */
function requestOf(
  context: Context,
  previous: Previous<TemplateVersionOutputs>,
  news: TemplateVersionInputs,
  version: TemplateVersion,
): CreationRequest {
  return {
    organization: version.organization_id ?? organizationOf(context, news.organization),
    template: version.template_id === undefined ? undefined : { id: version.template_id, active_version_id: "" },
    content: {
      digest: previous.outputs.digest ?? "",
      files: previous.outputs.files ?? {},
      reference: { file_id: version.job.file_id },
      warnings: [],
      defaults: {},
    },
    inputs: news,
    variables: variableTexts(news.variables),
  };
}

/** Changes name and message. A version of no use that has the name gives it up. */
async function rename(
  context: Context,
  version: TemplateVersion,
  name: string,
  news: TemplateVersionInputs,
): Promise<TemplateVersion> {
  const { client } = context;
  const patch = (): Promise<TemplateVersion> =>
    client.updateTemplateVersion(version.id, { name, message: news.message });
  try {
    return await patch();
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.isAnswerLost) {
      const now = await client.getTemplateVersion(version.id);
      if (now.name === name && now.message === news.message) return now;
    }
    if (thrown.status !== 400 || version.template_id === undefined) throw thrown;
    const holder = await client.getTemplateVersionByName(version.template_id, name).catch(undefinedWhenGone);
    if (holder === undefined || holder.id === version.id) throw thrown;
    if (!hasFailed(holder)) {
      throw new CoderError(
        `Template version "${version.name}" was not renamed. ${describeHolder(news.templateName, holder)}`,
        {
          cause: thrown,
        },
      );
    }
    await stepAside(context, holder, nameAfterFailure(holder));
    return patch();
  }
}

function isEnded(version: TemplateVersion): boolean {
  return version.job.status === "succeeded" || hasFailed(version);
}

/** Cancels the import first: the server archives no version during its import. */
async function archiveAfterCancelling(
  context: Context,
  version: TemplateVersion,
  variables: TemplateVersionInputs["variables"] | undefined,
): Promise<void> {
  const { client, log, signal, deadline } = context;
  await client.cancelTemplateVersion(version.id).catch((thrown: unknown) => {
    // It has ended meanwhile, or is being cancelled already.
    if (!(thrown instanceof ApiError) || thrown.status !== 400) throw thrown;
  });
  await followTemplateVersion({
    client,
    log,
    signal,
    deadline,
    organization: version.organization_id ?? context.defaultOrganization,
    title: `Template version "${version.name}"`,
    templateVersionId: version.id,
    secrets: possibleSecrets(variables),
  }).catch((thrown: unknown) => {
    signal.throwIfAborted();
    log.info(`The import of template version "${version.name}" was ended: ${messageOf(thrown).split("\n")[0]}`);
  });
  await client.archiveTemplateVersion(version.id);
}

/** The server says so with status 500. @see coderd/templateversions.go setArchiveTemplateVersion */
function isInUse(error: ApiError): boolean {
  return (
    error.status === 500 &&
    (error.detail ?? "").includes("in use by a workspace or currently set to the active version")
  );
}
