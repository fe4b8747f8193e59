// The name and the message of a version: they change in place.
import type { TemplateVersion } from "../../client/template-versions";
import { ApiError, CoderError } from "../../errors";
import type { Context } from "../../handler";
import { undefinedWhenGone } from "../names/gone";
import { describeHolder, hasFailed, nameAfterFailure, stepAside } from "./create";
import type { VersionInputs } from "./properties";

/** Changes name and message. A version of no use that has the name gives it up. */
export async function renameVersion(
  context: Context,
  version: TemplateVersion,
  name: string,
  news: VersionInputs,
): Promise<TemplateVersion> {
  const { client } = context;
  const patch = (): Promise<TemplateVersion> =>
    client.updateTemplateVersion(version.id, { name, message: news.message });
  try {
    return await patch();
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.isAnswerLost) {
      const now = await client.getTemplateVersion(version.id);
      if (now.name === name && now.message === news.message) return now;
    }
    if (thrown.status !== 400 || version.template_id === undefined) throw thrown;
    const holder = await client.getTemplateVersionByName(version.template_id, name).catch(undefinedWhenGone);
    if (holder === undefined || holder.id === version.id) throw thrown;
    if (!hasFailed(holder)) {
      throw new CoderError(
        `Template version "${version.name}" was not renamed. ${describeHolder(news.templateName, holder)}`,
        {
          cause: thrown,
        },
      );
    }
    await stepAside(context, holder, nameAfterFailure(holder));
    return patch();
  }
}
