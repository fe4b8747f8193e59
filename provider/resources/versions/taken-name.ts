// A name that the program gives a version, while another version of the template has it: versions keep their names for
// good, so it is refused before anything is uploaded.
import type { TemplateVersion } from "../../client/template-versions";
import { InputError, type InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { readUploaded } from "../../source/read";
import { isProperties, type Properties } from "../../values";
import { undefinedWhenUntold } from "../names/gone";
import { organizationOf } from "../names/organizations";
import { findTemplateByName } from "../names/template-names";
import { hasFailed } from "./earlier";
import { describeHolder } from "./names";
import type { NameProperty } from "./request";

/** Names that a program declares; each may be unknown. */
interface Named {
  organization?: unknown;
  templateName?: unknown;
  name?: unknown;
}

/** Says nothing of a version of the same files: the update takes it, or says what else of it is other. */
export async function checkVersionName(
  context: Context,
  { organization, templateName, name }: Named,
  { source, digest }: Properties,
  property: NameProperty,
): Promise<InputFailure[]> {
  if (typeof name !== "string" || typeof templateName !== "string" || typeof digest !== "string") return [];
  if (organization !== undefined && typeof organization !== "string") return [];
  // What file the server makes of a starter template is not known here.
  if (isProperties(source) && source["exampleId"] !== undefined) return [];
  const template = await findTemplateByName(context, organizationOf(context, organization), templateName);
  if (template === undefined) return [];
  const holder = await context.client.getTemplateVersionByName(template.id, name).catch(undefinedWhenUntold);
  // A version of no use gives its name up.
  if (holder === undefined || hasFailed(holder)) return [];
  const held = await digestOf(context, holder);
  return held === undefined || held === digest
    ? []
    : [{ property, reason: describeHolder(templateName, holder, property) }];
}

/** Undefined where the files are not for the token's user, or can't be read. */
async function digestOf({ client }: Context, { job }: TemplateVersion): Promise<string | undefined> {
  const files = await client.getFile(job.file_id).catch(undefinedWhenUntold);
  try {
    return files && (await readUploaded(files)).digest;
  } catch (thrown) {
    if (thrown instanceof InputError) return undefined;
    throw thrown;
  }
}
