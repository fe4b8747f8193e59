// What this process has done to versions a moment ago, so that the next resource need not ask the server for it.
import type { TemplateVersion } from "../../client/template-versions";
import type { Context } from "../../handler";
import type { VersionOutputs } from "./properties";

/** Versions that belong to no template yet. */
const imported = new Map<string, TemplateVersion>();
/** Ids of templates that were deleted, and of versions that ended with them. */
const deleted = new Set<string>();

/** The version is imported, and free for a template. */
export function noteImported(context: Context, version: TemplateVersion): void {
  if (version.template_id === undefined && version.job.status === "succeeded" && !version.archived)
    imported.set(keyOf(context, version.id), version);
}

/** The version as its import has left it. */
export function seeImported(context: Context, id: string): TemplateVersion | undefined {
  return imported.get(keyOf(context, id));
}

/** To be called before a template is made of the version: from then on the server is asked. */
export function forgetImported(context: Context, id: string): void {
  imported.delete(keyOf(context, id));
}

/** A template was deleted: its versions can't be used any more, and are shown nowhere. */
export function noteTemplateDeleted(context: Context, id: string, versionIds: readonly (string | undefined)[]): void {
  for (const each of [id, ...versionIds]) if (each !== undefined) deleted.add(keyOf(context, each));
}

/** Whether a finished version ended with its template, as far as this process knows. */
export function hasEndedWithTemplate(context: Context, id: string, outputs: Partial<VersionOutputs>): boolean {
  if (outputs.status !== "succeeded") return false;
  return [id, outputs.templateId].some((each) => each !== undefined && deleted.has(keyOf(context, each)));
}

function keyOf({ client }: Context, id: string): string {
  return `${client.identity} ${id}`;
}
