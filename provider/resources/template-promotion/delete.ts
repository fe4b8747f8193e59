// The end of a promotion: the template's active version stays, or the version before becomes active again.
import type { Template } from "../../client/templates";
import type { Context, Previous } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { problemOf, promote } from "../versions/promote";
import { promoterOf } from "../versions/promoter";
import { forgetPromotion, notedPromotion } from "./notes";
import { PROMOTED_KEY, type StoredOutputs } from "./outputs";

/** Goes back to the version before, where the program declared so. */
export async function restorePrevious(context: Context, previous: Previous<StoredOutputs>): Promise<void> {
  const { id, outputs } = previous;
  if (outputs.onDelete === "restore") {
    const template = await context.client.getTemplate(id).catch(undefinedWhenGone);
    if (template !== undefined) await restore(context, template, outputs);
  }
  forgetPromotion(context, id);
}

async function restore(context: Context, template: Template, outputs: Partial<StoredOutputs>): Promise<void> {
  const { client } = context;
  const { previousVersionId, previousVersionName = previousVersionId } = outputs;
  const keep = async (why: string): Promise<void> => {
    const active = await client.getTemplateVersion(template.active_version_id).catch(undefinedWhenGone);
    const name = active?.name ?? template.active_version_id;
    context.log.warning(`Template "${template.name}" keeps its active version "${name}": ${why}`);
  };
  if (previousVersionId === template.active_version_id) return;
  const promoter = promoterOf(context, template.id);
  // A replacement of this resource has promoted for the same template.
  if (promoter === context.urn && promoter !== "") return;
  if (promoter !== undefined) return keep(`resource "${promoter}" says now which version is the active one.`);
  if (previousVersionId === undefined)
    return keep("the resource was imported, so the version before its promotion is not known.");
  const isOwn =
    outputs[PROMOTED_KEY] === template.active_version_id ||
    notedPromotion(context, template.id, template.active_version_id) !== undefined;
  if (!isOwn) return keep("something else than this resource has made it the active one.");
  const version = await client.getTemplateVersion(previousVersionId).catch(undefinedWhenGone);
  if (version === undefined) return keep(`version "${previousVersionName}", which was active before, is gone.`);
  // One that is archived is taken out of the archive.
  const problem = problemOf({ ...version, archived: false }, { id: version.id }, template);
  if (problem !== undefined) return keep(problem);
  if (version.archived) await client.unarchiveTemplateVersion(version.id);
  await promote(context, template, { id: version.id });
  context.log.info(`Version "${version.name}" is the active one of template "${template.name}" again.`);
}
