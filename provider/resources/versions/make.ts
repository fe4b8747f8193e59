// Makes a template version from its declaration: content, version, import job, and what the import found.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { keepingId, type Context } from "../../handler";
import { archiveAbandoned } from "./abandoned";
import { openVersion } from "./create";
import { findActive, findBegun, forgetJobs, isOfCaller } from "./earlier";
import { isFromGit, nameFromGit } from "./git";
import { uploadContent, type CreationRequest, type NameProperty } from "./request";
import { importVersion, keepingVersion } from "./import-job";
import { noteImported } from "./made-here";
import { isMarked } from "./mark";
import { deriveName } from "./names";
import { baseOutputs, importedOutputs } from "./outputs";
import type { VersionInputs, VersionOutputs } from "./properties";
import { settleVersion } from "./settle";
import { variableTexts } from "./variables";

/** Where a version is to be. */
export interface VersionPlace {
  organization: string;
  nameProperty: NameProperty;
  /** The template that the version is for; undefined while there is none of that name. */
  template: Pick<Template, "id" | "active_version_id"> | undefined;
  /** The version that an earlier update made of the same declaration, and could not finish. */
  begunId?: string | undefined;
  /** A preview makes it: under its derived name and with a mark, to be taken by an update. */
  isPreview?: boolean | undefined;
  /** Previews import the version, so that it may be there. */
  isValidated?: boolean | undefined;
}

/**
 * Makes the version, or takes an earlier one that is the same: an update that was broken off has left it, or the
 * content is back as it once was.
 *
 * @throws PartialError with the version's id when the version exists and its import did not end well
 */
export async function makeVersion(
  context: Context,
  place: VersionPlace,
  inputs: VersionInputs,
): Promise<{ id: string; outputs: VersionOutputs }> {
  try {
    return await make(context, place, inputs);
  } catch (thrown) {
    forgetJobs(context, place.organization);
    throw thrown;
  }
}

async function make(
  context: Context,
  { organization, template, nameProperty, begunId, isPreview, isValidated }: VersionPlace,
  inputs: VersionInputs,
): Promise<{ id: string; outputs: VersionOutputs }> {
  const content = await uploadContent(context, inputs.source);
  for (const warning of content.warnings) context.log.warning(warning);
  const request: CreationRequest = {
    organization,
    template,
    nameProperty,
    content,
    inputs,
    variables: variableTexts(inputs.variables, template && content.defaults),
    ...{ isPreview, isValidated },
  };
  const earlier = (await findBegun(context, begunId)) ?? (await findActive(context, request));
  const opened = earlier ?? (await openVersion(context, request));
  const { version: imported, variables } = await importVersion(context, request, opened);
  const version = isPreview === true ? imported : await takePreviewed(context, request, imported);
  const base = await baseOutputs(context, version, inputs, content);
  const found = await keepingId(
    version.id,
    () => base,
    () => importedOutputs(context, version, variables, content.mayHavePresets),
  );
  noteImported(context, version);
  if (isValidated === true && template !== undefined)
    await archiveAbandoned(context, template, () => deriveName(request));
  return { id: version.id, outputs: { ...base, ...found } };
}

/** A version that a preview imported gets the name and the message that it would have been made with. */
async function takePreviewed(
  context: Context,
  request: CreationRequest,
  version: TemplateVersion,
): Promise<TemplateVersion> {
  if (!isMarked(version) || !(await isOfCaller(context, version))) return version;
  const { inputs, content, nameProperty } = request;
  const named = isFromGit(inputs.source, "name")
    ? nameFromGit(inputs.source, content, await deriveName(request))
    : version.name;
  const declared = {
    ...inputs,
    source: { ...inputs.source, git: undefined },
    name: inputs.name ?? named,
    message: content.gitMessage ?? inputs.message,
  };
  return keepingVersion(context, { request, version }, () => settleVersion(context, version, declared, nameProperty));
}
