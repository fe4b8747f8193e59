// Organizations, by id or name.
import { z } from "zod";
import { flag, optionalTime, text } from "./schemas";
import { path, type RequestOptions, type Transport } from "./transport";

/** @see codersdk/organizations.go Organization */
export const organizationSchema = z.object({
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

/** `organization` is an id, a name, or "default" for the server's own default. */
export function getOrganization(transport: Transport, organization: string, options?: RequestOptions): Promise<Organization> {
  return transport.json(organizationSchema, { method: "GET", path: path`/organizations/${organization}` }, options);
}

export function getOrganizations(transport: Transport, options?: RequestOptions): Promise<Organization[]> {
  return transport.json(z.array(organizationSchema), { method: "GET", path: "/organizations" }, options);
}
