// Templates: their lifecycle. create.ts makes them, update.ts brings them to what is declared, version.ts makes the
// version of a declared source.
import { WEEKDAYS } from "../../enumerations";
import { readsOf } from "../../client/reads";
import { ApiError, CoderError, isGone } from "../../errors";
import { changedProperties, defineHandler, keepingId, readAfterFailure, type Change } from "../../handler";
import type { Properties } from "../../values";
import { tellImpact } from "../impact/preview";
import { declaredBy, noteMade } from "../names/declared-versions";
import { explainGone, undefinedWhenGone } from "../names/gone";
import { checkAdoption } from "../names/organization-objects";
import { organizationChanged, organizationToDeclare } from "../names/organizations";
import { findTemplate, forgetTemplate } from "../names/templates";
import { tellDifference } from "../versions/difference";
import { gitConflicts } from "../versions/git";
import { hold } from "../versions/holders";
import { noteTemplateDeleted } from "../versions/made-here";
import { isValidated } from "../versions/preview";
import { secretPathsOf } from "../versions/variables";
import { accessChanged, readAccess } from "./access";
import { checkTemplate } from "./check";
import { createTemplate, ownedTemplate, templates } from "./create";
import {
  ignoredOf,
  isKnownIgnored,
  localOutputs,
  plainProperties,
  stillIgnored,
  toOutputs,
  type OutputsWithHidden,
} from "./outputs";
import { archiveAbandonedOf, previewTemplate } from "./preview";
import { refuseSecondPromoter } from "./promoter";
import { templateInputs, templateOutputs } from "./properties";
import { archiveReplaced, leftoversOf, leftoversWith, replacedBy, withoutLeftovers } from "./leftovers";
import { settle } from "./update";
import {
  formerVersion,
  hasSource,
  readSourceVersion,
  versionChanges,
  versionInputsOf,
  versionOfSource,
  versionToPromote,
  type SourcePlace,
} from "./version";
import { checkWays } from "./ways";
import { deleteWorkspacesOfTemplate, describeWorkspacesOfTemplate } from "./workspaces";

