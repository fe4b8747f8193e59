// Names of templates: which are taken. Templates of one organization that are checked or made at about the same time
// share one list.
import type { Template } from "../../client/templates";
import { systemClock } from "../../client/transport/clock";
import { SingleFlight } from "../../client/transport/single-flight";
import { ApiError } from "../../errors";
import type { Context } from "../../handler";
import { KEPT_MILLISECONDS } from "./check-answers";
import { undefinedWhenGone } from "./gone";
import { keptByRun } from "./kept-by-run";
import { findOrganization } from "./organizations";

/** So many names are asked for one by one. */
const FEW_NAMES = 2;

/** In lower case. Undefined where the server does not tell. */
type Names = ReadonlySet<string> | undefined;

interface KnownNames {
  /** Names of each organization that were asked for. */
  asked: Map<string, Set<string>>;
  /** Those that this process gave to a template, or was about to: for these, nothing that was read before counts. */
  given: Set<string>;
  /** When the server had nothing of the name. */
  free: Map<string, number>;
  lists: SingleFlight<Names>;
}

const knownOf = keptByRun<KnownNames>(() => ({
  asked: new Map<string, Set<string>>(),
  given: new Set<string>(),
  free: new Map<string, number>(),
  lists: new SingleFlight<Names>(KEPT_MILLISECONDS),
}));

/** Asks the server, whatever is known. */
export async function findTemplateByName(
  context: Context,
  organization: string,
  name: string,
): Promise<Template | undefined> {
  const template = await context.client.getTemplateByName(organization, name).catch(undefinedWhenGone);
  const { key } = await keysOf(context, organization, name);
  if (template === undefined) knownOf(context).free.set(key, systemClock.now());
  else knownOf(context).free.delete(key);
  return template;
}

/**
 * Whether nobody had the name some seconds ago, and this process has not given it to a template since. Whoever gets the
 * name meanwhile has it: the server refuses to give it twice. False also where it is not known.
 */
export async function isTemplateNameFree(context: Context, organization: string, name: string): Promise<boolean> {
  const { asked, given, free, lists } = knownOf(context);
  const { key, organizationKey, organizationId } = await keysOf(context, organization, name);
  if (organizationId === undefined || given.has(key)) return false;
  const age = systemClock.now() - (free.get(key) ?? -Infinity);
  // A clock may be set back.
  if (age >= 0 && age < KEPT_MILLISECONDS) return true;
  const names = asked.get(organizationKey) ?? new Set<string>();
  asked.set(organizationKey, names.add(key));
  if (names.size <= FEW_NAMES) return (await findTemplateByName(context, organization, name)) === undefined;
  const { signal } = context;
  const list = await lists.get(organizationKey, () => listNames(context, organizationId), { signal });
  return list !== undefined && !list.has(name.toLowerCase()) && !given.has(key);
}

/** To be called before a template is made or renamed. */
export async function noteTemplateName(context: Context, organization: string, name: string): Promise<void> {
  knownOf(context).given.add((await keysOf(context, organization, name)).key);
}

interface Keys {
  organizationId: string | undefined;
  organizationKey: string;
  key: string;
}

async function keysOf(context: Context, organization: string, name: string): Promise<Keys> {
  const organizationId = (await findOrganization(context, organization))?.id;
  const organizationKey = organizationId ?? organization;
  return { organizationId, organizationKey, key: `${organizationKey} ${name.toLowerCase()}` };
}

/** The server leaves deprecated templates out unless they are asked for, and then it finds only these. */
async function listNames({ client }: Context, organizationId: string): Promise<Names> {
  const list = (isDeprecated: boolean): Promise<Template[]> =>
    client.getTemplates({ q: `organization:"${organizationId}" deprecated:${isDeprecated}` });
  try {
    const found = [...(await list(false)), ...(await list(true))];
    return new Set(found.map(({ name }) => name.toLowerCase()));
  } catch (thrown) {
    if (thrown instanceof ApiError) return undefined;
    throw thrown;
  }
}
