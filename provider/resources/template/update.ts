// Templates: brings an existing one to what is declared (metadata, active version and access), and confirms the result.
import type { Template } from "../../client/templates";
import { ApiError, backticked, CoderError } from "../../errors";
import type { Context } from "../../handler";
import type { Properties } from "../../values";
import { undefinedWhenGone } from "../names/gone";
import { noteTemplateName } from "../names/template-names";
import { forgetTemplate } from "../names/templates";
import { promote } from "../versions/promote";
import { settleAccess } from "./access";
import {
  differences,
  isKnownIgnored,
  templateUrl,
  toOutputs,
  type MadeOutputs,
  type OutputsWithHidden,
} from "./outputs";
import type { AccessControl, TemplateInputs } from "./properties";
import { settledBy, toUpdateRequest } from "./requests";

/** What to reach, and what was known before. */
interface Intent {
  news: TemplateInputs;
  /** The version to promote; undefined leaves the active one as it is. */
  versionId: string | undefined;
  /** Outputs of the version that the template has made of its source. */
  made?: MadeOutputs | undefined;
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
export async function settle(context: Context, current: Template, intent: Intent): Promise<OutputsWithHidden> {
  const { news, ignored, versionId } = intent;
  let template = current;
  if (intent.removesEveryone || openDifferences(template, intent).length > 0)
    template = await updateMetadata(context, template, intent);
  if (versionId !== undefined && template.active_version_id !== versionId)
    template = await promote(context, template, { id: versionId, property: versionPropertyOf(news) });
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
    { ...news, ...intent.made },
    Object.fromEntries(unsettled.map((property) => [property, news[property]])),
  );
}

/** The input that names the version; none does where the template makes it of its source. */
export function versionPropertyOf(news: Pick<TemplateInputs, "source" | "firstVersionId">): string | undefined {
  if (news.source !== undefined) return undefined;
  return news.firstVersionId !== undefined ? "firstVersionId" : "activeVersionId";
}

/** Which template has the name, and where to see it. */
function nameTaken(context: Context, holder: Template): string {
  return (
    `The name "${holder.name}" is taken in organization "${holder.organization_name}" by template ${holder.id}, ` +
    `created by "${holder.created_by_name}" ` +
    `at ${holder.created_at}: ${templateUrl(context, holder)}. Choose another name, or delete that template first.`
  );
}

async function updateMetadata(context: Context, current: Template, intent: Intent): Promise<Template> {
  const { client } = context;
  try {
    if (intent.news.name !== current.name) await noteTemplateName(context, current.organization_id, intent.news.name);
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
