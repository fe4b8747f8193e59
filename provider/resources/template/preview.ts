// What a preview does for the version of a declared source: it is imported before anything of the template changes.
import type { Template } from "../../client/templates";
import type { Context, MaybeUnknown, Previewed, PreviewedState, Previous } from "../../handler";
import { containsUnknown, UNKNOWN, type Properties } from "../../values";
import { tellImpact } from "../impact/preview";
import { undefinedWhenGone } from "../names/gone";
import { organizationOf } from "../names/organizations";
import { noteUpcoming } from "../names/previewed";
import { findTemplateByName } from "../names/template-names";
import { archiveAbandoned } from "../versions/abandoned";
import { contentChanges } from "../versions/changes";
import { isFromGit } from "../versions/git";
import { importAtPreview, isKnownVersion, isValidated } from "../versions/preview";
import type { TemplateInputs, TemplateOutputs } from "./properties";
import { leftoversOf } from "./leftovers";
import {
  declarationOf,
  derivedNameOf,
  digestOf,
  heldOf,
  madeOf,
  NAME_PROPERTY,
  type Made,
  type WithSource,
} from "./version";

type News = MaybeUnknown<TemplateInputs>;

export async function previewTemplate(
  context: Context,
  previous: PreviewedState<TemplateOutputs> | undefined,
  news: News,
): Promise<Previewed> {
  if (news.source === undefined) {
    if (previous?.id !== undefined && typeof news.activeVersionId === "string")
      noteUpcoming(context, previous.id, news.activeVersionId);
    return { outputs: {} };
  }
  if (!isValidated(context, news.validateAtPreview)) return { outputs: {} };
  const { name, organization, source, variables, provisionerTags, versionName, adopt } = news;
  const content = { name, organization, source, variables, provisionerTags, versionName, adopt };
  if (!isKnownVersion(context, content)) return { outputs: {} };
  const wanted = known(news);
  if (previous !== undefined && isSameContent(previous.known, wanted)) return { outputs: {} };
  const template = await findExisting(context, previous, wanted);
  const begun = previous && leftoversOf(previous.known).__begun;
  const isBegun = begun !== undefined && begun.derivedName === (await derivedNameOf(wanted, digestOf(wanted)));
  const { id, outputs } = await importAtPreview(
    context,
    {
      organization: template?.organization_id ?? organizationOf(context, wanted.organization),
      template,
      nameProperty: NAME_PROPERTY,
      begunId: isBegun ? begun.id : undefined,
    },
    String(digestOf(wanted)),
    declarationOf(wanted),
  );
  if (template !== undefined) {
    noteUpcoming(context, template.id, id);
    await tellImpact(context, template.id, () => Promise.resolve(id));
  }
  return { outputs: { ...shown(madeOf(id, outputs), wanted), activeVersionId: id }, inputs: { activeVersionId: id } };
}

/** Archives what earlier previews of the template imported for nothing. */
export async function archiveAbandonedOf(
  context: Context,
  { id, outputs }: Previous<TemplateOutputs>,
  news: News,
): Promise<void> {
  if (news.source === undefined || !isValidated(context, news.validateAtPreview)) return;
  const { name, digest, variables, provisionerTags }: Properties = news;
  if (containsUnknown([name, digest, variables, provisionerTags])) return;
  const template = { id, active_version_id: outputs.activeVersionId ?? "" };
  await archiveAbandoned(context, template, () => derivedNameOf(known(news), digest));
}

/** What decides is known: nothing else of the inputs is looked at. */
function known(news: News): WithSource {
  return news as WithSource;
}

function isSameContent(before: Partial<TemplateOutputs>, news: WithSource): boolean {
  const declaration: Properties = { ...declarationOf(news), digest: digestOf(news) };
  return before.digest !== undefined && contentChanges(heldOf(before), declaration).length === 0;
}

async function findExisting(
  context: Context,
  previous: PreviewedState<TemplateOutputs> | undefined,
  news: WithSource,
): Promise<Template | undefined> {
  const id = previous?.id ?? news.adopt;
  if (id !== undefined) return context.client.getTemplate(id).catch(undefinedWhenGone);
  const { name, organization } = previous === undefined ? news : { ...news, ...nameOf(previous.known) };
  return findTemplateByName(context, organizationOf(context, organization), name);
}

/** A template that is to be renamed still has its name. */
function nameOf({ name }: Partial<TemplateOutputs>): { name?: string } {
  return typeof name === "string" ? { name } : {};
}

/** The version as the update will leave it: it gets another name and message then. */
function shown({ digest, files, sourceVersion }: Made, news: WithSource): Properties {
  const { versionName, versionMessage = "", source } = news;
  return {
    digest,
    files,
    sourceVersion: {
      ...sourceVersion,
      name: versionName ?? UNKNOWN,
      message: isFromGit(source, "message") ? UNKNOWN : versionMessage,
      archived: false,
      url: UNKNOWN,
      git: UNKNOWN,
    },
  };
}
