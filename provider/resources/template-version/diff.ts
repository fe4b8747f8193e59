// What a change of a template version's declaration causes: nothing, an update in place, or another version. Refuses
// changes that need two steps.
import { CoderError } from "../../errors";
import type { Change, Context, DiffResult, MaybeUnknown, Previous } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { organizationChanged } from "../names/organizations";
import { contentChanges, isDead, listed, refuseSameName, whenChanged } from "../versions/changes";
import { isFromGit } from "../versions/git";
import type { VersionInputs, VersionOutputs } from "../versions/properties";

type News = MaybeUnknown<VersionInputs>;

export async function diffVersion(
  context: Context,
  previous: Previous<VersionOutputs>,
  news: News,
): Promise<DiffResult> {
  const { outputs } = previous;
  const content = contentChanges(outputs, news);
  // Only a version of no use gives its name up.
  if (outputs.status === "succeeded" && news.templateName === outputs.templateName)
    refuseSameName(content, { property: "name", held: outputs.name, declared: news.name }, news);
  const movesOrganization = await organizationChanged(context, outputs, news.organization);
  const isReplaced = movesOrganization || content.length > 0;
  const template = movesOrganization
    ? whenChanged("templateName", "replace", news.templateName !== outputs.templateName)
    : await judgeTemplateName(context, previous, news.templateName, content);
  return {
    changes: [
      ...content,
      ...whenChanged("organization", "replace", movesOrganization),
      ...template,
      ...whenChanged("name", "update", news.name !== undefined && news.name !== outputs.name),
      ...whenChanged("message", "update", !isFromGit(news.source, "message") && news.message !== outputs.message),
      ...whenChanged("onDelete", "update", news.onDelete !== outputs.onDelete),
      ...whenChanged("status", "update", !isReplaced && outputs.status !== "succeeded"),
      ...whenChanged("archived", "update", !isReplaced && outputs.archived === true),
    ],
  };
}

/** Why a change needs another version. */
export function whyAnotherVersion(property: string, { outputs }: Previous<VersionOutputs>): string | undefined {
  if (property === "source" && isDead(outputs.status)) return "its import did not succeed, so the version is of no use";
  return {
    source: "the files of a version never change",
    variables: "a version keeps the values that it was imported with",
    provisionerTags: "a version keeps the tags that it was imported with",
    organization: "a version stays in its organization",
    templateName: "a version stays with its template",
  }[property];
}

/**
 * Another template name needs another version, unless the same template is renamed. In both cases a new version can be
 * made only once the template has the name.
 */
async function judgeTemplateName(
  context: Context,
  previous: Previous<VersionOutputs>,
  templateName: unknown,
  content: readonly Change[],
): Promise<Change[]> {
  const { id, outputs } = previous;
  const isNamed = templateName === outputs.templateName;
  if (isNamed && content.length === 0) return [];
  const otherVersion = whenChanged("templateName", "replace", !isNamed);
  if (typeof templateName !== "string") return otherVersion;
  const { client } = context;
  const holder = await client
    .getTemplateByName(outputs.organizationId ?? context.defaultOrganization, templateName)
    .catch(undefinedWhenGone);
  if (isNamed && holder !== undefined) return [];
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === undefined) return otherVersion;
  // A free version can join a template that is made with it, but no template that exists.
  if (version.template_id === undefined)
    return holder === undefined ? whenChanged("templateName", "update", !isNamed) : otherVersion;
  if (holder !== undefined)
    return holder.id === version.template_id ? [{ property: "templateName", kind: "update" }] : otherVersion;
  const template = await client.getTemplate(version.template_id).catch(undefinedWhenGone);
  if (template === undefined) return otherVersion;
  // No template has the name yet: the version's own template is to get it.
  if (content.length === 0) return [{ property: "templateName", kind: "update" }];
  throw new CoderError(
    `${listed(content)} changed while template "${template.name}" is to become "${templateName}" (\`templateName\`). ` +
      "The new version would be made before the template has that name, and could not join it. Take two steps: " +
      "(1) rename the template: `pulumi up --target` with the URN of the `Template`; (2) `pulumi up`.",
  );
}
