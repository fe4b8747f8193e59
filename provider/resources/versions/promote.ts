// Promotion: a version becomes the active one of its template, which new workspaces get. Says which versions can't.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { ApiError, CoderError, type InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { forgetTemplate } from "../names/templates";
import { isHeldByOther } from "./holders";
import { seeImported } from "./made-here";

/** A version, and the input of the program that names it, if one does. */
export interface NamedVersion {
  id: string;
  property?: string | undefined;
}

/** Why no template can have this version as its active one, or not this template. */
export function problemOf(
  version: TemplateVersion | undefined,
  { id, property }: NamedVersion,
  template?: Pick<Template, "id" | "name">,
): string | undefined {
  if (version === undefined) {
    const where = property === undefined ? "" : ` (\`${property}\`)`;
    return (
      `there is no template version ${id}${where}, or the token's user may not see it. ` +
      "Give the id of one of this server."
    );
  }
  if (version.job.status !== "succeeded") {
    const advice = property === undefined ? "" : ` Set \`${property}\` to a version that was imported.`;
    return `${cannotBeActive(version)} its import job is "${version.job.status}", not "succeeded".${advice}`;
  }
  if (version.archived) {
    return (
      `${cannotBeActive(version)} it is archived. ` +
      "Unarchive it; `pulumi refresh` and then `pulumi up` do so for a `TemplateVersion` of this program."
    );
  }
  return template && foreignVersion(version, template);
}

/** Why this template can't have the version. */
export function foreignVersion(version: TemplateVersion, template: Pick<Template, "id" | "name">): string | undefined {
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

/** The error of a promotion that did not come to the server, or that the server refused. */
export function notPromoted(template: Pick<Template, "name">, problem: string, cause?: ApiError): CoderError {
  return new CoderError(
    `The active version of template "${template.name}" was not changed: ${problem}`,
    cause && { cause },
  );
}

/**
 * Refuses at preview a version that no template can activate. One that a resource of this program has is left to that
 * resource, which may mend it before the promotion.
 *
 * @param foreign why the template can't have the version, which no resource mends
 */
export async function checkVersionId(
  context: Context,
  { id, property }: { id: unknown; property: string },
  foreign: (version: TemplateVersion) => string | undefined | Promise<string | undefined>,
): Promise<InputFailure[]> {
  if (typeof id !== "string") return [];
  const version = seeImported(context, id) ?? (await context.client.getTemplateVersion(id).catch(undefinedWhenGone));
  const problem =
    (version && (await foreign(version))) ??
    (version !== undefined && isHeldByOther(context, id) ? undefined : problemOf(version, { id, property }));
  if (problem === undefined) return [];
  return [{ property, reason: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}` }];
}

/**
 * Promotes the version, and asks the server for the template after that: its answer to the promotion is only a
 * sentence. `note` is told of a refusal, which is certain to have changed nothing.
 */
export async function promote(
  context: Context,
  template: Template,
  version: NamedVersion,
  note?: { refused(): void },
): Promise<Template> {
  const { client } = context;
  let lost: ApiError | undefined;
  try {
    await client.promoteTemplateVersion(template.id, version.id);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (!thrown.isAnswerLost) {
      note?.refused();
      throw await explainRefusal(context, template, version, thrown);
    }
    lost = thrown;
  } finally {
    forgetTemplate(context, template.id);
  }
  const now = await client.getTemplate(template.id);
  if (now.active_version_id === version.id) return now;
  if (lost !== undefined) throw lost;
  throw new CoderError(
    `Template "${now.name}" has active version ${now.active_version_id}, not ${version.id} as it was told: ` +
      "something else promotes versions of it at the same time. Run `pulumi up` again.",
  );
}

async function explainRefusal(
  context: Context,
  template: Template,
  named: NamedVersion,
  refusal: ApiError,
): Promise<Error> {
  const version = await context.client.getTemplateVersion(named.id).catch(undefinedWhenGone);
  const problem = problemOf(version, named, template);
  return problem === undefined ? refusal : notPromoted(template, problem, refusal);
}

function cannotBeActive({ name }: TemplateVersion): string {
  return `template version "${name}" can't be activated, as`;
}
