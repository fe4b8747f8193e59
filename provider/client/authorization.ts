// What the token's user may do, asked of the server before anything is done.
import type { z } from "zod";
import { flag, mapOf } from "./transport/schemas";
import type { RequestOptions, Transport } from "./transport/transport";

/** @see codersdk/rbacresources_gen.go RBACAction */
export type AuthorizationAction =
  "create" | "read" | "update" | "delete" | "use" | "start" | "stop" | "ssh" | "application_connect" | "view_insights";

/** The objects that are meant: the more is named, the fewer. @see codersdk/authorization.go AuthorizationObject */
export interface AuthorizationObject {
  /** Such as "template", "workspace", "group" or "provisioner_jobs". */
  resource_type: string;
  /** Id of the user who has them, or "me". */
  owner_id?: string | undefined;
  organization_id?: string | undefined;
  /** One object: a workspace, a template, a user or a group. Then who has access to it counts as well. */
  resource_id?: string | undefined;
  /** Whether any organization will do. */
  any_org?: boolean | undefined;
}

/** @see codersdk/authorization.go AuthorizationCheck */
export interface AuthorizationCheck {
  object: AuthorizationObject;
  action: AuthorizationAction;
}

const authorizationSchema = mapOf(flag);

/** By the name of the check. */
export type Authorization = z.output<typeof authorizationSchema>;

/**
 * Whether the token's user may do each of these, under the names that the caller gives them. Changes nothing. At most
 * ten checks of one request may name a `resource_id`; false for an object that is not there.
 * @see coderd/authorize.go checkAuthorization
 * @example const { makes } = await client.checkAuthorization({ makes: { object: { resource_type: "template",
 * organization_id: template.organization_id }, action: "create" } });
 */
export function checkAuthorization(
  transport: Transport,
  checks: Readonly<Record<string, AuthorizationCheck>>,
  options?: RequestOptions,
): Promise<Authorization> {
  const request = { method: "POST", path: "/authcheck", json: { checks }, isRepeatable: true } as const;
  return transport.json(authorizationSchema, request, options);
}
