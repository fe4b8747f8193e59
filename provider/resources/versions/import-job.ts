// The import job of a template version: followed to its end, its variables compared with the request, and what a
// failure leaves.
import type { TemplateVersion, TemplateVersionVariable } from "../../client/template-versions";
import { CoderError, JobError, messageOf, quoted } from "../../errors";
import { afterFailure, keepingId, readAfterFailure, type Context } from "../../handler";
import { followTemplateVersion } from "../../jobs/follow";
import type { Properties } from "../../values";
import { openVersion, stepAside } from "./create";
import { nameAfterFailure, nameWhenSuperseded } from "./names";
import type { CreationRequest } from "./request";
import { baseOutputs } from "./outputs";
import { SUPERSEDED, type VersionInputs, type VersionOutputs } from "./properties";
import { possibleSecrets, warnOfVariables, wrongVariables } from "./variables";

interface KeptVersion {
  request: CreationRequest;
  version: TemplateVersion;
  known?: Partial<VersionOutputs> | undefined;
}

interface Imported {
  version: TemplateVersion;
  variables: readonly TemplateVersionVariable[];
}

/**
 * Follows the import. The server may have given variables the values of an earlier version: then a second import names
 * all of them.
 */
export async function importVersion(
  context: Context,
  request: CreationRequest,
  opened: TemplateVersion,
): Promise<Imported> {
  const first = await finishImport(context, request, opened);
  const wrong = wrongVariables(request.variables, first.variables);
  if (wrong.length === 0) return withWarnings(context, request, first);
  // Required variables have no default that a request could name.
  if (wrong.some((variable) => variable.required)) return supersede(context, request, first.version, wrong);
  const names = quoted(wrong.map(({ name }) => name));
  context.log.info(
    `The server gave ${names} the value of an earlier version: importing again with the template's own defaults.`,
  );
  const defaults = Object.fromEntries(wrong.map((variable) => [variable.name, variable.default_value]));
  const again: CreationRequest = { ...request, variables: { ...defaults, ...request.variables } };
  const opening = async (): Promise<TemplateVersion> => {
    await stepAside(context, first.version, nameWhenSuperseded(first.version));
    return openVersion(context, again);
  };
  const second = await finishImport(
    context,
    again,
    await keepingVersion(context, { request, version: first.version, known: { status: SUPERSEDED } }, opening),
  );
  const stillWrong = wrongVariables(again.variables, second.variables);
  return stillWrong.length === 0
    ? withWarnings(context, again, second)
    : supersede(context, again, second.version, stillWrong);
}

/** Follows an import that an earlier run began. This run can't replace it by another. */
export async function continueImport(
  context: Context,
  request: CreationRequest,
  begun: TemplateVersion,
): Promise<Imported> {
  const imported = await finishImport(context, request, begun);
  const wrong = wrongVariables(request.variables, imported.variables);
  return wrong.length === 0
    ? withWarnings(context, request, imported)
    : supersede(context, request, imported.version, wrong);
}

/** Runs what follows once the version exists: a failure keeps its id and what is known of it, and `known` besides. */
export async function keepingVersion<Result>(
  context: Context,
  { request, version, known }: KeptVersion,
  run: () => Promise<Result>,
): Promise<Result> {
  const read = ({ client }: Context): Promise<TemplateVersion> => client.getTemplateVersion(version.id);
  const outputs = async (): Promise<Properties> => {
    const now = await readAfterFailure(context, version, read);
    return { ...(await baseOutputs(context, now, request.inputs, request.content)), ...known };
  };
  return keepingId(version.id, outputs, run);
}

function finishImport(context: Context, request: CreationRequest, opened: TemplateVersion): Promise<Imported> {
  return keepingVersion(context, { request, version: opened }, async () => {
    const version = await follow(context, request.inputs, opened);
    const isWithout = request.content.mayHaveVariables === false;
    return { version, variables: isWithout ? [] : await context.client.getTemplateVersionVariables(version.id) };
  });
}

function withWarnings(context: Context, request: CreationRequest, imported: Imported): Imported {
  warnOfVariables(context, request, imported.variables);
  return imported;
}

/** The version gives its name up, and the next run makes another in its place. */
async function supersede(
  context: Context,
  request: CreationRequest,
  version: TemplateVersion,
  wrong: readonly TemplateVersionVariable[],
): Promise<never> {
  const names = quoted(wrong.map(({ name }) => name));
  const required = wrong.filter((variable) => variable.required).map(({ name }) => name);
  const advice = required.length === 0 ? "" : ` Set ${quoted(required)} in \`variables\`: the template has no default.`;
  const fail = async (): Promise<never> => {
    await stepAside(context, version, nameWhenSuperseded(version));
    throw new CoderError(
      `Template version "${version.name}" was imported with other values of ${names} than it should have: the ` +
        "server took them from the template's active version." +
        `${advice} Run \`pulumi up\` again: it is then made anew.`,
    );
  };
  return keepingVersion(context, { request, version, known: { status: SUPERSEDED } }, fail);
}

/** Waits for the import. A version whose import fails or is cancelled gives its name up. */
async function follow(context: Context, inputs: VersionInputs, version: TemplateVersion): Promise<TemplateVersion> {
  const { client, log, signal, deadline } = context;
  try {
    return await followTemplateVersion({
      client,
      log,
      signal,
      deadline,
      organization: version.organization_id ?? inputs.organization ?? context.defaultOrganization,
      title: `Template version "${version.name}"`,
      templateVersionId: version.id,
      seen: version,
      nameAfterFailure: nameAfterFailure(version),
      secrets: possibleSecrets(inputs.variables),
    });
  } catch (thrown) {
    if (thrown instanceof JobError && (thrown.details.status === "failed" || thrown.details.status === "canceled")) {
      await stepAside(afterFailure(context), version, nameAfterFailure(version)).catch((reason: unknown) =>
        log.warning(`The name "${version.name}" of the failed version could not be freed: ${messageOf(reason)}`),
      );
    }
    throw thrown;
  }
}
