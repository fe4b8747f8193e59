// Making a template: of a version that exists, or of the version that it makes of its own source. Goes on with a
// template that a broken-off run has made.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { CoderError } from "../../errors";
import { keepingId, type Context } from "../../handler";
import { createOnce, goOnWith, type Born } from "../../ownership/birth";
import { digestOf } from "../../ownership/notes";
import type { Holder, Owned, Wish } from "../../ownership/wish";
import type { Properties } from "../../values";
import { undefinedWhenGone } from "../names/gone";
import { adoptObject, ownedInOrganization, type OrganizationObjects } from "../names/organization-objects";
import { findOrganization, organizationOf } from "../names/organizations";
import { findTemplateByName, isTemplateNameFree, noteTemplateName } from "../names/template-names";
import { forgetJobs } from "../versions/earlier";
import { forgetImported, seeImported } from "../versions/made-here";
import { problemOf } from "../versions/promote";
import { isWithheldFromEveryone } from "./access";
import { versionOfOther } from "./check";
import { localOutputs, templateUrl, toOutputs, type LocalOutputs, type OutputsWithHidden } from "./outputs";
import type { TemplateInputs } from "./properties";
import { toCreateRequest } from "./requests";
import { leftoversWith, type Leftovers } from "./leftovers";
import { refuseSecondPromoter } from "./promoter";
import { settle, versionPropertyOf } from "./update";
import { hasSource, makeSourceVersion, type Made, type SourcePlace, type WithSource } from "./version";

/** A version can't belong to a second template. */
const AFTER_REPLACEMENT =
  " Its versions end with it. A `source` is then imported anew; with `activeVersionId` or `firstVersionId` the " +
  "creation fails, and `pulumi refresh` with `pulumi up` makes a `TemplateVersion` of this program and the template " +
  "anew.";

interface Created {
  id: string;
  outputs: OutputsWithHidden;
}

export const templates: OrganizationObjects<Template> = {
  type: "Template",
  get: (client, id) => client.getTemplate(id),
};

export async function createTemplate(context: Context, news: TemplateInputs): Promise<Created> {
  return hasSource(news) ? createWithSource(context, news) : createWithVersion(context, news);
}

/** The template makes its version itself. */
async function createWithSource(context: Context, news: WithSource): Promise<Created> {
  const organization = organizationOf(context, news.organization);
  const existing =
    news.adopt !== undefined
      ? await adoptObject(context, templates, news.adopt, news.organization)
      : await continued(context, organization, news);
  let left: Leftovers = {};
  const onFailure: SourcePlace["onFailure"] = (failed) => {
    left = leftoversWith({}, failed);
  };
  const make = (): Promise<Made> => makeSourceVersion(context, { organization, template: existing, onFailure }, news);
  if (existing !== undefined) {
    const known = (): Properties => ({ ...toOutputs(context, existing, bareOutputs(news), {}), ...left });
    return keepingId(existing.id, known, async () => settleNew(context, existing, news, { made: await make() }));
  }
  const made = await make();
  const { made: template, isTakenOver } = await postTemplate(context, news, made.sourceVersion.id).catch(
    (thrown: unknown) => {
      // The next try goes on with the version, which the list of jobs does not show yet.
      forgetJobs(context, organization);
      throw thrown;
    },
  );
  return settleNew(context, template, news, { made, isFresh: !isTakenOver });
}

/** A template of this name, which an earlier run of this program made. It is found out before anything is uploaded. */
async function continued(context: Context, organization: string, news: TemplateInputs): Promise<Template | undefined> {
  // Where the name was taken a moment ago, the creation is refused in the end.
  if (await isTemplateNameFree(context, organization, news.name)) return undefined;
  const template = await findTemplateByName(context, organization, news.name);
  if (template !== undefined) await goOnWith(context, wishOf(context, news), await toHolder(context, template));
  return template;
}

