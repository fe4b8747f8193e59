// Whether the token's user may make a version of a template, or promote one.
import type { Template } from "../../client/templates";
import type { InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { isEqual, type Properties } from "../../values";
import { findOrganization, organizationOf } from "../names/organizations";
import { refuseWithoutRight, ROLES } from "../names/rights";
import { findTemplateByName } from "../names/template-names";
import type { VersionInputs } from "./properties";

/** Of templates that exist, by role or by access list. */
export const TO_CHANGE_TEMPLATES = `${ROLES.template}, or the role "admin" in the template's access list`;

/** What a version is made of and for, with the inputs that a check derives of it. */
const MADE_OF = ["organization", "templateName", "name", "digest", "variables", "provisionerTags"];

/** Whether another version is wanted than before, as far as that is known. */
export function isVersionNew(inputs: Properties, previousInputs: Properties | undefined): boolean {
  return previousInputs === undefined || MADE_OF.some((key) => !isEqual(previousInputs[key], inputs[key]));
}

/** A version for a template that exists is that template's matter; any other one is the organization's. */
export async function checkMaking(
  context: Context,
  { templateName, organization }: MaybeUnknown<Pick<VersionInputs, "templateName" | "organization">>,
): Promise<InputFailure[]> {
  if (organization !== undefined && typeof organization !== "string") return [];
  const found = await findOrganization(context, organizationOf(context, organization));
  // An access list may allow it for the template whose name is not known yet.
  if (found === undefined || typeof templateName !== "string") return [];
  return refuseWithoutRight(
    context,
    {
      type: "template",
      actions: ["create"],
      organizationId: found.id,
      findId: async () => (await findTemplateByName(context, found.id, templateName))?.id,
    },
    {
      property: "templateName",
      what: `make versions of template "${templateName}" in organization "${found.name}"`,
      needs: TO_CHANGE_TEMPLATES,
    },
  );
}

export function checkPromoting(context: Context, template: Template, property: string): Promise<InputFailure[]> {
  const { id, name, organization_id: organizationId } = template;
  return refuseWithoutRight(
    context,
    { type: "template", actions: ["update"], organizationId, findId: () => Promise.resolve(id) },
    { property, what: `promote versions of template "${name}"`, needs: TO_CHANGE_TEMPLATES },
  );
}
