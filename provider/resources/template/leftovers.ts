// Versions of a template's source that are still to be dealt with: one that a failure kept from being finished, those
// that another one has replaced, and those that a workspace still uses.
import { z } from "zod";
import type { Context } from "../../handler";
import type { Properties } from "../../values";
import { archiveVersion } from "../versions/archive";
import { isNotedForOther, isTaken } from "../versions/holders";
import type { TemplateInputs, TemplateOutputs } from "./properties";

/** A workspace may never leave its version: of more versions, the oldest are left as they are. */
const MOST_IN_USE = 10;

const begunSchema = z.object({
  id: z.string(),
  /** The name that would be derived: it tells what the version is made of, and no secret value. */
  derivedName: z.string(),
});

const leftoversSchema = z.object({
  /** The version was made, and its import or what follows it failed. A difference. */
  __begun: begunSchema.optional().catch(undefined),
  /** Ids of versions that are to be archived, because a failure came between. A difference. */
  __replaced: z.array(z.string()).optional().catch(undefined),
  /** Ids of versions that a workspace was last built with. No difference: later updates try again. */
  __inUse: z.array(z.string()).optional().catch(undefined),
});

export type Begun = z.output<typeof begunSchema>;
/** Hidden outputs. */
export type Leftovers = z.output<typeof leftoversSchema>;

/** What the state says of such versions. */
export function leftoversOf(outputs: Properties): Leftovers {
  return leftoversSchema.parse(outputs);
}

export function withoutLeftovers<Outputs extends Properties>(outputs: Outputs): Outputs {
  return { ...outputs, __begun: undefined, __replaced: undefined, __inUse: undefined };
}

/** Whether the next update has something to do about them. */
export function areLeftoversOpen(outputs: Properties): boolean {
  const { __begun, __replaced = [] } = leftoversOf(outputs);
  return __begun !== undefined || __replaced.length > 0;
}

/** After a failure: the version that is to be continued, or one that is of no use and to be archived. */
export function leftoversWith(outputs: Properties, failed: { begun?: Begun; useless?: string }): Leftovers {
  const { __begun: former, __replaced = [], __inUse } = leftoversOf(outputs);
  const { begun, useless } = failed;
  const given = [former?.id, useless].filter((id) => id !== undefined && id !== begun?.id);
  return compact({ __begun: begun, __replaced: distinct([...__replaced, ...given]), __inUse });
}

/** The versions that are to be archived once this one is active. */
export function replacedBy(outputs: Partial<TemplateOutputs>, activeId: string): Leftovers {
  const { __begun, __replaced = [], __inUse = [] } = leftoversOf(outputs);
  const ids = distinct([...__inUse, ...__replaced, __begun?.id, outputs.sourceVersion?.id]);
  return compact({ __replaced: ids.filter((id) => id !== activeId) });
}

/**
 * Archives them, unless another resource has one by now. Returns those that a workspace uses.
 *
 * @param before the state, which says what becomes of them where the program has no source any more
 */
export async function archiveReplaced(
  context: Context,
  { __replaced = [] }: Leftovers,
  { news, before }: { news: TemplateInputs; before: Partial<TemplateOutputs> },
): Promise<Leftovers> {
  const { replacedVersions } = news.source === undefined ? before : news;
  if (replacedVersions === "retain") return {};
  const inUse: string[] = [];
  for (const id of __replaced) {
    if (isTaken(context, id) || isNotedForOther(context, id)) continue;
    const kept = await archiveVersion(context, id, news.variables);
    if (kept === undefined) continue;
    inUse.push(id);
    // No news for people: workspaces follow after their template, and each later change of it tries again.
    context.log.status(kept);
  }
  return compact({ __inUse: inUse.slice(-MOST_IN_USE) });
}

function distinct(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** An empty list is left out: a state without leftovers has none of the keys. */
function compact({ __begun, __replaced = [], __inUse = [] }: Leftovers): Leftovers {
  return {
    ...(__begun && { __begun }),
    ...(__replaced.length > 0 && { __replaced }),
    ...(__inUse.length > 0 && { __inUse }),
  };
}
