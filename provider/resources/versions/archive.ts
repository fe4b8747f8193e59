// A version that nobody declares any more: it is archived where the server allows it.
import type { TemplateVersion } from "../../client/template-versions";
import { ApiError, isGone, messageOf } from "../../errors";
import type { Context } from "../../handler";
import { followTemplateVersion } from "../../jobs/follow";
import { undefinedWhenGone } from "../names/gone";
import { hasFailed } from "./earlier";
import type { VersionInputs } from "./properties";
import { possibleSecrets } from "./variables";

/**
 * Archives the version. One that is active, or that a workspace was last built with, stays as it is: the answer says so
 * then.
 *
 * @param variables may stand in the log of an import that is still to be cancelled
 */
export async function archiveVersion(
  context: Context,
  versionId: string,
  variables: VersionInputs["variables"] | undefined,
): Promise<string | undefined> {
  const { client } = context;
  try {
    await client.archiveTemplateVersion(versionId);
    return undefined;
  } catch (thrown) {
    if (isGone(thrown)) return undefined;
    if (!(thrown instanceof ApiError) || thrown.isForbidden) throw thrown;
    const version = await client.getTemplateVersion(versionId).catch(undefinedWhenGone);
    // The dashboard shows no version without a template, or of a deleted one.
    if (version === undefined || version.archived || version.template_id === undefined) return undefined;
    if (!isEnded(version)) {
      await archiveAfterCancelling(context, version, variables);
      return undefined;
    }
    const template = await client.getTemplate(version.template_id).catch(undefinedWhenGone);
    if (template === undefined) return undefined;
    if (!isInUse(thrown)) throw thrown;
    const why =
      template.active_version_id === version.id
        ? "it is the template's active version"
        : "a workspace was last built with it";
    return `Template version "${version.name}" stays on the server as it is, not archived: ${why}.`;
  }
}

function isEnded(version: TemplateVersion): boolean {
  return version.job.status === "succeeded" || hasFailed(version);
}

/** Cancels the import first: the server archives no version during its import. */
async function archiveAfterCancelling(
  context: Context,
  version: TemplateVersion,
  variables: VersionInputs["variables"] | undefined,
): Promise<void> {
  const { client, log, signal, deadline } = context;
  await client.cancelTemplateVersion(version.id).catch((thrown: unknown) => {
    // It has ended meanwhile, or is being cancelled already.
    if (!(thrown instanceof ApiError) || thrown.status !== 400) throw thrown;
  });
  await followTemplateVersion({
    client,
    log,
    signal,
    deadline,
    organization: version.organization_id ?? context.defaultOrganization,
    title: `Template version "${version.name}"`,
    templateVersionId: version.id,
    secrets: possibleSecrets(variables),
  }).catch((thrown: unknown) => {
    signal.throwIfAborted();
    log.info(`The import of template version "${version.name}" was ended: ${messageOf(thrown).split("\n")[0]}`);
  });
  await client.archiveTemplateVersion(version.id);
}

/** The server says so with status 500. @see coderd/templateversions.go setArchiveTemplateVersion */
function isInUse(error: ApiError): boolean {
  return (
    error.status === 500 &&
    (error.detail ?? "").includes("in use by a workspace or currently set to the active version")
  );
}
