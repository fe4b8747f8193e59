// What a preview refuses of a template, and what it knows of the active version.
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import type { InputFailure } from "../../errors";
import { CODE_KEY, type CheckResult, type Context, type MaybeUnknown } from "../../handler";
import { containsUnknown, isEqual, isProperties, type Properties } from "../../values";
import { handOn } from "../names/declared-versions";
import { undefinedWhenGone, undefinedWhenUntold } from "../names/gone";
import { checkOrganization, organizationOf } from "../names/organizations";
import { lookUpTemplate } from "../names/templates";
import { checkContent } from "../versions/check";
import { warnOfDaemons } from "../versions/daemons";
import { isNamedFor, isOfCaller } from "../versions/earlier";
import { deriveName } from "../versions/names";
import { isHeldByOther } from "../versions/holders";
import type { VersionInputs } from "../versions/properties";
import { checkVersionId } from "../versions/promote";
import { isVersionNew } from "../versions/rights";
import { checkVersionName } from "../versions/taken-name";
import { checkAccess } from "./access";
import { checkLicensed } from "./licensed";
import { claimForTemplate } from "./promoter";
import type { TemplateInputs } from "./properties";
import { checkRights } from "./rights";

type Inputs = MaybeUnknown<TemplateInputs>;

/** What decides whether the access that is declared can be had. */
const accessProperties = ["organization", "accessControl", "disableEveryoneGroupAccess"] as const;

export async function checkTemplate(
  context: Context,
  inputs: Inputs,
  previousInputs: Properties | undefined,
  checkAdoption: () => Promise<InputFailure[]>,
): Promise<CheckResult> {
  const failures = await checkOrganization(context, inputs.organization);
  if (failures.length === 0 && previousInputs === undefined) failures.push(...(await checkAdoption()));
  if (failures.length === 0 && previousInputs === undefined)
    failures.push(...claimForTemplate(context, inputs.adopt, inputs));
  const isAccessChanged = accessProperties.some((property) => !isEqual(previousInputs?.[property], inputs[property]));
  if (previousInputs === undefined || isAccessChanged) failures.push(...(await checkAccess(context, inputs)));
  const licensed = await checkLicensed(context, inputs, previousInputs);
  failures.push(...(await checkAge(context, inputs, licensed)), ...licensed);
  if (inputs.source === undefined) {
    // A template that exists has forgotten its first version.
    const isFirst = inputs.activeVersionId === undefined && previousInputs === undefined;
    handOn(context, isFirst ? "firstVersionId" : "activeVersionId");
    failures.push(...(await checkGivenVersion(context, inputs, previousInputs)));
    if (failures.length === 0) failures.push(...(await checkRights(context, inputs, previousInputs)));
    return { inputs, failures };
  }
  const content = await checkContent(context, inputs, previousInputs, {
    template: inputs.name,
    version: inputs.versionName,
  });
  failures.push(...content.failures);
  const known = { ...inputs, ...content.derived };
  if (failures.length === 0 && !isEqual(previousInputs?.["versionName"], inputs.versionName)) {
    const { organization, versionName: name } = inputs;
    const templateName = previousInputs?.["name"] ?? inputs.name;
    failures.push(...(await checkVersionName(context, { organization, templateName, name }, known, "versionName")));
  }
  if (failures.length === 0) failures.push(...(await checkRights(context, known, previousInputs)));
  if (failures.length === 0 && isVersionNew(known, previousInputs))
    await warnOfDaemons(context, inputs, content.mayHaveTags);
  const active = failures.length === 0 ? await activeVersion(context, known, previousInputs) : {};
  return { inputs: { ...known, ...active, ...content.noted }, failures, secretPaths: content.secretPaths };
}

/** Values that only newer servers take. Every server has the classic flow. */
const NEWER = [
  { property: "useClassicParameterFlow", value: false, feature: "parameterFlows" },
  { property: "maxPortShareLevel", value: "organization", feature: "organizationPortSharing" },
] as const;

/** Refuses values that the server is too old for, unless that refuses the property already. */
async function checkAge(
  { client }: Context,
  inputs: Inputs,
  refused: readonly InputFailure[],
): Promise<InputFailure[]> {
  const failures: InputFailure[] = [];
  for (const { property, value, feature } of NEWER) {
    if (inputs[property] !== value || refused.some((failure) => failure.property === property)) continue;
    const reason = await client.explainLack(feature).catch(undefinedWhenUntold);
    if (reason !== undefined)
      failures.push({ property, reason: `${reason} Update the server, or take this out of the program.` });
  }
  return failures;
}

