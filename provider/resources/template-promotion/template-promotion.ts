// Template promotions: their lifecycle. The version of the program becomes the template's active one, once what the
// promotion depends on has succeeded.
import { readsOf } from "../../client/reads";
import type { Template } from "../../client/templates";
import { InputError } from "../../errors";
import { changedProperties, defineHandler, type Change, type Context, type Previous } from "../../handler";
import { isEqual } from "../../values";
import { handOn } from "../names/declared-versions";
import { explainGone, noSuch, undefinedWhenGone } from "../names/gone";
import { findTemplate } from "../names/templates";
import { notPromoted, problemOf, promote } from "../versions/promote";
import { giveUpPromotion } from "../versions/promoter";
import { claimForPromotion, checkTemplateAndVersion, tellEffect } from "./check";
import { restorePrevious } from "./delete";
import { forgetPromotion, notedPromotion, notePromotion } from "./notes";
import { named, PROMOTED_KEY, toOutputs, type StoredOutputs } from "./outputs";
import { templatePromotionInputs, templatePromotionOutputs, type TemplatePromotionInputs } from "./properties";

export const templatePromotionHandler = defineHandler({
  type: "TemplatePromotion",
  inputs: templatePromotionInputs,
  outputs: templatePromotionOutputs,
  nameForm: "organization/template",

  find: findTemplate,

  async check(context, inputs, previousInputs) {
    handOn(context, "templateVersionId");
    const failures = claimForPromotion(context, inputs.templateId);
    const isNew = previousInputs === undefined;
    if (failures.length === 0 && (isNew || !isEqual(previousInputs, inputs)))
      failures.push(...(await checkTemplateAndVersion(context, inputs)));
    if (isNew && failures.length === 0) await tellEffect(context, inputs.templateId, inputs.templateVersionId);
    return { inputs, failures };
  },

  async diff(context, previous: Previous<StoredOutputs>, news) {
    forgetKnownPromotion(context, previous);
    const replaced = changedProperties(previous, news, ["templateId"]);
    if (replaced.length > 0) giveUpPromotion(context, previous.id);
    const changes: Change[] = replaced.map(({ property }) => ({ property, kind: "replace" }));
    changes.push(...changedProperties(previous, news, ["templateVersionId", "onDelete"]));
    const isPromoted = replaced.length === 0 && changes.some(({ property }) => property === "templateVersionId");
    if (isPromoted) await tellEffect(context, previous.id, news.templateVersionId);
    return { changes };
  },

  whyReplaced: (property) => ({ templateId: "a promotion is one of its template" })[property],

  async create(context, news) {
    const template = await context.client.getTemplate(news.templateId).catch(undefinedWhenGone);
    if (template === undefined)
      throw new InputError([{ property: "templateId", reason: noSuch("template", news.templateId) }]);
    return { id: template.id, outputs: await settle(context, template, news) };
  },

  async read(context, previous: Previous<StoredOutputs>) {
    const { id, outputs } = previous;
    const reads = readsOf(context.client);
    const template = await reads.template(id).catch(undefinedWhenGone);
    if (template === undefined) {
      forgetPromotion(context, id);
      return undefined;
    }
    forgetKnownPromotion(context, previous);
    const noted = notedPromotion(context, id, template.active_version_id);
    const active = await reads.templateVersion(template.active_version_id);
    const known = {
      onDelete: outputs.onDelete ?? "retain",
      previous: await named(reads, outputs.previousVersionId ?? noted?.before, outputs.previousVersionName),
      promotedId: noted === undefined ? outputs[PROMOTED_KEY] : active.id,
    };
    return { id, outputs: toOutputs(context, template, active, known) };
  },

  async update(context, previous, news) {
    const template = await context.client
      .getTemplate(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template "${previous.outputs.templateName ?? previous.id}"`));
    return settle(context, template, news, previous.outputs);
  },

  delete: restorePrevious,
});

/**
 * Makes the version the active one, and notes before that what was active: if the run is killed, the next one still
 * knows where a restoration goes back to. `known` is undefined at the creation.
 */
async function settle(
  context: Context,
  template: Template,
  { templateId, templateVersionId, onDelete }: TemplatePromotionInputs,
  known?: Partial<StoredOutputs>,
): Promise<StoredOutputs> {
  const failures = claimForPromotion(context, templateId);
  if (failures.length > 0) throw new InputError(failures);
  const wanted = { id: templateVersionId, property: "templateVersionId" };
  const version = await context.client.getTemplateVersion(templateVersionId).catch(undefinedWhenGone);
  if (version === undefined) throw notPromoted(template, problemOf(version, wanted) ?? "");
  const { active_version_id: activeId } = template;
  const isActive = activeId === version.id;
  const noted = notedPromotion(context, template.id, activeId)?.before;
  // An imported promotion has no version to go back to, until it promotes another one.
  const before = known?.previousVersionId ?? noted ?? (known === undefined || !isActive ? activeId : undefined);
  const { getTemplateVersion } = context.client;
  const previous = await named({ templateVersion: getTemplateVersion }, before, known?.previousVersionName);
  const reached = { onDelete, previous, promotedId: version.id };
  if (isActive) return toOutputs(context, template, version, reached);
  const note = notePromotion(context, template.id, version.id, before ?? activeId);
  const promoted = await promote(context, template, wanted, note);
  note.made(version.id);
  return toOutputs(context, promoted, version, reached);
}

/** Drops the note of what the state knows by now. */
function forgetKnownPromotion(context: Context, { id, outputs }: Previous<StoredOutputs>): void {
  const promotedId = outputs[PROMOTED_KEY];
  if (promotedId !== undefined && notedPromotion(context, id, promotedId) !== undefined) forgetPromotion(context, id);
}
