// Users and organizations of the fake Coder.
import type { FakeCoder } from "../coder";
import type { RecordedRequest } from "../http-server";
import { gone, refuse, sameName, TIME, type Json, type Routes } from "./common";

export interface Organization {
  id: string;
  name: string;
  is_default: boolean;
}

export interface StoredUser {
  id: string;
  username: string;
  status: string;
  organization_ids: string[];
  /** A deleted user is found by id only, and is in no list. */
  deleted: boolean;
  roles: { name: string }[];
}

export const CODER = "00000000-0000-4000-8000-0000000000c1";
export const RESEARCH = "00000000-0000-4000-8000-0000000000c2";
export const ORGANIZATIONS: readonly Organization[] = [
  { id: CODER, name: "coder", is_default: true },
  { id: RESEARCH, name: "research", is_default: false },
];

const user = { status: "active", organization_ids: [], deleted: false };
/** The user of the token, and another one. Every fake has both; neither is a member of an organization. */
export const me = { id: "00000000-0000-4000-8000-00000000000a", username: "admin" };
export const bob = { id: "00000000-0000-4000-8000-00000000000b", username: "bob" };

export function firstUsers(): StoredUser[] {
  return [
    { ...user, ...me, roles: [{ name: "owner" }] },
    { ...user, ...bob, roles: [] },
  ];
}

/** By id, by name, or "me". Of several users with one name, the last one that was added. */
export function userOf({ users, user }: FakeCoder, idOrName: string): StoredUser | undefined {
  const wanted = idOrName === "me" ? user.id : idOrName.toLowerCase();
  return (
    users.find(({ id }) => id === wanted) ??
    users.findLast(({ username, deleted }) => !deleted && sameName(username, wanted))
  );
}

export function userJson({ deleted: _hidden, ...shown }: StoredUser): Json {
  return { ...shown, created_at: TIME };
}

export function organizationOf(request: RecordedRequest): Organization | undefined {
  const wanted = request.parameters["organization"];
  return ORGANIZATIONS.find(
    ({ id, name, is_default }) => id === wanted || name === wanted || (wanted === "default" && is_default),
  );
}

export const userRoutes: Routes = {
  "GET /users/:user": (coder, { parameters }) => {
    const found = userOf(coder, parameters["user"] ?? "");
    if (found === undefined) return refuse(400, "User must be an existing uuid or username.");
    return { json: userJson(found) };
  },
  "GET /organizations/:organization": (_coder, request) => {
    const found = organizationOf(request);
    return found === undefined ? gone : { json: found };
  },
};
