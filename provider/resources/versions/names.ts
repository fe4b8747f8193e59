// Names of versions: derived from what a version is made of, and given to one that is of no use any more.
import { createHash, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { TemplateVersion } from "../../client/template-versions";
import type { VersionInputs } from "./properties";
import type { Content, NameProperty } from "./request";
import { variableTexts } from "./variables";

const NAME_LIMIT = 64;
const DERIVED_NAME_LENGTH = 16;

/** What a derived name is made of. */
interface Named {
  content: Pick<Content, "digest">;
  inputs: Pick<VersionInputs, "templateName" | "variables" | "provisionerTags">;
}

/**
 * Equal input gives an equal name: so the version that a lost answer left is found again. Other templates get other
 * names.
 */
export async function deriveName({ content, inputs }: Named): Promise<string> {
  const tags = JSON.stringify(sorted(inputs.provisionerTags));
  const hash = createHash("sha256").update([content.digest, inputs.templateName.toLowerCase(), tags].join("\n"));
  const variables = variableTexts(inputs.variables);
  if (Object.keys(variables).length > 0) {
    // A slow hash: the name is public, and nobody is to guess a secret variable with its help.
    hash.update(await slowHash(JSON.stringify(sorted(variables)), content.digest, 32));
  }
  return hash.digest("hex").slice(0, DERIVED_NAME_LENGTH);
}

const slowHash: (text: string, salt: string, length: number) => Promise<Buffer> = promisify<
  string,
  string,
  number,
  Buffer
>(scrypt);

/** The new name of a version whose import did not succeed. */
export function nameAfterFailure(version: TemplateVersion): string {
  return nameAside(version, "failed");
}

/** The new name of a version that took values of an earlier one. */
export function nameWhenSuperseded(version: TemplateVersion): string {
  return nameAside(version, "superseded");
}

/** Which version has the name in the template, and what to do. */
export function describeHolder(templateName: string, holder: TemplateVersion, property: NameProperty): string {
  const what = holder.job.status === "succeeded" ? "with other content or values" : "whose import has not ended yet";
  return (
    `Template "${templateName}" has a version "${holder.name}" already, ${holder.id}, ${what}, ` +
    `created by "${holder.created_by?.username ?? "unknown"}" at ${holder.created_at}. Versions are never deleted, ` +
    "and keep their names when archived. " +
    `Choose another \`${property}\`, or leave it out to have one derived from the content.`
  );
}

function nameAside(version: TemplateVersion, why: string): string {
  const suffix = `-${why}-${version.id.slice(0, 8)}`;
  if (version.name.endsWith(suffix)) return version.name;
  // The cut may leave separators at the end, and the server refuses two in a row.
  return version.name.slice(0, NAME_LIMIT - suffix.length).replace(/[-_.]+$/, "") + suffix;
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
