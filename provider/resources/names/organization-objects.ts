// Objects with a name in an organization, such as groups and templates: how one resource alone has a name, and how a
// resource adopts an object that exists.
import type { CoderClient } from "../../client/client";
import { CoderError, type InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { nounOf, objectOf } from "../../ownership/claims";
import { take } from "../../ownership/guard";
import type { Owned } from "../../ownership/wish";
import { noSuch, undefinedWhenGone } from "./gone";
import { findOrganization, organizationOf } from "./organizations";

interface OrganizationObject {
  name: string;
  organization_id: string;
  organization_name: string;
}

export interface OrganizationObjects<Found extends OrganizationObject> {
  /** Resource type. */
  type: "Group" | "Template";
  get: (client: CoderClient, id: string) => Promise<Found>;
}

export function ownedInOrganization(context: Context, type: string, holderOf: Owned["holderOf"]): Owned {
  return {
    type,
    nameOf: ({ name, organization = context.defaultOrganization }) =>
      typeof name === "string" && typeof organization === "string" ? { owner: organization, name } : undefined,
    ownerIdOf: async (organization) => (await findOrganization(context, organization))?.id ?? organization,
    holderOf,
    callerId: async () => (await context.client.getCurrentUser()).id,
  };
}

/** Finds nothing while the id or the organization is not known. */
export async function checkAdoption(
  context: Context,
  objects: OrganizationObjects<OrganizationObject>,
  { adopt, organization }: { adopt?: unknown; organization?: unknown },
): Promise<InputFailure[]> {
  if (typeof adopt !== "string" || (organization !== undefined && typeof organization !== "string")) return [];
  const reason = await adoptionProblem(context, objects, adopt, organization);
  return reason === undefined ? [] : [{ property: "adopt", reason }];
}

/** @throws CoderError when the object is gone or in another organization, or another resource of the program has it */
export async function adoptObject<Found extends OrganizationObject>(
  context: Context,
  objects: OrganizationObjects<Found>,
  id: string,
  organization: string | undefined,
): Promise<Found> {
  take(context, objectOf(objects.type, id), "wanted");
  const problem = await adoptionProblem(context, objects, id, organization);
  if (problem !== undefined) throw new CoderError(`${objects.type} ${id} was not adopted. ${problem}`);
  return objects.get(context.client, id);
}

async function adoptionProblem(
  context: Context,
  { type, get }: OrganizationObjects<OrganizationObject>,
  id: string,
  declared: string | undefined,
): Promise<string | undefined> {
  const found = await get(context.client, id).catch(undefinedWhenGone);
  if (found === undefined) return noSuch(nounOf({ type }), id);
  const organization = await findOrganization(context, organizationOf(context, declared));
  if (organization === undefined || organization.id === found.organization_id) return undefined;
  return (
    `${type} "${found.name}" is in organization "${found.organization_name}", which no update changes. ` +
    `Set \`organization: "${found.organization_name}"\`.`
  );
}
