// The version that a template makes of its own source: by the lifecycle that versions have, under the template's id.
import { readsOf } from "../../client/reads";
import type { TemplateVersion } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { PartialError } from "../../errors";
import type { Change, Complete, Context, MaybeUnknown, Previous } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { contentChanges, isDead, refuseSameName, whenChanged } from "../versions/changes";
import type { FormerVersion } from "../versions/difference";
import { isOfCaller } from "../versions/earlier";
import { isFromGit } from "../versions/git";
import { makeVersion, type VersionPlace } from "../versions/make";
import { deriveName } from "../versions/names";
import { isValidated } from "../versions/preview";
import { versionAddress } from "../versions/outputs";
import type { VersionInputs, VersionOutputs } from "../versions/properties";
import { settleVersion } from "../versions/settle";
import { containsUnknown, type Properties } from "../../values";
import type { MadeOutputs } from "./outputs";
import { areLeftoversOpen, leftoversOf, type Begun } from "./leftovers";
import type { besideSource, SourceVersion, TemplateInputs, TemplateOutputs } from "./properties";

/** Outputs of a version that exists. */
export type Made = { [Key in keyof MadeOutputs]-?: NonNullable<MadeOutputs[Key]> };

/** A template whose content is declared. */
export type WithSource = TemplateInputs & { source: NonNullable<TemplateInputs["source"]> };

/** The input that names the version. */
export const NAME_PROPERTY = "versionName" as const;

export function hasSource(news: TemplateInputs): news is WithSource {
  return news.source !== undefined;
}

/** The declaration of the version, as a `TemplateVersion` would have it. */
export function declarationOf(news: WithSource): VersionInputs {
  return {
    templateName: news.name,
    organization: news.organization,
    source: news.source,
    name: news.versionName,
    message: news.versionMessage ?? "",
    variables: news.variables ?? {},
    provisionerTags: news.provisionerTags ?? {},
    onDelete: news.replacedVersions ?? "archive",
  };
}

/** What a failure leaves of a version: one that the next update can continue, or one that is of no use. */
type Failed = { begun: Begun } | { useless: string };

/** Where the version is to be, and what an earlier update has begun. */
export interface SourcePlace extends Pick<VersionPlace, "organization" | "template"> {
  begun?: Begun | undefined;
  /** Told before a failure that leaves a version behind. */
  onFailure: (failed: Failed) => void;
}

/** Makes the version and waits for its import. If that fails, the template is as it was. */
export async function makeSourceVersion(
  context: Context,
  { organization, template, begun, onFailure }: SourcePlace,
  news: WithSource,
): Promise<Made> {
  const isBegun = begun !== undefined && begun.derivedName === (await derivedNameOf(news, digestOf(news)));
  const place = {
    ...{ organization, template, nameProperty: NAME_PROPERTY, begunId: isBegun ? begun.id : undefined },
    isValidated: isValidated(context, news.validateAtPreview),
  };
  try {
    const { id, outputs } = await makeVersion(context, place, declarationOf(news));
    return madeOf(id, outputs);
  } catch (thrown) {
    if (!(thrown instanceof PartialError)) throw thrown;
    const { id, outputs, cause } = thrown;
    if (isDead(outputs["status"])) onFailure({ useless: id });
    else onFailure({ begun: { id, derivedName: await derivedNameOf(news, outputs["digest"]) } });
    throw cause;
  }
}

/** `check` has derived the digest: it travels beside the inputs. */
export function digestOf(news: Properties): unknown {
  return news["digest"];
}

export function derivedNameOf(news: WithSource, digest: unknown): Promise<string> {
  return deriveName({ content: { digest: String(digest) }, inputs: declarationOf(news) });
}

/** What the program changes of the version: each of it in place, as the template stays. */
export function versionChanges({ outputs }: Previous<TemplateOutputs>, news: MaybeUnknown<TemplateInputs>): Change[] {
  const { sourceVersion: version, activeVersionId, replacedVersions = "archive" } = outputs;
  if (news.source === undefined)
    return whenChanged("source", "update", version !== undefined || areLeftoversOpen(outputs));
  if (version === undefined) return [{ property: "source", kind: "update" }];
  const declared = { ...news, variables: news.variables ?? {}, provisionerTags: news.provisionerTags ?? {} };
  const content = contentChanges(heldOf(outputs), declared);
  refuseSameName(content, { property: NAME_PROPERTY, held: version.name, declared: news.versionName }, declared);
  const isOther = content.length > 0;
  const isOpen = !isOther && areLeftoversOpen(outputs);
  return [
    ...content.map(({ property }): Change => ({ property, kind: "update" })),
    ...whenChanged("versionName", "update", news.versionName !== undefined && news.versionName !== version.name),
    ...whenChanged(
      "versionMessage",
      "update",
      !isFromGit(news.source, "message") && (news.versionMessage ?? "") !== version.message,
    ),
    ...whenChanged("replacedVersions", "update", isOpen || (news.replacedVersions ?? "archive") !== replacedVersions),
    // Somebody promoted another version, or an update did not come to the promotion.
    ...whenChanged("activeVersionId", "update", !isOther && activeVersionId !== version.id),
  ];
}

