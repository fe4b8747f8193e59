// The message by which the server knows a version that a preview imported: until an update takes it, it is nobody's.
import type { TemplateVersion } from "../../client/template-versions";
import type { Context } from "../../handler";

const BEGINNING = "Imported by a preview of ";

/** Names the resource, which alone may archive the version. */
export function markOf({ urn }: Pick<Context, "urn">): string {
  return `${BEGINNING}${urn === "" ? "a resource" : urn}. No update has taken it.`;
}

export function isMarked({ message }: Pick<TemplateVersion, "message">): boolean {
  return message.startsWith(BEGINNING);
}
