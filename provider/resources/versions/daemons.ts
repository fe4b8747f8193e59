// Whether a provisioner daemon is there that would import a version: what its tags ask for, and what the daemons have.
import type { ProvisionerDaemon } from "../../client/provisioner";
import { SingleFlight } from "../../client/transport/single-flight";
import { ApiError, quoted } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { containsUnknown } from "../../values";
import { keptByRun } from "../names/kept-by-run";
import { findOrganization, organizationOf } from "../names/organizations";
import type { VersionInputs } from "./properties";

type Tags = Readonly<Record<string, string>>;
type Daemons = ProvisionerDaemon[] | undefined;

const listsOf = keptByRun(() => new SingleFlight<Daemons>());

/** Named in the warning; a list may be long. */
const MOST_SHOWN = 5;

/**
 * Warns of tags that no daemon has: the import would wait, as daemons may still come. Says nothing where the list is
 * not for the token's user, or where the template's code may bring tags that decide.
 */
export async function warnOfDaemons(
  context: Context,
  { organization, provisionerTags = {} }: MaybeUnknown<Pick<VersionInputs, "organization" | "provisionerTags">>,
  mayHaveTags: boolean,
): Promise<void> {
  if (containsUnknown(provisionerTags) || containsUnknown(organization)) return;
  const found = await findOrganization(context, organizationOf(context, organization as string | undefined));
  const daemons = found && (await daemonsOf(context, found.id));
  if (found === undefined || daemons === undefined) return;
  const wanted = await jobTags(context, provisionerTags as Tags);
  const matching = daemons.filter(({ tags }) => takes(tags, wanted, mayHaveTags));
  if (matching.some(({ status }) => status !== "offline")) return;
  const given = withoutScope(wanted);
  const tagged = given === "" ? "without tags" : `with the tags ${given}`;
  const what =
    matching.length === 0
      ? `organization "${found.name}" has no provisioner daemon ${tagged}.${describe(daemons)}`
      : `no provisioner daemon ${tagged} of organization "${found.name}" is connected: ` +
        `${quoted(names(matching))} went offline.`;
  context.log.warning(
    `\`provisionerTags\`: ${what} The import of the version would wait until one comes. ` +
      "Start one with these tags, or correct the tags.",
  );
}

/** Undefined where the list is not for the token's user: the server shows it to those who manage templates. */
function daemonsOf(context: Context, organizationId: string): Promise<Daemons> {
  const { client, signal } = context;
  const ask = (): Promise<Daemons> =>
    client.getProvisionerDaemons(organizationId, { limit: 0 }).catch((thrown: unknown) => {
      if (thrown instanceof ApiError) return undefined;
      throw thrown;
    });
  return listsOf(context).get(organizationId, ask, { signal });
}

/** As the server completes the tags of a job. @see provisionersdk/provisionertags.go MutateTags */
async function jobTags({ client }: Context, provisionerTags: Tags): Promise<Tags> {
  const isOfUser = provisionerTags["scope"] === "user";
  return {
    ...provisionerTags,
    scope: isOfUser ? "user" : "organization",
    owner: isOfUser ? (await client.getCurrentUser()).id : "",
  };
}

/**
 * A daemon with tags takes no job without, and so one whose code may bring tags is taken for one with.
 * @see coderd/database/dump.sql provisioner_tagset_contains
 */
function takes(held: Tags, wanted: Tags, mayHaveTags: boolean): boolean {
  const isUntagged = withoutScope(wanted) === "" && wanted["scope"] === "organization" && !mayHaveTags;
  if (isUntagged && withoutScope(held) !== "") return false;
  return Object.entries(wanted).every(([tag, value]) => (held[tag] ?? "") === value);
}

function describe(daemons: readonly ProvisionerDaemon[]): string {
  const online = daemons.filter(({ status }) => status !== "offline");
  if (online.length === 0) return "";
  const sets = [...new Set(online.map(({ tags }) => withoutScope(tags) || "no tags"))].slice(0, MOST_SHOWN);
  return ` Those that are connected have ${sets.join("; or ")}.`;
}

function names(daemons: readonly ProvisionerDaemon[]): string[] {
  return [...new Set(daemons.map(({ name }) => name))].slice(0, MOST_SHOWN);
}

/** Without the two tags that the server gives every job and every daemon. */
function withoutScope(tags: Tags): string {
  return Object.entries(tags)
    .filter(([tag, value]) => tag !== "owner" && !(tag === "scope" && value === "organization"))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([tag, value]) => `${tag}="${value}"`)
    .join(", ");
}
