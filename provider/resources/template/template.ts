// Templates: their lifecycle. update.ts brings them to what is declared; template-version.ts makes versions.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { WEEKDAYS } from "../../enumerations";
import { ApiError, CoderError, isGone, type InputFailure } from "../../errors";
import {
  changedProperties,
  defineHandler,
  keepingId,
  readAfterFailure,
  type Change,
  type Context,
  type MaybeUnknown,
} from "../../handler";
import { createOnce, goOnWith, type Born } from "../../ownership/birth";
import type { Holder, Owned, Wish } from "../../ownership/wish";
import { digestOf } from "../../ownership/notes";
import { isEqual, type Properties } from "../../values";
import { explainGone, undefinedWhenGone } from "../names/gone";
import {
  adoptObject,
  checkAdoption,
  ownedInOrganization,
  type OrganizationObjects,
} from "../names/organization-objects";
import {
  checkOrganization,
  findOrganization,
  organizationChanged,
  organizationOf,
  organizationToDeclare,
} from "../names/organizations";
import { forgetTemplate } from "../names/templates";
import { accessChanged, checkAccess, isWithheldFromEveryone, readAccess } from "./access";
import {
  ignoredOf,
  inputProperties,
  isKnownIgnored,
  localOutputs,
  stillIgnored,
  templateUrl,
  toOutputs,
  type OutputsWithIgnored,
} from "./outputs";
import { templateInputs, templateOutputs, type TemplateInputs } from "./properties";
import { toCreateRequest } from "./requests";
import { missingVersion, settle, versionProblem } from "./update";
import { deleteWorkspacesOfTemplate, describeWorkspacesOfTemplate } from "./workspaces";

/** A version can't belong to a second template. */
const AFTER_REPLACEMENT =
  " Its versions end with it: the creation then fails, and `pulumi refresh` with `pulumi up` makes a " +
  "`TemplateVersion` of this program and the template anew.";

/** What decides whether the access that is declared can be had. */
const accessProperties = ["organization", "accessControl", "disableEveryoneGroupAccess"] as const;

const templates: OrganizationObjects<Template> = {
  type: "Template",
  get: (client, id) => client.getTemplate(id),
};

