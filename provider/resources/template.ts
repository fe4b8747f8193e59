// Templates: their lifecycle. Owns metadata and promotion; versions are made in template-version.ts.
import type { Template } from "../client/templates";
import type { TemplateVersion } from "../client/template-versions";
import { ApiError, CoderError, isGone, PartialError, type InputFailure } from "../errors";
import { changedProperties, defineHandler, keepingId, type Change, type Context, type Previous } from "../handler";
import { isEqual, type Properties } from "../values";
import { explainGone, undefinedWhenGone } from "./shared-gone";
import { deleteWorkspacesOfTemplate, describeWorkspacesOfTemplate } from "./shared-template-workspaces";
import { checkOrganization, organizationChanged, organizationOf } from "./shared-organizations";
import { templateInputs, templateOutputs, type TemplateInputs, type TemplateOutputs } from "./template-properties";
import { toCreateRequest, toInputs, toUpdateRequest } from "./template-requests";

/** Output key for what the server ignored: property → the value it did not take. Such a property is no difference until one side moves. */
const IGNORED_KEY = "__ignored";

type OutputsWithIgnored = TemplateOutputs & { [IGNORED_KEY]?: Properties };

const inputProperties = Object.keys(templateInputs.shape) as (keyof TemplateInputs)[];

/** Properties that only this provider knows: the server neither stores nor reports them. */
const localProperties: readonly string[] = ["forceDelete", "organization", "disableEveryoneGroupAccess"];

