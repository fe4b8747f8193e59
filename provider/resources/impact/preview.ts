// What a preview tells of a version that it promotes: one note at the resource that promotes it.
import { CoderError, messageOf } from "../../errors";
import type { Context } from "../../handler";
import type { ImpactCause, ImpactKind, TemplateImpact } from "../../outputs/template-impact";
import type { DeclaredVersion } from "../names/declared-versions";
import { undefinedWhenGone } from "../names/gone";
import { lookUpTemplate } from "../names/templates";
import { workspacesOf } from "./holders";
import { impactOf, impactOfTarget } from "./impact";
import { declaredTarget } from "./target";

/** So many workspaces are named for each cause. */
const NAMED = 5;

const CAUSES: Readonly<Record<ImpactKind, (name: string) => string>> = {
  missingParameter: (name) => `parameter ${name} is required, and has no default`,
  invalidOption: (name) => `their value of parameter ${name} is no option`,
  invalidValue: (name) => `parameter ${name} does not take the value that they have`,
  immutableParameter: (name) => `parameter ${name} is immutable, and does not take the value that they have`,
  missingPreset: (name) => `preset ${name}, with which they were built, went`,
  removedParameter: (name) => `parameter ${name} went, and with it the value that they have`,
};

/** Which version is promoted, its id or what is declared; it is asked only where somebody uses the template. */
type FindVersion = () => Promise<string | DeclaredVersion | undefined>;

/**
 * Nothing for a template without workspaces, nor while the version or its template is not known. A note must not fail
 * the preview. Its words hold before the promotion as well as after it: nobody says whether this is a preview.
 */
export async function tellImpact(context: Context, templateId: unknown, findVersion: FindVersion): Promise<void> {
  if (!context.impact.isTold || typeof templateId !== "string") return;
  const text = await noteOf(context, templateId, findVersion);
  if (text !== undefined) context.log.info(text);
}

async function noteOf(context: Context, templateId: string, findVersion: FindVersion): Promise<string | undefined> {
  try {
    const template = await lookUpTemplate(context, templateId).catch(undefinedWhenGone);
    const workspaces = template === undefined ? [] : await workspacesOf(context, template);
    if (template === undefined || workspaces.length === 0) return undefined;
    const version = await findVersion();
    if (version === undefined || version === template.active_version_id) return undefined;
    if (typeof version === "string") return impactText(await impactOf(context, template, version, { workspaces }));
    const target = await declaredTarget(version);
    return target && impactText(await impactOfTarget(context, template, target, { workspaces }), true);
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (!(thrown instanceof CoderError)) throw thrown;
    return (
      "What the new version means for the workspaces of the template could not be found out: " +
      `${messageOf(thrown)} \`coderd:impactAtPreview: false\` leaves it out.`
    );
  }
}

/**
 * Undefined where nobody uses the template.
 *
 * @param isByCode whether the server does not have the version yet
 */
export function impactText(impact: TemplateImpact, isByCode = false): string | undefined {
  const { templateName, templateVersionName, workspaceCount, followingCount, blockedCount, uncheckedCount } = impact;
  if (workspaceCount === 0) return undefined;
  const uses = workspaceCount === 1 ? "1 workspace uses" : `${workspaceCount} workspaces use`;
  const follow = followingCount === 1 ? "1 follows by itself" : `${followingCount} follow by themselves`;
  const least = uncheckedCount > 0 ? "at least " : "";
  const [blocked, end] =
    blockedCount === 0 && uncheckedCount === 0
      ? ["all can be updated as they are", "."]
      : [`${least}${blockedCount} could not be updated as they are`, impact.causes.length > 0 ? ":" : "."];
  const named = templateVersionName === "" ? "its new version" : `version "${templateVersionName}"`;
  const version = isByCode ? `${named}, as far as its code tells,` : named;
  const lines = [
    `Template "${templateName}": ${uses} it, of which ${follow}; to ${version} ${blocked}${end}`,
    ...impact.causes.map(causeText),
    ...(uncheckedCount > 0
      ? [`Not looked at in full: ${uncheckedCount} (beyond \`coderd:impactLimit\`, or the server can't say).`]
      : []),
  ];
  return lines.join("\n");
}

function causeText({ kind, name, workspaces }: ImpactCause): string {
  const names = workspaces.slice(0, NAMED).map((each) => `${each.ownerName}/${each.name}`);
  const more = workspaces.length > NAMED ? ` and ${workspaces.length - NAMED} more` : "";
  return `- ${workspaces.length}: ${CAUSES[kind](`"${name}"`)}: ${names.join(", ")}${more}`;
}
