// What changes in place of a version that stays: its name, its message, and that it is not archived.
import type { TemplateVersion } from "../../client/template-versions";
import { ApiError, CoderError } from "../../errors";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { stepAside } from "./create";
import { hasFailed } from "./earlier";
import { describeHolder, nameAfterFailure } from "./names";
import { isFromGit } from "./git";
import type { VersionInputs } from "./properties";
import type { NameProperty } from "./request";

/** Brings a version to what is declared of it. Git's message is that of the commit which it was made of. */
export async function settleVersion(
  context: Context,
  version: TemplateVersion,
  declared: VersionInputs,
  nameProperty: NameProperty,
): Promise<TemplateVersion> {
  const { client } = context;
  const name = declared.name ?? version.name;
  const message = isFromGit(declared.source, "message") ? version.message : declared.message;
  const describe = (holder: TemplateVersion): string => describeHolder(declared.templateName, holder, nameProperty);
  const isSame = name === version.name && message === version.message;
  const named = isSame ? version : await rename(context, version, { name, message, describe });
  if (!named.archived) return named;
  await client.unarchiveTemplateVersion(named.id);
  return client.getTemplateVersion(named.id);
}

/** Changes name and message. A version of no use that has the name gives it up. */
async function rename(
  context: Context,
  version: TemplateVersion,
  { name, message, describe }: { name: string; message: string; describe: (holder: TemplateVersion) => string },
): Promise<TemplateVersion> {
  const { client } = context;
  const patch = (): Promise<TemplateVersion> => client.updateTemplateVersion(version.id, { name, message });
  try {
    return await patch();
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.isAnswerLost) {
      const now = await client.getTemplateVersion(version.id);
      if (now.name === name && now.message === message) return now;
    }
    if (thrown.status !== 400 || version.template_id === undefined) throw thrown;
    const holder = await client.getTemplateVersionByName(version.template_id, name).catch(undefinedWhenGone);
    if (holder === undefined || holder.id === version.id) throw thrown;
    if (!hasFailed(holder)) {
      throw new CoderError(`Template version "${version.name}" was not renamed. ${describe(holder)}`, {
        cause: thrown,
      });
    }
    await stepAside(context, holder, nameAfterFailure(holder));
    return patch();
  }
}