async function checkGivenVersion(
  context: Context,
  inputs: Inputs,
  previousInputs: Properties | undefined,
): Promise<InputFailure[]> {
  const property = inputs.activeVersionId !== undefined ? "activeVersionId" : "firstVersionId";
  // A template that exists has forgotten its first version.
  if (property === "firstVersionId" && previousInputs !== undefined) return [];
  const { adopt, [property]: id } = inputs;
  if (id === previousInputs?.[property]) return [];
  return checkVersionId(context, { id, property }, async (version) => {
    if (version.template_id === undefined || (adopt !== undefined && isPerhaps(adopt, version.template_id)))
      return undefined;
    const owner = await lookUpTemplate(context, version.template_id).catch(undefinedWhenGone);
    const names = [inputs.name, previousInputs?.["name"]].filter((name) => name !== undefined);
    if (owner === undefined || (adopt === undefined && names.some((name) => isPerhaps(name, owner.name))))
      return undefined;
    return versionOfOther(version, owner, { property, name: inputs.name });
  });
}

/** Whether the program's value is this one, regardless of case, or may turn out to be. */
function isPerhaps(declared: unknown, value: string): boolean {
  return typeof declared !== "string" || declared.toLowerCase() === value.toLowerCase();
}

/** Why a version of another template can't be the active one of the declared template. */
export function versionOfOther(
  version: TemplateVersion,
  owner: Template,
  { property, name }: { property: string; name: unknown },
): string {
  const named = typeof name === "string" ? `is "${name}" from the start` : "is this template's from the start";
  return (
    `template version "${version.name}" belongs to template "${owner.organization_name}/${owner.name}" already, and ` +
    `a version belongs to one template only. Give \`${property}\` a \`TemplateVersion\` of its own, whose ` +
    `\`templateName\` ${named}. One whose \`templateName\` was changed stays with its template, as if that was ` +
    "renamed: `pulumi up --replace` with its URN makes another."
  );
}

/**
 * The active version, where an update is certain to leave it: else a preview would show every workspace that follows
 * the template as changed, whatever changes of the template.
 */
async function activeVersion(
  context: Context,
  inputs: Properties,
  previousInputs: Properties | undefined,
): Promise<{ activeVersionId?: string }> {
  if (previousInputs === undefined || containsUnknown(inputs)) return {};
  const before: Properties = { ...previousInputs, activeVersionId: undefined, [CODE_KEY]: undefined };
  if (Object.keys({ ...before, ...inputs }).every((key) => isEqual(before[key], inputs[key]))) return {};
  const isSameContent = ["digest", "variables", "provisionerTags"].every((key) => isEqual(before[key], inputs[key]));
  // Without a digest, the template had its version in another way.
  if (!isSameContent && before["digest"] !== undefined) return {};
  const { name, organization } = before;
  if (typeof name !== "string" || (organization !== undefined && typeof organization !== "string")) return {};
  const template = await context.client
    .getTemplateByName(organizationOf(context, organization), name)
    .catch(undefinedWhenGone);
  if (template === undefined) return {};
  const version = await context.client.getTemplateVersion(template.active_version_id).catch(undefinedWhenGone);
  if (version === undefined || version.archived || isHeldByOther(context, version.id)) return {};
  if (!(await isOfCaller(context, version))) return {};
  const isKnown =
    (isSameContent && version.name === before["versionName"]) ||
    isNamedFor(version, await deriveName(contentOf(name, inputs)));
  return isKnown ? { activeVersionId: version.id } : {};
}

/** Checked inputs hold what a derived name is made of. */
function contentOf(name: string, { digest, variables, provisionerTags }: Properties): Parameters<typeof deriveName>[0] {
  return {
    content: { digest: String(digest) },
    inputs: {
      templateName: name,
      variables: (isProperties(variables) ? variables : {}) as VersionInputs["variables"],
      provisionerTags: (isProperties(provisionerTags) ? provisionerTags : {}) as VersionInputs["provisionerTags"],
    },
  };
}
