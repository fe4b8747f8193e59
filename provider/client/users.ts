// Users: who the token belongs to, and owners of workspaces.
import { z } from "zod";
import { answerObject, listOf, openText, optionalTime, text, time } from "./transport/schemas";
import { SingleFlight } from "./transport/single-flight";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/** @see codersdk/users.go UserStatus */
export const USER_STATUSES = ["active", "dormant", "suspended"] as const;

/** @see codersdk/apikey.go LoginType */
export const LOGIN_TYPES = ["password", "github", "oidc", "token", "none"] as const;

const roleSchema = answerObject({
  name: z.string(),
  display_name: text,
  /** Empty for a role that holds in the whole deployment. */
  organization_id: text,
});

/** @see codersdk/users.go User */
export const userSchema = answerObject({
  id: z.string(),
  username: z.string(),
  name: text,
  email: text,
  avatar_url: text,
  created_at: time,
  updated_at: optionalTime,
  last_seen_at: optionalTime,
  status: openText(USER_STATUSES),
  login_type: openText(LOGIN_TYPES),
  organization_ids: listOf(z.string()),
  roles: listOf(roleSchema),
});

export type User = z.output<typeof userSchema>;
export type UserStatus = (typeof USER_STATUSES)[number];
export type LoginType = (typeof LOGIN_TYPES)[number];

const OWNER_ROLE = "owner";

const currentUsers = new WeakMap<object, SingleFlight<User>>();

/**
 * A user. `user` is an id, a username, or "me". The server answers 400, not 404, when there is none.
 * @see coderd/users.go userByName
 * @example const { id } = await client.getUser("ada");
 */
export function getUser(transport: Transport, user: string, options?: RequestOptions): Promise<User> {
  return transport.json(userSchema, { method: "GET", path: path`/users/${user}` }, options);
}

/**
 * The user whose token it is. Asked for once per client.
 * @see coderd/users.go userByName
 * @example const { username } = await client.getCurrentUser();
 */
export function getCurrentUser(transport: Transport, options?: RequestOptions): Promise<User> {
  const shared = currentUsers.get(transport.scope) ?? new SingleFlight<User>();
  currentUsers.set(transport.scope, shared);
  return shared.get("me", (each) => getUser(transport, "me", each), transport.optionsOf(options));
}

/** Owners of the deployment may bypass the limit on uploads. */
export function isOwner(user: User): boolean {
  return user.roles.some((role) => role.name === OWNER_ROLE && role.organization_id === "");
}
