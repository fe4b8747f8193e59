// What the fake Coder answers about rights, as the real one does for its built-in roles and for access lists of
// templates; the live test of rights has the same table.
import type { AuthorizationCheck } from "../../../provider/client/authorization";
import type { FakeCoder } from "../coder";
import { bodyOf, refuse, type Routes } from "./common";
import { accessListOf } from "./groups";
import { userOf } from "./users";

/** More objects than that the server does not look up for one request. */
const MOST_IDS = 10;

export const authorizationRoutes: Routes = {
  "POST /authcheck": (coder, request) => {
    const checks = bodyOf(request)["checks"] as Record<string, AuthorizationCheck>;
    const ids = Object.values(checks).filter(({ object }) => object.resource_id !== undefined);
    if (ids.length > MOST_IDS) return refuse(400, 'Endpoint only supports using "resource_id" field 10 times.');
    return { json: Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, isAllowed(coder, check)])) };
  },
};

export function hasRole(coder: FakeCoder, role: string): boolean {
  return userOf(coder, "me")?.roles.some(({ name }) => name === role) === true;
}

/** @see coderd/rbac/roles.go ReloadBuiltinRoles */
function isAllowed(coder: FakeCoder, { object, action }: AuthorizationCheck): boolean {
  const { resource_type: type, resource_id: id } = object;
  const isThere =
    id === undefined || [...coder.templates, ...coder.workspaces, ...coder.groups].some((each) => each.id === id);
  if (!isThere) return false;
  if (hasRole(coder, "owner")) return true;
  if (type === "group") return hasRole(coder, "user-admin");
  if (type === "template") return hasRole(coder, "template-admin") || (id !== undefined && isOpen(coder, id, action));
  const owner = id === undefined ? object.owner_id : coder.workspace(id).owner_id;
  return type === "workspace" && (owner === "me" || owner === coder.user.id);
}

function isOpen(coder: FakeCoder, templateId: string, action: string): boolean {
  const template = coder.template(templateId);
  const { users, groups } = accessListOf(coder, template);
  const roles = [users.get(coder.user.id), groups.get(template.organization_id)];
  return roles.includes("admin") || (roles.includes("use") && ["read", "use"].includes(action));
}
