// Templates: brings an existing one to what is declared (metadata, active version and access), and confirms the result.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { ApiError, backticked, CoderError } from "../../errors";
import type { Context } from "../../handler";
import type { Properties } from "../../values";
import { undefinedWhenGone } from "../names/gone";
import { forgetTemplate } from "../names/templates";
import { settleAccess } from "./access";
import { differences, isKnownIgnored, templateUrl, toOutputs, type OutputsWithIgnored } from "./outputs";
import type { AccessControl, TemplateInputs } from "./properties";
import { settledBy, toUpdateRequest } from "./requests";

/** What to reach, and what was known before. */
interface Intent {
  news: TemplateInputs;
  /** Values that the server ignored so far: they are not sent again for their own sake. */
  ignored: Properties;
  removesEveryone: boolean;
  /** Whether the access has to be changed. */
  isAccessOpen: boolean;
  /** The access in the state. */
  accessBefore?: AccessControl | undefined;
  /** The template was just created. What the server ignored of the creation, it would ignore again. */
  isFresh?: boolean;
}

/** Brings an existing template to what is declared, with as few requests as that takes, and confirms it. */
export async function settle(context: Context, current: Template, intent: Intent): Promise<OutputsWithIgnored> {
  const { news, ignored } = intent;
  let template = current;
  if (intent.removesEveryone || openDifferences(template, intent).length > 0)
    template = await updateMetadata(context, template, intent);
  if (template.active_version_id !== news.activeVersionId) template = await promote(context, template, news);
  const unsettled = differences(template, news);
  warnOfIgnored(
    context,
    template,
    unsettled.filter((property) => !isKnownIgnored(ignored, property, news[property])),
  );
  if (intent.isAccessOpen && news.accessControl !== undefined) {
    await settleAccess(context, template, news.accessControl, intent.accessBefore);
  }
  return toOutputs(
    context,
    template,
    news,
    Object.fromEntries(unsettled.map((property) => [property, news[property]])),
  );
}

/** Which template has the name, and where to see it. */
function nameTaken(context: Context, holder: Template): string {
  return (
    `The name "${holder.name}" is taken in organization "${holder.organization_name}" by template ${holder.id}, ` +
    `created by "${holder.created_by_name}" ` +
    `at ${holder.created_at}: ${templateUrl(context, holder)}. Choose another name, or delete that template first.`
  );
}

export function missingVersion(news: TemplateInputs): string {
  return (
    `there is no template version ${news.activeVersionId} (\`activeVersionId\`), or the token's user may not see ` +
    "it."
  );
}

/** Why no template can have this version as its active one. */
export function versionProblem(version: TemplateVersion): string | undefined {
  if (version.job.status !== "succeeded") {
    return (
      `template version "${version.name}" can't be activated, as its import job is "${version.job.status}", not ` +
      `"succeeded". ` +
      "Set `activeVersionId` to a version that was imported."
    );
  }
  if (!version.archived) return undefined;
  return (
    `template version "${version.name}" can't be activated, as it is archived. ` +
    "Unarchive it; `pulumi refresh` and then `pulumi up` do so for a `TemplateVersion` of this program."
  );
}

async function updateMetadata(context: Context, current: Template, intent: Intent): Promise<Template> {
  const { client } = context;
  try {
    return (
      (await client.updateTemplate(current.id, toUpdateRequest(intent.news, current, intent.removesEveryone))) ??
      current
    );
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.isAnswerLost && !intent.removesEveryone) {
      const now = await client.getTemplate(current.id);
      if (openDifferences(now, intent).length === 0) return now;
    }
    const holder =
      thrown.status === 409
        ? await client.getTemplateByName(current.organization_id, intent.news.name).catch(undefinedWhenGone)
        : undefined;
    if (holder === undefined) throw thrown;
    throw new CoderError(`Template "${current.name}" was not renamed. ${nameTaken(context, holder)}`, {
      cause: thrown,
    });
  } finally {
    forgetTemplate(context, current.id);
  }
}

/**
 * Promotes the version, and asks the server for the template after that: its answer to the promotion is only a
 * sentence.
 */
async function promote(context: Context, template: Template, news: TemplateInputs): Promise<Template> {
  const { client } = context;
  let lost: ApiError | undefined;
  try {
    await client.promoteTemplateVersion(template.id, news.activeVersionId);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (!thrown.isAnswerLost) throw await explainPromotion(context, template, news, thrown);
    lost = thrown;
  } finally {
    forgetTemplate(context, template.id);
  }
  const now = await client.getTemplate(template.id);
  if (now.active_version_id === news.activeVersionId) return now;
  if (lost !== undefined) throw lost;
  throw new CoderError(
    `Template "${now.name}" has active version ${now.active_version_id}, not ${news.activeVersionId} as it was told: ` +
      "something else promotes versions of it at the same time. Run `pulumi up` again.",
  );
}

async function explainPromotion(
  context: Context,
  template: Template,
  news: TemplateInputs,
  refusal: ApiError,
): Promise<Error> {
  const version = await context.client.getTemplateVersion(news.activeVersionId).catch(undefinedWhenGone);
  const problem =
    version === undefined ? missingVersion(news) : (versionProblem(version) ?? foreignVersion(version, template));
  return problem === undefined
    ? refusal
    : new CoderError(`The active version of template "${template.name}" was not changed: ${problem}`, {
        cause: refusal,
      });
}

function foreignVersion(version: TemplateVersion, template: Template): string | undefined {
  if (version.template_id === template.id) return undefined;
  const owner =
    version.template_id === undefined
      ? "belongs to no template, and can't join one that exists"
      : "belongs to another template";
  return (
    `template version "${version.name}" ${owner}. Make one with \`templateName: "${template.name}"\` while the ` +
    "template has that name."
  );
}

function warnOfIgnored(context: Context, template: Template, properties: readonly string[]): void {
  if (properties.length === 0) return;
  context.log.warning(
    `The server ignored ${backticked(properties)} of template "${template.name}": ` +
      `${properties.length === 1 ? "it needs" : "they need"} a licence, ` +
      `or another version of Coder (this is ${context.client.serverVersion ?? "unknown"}). The template keeps its ` +
      "own value; " +
      "yours is sent again with the next change of the template.",
  );
}

/** Differences that a request may still settle. */
function openDifferences(template: Template, { news, ignored, isFresh }: Intent): string[] {
  return differences(template, news)
    .filter((property) => !isKnownIgnored(ignored, property, news[property]))
    .filter((property) => isFresh !== true || settledBy[property] === "update");
}
