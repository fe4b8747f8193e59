// Which changes of a declaration need another version.
import type { Change, MaybeUnknown } from "../../handler";
import { isEqual, UNKNOWN, type Properties } from "../../values";
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
function isDead(status: string | undefined): boolean {
  return status === "failed" || status === "canceled" || status === SUPERSEDED;
}
