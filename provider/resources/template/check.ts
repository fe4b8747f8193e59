// What is known to be wrong with a template before anything is asked of the server, and what is known of its version.
import type { InputFailure } from "../../errors";
import type { CheckResult, Context, MaybeUnknown } from "../../handler";
import { containsUnknown, isEqual, isProperties, type Properties } from "../../values";
import { undefinedWhenGone } from "../names/gone";
import { checkOrganization, organizationOf } from "../names/organizations";
import { checkContent } from "../versions/check";
import { isNamedFor, isOfCaller } from "../versions/earlier";
import { deriveName } from "../versions/names";
import type { VersionInputs } from "../versions/properties";
import { checkVersionId } from "../versions/promote";
import { checkAccess } from "./access";
import { checkPromoter } from "./promoter";
import type { TemplateInputs } from "./properties";

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
    failures.push(...checkPromoter(context, inputs.adopt, inputs));
  const isAccessChanged = accessProperties.some((property) => !isEqual(previousInputs?.[property], inputs[property]));
  if (previousInputs === undefined || isAccessChanged) failures.push(...(await checkAccess(context, inputs)));
  failures.push(...(await checkFlow(context, inputs)));
  if (inputs.source === undefined) {
    failures.push(...(await checkGivenVersion(context, inputs, previousInputs)));
    return { inputs, failures };
  }
  const content = await checkContent(context, inputs, previousInputs);
  failures.push(...content.failures);
  const known = { ...inputs, ...content.derived };
  const active = failures.length === 0 ? await activeVersion(context, known, previousInputs) : {};
  return { inputs: { ...known, ...active }, failures, secretPaths: content.secretPaths };
}

/** Every server has the classic flow; only newer ones have the other. */
async function checkFlow({ client }: Context, { useClassicParameterFlow }: Inputs): Promise<InputFailure[]> {
  const reason = useClassicParameterFlow === false ? await client.explainLack("parameterFlows") : undefined;
  return reason === undefined ? [] : [{ property: "useClassicParameterFlow", reason }];
}

async function checkGivenVersion(
  context: Context,
  inputs: Inputs,
  previousInputs: Properties | undefined,
): Promise<InputFailure[]> {
  // A template that exists has forgotten its first version.
  if (inputs.activeVersionId === undefined)
    return previousInputs === undefined
      ? checkVersionId(context, { id: inputs.firstVersionId, property: "firstVersionId" })
      : [];
  if (inputs.activeVersionId === previousInputs?.["activeVersionId"]) return [];
  return checkVersionId(context, { id: inputs.activeVersionId, property: "activeVersionId" });
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
  const before: Properties = { ...previousInputs, activeVersionId: undefined };
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
  if (version === undefined || version.archived || !(await isOfCaller(context, version))) return {};
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
