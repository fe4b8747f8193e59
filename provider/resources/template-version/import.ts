// What a program would declare for a template version that exists: its content comes from the server. Changes nothing
// there.
import { ApiError, InputError, messageOf, quoted } from "../../errors";
import type { Context } from "../../handler";
import { readUploaded } from "../../source/read";
import type { Properties } from "../../values";
import { organizationToDeclare } from "../names/organizations";
import { derivedNameIn } from "../versions/git";
import type { VersionOutputs } from "../versions/properties";
import { warnOfHiddenValues } from "../versions/variables";

export async function declarationOf(context: Context, outputs: VersionOutputs, versionId: string): Promise<Properties> {
  const { name, templateName, sensitiveVariables } = outputs;
  warnOfHiddenValues(context, sensitiveVariables);
  return {
    // Declared, a derived name would have to change with the content.
    name: derivedNameIn(name) === undefined ? name : undefined,
    templateName: templateName === "" ? undefined : templateName,
    organization: await organizationToDeclare(context, outputs.organizationId),
    source: undefined,
    ...(await contentOf(context, versionId, name)),
  };
}

/**
 * The server does not know where a version's files came from: they are declared as texts. Files that are no texts have
 * to be declared by hand.
 */
async function contentOf(context: Context, versionId: string, name: string): Promise<Properties> {
  const advice =
    "Declare its `source` in the program: a `directory` or an `archive` with the same content shows no difference.";
  const warn = (why: string): void => context.log.warning(`The content of template version "${name}" ${why} ${advice}`);
  try {
    const { job } = await context.client.getTemplateVersion(versionId);
    const { digest, files, texts, keep, notText } = await readUploaded(await context.client.getFile(job.file_id));
    if (notText.length === 0) {
      const marred = Object.keys(texts).filter((path) => isMarredByImport(texts[path] ?? ""));
      if (marred.length > 0) {
        context.log.info(
          `A program in TypeScript that \`pulumi import\` writes lacks signs "$" of ` +
            `${quoted(marred)}: ` +
            "Pulumi's generator loses those that no brace follows. Declare `source` as a `directory` with the same " +
            "content there.",
        );
      }
      return { source: { files: texts, ...(keep.length > 0 && { keep }) }, digest, files };
    }
    warn(
      `can't be declared as texts: ${quoted(notText)} ` +
        `${notText.length === 1 ? "is" : "are"} executable or no UTF-8 text.`,
    );
    return { digest, files };
  } catch (thrown) {
    if (!(thrown instanceof InputError) && !(thrown instanceof ApiError && (thrown.isGone || thrown.isForbidden)))
      throw thrown;
    warn(`can't be taken from the server: ${messageOf(thrown)}`);
    return {};
  }
}

/**
 * Pulumi 3.230 writes texts of several lines as template literals, and drops each `$` that no brace follows.
 * @see pulumi codegen/nodejs/gen_program_expressions.go
 */
function isMarredByImport(text: string): boolean {
  return text.includes("\n") && /\$(?!\{)/.test(text);
}
