// Whether the token's user may make a template, or change the one that there is.
import type { InputFailure } from "../../errors";
import { CODE_KEY, type Context, type MaybeUnknown } from "../../handler";
import { isEqual, type Properties } from "../../values";
import { findOrganization, organizationOf } from "../names/organizations";
import { isChangedBeside, refuseWithoutRight, ROLES } from "../names/rights";
import { findTemplateByName } from "../names/template-names";
import { TO_CHANGE_TEMPLATES } from "../versions/rights";
import type { TemplateInputs } from "./properties";

/** What only the state has. `activeVersionId` is the check's own beside a source, which then tells of a change. */
const LOCAL = ["adopt", "forceDelete", "replacedVersions"];

export async function checkRights(
  context: Context,
  inputs: MaybeUnknown<TemplateInputs>,
  previousInputs: Properties | undefined,
): Promise<InputFailure[]> {
  const { organization, adopt } = inputs;
  if (organization !== undefined && typeof organization !== "string") return [];
  // What was found in the code of a source follows from its digest.
  const own = [CODE_KEY, ...LOCAL, ...(inputs.source === undefined ? [] : ["activeVersionId"])];
  if (previousInputs !== undefined && !isChangedBeside(own, inputs, previousInputs)) return [];
  const found = await findOrganization(context, organizationOf(context, organization));
  if (found === undefined || typeof adopt === "symbol") return [];
  const isMoved = previousInputs !== undefined && !isEqual(previousInputs["organization"], organization);
  const name = previousInputs?.["name"];
  const id = typeof adopt === "string" && previousInputs === undefined ? adopt : undefined;
  if (id === undefined && (isMoved || typeof name !== "string")) {
    return refuseWithoutRight(
      context,
      { type: "template", actions: ["create"], organizationId: found.id },
      {
        property: "organization",
        what: `make templates in organization "${found.name}"`,
        needs: `${ROLES.template}, of the deployment or of the organization`,
      },
    );
  }
  // Of a template that is gone, another is made.
  const findId = async (): Promise<string | undefined> =>
    id ?? (await findTemplateByName(context, found.id, String(name)))?.id;
  return refuseWithoutRight(
    context,
    { type: "template", actions: ["update", "create"], organizationId: found.id, findId },
    {
      property: id === undefined ? "name" : "adopt",
      what: `change template ${id ?? `"${String(name)}"`} of organization "${found.name}"`,
      needs: TO_CHANGE_TEMPLATES,
    },
  );
}
