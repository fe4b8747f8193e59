// The import of a template version: followed to its end, its variables compared with what was asked for, and what is
// left of a failure.
import type { TemplateVersion, TemplateVersionVariable } from "../../client/template-versions";
import { CoderError, JobError, messageOf } from "../../errors";
import { afterFailure, keepingId, readAfterFailure, type Context } from "../../handler";
import { followTemplateVersion } from "../../jobs/follow";
import type { Properties } from "../../values";
import {
  nameAfterFailure,
  nameWhenSuperseded,
  openVersion,
  stepAside,
  variableText,
  wrongVariables,
  type CreationRequest,
} from "./create";
import { baseOutputs, SUPERSEDED } from "./outputs";
import type { TemplateVersionInputs, TemplateVersionOutputs } from "./properties";

/** Shorter values are no secrets, and hiding them would make a log unreadable. */
const SHORTEST_SECRET = 4;

interface KeptVersion {
  request: CreationRequest;
  version: TemplateVersion;
  known?: Partial<TemplateVersionOutputs> | undefined;
}

export interface Imported {
  version: TemplateVersion;
  variables: readonly TemplateVersionVariable[];
}

/**
 * Follows the import. The server may have given variables the values of an earlier version: then once more, with all of
 * them named.
 */
export async function importVersion(
  context: Context,
  request: CreationRequest,
  opened: TemplateVersion,
): Promise<Imported> {
  const first = await finishImport(context, request, opened);
  const wrong = wrongVariables(request.variables, first.variables);
  if (wrong.length === 0) return withWarnings(context, request, first);
  // The sensitive and the required ones have no default to be named.
  if (wrong.some((variable) => variable.required)) return supersede(context, request, first.version, wrong);
  const names = wrong.map((variable) => `"${variable.name}"`).join(", ");
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

/** Follows an import that can't be replaced here: one that an earlier run began. */
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
    return { version, variables: await context.client.getTemplateVersionVariables(version.id) };
  });
}

function withWarnings(context: Context, request: CreationRequest, imported: Imported): Imported {
  warnOfUnknownVariables(context, request, imported.variables);
  if (request.template !== undefined) warnOfInheritedSecrets(context, request, imported.variables);
  return imported;
}

/** The version is of no use as it is: it steps aside, and the next run makes another in its place. */
async function supersede(
  context: Context,
  request: CreationRequest,
  version: TemplateVersion,
  wrong: readonly TemplateVersionVariable[],
): Promise<never> {
  const names = wrong.map((variable) => `"${variable.name}"`).join(", ");
  const required = wrong.filter((variable) => variable.required).map((variable) => `"${variable.name}"`);
  const advice =
    required.length === 0 ? "" : ` Set ${required.join(", ")} in \`variables\`: the template has no default.`;
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

function warnOfUnknownVariables(
  context: Context,
  request: CreationRequest,
  held: readonly TemplateVersionVariable[],
): void {
  const unknown = Object.keys(request.inputs.variables).filter(
    (name) => !held.some((variable) => variable.name === name),
  );
  if (unknown.length === 0) return;
  context.log.warning(
    `The template declares no variable ${unknown.map((name) => `"${name}"`).join(", ")}: what \`variables\` says ` +
      "of it has no effect.",
  );
}

function warnOfInheritedSecrets(
  context: Context,
  request: CreationRequest,
  held: readonly TemplateVersionVariable[],
): void {
  const silent = held
    .filter((variable) => variable.sensitive && !(variable.name in request.variables))
    .map((variable) => `"${variable.name}"`);
  if (silent.length === 0) return;
  context.log.warning(
    `${silent.join(", ")} of template "${request.inputs.templateName}" ` +
      `${silent.length === 1 ? "is a sensitive variable" : "are sensitive variables"} that \`variables\` does not ` +
      "name. " +
      "The server may have kept a value that an earlier version was given, and does not tell. Name it to be sure.",
  );
}

/** Waits for the import. One that does not succeed gives its name back, whoever ended it. */
async function follow(
  context: Context,
  inputs: TemplateVersionInputs,
  version: TemplateVersion,
): Promise<TemplateVersion> {
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

/** Texts that Terraform may repeat in its log: which of them are secret is not known here. */
export function possibleSecrets(variables: TemplateVersionInputs["variables"] = {}): string[] {
  return Object.values(variables)
    .flatMap((value) =>
      Array.isArray(value) ? [...value, variableText(value)] : typeof value === "boolean" ? [] : [variableText(value)],
    )
    .filter((text) => text.length >= SHORTEST_SECRET);
}
