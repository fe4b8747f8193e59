// Templates as checks ask for them: one answer for the many workspaces that are checked at about the same time.
import { Shared } from "../client/shared";
import type { Template } from "../client/templates";
import type { Context } from "../handler";

/**
 * A program's workspaces are checked within seconds, and the server answers only so many equal requests. What this
 * process changes is forgotten at once; what others change may be seen that much later by a check. What is created or
 * updated is never decided by it.
 */
const KEPT_MILLISECONDS = 10_000;

const known = new Shared<Template>(KEPT_MILLISECONDS);

/** For a check only: a template as it was some seconds ago at most. */
export function lookUpTemplate({ client, signal }: Context, templateId: string): Promise<Template> {
  return known.get(`${client.url} ${templateId}`, () => client.getTemplate(templateId), { signal });
}

/** For whoever changes a template. */
export function forgetTemplate({ client }: Context, templateId: string): void {
  known.forget(`${client.url} ${templateId}`);
}
