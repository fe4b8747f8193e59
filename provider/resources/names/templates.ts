// Templates as checks ask for them: one answer for the many workspaces that are checked at about the same time.
import type { Template } from "../../client/templates";
import { Shared } from "../../client/transport/single-flight";
import type { Context } from "../../handler";
import { KEPT_MILLISECONDS } from "./check-answers";

const known = new Shared<Template>(KEPT_MILLISECONDS);

/** For a check only: a template as it was some seconds ago at most. */
export function lookUpTemplate({ client, signal }: Context, templateId: string): Promise<Template> {
  return known.get(`${client.url} ${templateId}`, () => client.getTemplate(templateId), { signal });
}

/** For whoever changes a template. */
export function forgetTemplate({ client }: Context, templateId: string): void {
  known.forget(`${client.url} ${templateId}`);
}