/**
 * Id of the version that an update makes the active one, as far as it exists: that of a source has a name which tells
 * its content.
 */
export async function versionToPromote(
  context: Context,
  { id, outputs }: Previous<TemplateOutputs>,
  news: MaybeUnknown<TemplateInputs>,
): Promise<string | undefined> {
  if (news.source === undefined) return typeof news.activeVersionId === "string" ? news.activeVersionId : undefined;
  if (containsUnknown(news)) return undefined;
  const wanted = news as WithSource;
  const content: Properties = { ...declarationOf(wanted), digest: digestOf(wanted) };
  const isSame = contentChanges(heldOf(outputs), content).length === 0;
  if (isSame && outputs.sourceVersion !== undefined) return outputs.sourceVersion.id;
  const name = await derivedNameOf(wanted, digestOf(wanted));
  const version = await context.client.getTemplateVersionByName(id, name).catch(undefinedWhenGone);
  return version?.job.status === "succeeded" && (await isOfCaller(context, version)) ? version.id : undefined;
}

/** The version that another content would replace. */
export function formerVersion(outputs: Partial<TemplateOutputs>): FormerVersion | undefined {
  const { sourceVersion, files, name } = outputs;
  return sourceVersion && { ...heldOf(outputs), ...(files && { files }), id: sourceVersion.id, templateName: name };
}

/** The version of the declared source: the one that the template has, or another one. */
export async function versionOfSource(
  context: Context,
  template: Template,
  previous: Previous<TemplateOutputs>,
  { news, onFailure }: { news: WithSource } & Pick<SourcePlace, "onFailure">,
): Promise<Made> {
  const kept = await keepSourceVersion(context, template, previous, news);
  if (kept !== undefined) return kept;
  const { __begun: begun } = leftoversOf(previous.outputs);
  const place = { organization: template.organization_id, template, begun, onFailure };
  return makeSourceVersion(context, place, news);
}

/** The inputs about the version of a source. */
export function versionInputsOf(news: TemplateInputs): Pick<TemplateInputs, "source" | keyof typeof besideSource> {
  const { source, variables, provisionerTags, versionName, versionMessage, replacedVersions } = news;
  const all = { source, variables, provisionerTags, versionName, versionMessage, replacedVersions };
  return all satisfies Complete<Pick<TemplateInputs, "source" | keyof typeof besideSource>>;
}

/** The version of the state, where it is what the program declares; with the declared name and message. */
async function keepSourceVersion(
  context: Context,
  template: Template,
  { outputs }: Previous<TemplateOutputs>,
  news: WithSource,
): Promise<Made | undefined> {
  const { sourceVersion: version, digest, files } = outputs;
  if (version === undefined || digest === undefined || files === undefined) return undefined;
  const declaration = declarationOf(news);
  // The files of an unchanged declaration may be others.
  const wanted: Properties = { ...declaration, digest: digestOf(news) };
  if (contentChanges(heldOf(outputs), wanted).length > 0) return undefined;
  const held = await context.client.getTemplateVersion(version.id).catch(undefinedWhenGone);
  if (held === undefined) return undefined;
  const settled = await settleVersion(context, held, declaration, NAME_PROPERTY);
  return { digest, files, sourceVersion: refreshed(context, template, version, settled) };
}

/** The version as a refresh finds it; undefined when the template has none of its own, or the server lost it. */
export async function readSourceVersion(
  context: Context,
  template: Template,
  version: SourceVersion | undefined,
): Promise<SourceVersion | undefined> {
  if (version === undefined) return undefined;
  const held = await readsOf(context.client).templateVersion(version.id).catch(undefinedWhenGone);
  return held && refreshed(context, template, version, held);
}

function refreshed(context: Context, template: Template, known: SourceVersion, held: TemplateVersion): SourceVersion {
  return {
    ...known,
    name: held.name,
    message: held.message,
    archived: held.archived,
    warnings: held.warnings,
    url: versionAddress(context, template.organization_name, template.name, held.name),
  };
}

/** The state of the version, under the names that a version has. */
export function heldOf({
  source,
  digest,
  variables,
  provisionerTags,
  sourceVersion,
}: Partial<TemplateOutputs>): Partial<VersionOutputs> {
  return {
    ...(source && { source }),
    ...(digest !== undefined && { digest }),
    variables: variables ?? {},
    provisionerTags: provisionerTags ?? {},
    ...(sourceVersion && { status: "succeeded" }),
  };
}

export function madeOf(id: string, outputs: VersionOutputs): Made {
  const { name, message, git, jobId, archived, parameters, presets, resources } = outputs;
  const { digest, files, sensitiveVariables, warnings, createdAt, url } = outputs;
  const facts = { jobId, archived, parameters, presets, resources, sensitiveVariables, warnings, createdAt, url };
  return { digest, files, sourceVersion: { id, name, message, ...(git && { git }), ...facts } };
}