export const templateHandler = defineHandler({
  type: "Template",
  inputs: templateInputs,
  outputs: templateOutputs,

  async check(context, inputs, previousInputs) {
    const failures: InputFailure[] = [];
    failures.push(...(await checkOrganization(context, inputs.organization)));
    const isNew = previousInputs === undefined || Object.keys(previousInputs).length === 0;
    if (failures.length === 0 && isNew) failures.push(...(await checkNameIsFree(context, inputs)));
    return { inputs, failures };
  },

  async diff(context, previous, news) {
    const ignored = ignoredOf(previous);
    const changes: Change[] = changedProperties(
      previous,
      news,
      inputProperties.filter((property) => property !== "organization"),
    ).filter(({ property }) => !(property in ignored && isEqual(ignored[property], news[property as keyof TemplateInputs])));
    if (await organizationChanged(context, previous.outputs, news.organization))
      changes.push({ property: "organization", kind: "replace" });
    return { changes };
  },

  async create(context, news) {
    const organization = organizationOf(context, news.organization);
    const version = await requireImportedVersion(context, news.activeVersionId);
    const template =
      version.template_id === undefined
        ? await createTemplate(context, organization, news)
        : await takeOver(context, version.template_id, news, version);
    return keepingId(
      template.id,
      () => toOutputs(context, template, news, {}),
      async () => ({ id: template.id, outputs: await settle(context, template, news, news.disableEveryoneGroupAccess) }),
    );
  },

  async read(context, previous) {
    const template = await context.client.getTemplate(previous.id).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    return { id: template.id, outputs: toOutputs(context, template, previous.outputs, stillIgnored(template, ignoredOf(previous))) };
  },

  async update(context, previous, news) {
    const current = await context.client
      .getTemplate(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template "${previous.outputs.name ?? previous.id}"`));
    const removesEveryone = news.disableEveryoneGroupAccess && previous.outputs.disableEveryoneGroupAccess !== true;
    if (previous.outputs.disableEveryoneGroupAccess === true && !news.disableEveryoneGroupAccess) {
      context.log.warning(
        "`disableEveryoneGroupAccess: false` does not give the template back to everyone: add the group in the template's access list.",
      );
    }
    try {
      return await settle(context, current, news, removesEveryone);
    } catch (thrown) {
      // What was reached before the failure is in the state, so that the next update does only the rest.
      const reached = await context.client.getTemplate(previous.id).catch(() => current);
      throw new PartialError(
        previous.id,
        toOutputs(context, reached, { ...news, ...localOutputs(previous.outputs) }, ignoredOf(previous)),
        thrown,
      );
    }
  },

  async delete(context, previous) {
    const template = await context.client.getTemplate(previous.id).catch(undefinedWhenGone);
    if (template === undefined) return;
    if (previous.outputs.forceDelete === true) await deleteWorkspacesOfTemplate(context, template);
    try {
      await context.client.deleteTemplate(template.id);
    } catch (thrown) {
      if (isGone(thrown)) return;
      if (!(thrown instanceof ApiError) || thrown.status !== 400) throw thrown;
      const workspaces = await describeWorkspacesOfTemplate(context, template);
      throw new CoderError(
        `Template "${template.name}" was not deleted: it still has workspaces${workspaces}. ` +
          "Delete them first, or set `forceDelete: true`, run `pulumi up`, and delete it then: that deletes them with it.",
        { cause: thrown },
      );
    }
  },
});

/** A name that is taken can't be created, whoever holds it; unless it is what an earlier, broken-off run of this program made. */
async function checkNameIsFree(
  context: Context,
  inputs: { name?: unknown; organization?: unknown; activeVersionId?: unknown },
): Promise<InputFailure[]> {
  if (typeof inputs.name !== "string" || typeof inputs.organization === "symbol") return [];
  const organization = organizationOf(context, typeof inputs.organization === "string" ? inputs.organization : undefined);
  const holder = await context.client.getTemplateByName(organization, inputs.name).catch(undefinedWhenGone);
  if (holder === undefined || holder.active_version_id === inputs.activeVersionId) return [];
  return [{ property: "name", reason: nameTaken(context, holder) }];
}

async function createTemplate(context: Context, organization: string, news: TemplateInputs): Promise<Template> {
  try {
    return await context.client.createTemplate(organization, toCreateRequest(news));
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
  const holder = await context.client.getTemplate(templateId).catch(undefinedWhenGone);
  if (holder === undefined) {
    throw new CoderError(
      `Template "${news.name}" was not created: template version "${version.name}" belonged to a template that is deleted, and can't be used for another. ` +
        "Make a new one: change the `name` of the `TemplateVersion`.",
    );
  }
  if (holder.name.toLowerCase() === news.name.toLowerCase() && holder.active_version_id === version.id) {
    context.log.info(
      `Template "${holder.name}" exists already with this version: an earlier run was broken off, and this one continues it.`,
    );
    return holder;
  }
  if (holder.name.toLowerCase() === news.name.toLowerCase()) {
    throw new CoderError(`Template "${news.name}" was not created. ${nameTaken(context, holder)}`);
  }
  throw new CoderError(
    `Template "${news.name}" was not created: template version "${version.name}" belongs to template "${holder.name}" already, and a version belongs to one template only. ` +
      `Give \`activeVersionId\` a \`TemplateVersion\` whose \`templateName\` is "${news.name}".`,
  );
}

function nameTaken(context: Context, holder: Template): string {
  return (
    `The name "${holder.name}" is taken in organization "${holder.organization_name}" by template ${holder.id}, created by "${holder.created_by_name}" ` +
    `at ${holder.created_at}: ${templateUrl(context, holder)}. Choose another name, or delete that template first.`
  );
}

/** The server takes a version that is not imported, and makes a template of it that no workspace can use. */
async function requireImportedVersion(context: Context, versionId: string): Promise<TemplateVersion> {
  const version = await context.client.getTemplateVersion(versionId).catch(undefinedWhenGone);
  if (version === undefined) {
    throw new CoderError(`There is no template version ${versionId} (\`activeVersionId\`), or the token's user may not see it.`);
  }
  if (version.job.status !== "succeeded") {
    throw new CoderError(
      `Template version "${version.name}" can't be activated: its import job is "${version.job.status}", not "succeeded". ` +
        "Set `activeVersionId` to a version that was imported.",
    );
  }
  return version;
}

/** Brings an existing template to what is declared, with as few requests as that takes, and confirms it. */
async function settle(context: Context, current: Template, news: TemplateInputs, removesEveryone: boolean): Promise<OutputsWithIgnored> {
  const { client } = context;
  let template = current;
  if (removesEveryone || differences(template, news).length > 0) {
    const request = { ...toUpdateRequest(news, template), ...(removesEveryone && { disable_everyone_group_access: true }) };
    template =
      (await client.updateTemplate(template.id, request).catch((thrown: unknown) => explainRename(context, thrown, template, news))) ??
      template;
  }
  if (template.active_version_id !== news.activeVersionId) {
    await requireImportedVersion(context, news.activeVersionId);
    await client.promoteTemplateVersion(template.id, news.activeVersionId);
    template = await client.getTemplate(template.id);
    if (template.active_version_id !== news.activeVersionId) {
      throw new CoderError(
        `Template "${template.name}" has active version ${template.active_version_id}, not ${news.activeVersionId} as it was told: something else promotes versions of it at the same time. Run \`pulumi up\` again.`,
      );
    }
  }
  const ignored = Object.fromEntries(differences(template, news).map((property) => [property, news[property]]));
  if (Object.keys(ignored).length > 0) {
    context.log.warning(
      `The server ignored ${Object.keys(ignored)
        .map((property) => `\`${property}\``)
        .join(
          ", ",
        )} of template "${template.name}": ${Object.keys(ignored).length === 1 ? "it needs" : "they need"} a licence, or another version of Coder (this is ${client.serverVersion ?? "unknown"}). The template keeps its own value.`,
    );
  }
  return toOutputs(context, template, news, ignored);
}

async function explainRename(context: Context, thrown: unknown, template: Template, news: TemplateInputs): Promise<undefined> {
  if (!(thrown instanceof ApiError) || thrown.status !== 409) throw thrown;
  const holder = await context.client.getTemplateByName(template.organization_id, news.name).catch(undefinedWhenGone);
  if (holder === undefined) throw thrown;
  throw new CoderError(`Template "${template.name}" was not renamed. ${nameTaken(context, holder)}`, { cause: thrown });
}

/** Declared properties that the server holds and whose value is another. */
function differences(template: Template, news: TemplateInputs): (keyof TemplateInputs)[] {
  const held: Properties = toInputs(template);
  return inputProperties.filter(
    (property) =>
      property !== "activeVersionId" &&
      !localProperties.includes(property) &&
      news[property] !== undefined &&
      !isEqual(news[property], held[property]),
  );
}

function ignoredOf(previous: Previous<TemplateOutputs>): Properties {
  return (previous.outputs as Partial<OutputsWithIgnored>)[IGNORED_KEY] ?? {};
}

/** A value that was ignored stays so until the server shows it after all. */
function stillIgnored(template: Template, ignored: Properties): Properties {
  const held: Properties = toInputs(template);
  return Object.fromEntries(Object.entries(ignored).filter(([property, value]) => !isEqual(held[property], value)));
}

function localOutputs(outputs: Partial<TemplateOutputs>): Partial<TemplateInputs> {
  return {
    ...(outputs.organization !== undefined && { organization: outputs.organization }),
    disableEveryoneGroupAccess: outputs.disableEveryoneGroupAccess ?? false,
    forceDelete: outputs.forceDelete ?? false,
  };
}

function toOutputs(context: Context, template: Template, declared: Partial<TemplateInputs>, ignored: Properties): OutputsWithIgnored {
  return {
    ...toInputs(template),
    ...localOutputs(declared),
    organizationId: template.organization_id,
    organizationName: template.organization_name,
    provisioner: template.provisioner,
    deprecated: template.deprecated,
    createdByName: template.created_by_name,
    createdAt: template.created_at,
    url: templateUrl(context, template),
    ...(Object.keys(ignored).length > 0 && { [IGNORED_KEY]: ignored }),
  } as OutputsWithIgnored;
}

function templateUrl(context: Context, template: Template): string {
  return `${context.client.url}/templates/${template.organization_name}/${template.name}`;
}
