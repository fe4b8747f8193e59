// Templates: their lifecycle. Owns metadata and promotion; versions are made in template-version.ts.
import type { Template } from "../client/templates";
import type { TemplateVersion } from "../client/template-versions";
import { ApiError, CoderError, isGone, PartialError, type InputFailure } from "../errors";
import { changedProperties, defineHandler, keepingId, type Change, type Context, type MaybeUnknown } from "../handler";
import { isEqual, type Properties } from "../values";
import { explainGone, undefinedWhenGone } from "./shared-gone";
import { checkOrganization, findOrganization, organizationChanged, organizationOf, organizationToDeclare } from "./shared-organizations";
import { forgetTemplate } from "./shared-template-look-up";
import { accessChanged, checkAccess, isWithheldFromEveryone, readAccess } from "./template-access";
import { deleteWorkspacesOfTemplate, describeWorkspacesOfTemplate } from "./shared-template-workspaces";
import { ignoredOf, inputProperties, isKnownIgnored, localOutputs, stillIgnored, toOutputs } from "./template-outputs";
import { DAYS, templateInputs, templateOutputs, type TemplateInputs } from "./template-properties";
import { toCreateRequest } from "./template-requests";
import { missingVersion, nameTaken, settle, versionProblem } from "./template-update";

/** What decides whether the access that is declared can be had. */
const accessProperties = ["organization", "accessControl", "disableEveryoneGroupAccess"] as const;

