// Versions that the program declares and the server does not have yet: what their code says, by the resource that
// declares the version or hands it on.
import type { Context } from "../../handler";
import type { Needs } from "../../terraform/needs";
import { keptByRun } from "./kept-by-run";

export interface DeclaredVersion {
  /** For messages: `template version "v2"`. */
  title: string;
  /** Unknown where the program does not tell yet. */
  templateName: unknown;
  /** Unknown where it is derived, too. */
  versionName: unknown;
  /** Whether its content differs from that of the last run. */
  isNew: boolean;
  /** Undefined where its code can't be read. */
  readNeeds: () => Promise<Needs | undefined>;
  /** Where this preview has imported it: then the server tells more than its code. */
  importedId?: string;
}

/** What a workspace is about to be built with: a version that the server has, or one that is declared. */
export type NextVersion = { id: string } | { declared: DeclaredVersion | undefined };

/** By URN. */
const declaredVersions = keptByRun(() => new Map<string, DeclaredVersion>());
/** By the workspace's id. */
const nextVersions = keptByRun(() => new Map<string, NextVersion>());

/** The resource of this operation declares the version; undefined where nothing is known of it. */
export function noteDeclared(context: Context, version: DeclaredVersion | undefined): void {
  if (version === undefined) declaredVersions(context).delete(context.urn);
  else declaredVersions(context).set(context.urn, version);
}

/** The resource of this operation hands on the version that its input comes from. */
export function handOn(context: Context, property: string): void {
  noteDeclared(context, declaredAt(context, property));
}

/** The preview has imported the version that the resource of this operation declares. */
export function noteImportedId(context: Context, id: string): void {
  const version = declaredVersions(context).get(context.urn);
  // Whoever hands it on has the same one.
  if (version !== undefined) version.importedId = id;
}

/** The id of the version that an input comes from, where this preview has imported it. */
export function importedAt(context: Context, property: string): string | undefined {
  return declaredAt(context, property)?.importedId;
}

/** The server has the version now, and tells more of it. */
export function noteMade(context: Context): void {
  declaredVersions(context).delete(context.urn);
}

/** What the resource of this operation declares, or hands on, while the server does not have it. */
export function declaredBy(context: Context): DeclaredVersion | undefined {
  return declaredVersions(context).get(context.urn);
}

/** The declared version that an input comes from, where a class of this package tells so. */
export function declaredAt(context: Context, property: string): DeclaredVersion | undefined {
  const urn = context.sources[property];
  return urn === undefined ? undefined : declaredVersions(context).get(urn);
}

/** Whether the program declares a version with other content than that of the last run. */
export function declaresNew(context: Context): boolean {
  return [...declaredVersions(context).values()].some(({ isNew }) => isNew);
}

/** The new version of the template, where the program declares a single one. */
export function declaredFor(context: Context, templateName: string | undefined): DeclaredVersion | undefined {
  if (templateName === undefined) return undefined;
  const versions = [...declaredVersions(context).values()].filter(
    (version) => version.isNew && isOfTemplate(version, templateName),
  );
  const [version] = versions;
  return versions.every((other) => other === version) ? version : undefined;
}

/** Whether the version is for the template, as far as its name tells. */
export function isOfTemplate({ templateName }: DeclaredVersion, name: string): boolean {
  return typeof templateName === "string" && templateName.toLowerCase() === name.toLowerCase();
}

/** Another resource of the program is about to build the workspace with another version. */
export function noteNextVersion(context: Context, workspaceId: string, next: NextVersion): void {
  nextVersions(context).set(workspaceId, next);
}

/** The workspace is built with what was declared. */
export function forgetNextVersion(context: Context, workspaceId: string): void {
  nextVersions(context).delete(workspaceId);
}

export function nextVersionOf(context: Context, workspaceId: string): NextVersion | undefined {
  return nextVersions(context).get(workspaceId);
}
