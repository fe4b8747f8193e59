// A version whose resource got another name in the program: the new resource takes it over, as a new version would make
// workspaces build again.
import type { TemplateVersion } from "../../client/template-versions";
import type { Context } from "../../handler";
import { objectOf } from "../../ownership/claims";
import { undefinedWhenGone } from "../names/gone";
import { deriveName, own, tagsMatch, type CreationRequest } from "./create";
import { derivedNameIn } from "./git";
import { hasVariables } from "./variables";

const TYPE = "TemplateVersion";

/** Tells later runs which resource has the version. */
export function noteVersion({ ownership: { claims, holdings }, urn }: Context, id: string): void {
  claims.set(urn, objectOf(TYPE, id), "held");
  holdings.put(objectOf(TYPE, id), urn);
}

/**
 * The template's active version, where it is the one that is asked for and the program no longer has the resource that
 * had it.
 */
export async function findRenamed(context: Context, request: CreationRequest): Promise<TemplateVersion | undefined> {
  const { client, log, ownership, urn } = context;
  const id = request.template?.active_version_id ?? "";
  const former = ownership.holdings.urnOf(objectOf(TYPE, id));
  // Where this resource had it, the version is to be replaced by another.
  if (id === "" || former === undefined || former === urn) return undefined;
  if (ownership.claims.rivalOf(urn, objectOf(TYPE, id))?.standing === "held") return undefined;
  const version = await client.getTemplateVersion(id).catch(undefinedWhenGone);
  if (version === undefined || !(await isAskedFor(context, request, version))) return undefined;
  log.info(
    `Template version "${version.name}" has this content and is active: it is used. Resource "${former}" had it.`,
  );
  return own(version);
}

async function isAskedFor(context: Context, request: CreationRequest, version: TemplateVersion): Promise<boolean> {
  const { content, inputs, variables } = request;
  const { reference } = content;
  if (version.job.status !== "succeeded" || version.archived) return false;
  if (!("file_id" in reference) || version.job.file_id !== reference.file_id) return false;
  if (!tagsMatch(inputs.provisionerTags, version.job.tags)) return false;
  if (inputs.name !== undefined)
    return inputs.name === version.name && (await hasVariables(context, version, variables));
  // A derived name proves everything that the version is made of, sensitive values included.
  const derived = await deriveName(request);
  return derivedNameIn(version.name) === derived || hasVariables(context, version, variables);
}