export const templateHandler = defineHandler({
  type: "Template",
  inputs: templateInputs,
  outputs: templateOutputs,

  stableOutputs: ["organizationId", "organizationName", "provisioner", "createdByName", "createdAt"],
  nameForm: "organization/name",
  async find(context, name) {
    const [organization, templateName, ...rest] = name.split("/");
    if (organization === undefined || templateName === undefined || rest.length > 0) return undefined;
    return (await context.client.getTemplateByName(organization, templateName).catch(undefinedWhenGone))?.id;
  },

  /** What is as on a template that nobody has changed need not be declared; most of it can't be, without a licence. */
  async importInputs(context, outputs) {
    const { autostopRequirement, autostartRequirement, maxPortShareLevel, organizationId } = outputs;
    return {
      organization: await organizationToDeclare(context, organizationId),
      autostopRequirement: autostopRequirement?.daysOfWeek.length === 0 ? undefined : autostopRequirement,
      autostartRequirement: autostartRequirement?.daysOfWeek.length === DAYS.length ? undefined : autostartRequirement,
      maxPortShareLevel: maxPortShareLevel === "public" ? undefined : maxPortShareLevel,
    };
  },

  async check(context, inputs, previousInputs) {
    const failures = await checkOrganization(context, inputs.organization);
    if (failures.length === 0 && previousInputs === undefined) failures.push(...(await checkNameIsFree(context, inputs)));
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
    const organization = organizationOf(context, news.organization);
    const version = await requireUsableVersion(context, news);
    const owner = version.template_id;
    const template =
      owner === undefined ? await createTemplate(context, organization, news) : await takeOver(context, owner, news, version);
    // A creation takes the group off by itself; whether one that was taken over did is not known.
    const isFresh = owner === undefined;
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
    return { id: template.id, outputs: toOutputs(context, template, { ...localOutputs(previous.outputs), accessControl }, ignored) };
  },

  async update(context, previous, news) {
    const current = await context.client
      .getTemplate(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template "${previous.outputs.name ?? previous.id}"`));
    const hadEveryone = previous.outputs.disableEveryoneGroupAccess !== true;
    if (!hadEveryone && !news.disableEveryoneGroupAccess && news.accessControl?.groups === undefined) {
      context.log.warning(
        "`disableEveryoneGroupAccess: false` does not give the template back to everyone: `accessControl` does, or the access list on the template's page.",
      );
    }
    const ignored = stillIgnored(current, ignoredOf(previous));
    try {
      const removesEveryone = hadEveryone && news.disableEveryoneGroupAccess;
      const isAccessOpen = await accessChanged(context, previous.outputs, news.accessControl);
      return await settle(context, current, { news, ignored, removesEveryone, isAccessOpen, accessBefore: previous.outputs.accessControl });
    } catch (thrown) {
      // What was reached before the failure is in the state, so that the next update does only the rest.
      const reached = await context.client.getTemplate(previous.id).catch(() => current);
      throw new PartialError(previous.id, toOutputs(context, reached, localOutputs(previous.outputs), ignored), thrown);
    }
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
        : "Delete them first, or set `forceDelete: true`, run `pulumi up`, and delete it then: that deletes them with it.";
      throw new CoderError(
        `Template "${template.name}" was not deleted: it still has workspaces${await describeWorkspacesOfTemplate(context, template)}. ${advice}`,
        { cause: thrown },
      );
    } finally {
      forgetTemplate(context, previous.id);
    }
  },
});

/** The classic flow is on every server, the other one is not. */
async function checkFlow({ client }: Context, { useClassicParameterFlow }: MaybeUnknown<TemplateInputs>): Promise<InputFailure[]> {
  const reason = useClassicParameterFlow === false ? await client.explainLack("parameterFlows") : undefined;
  return reason === undefined ? [] : [{ property: "useClassicParameterFlow", reason }];
}

/** A name that is taken can't be created, whoever holds it; unless it is what an earlier, broken-off run of this program made. */
async function checkNameIsFree(context: Context, inputs: MaybeUnknown<TemplateInputs>): Promise<InputFailure[]> {
  const { name, organization, activeVersionId } = inputs;
  if (typeof name !== "string" || (organization !== undefined && typeof organization !== "string")) return [];
  const holder = await context.client.getTemplateByName(organizationOf(context, organization), name).catch(undefinedWhenGone);
  if (holder === undefined || holder.active_version_id === activeVersionId) return [];
  return [{ property: "name", reason: nameTaken(context, holder) }];
}

async function createTemplate(context: Context, organization: string, news: TemplateInputs): Promise<Template> {
  try {
    return await context.client.createTemplate(organization, toCreateRequest(news, await isWithheldFromEveryone(context, news)));
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || (thrown.status !== 409 && !thrown.isAnswerLost)) throw thrown;
    const holder = await context.client.getTemplateByName(organization, news.name).catch(undefinedWhenGone);
    // A version can be attached only once: a template that has ours is the one that this request made.
    if (holder !== undefined && holder.active_version_id === news.activeVersionId) return holder;
    if (holder === undefined || thrown.isAnswerLost) throw thrown;
    throw new CoderError(`Template "${news.name}" was not created. ${nameTaken(context, holder)}`, { cause: thrown });
  }
}

/** The version is attached already: by an earlier run of this program that was broken off, or to something else. */
async function takeOver(context: Context, templateId: string, news: TemplateInputs, version: TemplateVersion): Promise<Template> {
  const notCreated = `Template "${news.name}" was not created`;
  const holder = await context.client.getTemplate(templateId).catch(undefinedWhenGone);
  if (holder === undefined) {
    throw new CoderError(
      `${notCreated}: template version "${version.name}" belonged to a template that is deleted, and can't be used for another. ` +
        "If it is a `TemplateVersion` of this program, run `pulumi refresh`, then `pulumi up`: it is then made anew.",
    );
  }
  const organization = await findOrganization(context, organizationOf(context, news.organization));
  const isNamesake = holder.name.toLowerCase() === news.name.toLowerCase() && holder.organization_id === organization?.id;
  if (isNamesake && holder.active_version_id === version.id) {
    // What another stack made of the same program looks just like it: only the user knows.
    context.log.warning(
      `Template "${holder.name}" exists already with this version: it is taken for the work of an update that was broken off, and managed here from now on. ` +
        "If another stack manages it, run `pulumi state delete` for it and its version here, and choose another `name`.",
    );
    return holder;
  }
  if (isNamesake) throw new CoderError(`${notCreated}. ${nameTaken(context, holder)}`);
  throw new CoderError(
    `${notCreated}: template version "${version.name}" belongs to template "${holder.organization_name}/${holder.name}" already, and a version belongs to one template only. ` +
      `Give \`activeVersionId\` a \`TemplateVersion\` of its own, whose \`templateName\` is "${news.name}" from the start. ` +
      "One whose `templateName` was changed stays with its template, as if that was renamed: `pulumi up --replace` with its URN makes another.",
  );
}

/** The server takes a version that is not imported, and makes a template of it that no workspace can use. */
async function requireUsableVersion(context: Context, news: TemplateInputs): Promise<TemplateVersion> {
  const version = await context.client.getTemplateVersion(news.activeVersionId).catch(undefinedWhenGone);
  const problem = version === undefined ? missingVersion(news) : versionProblem(version);
  if (version === undefined || problem !== undefined) throw new CoderError(`Template "${news.name}" was not created: ${problem}`);
  return version;
}
