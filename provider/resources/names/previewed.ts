// What this run's preview has imported: versions that no resource has yet, and which of them a template is to promote.
// Later resources of the same preview are checked against these.
import type { Context } from "../../handler";
import { keptByRun } from "./kept-by-run";

interface Previewed {
  versions: Set<string>;
  /** By template. */
  upcoming: Map<string, string>;
}

const previewedOf = keptByRun<Previewed>(() => ({ versions: new Set(), upcoming: new Map() }));

/** The version was imported by this preview, or by an earlier one, and the update is to take it. */
export function notePreviewed(context: Context, versionId: string): void {
  previewedOf(context).versions.add(versionId);
}

export function isPreviewedHere(context: Context, versionId: string): boolean {
  return previewedOf(context).versions.has(versionId);
}

/** The update is to promote the version. */
export function noteUpcoming(context: Context, templateId: string, versionId: string): void {
  previewedOf(context).upcoming.set(templateId, versionId);
}

/** The version that new workspaces of the template get after the update, where this preview knows it. */
export function upcomingVersion(context: Context, templateId: string): string | undefined {
  return previewedOf(context).upcoming.get(templateId);
}
