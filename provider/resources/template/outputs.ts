// Templates: from the server's answer to the outputs of the program and the state, and which values the server ignored.
import type { Template } from "../../client/templates";
import type { Complete, Context, Previous } from "../../handler";
import { isEqual, isProperties, type Properties } from "../../values";
import {
  localProperties,
  templateInputs,
  versionProperties,
  wayProperties,
  type TemplateInputs,
  type TemplateOutputs,
} from "./properties";
import type { Leftovers } from "./leftovers";
import { toInputs } from "./requests";

/**
 * Output key for the values that the server ignored, by property. Such a property shows no difference until the program
 * or the server changes it.
 */
const IGNORED_KEY = "__ignored";

export type OutputsWithHidden = TemplateOutputs & Leftovers & { [IGNORED_KEY]?: Properties };

/** Outputs of the version that a template has made of its source. */
export type MadeOutputs = Partial<Pick<TemplateOutputs, "digest" | "files" | "sourceVersion">>;

export type LocalOutputs = Pick<TemplateOutputs, keyof typeof localProperties> & MadeOutputs;

/** Compared with the state value by value. */
export const plainProperties = templateInputs
  .omit({ ...versionProperties, organization: true, accessControl: true, ...wayProperties })
  .keyof().options;

/** Compared with what the server holds; the version is promoted by a request of its own. */
const metadataProperties = templateInputs
  .omit({ ...localProperties, ...wayProperties, activeVersionId: true })
  .keyof().options;

export function toOutputs(
  context: Context,
  template: Template,
  local: LocalOutputs,
  ignored: Properties,
): OutputsWithHidden {
  const outputs: Complete<TemplateOutputs> = {
    ...toInputs(template),
    activeVersionId: template.active_version_id,
    ...localOutputs(local),
    organizationId: template.organization_id,
    organizationName: template.organization_name,
    provisioner: template.provisioner,
    deprecated: template.deprecated,
    createdByName: template.created_by_name,
    createdAt: template.created_at,
    url: templateUrl(context, template),
  };
  return { ...outputs, ...(Object.keys(ignored).length > 0 && { [IGNORED_KEY]: ignored }) };
}

export function localOutputs(outputs: Partial<LocalOutputs>): Complete<LocalOutputs> {
  const { organization, accessControl, disableEveryoneGroupAccess = false, forceDelete = false } = outputs;
  const { source, variables, provisionerTags, versionName, versionMessage, replacedVersions, firstVersionId } = outputs;
  const { digest, files, sourceVersion } = outputs;
  return {
    ...{ organization, accessControl, disableEveryoneGroupAccess, forceDelete },
    ...{ source, variables, provisionerTags, versionName, versionMessage, replacedVersions, firstVersionId },
    ...{ digest, files, sourceVersion },
  };
}

export function templateUrl(context: Context, template: Template): string {
  return `${context.client.url}/templates/${template.organization_name}/${template.name}`;
}

/** Declared properties with another value than the server's. */
export function differences(template: Template, news: TemplateInputs): typeof metadataProperties {
  const held: Properties = toInputs(template);
  return metadataProperties.filter(
    (property) => news[property] !== undefined && !isEqual(news[property], held[property]),
  );
}

export function ignoredOf(previous: Previous<TemplateOutputs>): Properties {
  const outputs: Properties = previous.outputs;
  const ignored = outputs[IGNORED_KEY];
  return isProperties(ignored) ? ignored : {};
}

export function isKnownIgnored(ignored: Properties, property: string, value: unknown): boolean {
  return property in ignored && isEqual(ignored[property], value);
}

/** A value counts as ignored until the server shows it. */
export function stillIgnored(template: Template, ignored: Properties): Properties {
  const held: Properties = toInputs(template);
  return Object.fromEntries(Object.entries(ignored).filter(([property, value]) => !isEqual(held[property], value)));
}
