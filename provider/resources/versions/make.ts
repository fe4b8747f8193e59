// Makes a template version from its declaration: content, version, import job, and what the import found.
import type { Template } from "../../client/templates";
import { keepingId, type Context } from "../../handler";
import { openVersion } from "./create";
import { findActive, findBegun, forgetJobs } from "./earlier";
import { uploadContent, type CreationRequest, type NameProperty } from "./request";
import { importVersion } from "./import-job";
import { noteImported } from "./made-here";
import { baseOutputs, importedOutputs } from "./outputs";
import type { VersionInputs, VersionOutputs } from "./properties";
import { variableTexts } from "./variables";

/** Where a version is to be. */
export interface VersionPlace {
  organization: string;
  nameProperty: NameProperty;
  /** The template that the version is for; undefined while there is none of that name. */
  template: Pick<Template, "id" | "active_version_id"> | undefined;
  /** The version that an earlier update made of the same declaration, and could not finish. */
  begunId?: string | undefined;
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
  { organization, template, nameProperty, begunId }: VersionPlace,
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
  };
  const earlier = (await findBegun(context, begunId)) ?? (await findActive(context, request));
  const opened = earlier ?? (await openVersion(context, request));
  const { version, variables } = await importVersion(context, request, opened);
  const base = await baseOutputs(context, version, inputs, content);
  const imported = await keepingId(
    version.id,
    () => base,
    () => importedOutputs(context, version, variables, content.mayHavePresets),
  );
  noteImported(context, version);
  return { id: version.id, outputs: { ...base, ...imported } };
}
