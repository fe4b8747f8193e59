// What a preview does for a version: it is imported before anything of its template changes.
import type { Context, MaybeUnknown, Previewed, PreviewedState, Previous } from "../../handler";
import { containsUnknown, type Properties } from "../../values";
import { organizationOf } from "../names/organizations";
import { findTemplateByName } from "../names/template-names";
import { archiveAbandoned } from "../versions/abandoned";
import { contentChanges } from "../versions/changes";
import { deriveName } from "../versions/names";
import { importAtPreview, isKnownVersion, isValidated } from "../versions/preview";
import type { VersionInputs, VersionOutputs } from "../versions/properties";

type News = MaybeUnknown<VersionInputs> & { validateAtPreview?: unknown };

/** What the update leaves as the import has made it. */
const LASTING = [
  "digest",
  "files",
  "organizationId",
  "templateId",
  "jobId",
  "parameters",
  "presets",
  "resources",
  "sensitiveVariables",
  "createdAt",
] as const;

export async function previewVersion(
  context: Context,
  previous: PreviewedState<VersionOutputs> | undefined,
  news: News,
): Promise<Previewed> {
  if (!isValidated(context, news.validateAtPreview)) return { outputs: {} };
  const { templateName, organization, source, variables, provisionerTags, name } = news;
  if (!isKnownVersion(context, { templateName, organization, source, variables, provisionerTags, name }))
    return { outputs: {} };
  // Nothing else of the inputs is looked at.
  const wanted = news as VersionInputs;
  if (previous !== undefined && contentChanges(previous.known, wanted).length === 0) return { outputs: {} };
  const place = organizationOf(context, wanted.organization);
  const template = await findTemplateByName(context, place, wanted.templateName);
  const { id, outputs } = await importAtPreview(
    context,
    { organization: place, template, nameProperty: "name" },
    digestOf(news),
    wanted,
  );
  const lasting = LASTING.filter((key) => outputs[key] !== undefined).map((key) => [key, outputs[key]]);
  return { id, outputs: Object.fromEntries(lasting) as Properties };
}

/** Archives what earlier previews of the version imported for nothing. */
export async function archiveAbandonedOf(
  context: Context,
  { outputs }: Previous<VersionOutputs>,
  news: News,
): Promise<void> {
  if (!isValidated(context, news.validateAtPreview)) return;
  const { templateName, variables, provisionerTags } = news;
  if (typeof templateName !== "string" || containsUnknown([digestOf(news), variables, provisionerTags])) return;
  const organization = outputs.organizationId ?? organizationOf(context, outputs.organization);
  const template = await findTemplateByName(context, organization, outputs.templateName ?? templateName);
  if (template === undefined) return;
  await archiveAbandoned(context, template, () =>
    deriveName({ content: { digest: digestOf(news) }, inputs: news as VersionInputs }),
  );
}

/** `check` has derived the digest: it travels beside the inputs. */
function digestOf(news: Properties): string {
  return news["digest"] as string;
}
