// Template versions: their lifecycle. Name and message change in place; other content, variables or tags make another
// version.
import { readsOf } from "../../client/reads";
import type { TemplateVersion } from "../../client/template-versions";
import { defineHandler, type Context, type Previous } from "../../handler";
import { isEqual } from "../../values";
import { noteMade } from "../names/declared-versions";
import { explainGone, undefinedWhenGone } from "../names/gone";
import { checkOrganization, organizationOf } from "../names/organizations";
import { findTemplateByName } from "../names/template-names";
import { archiveVersion } from "../versions/archive";
import { checkContent } from "../versions/check";
import { warnOfDaemons } from "../versions/daemons";
import { tellDifference } from "../versions/difference";
import type { CreationRequest } from "../versions/request";
import { gitConflicts, isFromGit } from "../versions/git";
import { forgetVersion, isTaken, noteVersion } from "../versions/holders";
import { continueImport, keepingVersion } from "../versions/import-job";
import { hasEndedWithTemplate } from "../versions/made-here";
import { makeVersion } from "../versions/make";
import { checkMaking, isVersionNew } from "../versions/rights";
import { foundBefore, refreshedOutputs } from "../versions/outputs";
import { isValidated } from "../versions/preview";
import type { VersionInputs, VersionOutputs } from "../versions/properties";
import { settleVersion } from "../versions/settle";
import { checkVersionName } from "../versions/taken-name";
import { secretPathsOf, variableTexts } from "../versions/variables";
import { diffVersion, whyAnotherVersion } from "./diff";
import { declarationOf } from "./import";
import { archiveAbandonedOf, previewVersion } from "./preview";
import { templateVersionInputs, templateVersionOutputs } from "./properties";

export const templateVersionHandler = defineHandler({
  type: "TemplateVersion",
  inputs: templateVersionInputs,
  outputs: templateVersionOutputs,
  stableOutputs: [
    "digest",
    "files",
    "git",
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
  isNamedByOther: ({ source }) => isFromGit(source, "name"),
  rules: (_context, news) => gitConflicts(news, { name: "name", message: "message" }),

  async check(context, inputs, previousInputs) {
    const { derived, noted, mayHaveTags, failures, secretPaths } = await checkContent(context, inputs, previousInputs, {
      template: inputs.templateName,
      version: inputs.name,
    });
    if (failures.length === 0) failures.push(...(await checkOrganization(context, inputs.organization)));
    const known = { ...inputs, ...derived };
    if (failures.length === 0 && !isEqual(previousInputs?.["name"], inputs.name))
      failures.push(...(await checkVersionName(context, inputs, known, "name")));
    if (failures.length === 0 && isVersionNew(known, previousInputs)) {
      failures.push(...(await checkMaking(context, known)));
      await warnOfDaemons(context, known, mayHaveTags);
    }
    return { inputs: { ...known, ...noted }, failures, secretPaths };
  },

  async diff(context, previous, news) {
    noteVersion(context, previous.id);
    const result = await diffVersion(context, previous, news);
    await archiveAbandonedOf(context, previous, news);
    return result;
  },

  preview: previewVersion,
  whyReplaced: whyAnotherVersion,

  explain: (context, { id, outputs }, news, changes) => tellDifference(context, { ...outputs, id }, news, changes),

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
    const template = await findTemplateByName(context, organization, news.templateName);
    const place = {
      ...{ organization, template, nameProperty: "name" as const },
      isValidated: isValidated(context, news.validateAtPreview),
    };
    const made = await makeVersion(context, place, news);
    noteVersion(context, made.id);
    noteMade(context);
    return made;
  },

  async read(context, previous) {
    const reads = readsOf(context.client);
    const version = await reads.templateVersion(previous.id).catch(undefinedWhenGone);
    if (version === undefined) return undefined;
    if (version.template_id === undefined)
      return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs) };
    // The server keeps the versions of a deleted template, but they can't be used any more.
    const template = await reads.template(version.template_id).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs, template.name) };
  },

  async update(context, previous, news) {
    let version = await context.client
      .getTemplateVersion(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template version "${previous.outputs.name ?? previous.id}"`));
    const request = requestOf(context, previous, news, version);
    const run = async (): Promise<VersionOutputs> => {
      const isSeen = previous.outputs.status === "succeeded" && version.job.status === "succeeded";
      if (!isSeen) ({ version } = await continueImport(context, request, version));
      version = await settleVersion(context, version, news, "name");
      return refreshedOutputs(context, version, { ...previous.outputs, ...news, name: version.name });
    };
    return keepingVersion(context, { request, version, known: foundBefore(previous.outputs) }, run);
  },

  async delete(context, previous) {
    // A resource of this process may have taken over the version of the one that it replaces.
    forgetVersion(context, previous.id);
    if (previous.outputs.onDelete === "retain" || isTaken(context, previous.id)) return;
    if (hasEndedWithTemplate(context, previous.id, previous.outputs)) return;
    const kept = await archiveVersion(context, previous.id, previous.outputs.variables);
    if (kept !== undefined) context.log.info(kept);
  },
});

/** The request of an earlier run, as far as an update needs it. */
function requestOf(
  context: Context,
  previous: Previous<VersionOutputs>,
  news: VersionInputs,
  version: TemplateVersion,
): CreationRequest {
  return {
    organization: version.organization_id ?? organizationOf(context, news.organization),
    nameProperty: "name",
    template: version.template_id === undefined ? undefined : { id: version.template_id, active_version_id: "" },
    content: {
      digest: previous.outputs.digest ?? "",
      files: previous.outputs.files ?? {},
      reference: { file_id: version.job.file_id },
      warnings: [],
      defaults: {},
      git: previous.outputs.git,
    },
    inputs: news,
    variables: variableTexts(news.variables),
  };
}