export const templateHandler = defineHandler({
  type: "Template",
  inputs: templateInputs,
  outputs: templateOutputs,

  stableOutputs: ["organizationId", "organizationName", "provisioner", "createdByName", "createdAt"],
  nameForm: "organization/name",
  owned: ownedTemplate,

  async find(context, name) {
    const [organization, templateName, ...rest] = name.split("/");
    if (organization === undefined || templateName === undefined || rest.length > 0) return undefined;
    return (await context.client.getTemplateByName(organization, templateName).catch(undefinedWhenGone))?.id;
  },

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

  async check(context, inputs, previousInputs) {
    const failures = await checkOrganization(context, inputs.organization);
    if (failures.length === 0 && previousInputs === undefined)
      failures.push(...(await checkAdoption(context, templates, inputs)));
    const isAccessChanged = accessProperties.some((property) => !isEqual(previousInputs?.[property], inputs[property]));
    if (previousInputs === undefined || isAccessChanged) failures.push(...(await checkAccess(context, inputs)));
    failures.push(...(await checkFlow(context, inputs)));
    return { inputs, failures };
  },

  async diff(context, previous, news) {
    const ignored = ignoredOf(previous);
    const wanted: Properties = news;
    const changes: Change[] = changedProperties(
      previous,
      news,
      inputProperties.filter((property) => property !== "organization" && property !== "accessControl"),
    ).filter(({ property }) => !isKnownIgnored(ignored, property, wanted[property]));
    if (await organizationChanged(context, previous.outputs, news.organization)) {
      changes.push({ property: "organization", kind: "replace" });
    } else if (await accessChanged(context, previous.outputs, news.accessControl)) {
      changes.push({ property: "accessControl", kind: "update" });
    }
    return { changes };
  },

  async create(context, news) {
    const version = await requireUsableVersion(context, news);
    const owner = version.template_id;
    const { made: template, isTakenOver } =
      news.adopt !== undefined
        ? { made: await adoptObject(context, templates, news.adopt, news.organization), isTakenOver: true }
        : owner === undefined
          ? await createTemplate(context, news)
          : await goOn(context, owner, news, version);
    // A creation has taken the group off. A template that was taken over may still have it.
    const isFresh = !isTakenOver;
    const removesEveryone = !isFresh && news.disableEveryoneGroupAccess;
    const intent = { news, ignored: {}, removesEveryone, isAccessOpen: true, isFresh };
    return keepingId(
      template.id,
      () => {
        const disableEveryoneGroupAccess = news.disableEveryoneGroupAccess && isFresh;
        return toOutputs(context, template, { ...news, accessControl: undefined, disableEveryoneGroupAccess }, {});
      },
      async () => ({ id: template.id, outputs: await settle(context, template, intent) }),
    );
  },

  async read(context, previous) {
    const template = await context.client.getTemplate(previous.id).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    const ignored = stillIgnored(template, ignoredOf(previous));
    const accessControl = await readAccess(context, template, previous.outputs.accessControl);
    return {
      id: template.id,
      outputs: toOutputs(context, template, { ...localOutputs(previous.outputs), accessControl }, ignored),
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
    const reached = async (): Promise<OutputsWithIgnored> => {
      const template = await readAfterFailure(context, current, ({ client }) => client.getTemplate(previous.id));
      return toOutputs(context, template, localOutputs(previous.outputs), ignored);
    };
    return keepingId(previous.id, reached, async () => {
      const removesEveryone = hadEveryone && news.disableEveryoneGroupAccess;
      const isAccessOpen = await accessChanged(context, previous.outputs, news.accessControl);
      return settle(context, current, {
        news,
        ignored,
        removesEveryone,
        isAccessOpen,
        accessBefore: previous.outputs.accessControl,
      });
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

/** Every server has the classic flow; only newer ones have the other. */
async function checkFlow(
  { client }: Context,
  { useClassicParameterFlow }: MaybeUnknown<TemplateInputs>,
): Promise<InputFailure[]> {
  const reason = useClassicParameterFlow === false ? await client.explainLack("parameterFlows") : undefined;
  return reason === undefined ? [] : [{ property: "useClassicParameterFlow", reason }];
}

async function createTemplate(context: Context, news: TemplateInputs): Promise<Born<Template>> {
  const organization = organizationOf(context, news.organization);
  const request = toCreateRequest(news, await isWithheldFromEveryone(context, news));
  return createOnce(context, {
    ...wishOf(context, news),
    digest: digestOf(news.activeVersionId),
    // A version belongs to one template only, and this one belonged to none before the request.
    isOnlyOnce: true,
    post: () => context.client.createTemplate(organization, request),
    get: ({ id }) => context.client.getTemplate(id),
  });
}

function wishOf(context: Context, news: TemplateInputs): Wish {
  const wanted = { owner: organizationOf(context, news.organization), name: news.name };
  return { owned: ownedTemplate(context), wanted };
}

/** What only one resource may have: a name among its organization's templates. */
function ownedTemplate(context: Context): Owned {
  const owned = ownedInOrganization(context, "Template", async ({ owner, name }) => {
    const template = await context.client.getTemplateByName(owner, name).catch(undefinedWhenGone);
    return template && toHolder(context, template);
  });
  return { ...owned, afterReplacement: AFTER_REPLACEMENT };
}

/** The template was made of its first version, whichever is active now. */
async function toHolder(context: Context, template: Template): Promise<Holder> {
  const [first] = await context.client.getTemplateVersions(template.id, { limit: 1, include_archived: true });
  return {
    id: template.id,
    description:
      `template ${template.id} of organization "${template.organization_name}" ` +
      `(${templateUrl(context, template)})`,
    maker: template.created_by_name,
    makerId: template.created_by_id,
    createdAt: template.created_at,
    digest: first && digestOf(first.id),
  };
}

/** The version belongs to a template already: one that a broken-off run of this program made, or another one. */
async function goOn(
  context: Context,
  templateId: string,
  news: TemplateInputs,
  version: TemplateVersion,
): Promise<Born<Template>> {
  const notCreated = `Template "${news.name}" was not created`;
  const holder = await context.client.getTemplate(templateId).catch(undefinedWhenGone);
  if (holder === undefined) {
    throw new CoderError(
      `${notCreated}: template version "${version.name}" belonged to a template that is deleted, and can't be used ` +
        "for another. " +
        "If it is a `TemplateVersion` of this program, run `pulumi refresh`, then `pulumi up`: it is then made anew.",
    );
  }
  const organization = await findOrganization(context, organizationOf(context, news.organization));
  if (holder.name.toLowerCase() === news.name.toLowerCase() && holder.organization_id === organization?.id) {
    await goOnWith(context, wishOf(context, news), await toHolder(context, holder));
    return { made: holder, isTakenOver: true };
  }
  throw new CoderError(
    `${notCreated}: template version "${version.name}" belongs to template ` +
      `"${holder.organization_name}/${holder.name}" already, and a version belongs to one template only. ` +
      `Give \`activeVersionId\` a \`TemplateVersion\` of its own, whose \`templateName\` is "${news.name}" from ` +
      "the start. " +
      "One whose `templateName` was changed stays with its template, as if that was renamed: `pulumi up --replace` " +
      "with its URN makes another.",
  );
}

/** The server would take a version that is not imported, and make a template of it that no workspace can use. */
async function requireUsableVersion(context: Context, news: TemplateInputs): Promise<TemplateVersion> {
  const version = await context.client.getTemplateVersion(news.activeVersionId).catch(undefinedWhenGone);
  const problem = version === undefined ? missingVersion(news) : versionProblem(version);
  if (version === undefined || problem !== undefined)
    throw new CoderError(`Template "${news.name}" was not created: ${problem}`);
  return version;
}
