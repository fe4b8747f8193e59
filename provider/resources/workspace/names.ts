// Names of workspaces: which are taken, and renaming. Workspaces of one owner that are checked at about the same time
// share one list.
import { SingleFlight } from "../../client/transport/single-flight";
import type { Workspace } from "../../client/workspaces";
import { ApiError, CoderError } from "../../errors";
import type { Context } from "../../handler";
import type { Ownership } from "../../ownership/ownership";
import { isId } from "../../values";
import { workspaceUrl } from "../builds/workspaces";
import { KEPT_MILLISECONDS } from "../names/check-answers";
import { findUser } from "../names/users";
import { findWorkspace } from "./owner";

const PAGE = 100;
/** An owner who has more is not listed: each name is asked for by itself. */
const MOST_LISTED = 2_000;

type Names = ReadonlySet<string> | undefined;

/** The lists of each run. */
const known = new WeakMap<Ownership, SingleFlight<Names>>();

/** For a check only: whether nobody had the name some seconds ago. False also where it is not known. */
export async function isNameFree(context: Context, owner: string, name: string): Promise<boolean> {
  const { client, ownership, signal } = context;
  const lists = known.get(ownership) ?? new SingleFlight<Names>(KEPT_MILLISECONDS);
  known.set(ownership, lists);
  const names = await lists.get(`${client.url} ${owner.toLowerCase()}`, () => listNames(context, owner), { signal });
  return names !== undefined && !names.has(name.toLowerCase());
}

/** After a workspace was made or renamed. */
export function forgetNames({ ownership }: Context): void {
  known.delete(ownership);
}

export async function renameWorkspace(context: Context, workspace: Workspace, name: string): Promise<void> {
  try {
    await context.client.updateWorkspace(workspace.id, { name });
    forgetNames(context);
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.status !== 409) throw thrown;
    const holder = await findWorkspace(context, workspace.owner_id, name);
    if (holder === undefined) throw thrown;
    throw new CoderError(`Workspace "${workspace.name}" was not renamed. ${nameTaken(context, holder)}`, {
      cause: thrown,
    });
  }
}

async function listNames(context: Context, owner: string): Promise<Names> {
  // The search knows owners by user name only.
  const username = isId(owner) ? (await findUser(context, owner))?.username : owner;
  if (username === undefined) return undefined;
  const q = `owner:"${username}"`;
  const { client } = context;
  const { workspaces, count } = await client.getWorkspaces({ q, limit: PAGE });
  if (count > MOST_LISTED) return undefined;
  const all = workspaces.length < count ? await client.getAllWorkspaces({ q }) : workspaces;
  return new Set(all.map(({ name }) => name.toLowerCase()));
}

function nameTaken(context: Context, holder: Workspace): string {
  return (
    `The name "${holder.name}" is taken for owner "${holder.owner_name}" by workspace ${holder.id} of template ` +
    `"${holder.template_name}", created at ${holder.created_at}: ` +
    `${workspaceUrl(context, holder)}. Choose another \`name\`, or delete that workspace first.`
  );
}
