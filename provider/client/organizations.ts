// Organizations, by id or name.
import { z } from "zod";
import { answerObject, flag, listOf, optionalTime, text } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** @see codersdk/organizations.go Organization */
export const organizationSchema = answerObject({
  id: z.string(),
  name: z.string(),
  display_name: text,
  description: text,
  icon: text,
  created_at: optionalTime,
  updated_at: optionalTime,
  is_default: flag,
});

export type Organization = z.output<typeof organizationSchema>;

/**
 * An organization. Answered with 404 when there is none, or none that the token may see. `organization` is an id, a
 * name, or "default" for the server's own default.
 * @see coderd/organizations.go organization
 * @example const { id } = await client.getOrganization("default");
 */
export function getOrganization(
  transport: Transport,
  organization: string,
  options?: RequestOptions,
): Promise<Organization> {
  return transport.json(organizationSchema, { method: "GET", path: path`/organizations/${organization}` }, options);
}

/**
 * All organizations that the token may see.
 * @see coderd/organizations.go organizations
 * @example const names = (await client.getOrganizations()).map(({ name }) => name);
 */
export function getOrganizations(transport: Transport, options?: RequestOptions): Promise<Organization[]> {
  return transport.json(listOf(organizationSchema), { method: "GET", path: "/organizations" }, options);
}
