// The parameter values of many workspaces by few requests: those of one are read, and a search tells who has the same.
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import type { HeldValues } from "../builds/parameters";
import { valuesOfBuild } from "../builds/values";
import { undefinedWhenGone } from "../names/gone";
import type { Holders } from "./holders";

const AT_ONCE = 8;

interface Question {
  holders: Holders;
  /** The parameters whose values count. */
  names: readonly string[];
  /** Whether those count, too, that only some workspaces have. */
  isWhole: boolean;
  /** Of so many workspaces at most are the values read. */
  limit: number;
}

/** By workspace, of those whose values were found. */
export async function valuesOfMany(
  context: Context,
  wanted: readonly Workspace[],
  { holders, names, isWhole, limit }: Question,
): Promise<Map<string, HeldValues>> {
  const found = new Map<string, HeldValues>();
  let [open, left, pays] = [wanted, limit, true];
  const read = async (workspace: Workspace): Promise<HeldValues | undefined> => {
    left -= 1;
    const values = await valuesOfBuild(context, workspace.latest_build.id).catch(undefinedWhenGone);
    if (values !== undefined) found.set(workspace.id, values);
    return values;
  };
  while (open.length > 0 && left > 0) {
    // A search for each name has to save more reads than that.
    if (!pays || open.length <= names.length + 1) {
      await eachAtOnce(open.slice(0, left), read);
      break;
    }
    const [first, ...rest] = open;
    const values = first && (await read(first));
    open = rest;
    if (values === undefined) continue;
    const same = await holders.havingSame(values, [...new Set([...names, ...(isWhole ? values.keys() : [])])]);
    const alike = rest.filter(({ id }) => same?.has(id));
    for (const { id } of alike) found.set(id, values);
    open = rest.filter(({ id }) => !found.has(id));
    pays = alike.length > names.length;
  }
  return found;
}

export async function eachAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}