export const templateHandler = defineHandler({
  type: "Template",
  inputs: templateInputs,
  outputs: templateOutputs,

  stableOutputs: ["organizationId", "organizationName", "provisioner", "createdByName", "createdAt"],
  stableWhile: {
    sourceVersion: ["name", "digest", "variables", "provisionerTags", "versionName", "versionMessage"],
  },
  derivedInputs: { digest: "source", files: "source" },
  nameForm: "organization/name",
  owned: ownedTemplate,

  find: findTemplate,

  /**
   * Leaves out values that a new template has: they need not be declared, and without a licence most of them can't be.
   */
  async importInputs(context, outputs) {
    const { autostopRequirement, autostartRequirement, maxPortShareLevel, organizationId } = outputs;
    return {
      organization: await organizationToDeclare(context, organizationId),
      autostopRequirement: autostopRequirement?.daysOfWeek.length === 0 ? undefined : autostopRequirement,
      autostartRequirement:
        autostartRequirement?.daysOfWeek.length === WEEKDAYS.length ? undefined : autostartRequirement,
      maxPortShareLevel: maxPortShareLevel === "public" ? undefined : maxPortShareLevel,
    };
  },

  secretPaths: ({ sourceVersion }) => secretPathsOf(sourceVersion?.sensitiveVariables ?? []),

  rules: (_context, declared) => [
    ...checkWays(declared),
    ...gitConflicts(declared, { name: "versionName", message: "versionMessage" }),
  ],

  check: (context, inputs, previousInputs) =>
    checkTemplate(context, inputs, previousInputs, () => checkAdoption(context, templates, inputs)),

  async diff(context, previous, news) {
    refuseSecondPromoter(context, previous.id, news);
    const { sourceVersion } = previous.outputs;
    if (sourceVersion !== undefined && news.source !== undefined) hold(context, sourceVersion.id);
    const ignored = ignoredOf(previous);
    const wanted: Properties = news;
    // Beside a source, `check` has added the version that the update will leave active.
    const compared = plainProperties.filter((property) => property !== "activeVersionId" || news.source === undefined);
    const changes: Change[] = changedProperties(previous, news, compared).filter(
      ({ property }) => !isKnownIgnored(ignored, property, wanted[property]),
    );
    changes.push(...versionChanges(previous, news));
    if (await organizationChanged(context, previous.outputs, news.organization)) {
      changes.push({ property: "organization", kind: "replace" });
    } else if (await accessChanged(context, previous.outputs, news.accessControl)) {
      changes.push({ property: "accessControl", kind: "update" });
    }
    const isKept = changes.every(({ kind }) => kind === "update");
    // Where previews import the version, they tell it once it is imported.
    const isToldLater = news.source !== undefined && isValidated(context, news.validateAtPreview);
    if (isKept && !isToldLater && changes.some(isOfVersion))
      await tellImpact(
        context,
        previous.id,
        async () => (await versionToPromote(context, previous, news)) ?? declaredBy(context),
      );
    await archiveAbandonedOf(context, previous, news);
    return { changes };
  },

  whyReplaced: (property) => ({ organization: "a template stays in its organization" })[property],

  async explain(context, { outputs }, news, changes) {
    const former = news.source === undefined ? undefined : formerVersion(outputs);
    if (former !== undefined) await tellDifference(context, former, news, changes);
  },

  preview: previewTemplate,

  async create(context, news) {
    const made = await createTemplate(context, news);
    noteMade(context);
    return made;
  },

  async read(context, previous) {
    const template = await readsOf(context.client).template(previous.id).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    const ignored = stillIgnored(template, ignoredOf(previous));
    const accessControl = await readAccess(context, template, previous.outputs.accessControl);
    const sourceVersion = await readSourceVersion(context, template, previous.outputs.sourceVersion);
    const local = { ...localOutputs(previous.outputs), accessControl, sourceVersion };
    return {
      id: template.id,
      outputs: { ...toOutputs(context, template, local, ignored), ...leftoversOf(previous.outputs) },
    };
  },

  async update(context, previous, news) {
    const current = await context.client
      .getTemplate(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template "${previous.outputs.name ?? previous.id}"`));
    const hadEveryone = previous.outputs.disableEveryoneGroupAccess !== true;
    if (!hadEveryone && !news.disableEveryoneGroupAccess && news.accessControl?.groups === undefined) {
      context.log.warning(
        "`disableEveryoneGroupAccess: false` does not give the template back to everyone: `accessControl` does, or " +
          "the access list on the template's page.",
      );
    }
    const ignored = stillIgnored(current, ignoredOf(previous));
    // After a failure the state has what was reached: the next update does only the rest.
    let known: Partial<OutputsWithHidden> = previous.outputs;
    const reached = async (): Promise<OutputsWithHidden> => {
      const template = await readAfterFailure(context, current, ({ client }) => client.getTemplate(previous.id));
      return { ...toOutputs(context, template, localOutputs(known), ignored), ...leftoversOf(known) };
    };
    return keepingId(previous.id, reached, async () => {
      const onFailure: SourcePlace["onFailure"] = (failed) => {
        known = { ...previous.outputs, ...leftoversWith(previous.outputs, failed) };
      };
      const made = hasSource(news) ? await versionOfSource(context, current, previous, { news, onFailure }) : undefined;
      const versionId = made?.sourceVersion.id ?? news.activeVersionId;
      const replaced = replacedBy(previous.outputs, versionId ?? current.active_version_id);
      // From here on a failure is one of the promotion: the version need not be made again.
      if (made !== undefined)
        known = { ...withoutLeftovers(previous.outputs), ...versionInputsOf(news), ...made, ...replaced };
      const outputs = await settle(context, current, {
        ...{ news, versionId, made, ignored },
        removesEveryone: hadEveryone && news.disableEveryoneGroupAccess,
        isAccessOpen: await accessChanged(context, previous.outputs, news.accessControl),
        accessBefore: previous.outputs.accessControl,
      });
      known = { ...outputs, ...replaced };
      noteMade(context);
      return { ...outputs, ...(await archiveReplaced(context, replaced, { news, before: previous.outputs })) };
    });
  },

  async delete(context, previous) {
    const { client } = context;
    const forceDelete = previous.outputs.forceDelete === true;
    if (forceDelete) {
      const template = await client.getTemplate(previous.id).catch(undefinedWhenGone);
      if (template === undefined) return;
      await deleteWorkspacesOfTemplate(context, template);
    }
    try {
      await client.deleteTemplate(previous.id);
      const { activeVersionId, firstVersionId } = previous.outputs;
      noteTemplateDeleted(context, previous.id, [activeVersionId, firstVersionId]);
    } catch (thrown) {
      if (isGone(thrown)) return;
      if (!(thrown instanceof ApiError) || thrown.status !== 400) throw thrown;
      const template = await client.getTemplate(previous.id).catch(undefinedWhenGone);
      if (template === undefined) return;
      const advice = forceDelete
        ? "They were made after its other workspaces had been deleted. Run the same command again."
        : "Delete them first, or set `forceDelete: true`, run `pulumi up`, and delete it then: " +
          "that deletes them with it.";
      throw new CoderError(
        `Template "${template.name}" was not deleted: it still has ` +
          `workspaces${await describeWorkspacesOfTemplate(context, template)}. ${advice}`,
        { cause: thrown },
      );
    } finally {
      forgetTemplate(context, previous.id);
    }
  },
});

function isOfVersion({ property }: Change): boolean {
  return ["activeVersionId", "source", "variables", "provisionerTags"].includes(property);
}
