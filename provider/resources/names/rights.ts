// What the token's user may do, before a resource tries it. What is general in an organization is asked for together,
// once in a run; an access list may allow more for one object, which is asked for where the general answer is no.
import type { Authorization, AuthorizationAction, AuthorizationCheck } from "../../client/authorization";
import { SingleFlight } from "../../client/transport/single-flight";
import { isOwner } from "../../client/users";
import { ApiError, type InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { isEqual, type Properties } from "../../values";
import { keptByRun } from "./kept-by-run";

/** The role of the whole deployment, or of one organization, that allows it. */
export const ROLES = {
  template: "the role Template Admin",
  workspace: "the role Owner, or Organization Admin of the workspace's organization",
  group: "the role User Admin",
};

/** Each is asked for the workspaces of the caller, and for those of others. */
const WORKSPACE_ACTIONS = ["create", "update", "start", "stop"] as const;

interface Needed {
  type: "template" | "workspace" | "group";
  /** Forbidden only where none of them is allowed. */
  actions: readonly AuthorizationAction[];
  /** Undefined where it is not known: then it is forbidden only where it is in every organization. */
  organizationId: string | undefined;
  /** Of workspaces: whether the caller has it. */
  isOwn?: boolean;
  /** Finds the object, which an access list may open; asked for only where the caller has no general right. */
  findId?: () => Promise<string | undefined>;
}

interface Words {
  property: string;
  /** Behind "may not". */
  what: string;
  /** Behind "that needs". */
  needs: string;
}

type Answer = Authorization | undefined;

const answersOf = keptByRun(() => new SingleFlight<Answer>());

/**
 * Refuses what the server says that it would refuse. A server that does not say refuses nothing here. An owner of the
 * deployment may do everything, and is not asked about.
 */
export async function refuseWithoutRight(context: Context, needed: Needed, words: Words): Promise<InputFailure[]> {
  const user = await context.client.getCurrentUser();
  if (isOwner(user) || !(await isForbidden(context, needed))) return [];
  const reason =
    `The token's user "${user.username}" may not ${words.what}: that needs ${words.needs}. ` +
    "Use the token of a user who may, or ask an owner of the server for the right.";
  return [{ property: words.property, reason }];
}

/** Whether another value than before is wanted of any input but those that only the state has. */
export function isChangedBeside(own: readonly string[], inputs: Properties, previousInputs: Properties): boolean {
  return Object.keys({ ...previousInputs, ...inputs }).some(
    (key) => !own.includes(key) && !isEqual(previousInputs[key], inputs[key]),
  );
}

async function isForbidden(context: Context, needed: Needed): Promise<boolean> {
  const { type, actions, organizationId, isOwn, findId } = needed;
  const general = await ask(context, organizationId ?? "", () => generalChecks(organizationId));
  const isDenied = (action: AuthorizationAction): boolean => general?.[nameOf(type, action, isOwn)] === false;
  if (!actions.every(isDenied)) return false;
  if (findId === undefined) return true;
  const id = await findId();
  if (id === undefined) return true;
  const ofObject = await ask(context, `${type} ${actions.join(" ")} ${id}`, () =>
    Object.fromEntries(actions.map((action) => [action, { object: { resource_type: type, resource_id: id }, action }])),
  );
  return actions.every((action) => ofObject?.[action] === false);
}

/** Undefined where the server does not answer that: it will say itself what it does not do. */
function ask(context: Context, key: string, checks: () => Record<string, AuthorizationCheck>): Promise<Answer> {
  const { client, signal } = context;
  const send = (): Promise<Answer> =>
    client.checkAuthorization(checks()).catch((thrown: unknown) => {
      if (thrown instanceof ApiError) return undefined;
      throw thrown;
    });
  return answersOf(context).get(key, send, { signal });
}

function generalChecks(organizationId: string | undefined): Record<string, AuthorizationCheck> {
  const place = organizationId === undefined ? { any_org: true } : { organization_id: organizationId };
  const checks: Record<string, AuthorizationCheck> = {};
  const add = (type: Needed["type"], action: AuthorizationAction, isOwn?: boolean): void => {
    const object = { resource_type: type, ...place, ...(isOwn === true && { owner_id: "me" }) };
    checks[nameOf(type, action, isOwn)] = { object, action };
  };
  for (const action of ["create", "update", "use"] as const) add("template", action);
  for (const action of WORKSPACE_ACTIONS) for (const isOwn of [true, false]) add("workspace", action, isOwn);
  for (const action of ["create", "update"] as const) add("group", action);
  return checks;
}

function nameOf(type: Needed["type"], action: AuthorizationAction, isOwn = false): string {
  return `${type} ${action}${isOwn ? " own" : ""}`;
}
