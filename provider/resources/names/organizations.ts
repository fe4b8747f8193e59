// Which organization a resource belongs to: the declared one, else the provider's.
import type { Organization } from "../../client/organizations";
import { SingleFlight } from "../../client/transport/single-flight";
import type { InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "./gone";

const known = new SingleFlight<Organization>();

export function organizationOf(context: Context, declared: string | undefined): string {
  return declared ?? context.defaultOrganization;
}

/** Asked once per process, by id or by name: organizations do not change within one run. */
export async function findOrganization(context: Context, name: string): Promise<Organization | undefined> {
  const { client, signal } = context;
  try {
    const found = await known.get(`${client.identity} ${name}`, () => client.getOrganization(name), { signal });
    return await known.get(`${client.identity} ${found.id}`, () => Promise.resolve(found), { signal });
  } catch (thrown) {
    return undefinedWhenGone(thrown);
  }
}

/**
 * Refuses an organization that does not exist. The failure is at `organization` even when the provider's configuration
 * names it.
 */
export async function checkOrganization(context: Context, declared: unknown): Promise<InputFailure[]> {
  if (typeof declared === "symbol") return [];
  const name = organizationOf(context, typeof declared === "string" ? declared : undefined);
  if ((await findOrganization(context, name)) !== undefined) return [];
  const origin = declared === undefined ? " It comes from `coderd:organization` or `CODER_ORGANIZATION`." : "";
  return [
    {
      property: "organization",
      reason:
        `There is no organization "${name}", or the token's user is not a member of it. Give the name or the id of ` +
        `one where the user is.${origin}`,
    },
  ];
}

/** What a program has to declare for an object of this organization: nothing when it is the provider's own. */
export async function organizationToDeclare(context: Context, organizationId: string): Promise<string | undefined> {
  const own = await findOrganization(context, context.defaultOrganization);
  if (own?.id === organizationId) return undefined;
  return (await findOrganization(context, organizationId))?.name ?? organizationId;
}

/**
 * Whether the program names another organization, and not the same one by another name or its id. A resource that names
 * none is in the provider's organization: when that changes, the resource moves with it.
 */
export async function organizationChanged(
  context: Context,
  outputs: { organization?: unknown; organizationId?: unknown },
  declared: unknown,
): Promise<boolean> {
  if (declared !== undefined && typeof declared !== "string") return true;
  if (declared !== undefined && (declared === outputs.organization || declared === outputs.organizationId))
    return false;
  const organization = await findOrganization(context, organizationOf(context, declared));
  if (organization?.id === outputs.organizationId) return false;
  if (declared === undefined) {
    context.log.info(
      `The provider's organization is "${organization?.name ?? context.defaultOrganization}" now, which is not ` +
        `where this resource is. Set \`organization\` to leave it there.`,
    );
  }
  return true;
}
