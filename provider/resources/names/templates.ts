// Templates by name, and for checks: one answer serves the many workspaces that are checked at about the same time.
import type { Template } from "../../client/templates";
import { SingleFlight } from "../../client/transport/single-flight";
import type { Context } from "../../handler";
import { KEPT_MILLISECONDS } from "./check-answers";
import { undefinedWhenGone } from "./gone";

const known = new SingleFlight<Template>(KEPT_MILLISECONDS);

/** The template as it was a few seconds ago at most. For checks only. */
export function lookUpTemplate({ client, signal }: Context, templateId: string): Promise<Template> {
  return known.get(`${client.identity} ${templateId}`, () => client.getTemplate(templateId), { signal });
}

/** The id of the template that `organization/name` names; undefined when nothing has the name. */
export async function findTemplate({ client }: Context, path: string): Promise<string | undefined> {
  const [organization, name, ...rest] = path.split("/");
  if (organization === undefined || name === undefined || rest.length > 0) return undefined;
  return (await client.getTemplateByName(organization, name).catch(undefinedWhenGone))?.id;
}

/** To be called by whatever changes a template. */
export function forgetTemplate({ client }: Context, templateId: string): void {
  known.forget(`${client.identity} ${templateId}`);
}
