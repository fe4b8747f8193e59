// What a change of a template version's declaration causes: nothing, an update in place, or another version. Refuses
// changes that need two steps.
import { backticked, CoderError } from "../../errors";
import type { Change, Context, DiffResult, MaybeUnknown, Previous } from "../../handler";
import { containsUnknown } from "../../values";
import { undefinedWhenGone } from "../names/gone";
import { organizationChanged } from "../names/organizations";
import { contentChanges, whenChanged } from "../versions/changes";
import { isFromGit } from "../versions/git";
import type { VersionInputs, VersionOutputs } from "../versions/properties";

type Outputs = Partial<VersionOutputs>;
type News = MaybeUnknown<VersionInputs>;

export async function diffVersion(
  context: Context,
  previous: Previous<VersionOutputs>,
  news: News,
): Promise<DiffResult> {
  const { outputs } = previous;
  const content = contentChanges(outputs, news);
  refuseSameName(outputs, news, content);
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

/**
 * The old version has its name until the new one is made, and keeps it afterwards. Only a version of no use gives its
 * name up.
 */
function refuseSameName(outputs: Outputs, news: News, content: readonly Change[]): void {
  const isCertain = ![news.source, news.variables, news.provisionerTags].some(containsUnknown);
  if (content.length === 0 || !isCertain || outputs.status !== "succeeded") return;
  if (news.name !== outputs.name || news.templateName !== outputs.templateName) return;
  throw new CoderError(
    `\`name\` is still "${outputs.name}" while ${listed(content)} changed, which makes another version. Versions ` +
      "are never deleted, and keep their names: " +
      "change `name` as well, or leave it out to have one derived from the content.",
  );
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

function listed(changes: readonly Change[]): string {
  return backticked(changes.map(({ property }) => property));
}
