// Which changes of a declaration need another version.
import { backticked, CoderError } from "../../errors";
import type { Change, MaybeUnknown } from "../../handler";
import { containsUnknown, isEqual, UNKNOWN, type Properties } from "../../values";
import { SUPERSEDED, type VersionInputs, type VersionOutputs } from "./properties";
import { variablesChanged } from "./variables";

/** Changes that need another version. An unknown value counts as a change, as it may turn out to be one. */
export function contentChanges(outputs: Partial<VersionOutputs>, news: MaybeUnknown<VersionInputs>): Change[] {
  const { digest }: Properties = news;
  // `check` derives the digest. It is missing only after an import by Pulumi, which skips `check`.
  const isOther =
    digest === undefined ? !isEqual(news.source, outputs.source) : digest === UNKNOWN || digest !== outputs.digest;
  return [
    ...whenChanged("source", "replace", isOther || isDead(outputs.status)),
    ...whenChanged("variables", "replace", variablesChanged(outputs.variables, news.variables)),
    ...whenChanged("provisionerTags", "replace", !isEqual(outputs.provisionerTags ?? {}, news.provisionerTags ?? {})),
  ];
}

export function whenChanged(property: string, kind: Change["kind"], isChanged: boolean): Change[] {
  return isChanged ? [{ property, kind }] : [];
}

/** Whether the version is of no use: its import ended without success, or with other values. */
export function isDead(status: unknown): boolean {
  return status === "failed" || status === "canceled" || status === SUPERSEDED;
}

/**
 * The old version has its name until the new one is made, and keeps it afterwards.
 *
 * @param named `held` is the name that the version has, `declared` the one that the program gives it
 */
export function refuseSameName(
  content: readonly Change[],
  { property, held, declared }: { property: string; held: unknown; declared: unknown },
  news: MaybeUnknown<Pick<VersionInputs, "source" | "variables" | "provisionerTags">>,
): void {
  const isCertain = ![news.source, news.variables, news.provisionerTags].some(containsUnknown);
  if (content.length === 0 || !isCertain || declared === undefined || declared !== held) return;
  throw new CoderError(
    `\`${property}\` is still "${String(held)}" while ${listed(content)} changed, which makes another version. ` +
      "Versions are never deleted, and keep their names: " +
      `change \`${property}\` as well, or leave it out to have one derived from the content.`,
  );
}

/** The properties that changed, for a sentence. */
export function listed(changes: readonly Change[]): string {
  return backticked(changes.map(({ property }) => property));
}