async function createWithVersion(context: Context, news: TemplateInputs): Promise<Created> {
  if (news.adopt !== undefined) {
    const adopted = await adoptObject(context, templates, news.adopt, news.organization);
    if (news.activeVersionId !== undefined) await requireUsableVersion(context, news);
    return settleNew(context, adopted, news, {});
  }
  const version = await requireUsableVersion(context, news);
  const { made, isTakenOver } =
    version.template_id === undefined
      ? await postTemplate(context, news, version.id)
      : await goOn(context, version.template_id, news, version);
  return settleNew(context, made, news, { isFresh: !isTakenOver });
}

/** Brings a new template, or one that was taken over, to what is declared. A failure keeps its id. */
async function settleNew(
  context: Context,
  template: Template,
  news: TemplateInputs,
  { made, isFresh = false }: { made?: Made; isFresh?: boolean },
): Promise<Created> {
  // A creation has taken the group off. A template that was taken over may still have it.
  const removesEveryone = !isFresh && news.disableEveryoneGroupAccess;
  const versionId = made?.sourceVersion.id ?? news.activeVersionId;
  const intent = { news, versionId, made, ignored: {}, removesEveryone, isAccessOpen: true, isFresh };
  const known = (): Properties => {
    const disableEveryoneGroupAccess = news.disableEveryoneGroupAccess && isFresh;
    return toOutputs(context, template, { ...bareOutputs(news), ...made, disableEveryoneGroupAccess }, {});
  };
  return keepingId(template.id, known, async () => {
    refuseSecondPromoter(context, template.id, news);
    return { id: template.id, outputs: await settle(context, template, intent) };
  });
}

/** What only the program knows, before any of it has been reached. */
function bareOutputs(news: TemplateInputs): LocalOutputs {
  return { ...localOutputs(news), accessControl: undefined, disableEveryoneGroupAccess: false };
}

async function postTemplate(context: Context, news: TemplateInputs, versionId: string): Promise<Born<Template>> {
  const organization = organizationOf(context, news.organization);
  forgetImported(context, versionId);
  const request = toCreateRequest(news, versionId, await isWithheldFromEveryone(context, news));
  await noteTemplateName(context, organization, news.name);
  return createOnce(context, {
    ...wishOf(context, news),
    digest: digestOf(versionId),
    // A version belongs to one template only, and this one belonged to none before the request.
    isOnlyOnce: true,
    post: (options) => context.client.createTemplate(organization, request, options),
    get: ({ id }) => context.client.getTemplate(id),
  });
}

function wishOf(context: Context, news: TemplateInputs): Wish {
  const wanted = { owner: organizationOf(context, news.organization), name: news.name };
  return { owned: ownedTemplate(context), wanted };
}

/** What only one resource may have: a name among its organization's templates. */
export function ownedTemplate(context: Context): Owned {
  const owned = ownedInOrganization(context, "Template", async ({ owner, name }) => {
    const template = await findTemplateByName(context, owner, name);
    return template && toHolder(context, template);
  });
  const isFree: Owned["isFree"] = ({ owner, name }) => isTemplateNameFree(context, owner, name);
  return { ...owned, isFree, afterReplacement: AFTER_REPLACEMENT };
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
  const property = versionPropertyOf(news) ?? "";
  throw new CoderError(`${notCreated}: ${versionOfOther(version, holder, { property, name: news.name })}`);
}

/** The server would take a version that is not imported, and make a template of it that no workspace can use. */
async function requireUsableVersion(context: Context, news: TemplateInputs): Promise<TemplateVersion> {
  const named = { id: news.activeVersionId ?? news.firstVersionId ?? "", property: versionPropertyOf(news) };
  const version =
    seeImported(context, named.id) ?? (await context.client.getTemplateVersion(named.id).catch(undefinedWhenGone));
  const problem = problemOf(version, named);
  if (version === undefined || problem !== undefined)
    throw new CoderError(`Template "${news.name}" was not created: ${problem}`);
  return version;
}
