// Names of workspaces: which are taken, and renaming. Workspaces of one owner that are checked at about the same time
// share one list.
import { PAGE_SIZE } from "../../client/transport/pages";
import { SingleFlight } from "../../client/transport/single-flight";
import type { Workspace } from "../../client/workspaces";
import { ApiError, CoderError } from "../../errors";
import type { Context } from "../../handler";
import { isId } from "../../values";
import { workspaceUrl } from "../builds/workspaces";
import { KEPT_MILLISECONDS } from "../names/check-answers";
import { keptByRun } from "../names/kept-by-run";
import { findUser } from "../names/users";
import { findWorkspace, isCaller } from "./owner";

/** A longer list is not read for a few names: each is asked for by itself. */
const LONG_LIST = 2_000;
const MANY_NAMES = 200;
/** It takes as many requests as that. */
const LONGEST_LIST = MANY_NAMES * PAGE_SIZE;
/** Beyond so many owners, one list of all workspaces takes the place of their own. */
const FEW_OWNERS = 5;
const EVERYBODY = "";

/** As `owner/name`, in lower case. Undefined where there are too many. */
type Names = ReadonlySet<string> | undefined;

interface KnownNames {
  /** How often names of each owner were asked for. */
  owners: Map<string, number>;
  lists: SingleFlight<Names>;
  /** That this process has given to workspaces: lists may be older. */
  given: Set<string>;
}

const knownOf = keptByRun<KnownNames>(() => ({
  owners: new Map<string, number>(),
  lists: new SingleFlight<Names>(KEPT_MILLISECONDS),
  given: new Set<string>(),
}));

/**
 * For a check only: whether nobody had the name some seconds ago, and this process has not given it to a workspace
 * since. False also where it is not known.
 */
export async function isNameFree(context: Context, owner: string, name: string): Promise<boolean> {
  const { signal } = context;
  const username = await usernameOf(context, owner);
  if (username === undefined) return false;
  const { owners, lists, given } = knownOf(context);
  if (given.has(keyOf(username, name))) return false;
  const asks = (owners.get(username) ?? 0) + 1;
  owners.set(username, asks);
  const listUpTo = (most: number, of: string): Promise<Names> =>
    lists.get(`${most} ${of}`, () => listNames(context, of, most), { signal });
  const list = async (of: string): Promise<Names> =>
    (await listUpTo(LONG_LIST, of)) ?? (asks < MANY_NAMES ? undefined : listUpTo(LONGEST_LIST, of));
  const isAmongMany = owners.size > FEW_OWNERS;
  const all = isAmongMany ? await list(EVERYBODY) : undefined;
  // The server limits how often it answers one path: a list for each of many owners would have to wait.
  if (all === undefined && isAmongMany && asks === 1) return false;
  const names = all ?? (await list(username));
  return names !== undefined && !names.has(keyOf(username, name));
}

/** To be called after a workspace was made or renamed. */
export function noteName(context: Context, { owner_name, name }: Workspace): void {
  knownOf(context).given.add(keyOf(owner_name, name));
}

export async function renameWorkspace(context: Context, workspace: Workspace, name: string): Promise<void> {
  try {
    await context.client.updateWorkspace(workspace.id, { name });
    noteName(context, { ...workspace, name });
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.status !== 409) throw thrown;
    const holder = await findWorkspace(context, workspace.owner_id, name);
    if (holder === undefined) throw thrown;
    throw new CoderError(`Workspace "${workspace.name}" was not renamed. ${nameTaken(context, holder)}`, {
      cause: thrown,
    });
  }
}

/** The search knows owners by user name only. */
async function usernameOf(context: Context, owner: string): Promise<string | undefined> {
  if (await isCaller(context, owner)) return (await context.client.getCurrentUser()).username.toLowerCase();
  return (isId(owner) ? (await findUser(context, owner))?.username : owner)?.toLowerCase();
}

async function listNames({ client }: Context, owner: string, most: number): Promise<Names> {
  const filter = owner === EVERYBODY ? {} : { q: `owner:"${owner}"` };
  const { workspaces, count } = await client.getWorkspaces({ ...filter, limit: PAGE_SIZE });
  if (count > most) return undefined;
  const all = workspaces.length < count ? await client.getAllWorkspaces(filter) : workspaces;
  return new Set(all.map(({ owner_name, name }) => keyOf(owner_name, name)));
}

function keyOf(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase();
}

function nameTaken(context: Context, holder: Workspace): string {
  return (
    `The name "${holder.name}" is taken for owner "${holder.owner_name}" by workspace ${holder.id} of template ` +
    `"${holder.template_name}", created at ${holder.created_at}: ` +
    `${workspaceUrl(context, holder)}. Choose another \`name\`, or delete that workspace first.`
  );
}
