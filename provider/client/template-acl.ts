// Who may use a template, and who may change it: a licensed feature.
import { z } from "zod";
import { TEMPLATE_ROLES } from "../enumerations";
import { groupSchema } from "./groups";
import { answerObject, listOf, openText } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { userSchema } from "./users";

/** The server calls the list of groups "group". @see codersdk/templates.go TemplateACL */
const templateAclSchema = answerObject({
  users: listOf(userSchema.extend({ role: openText(TEMPLATE_ROLES) })),
  group: listOf(groupSchema.extend({ role: openText(TEMPLATE_ROLES) })),
}).transform(({ group, ...rest }) => ({ ...rest, groups: group }));

export type TemplateAcl = z.output<typeof templateAclSchema>;

/** An empty role takes the right away. */
export type TemplateRole = (typeof TEMPLATE_ROLES)[number] | "";

/**
 * Ids of users and groups, each with its role; who is not named keeps the right.
 * @see codersdk/templates.go UpdateTemplateACL
 */
export interface UpdateTemplateAclRequest {
  user_perms?: Readonly<Record<string, TemplateRole>> | undefined;
  group_perms?: Readonly<Record<string, TemplateRole>> | undefined;
}

/**
 * Who may use a template, and who may change it. Refused with 403 without a licence, with 404 by a server that is built
 * without licensed features.
 * @see enterprise/coderd/templates.go templateACL
 * @example const { users, groups } = await client.getTemplateAcl(template.id);
 */
export function getTemplateAcl(
  transport: Transport,
  templateId: string,
  options?: RequestOptions,
): Promise<TemplateAcl> {
  return transport.json(templateAclSchema, { method: "GET", path: path`/templates/${templateId}/acl` }, options);
}

/**
 * Gives roles to users and groups, or takes them away.
 * @see enterprise/coderd/templates.go patchTemplateACL
 * @example await client.updateTemplateAcl(template.id, { user_perms: { [user.id]: "use" } });
 */
export async function updateTemplateAcl(
  transport: Transport,
  templateId: string,
  request: UpdateTemplateAclRequest,
  options?: RequestOptions,
): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/templates/${templateId}/acl`, json: request }, options);
}
