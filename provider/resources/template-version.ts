// Template versions: their lifecycle. Immutable but for name and message; replaced when content, variables or tags change.
import { readSource } from "../archive/source";
import type { Template } from "../client/templates";
import type { Preset, TemplateVersion, TemplateVersionParameter } from "../client/template-versions";
import type { WorkspaceResource } from "../client/workspace-resources";
import { ApiError, CoderError, InputError, isGone, JobError, messageOf, PartialError, type InputFailure } from "../errors";
import { defineHandler, type Change, type Context, type Previous } from "../handler";
import { followTemplateVersion } from "../jobs/follow";
import { containsUnknown, isEqual, isProperties, UNKNOWN } from "../values";
import { checkOrganization, findOrganization, organizationChanged, organizationOf } from "./shared-organizations";
import {
  exampleDigest,
  inheritedVariables,
  nameAfterFailure,
  openVersion,
  stepAside,
  undefinedWhenGone,
  uploadContent,
  variableText,
  variableTexts,
  type Content,
  type CreationRequest,
  type VariableValue,
} from "./template-version-creation";
import {
  templateVersionInputs,
  templateVersionOutputs,
  type TemplateVersionInputs,
  type TemplateVersionOutputs,
} from "./template-version-properties";

/** Shorter values are no secrets, and hiding them would make a log unreadable. */
const SHORTEST_SECRET = 4;

/** Inputs that `check` derives from the source, so that a preview shows which files change. */
interface DerivedInputs {
  digest?: unknown;
  files?: unknown;
}

export const templateVersionHandler = defineHandler({
  type: "TemplateVersion",
  inputs: templateVersionInputs,
  outputs: templateVersionOutputs,

  secretPaths: (outputs) => (outputs.sensitiveVariables ?? []).map((name) => ["variables", name]),

  async check(context, inputs) {
    const failures: InputFailure[] = [];
    const derived = await deriveInputs(context, inputs.source, failures);
    if (failures.length === 0) failures.push(...(await checkOrganization(context, inputs.organization)));
    return { inputs: { ...inputs, ...derived }, failures };
  },

  async diff(context, previous, news) {
    const { outputs } = previous;
    const changes: Change[] = [];
    const replaceWhen = (property: string, isChanged: boolean): void => {
      if (isChanged) changes.push({ property, kind: "replace" });
    };
    const updateWhen = (property: string, isChanged: boolean): void => {
      if (isChanged) changes.push({ property, kind: "update" });
    };
    const { digest } = news as DerivedInputs;
    replaceWhen("source", containsUnknown(digest) || digest !== outputs.digest || isDead(outputs.status));
    replaceWhen("variables", variablesChanged(outputs.variables, news.variables));
    replaceWhen("provisionerTags", !isEqual(outputs.provisionerTags ?? {}, news.provisionerTags ?? {}));
    replaceWhen("organization", await organizationChanged(context, outputs, news.organization));
    updateWhen("name", news.name !== undefined && news.name !== outputs.name);
    updateWhen("message", news.message !== outputs.message);
    updateWhen("onDelete", news.onDelete !== outputs.onDelete);
    updateWhen("status", !isDead(outputs.status) && outputs.status !== "succeeded");
    updateWhen("archived", outputs.archived === true);
    if (news.templateName !== outputs.templateName) changes.push(await judgeTemplateName(context, previous, news.templateName, changes));
    return { changes };
  },

  async create(context, news) {
    const organization = organizationOf(context, news.organization);
    const template = await context.client.getTemplateByName(organization, news.templateName).catch(undefinedWhenGone);
    const content = await uploadContent(context, news.source);
    for (const warning of content.warnings) context.log.warning(warning);
    const request: CreationRequest = { organization, template, content, inputs: news, variables: variableTexts(news.variables) };
    const version = await importVersion(context, request, await openVersion(context, request));
    return { id: version.id, outputs: await keepVersion(context, version, news, content) };
  },

  async read(context, previous) {
    const version = await context.client.getTemplateVersion(previous.id).catch(undefinedWhenGone);
    if (version === undefined) return undefined;
    // A version outlives its template on the server, but nothing can be made of it any more.
    const template = version.template_id === undefined ? undefined : await context.client.getTemplate(version.template_id).catch(undefinedWhenGone);
    if (version.template_id !== undefined && template === undefined) return undefined;
    return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs, template) };
  },

  async update(context, previous, news) {
    let version = await context.client.getTemplateVersion(previous.id);
    const content: Content = {
      digest: previous.outputs.digest ?? "",
      files: previous.outputs.files ?? {},
      reference: { file_id: version.job.file_id },
      warnings: [],
    };
    try {
      if (version.job.status !== "succeeded") version = await follow(context, version, news);
      const name = news.name ?? version.name;
      if (name !== version.name || news.message !== version.message) {
        version = await context.client.updateTemplateVersion(version.id, { name, message: news.message });
      }
      if (version.archived) {
        await context.client.unarchiveTemplateVersion(version.id);
        version = await context.client.getTemplateVersion(version.id);
      }
      return await refreshedOutputs(context, version, { ...previous.outputs, ...news, name: version.name });
    } catch (thrown) {
      if (thrown instanceof PartialError) throw thrown;
      throw new PartialError(previous.id, await baseOutputs(context, version, news, content), thrown);
    }
  },

  async delete(context, previous) {
    if (previous.outputs.onDelete === "retain") return;
    const version = await context.client.getTemplateVersion(previous.id).catch(undefinedWhenGone);
    if (version === undefined || version.archived || version.template_id === undefined) return;
    try {
      await context.client.archiveTemplateVersion(version.id);
    } catch (thrown) {
      if (isGone(thrown)) return;
      if (!(thrown instanceof ApiError) || thrown.isAnswerLost || thrown.isForbidden) throw thrown;
      const now = await context.client.getTemplateVersion(version.id).catch(undefinedWhenGone);
      if (now === undefined || now.archived) return;
      context.log.info(
        `Template version "${version.name}" stays on the server, not archived: it is the active version, or a workspace was last built with it (${thrown.serverMessage}).`,
      );
    }
  },
});

async function deriveInputs(context: Context, source: unknown, failures: InputFailure[]): Promise<DerivedInputs> {
  if (containsUnknown(source)) return { digest: UNKNOWN, files: UNKNOWN };
  const known = source as TemplateVersionInputs["source"];
  if (known.exampleId !== undefined) return { digest: exampleDigest(known.exampleId), files: {} };
  try {
    const { digest, files } = await readSource(known, { rootDirectory: context.rootDirectory });
    return { digest, files };
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    failures.push(...thrown.failures);
    return {};
  }
}

/** An import that has ended without success: the version is of no use, and its name is free again. */
function isDead(status: string | undefined): boolean {
  return status === "failed" || status === "canceled";
}

/** A number or a list is the same as the text that Terraform writes for it. */
function variablesChanged(held: TemplateVersionOutputs["variables"] | undefined, wanted: unknown): boolean {
  if (containsUnknown(wanted)) return true;
  return !isEqual(variableTexts(held ?? {}), variableTexts((isProperties(wanted) ? wanted : {}) as Record<string, VariableValue>));
}

/** Another template's name means another version, unless it is the same template that gets another name. */
async function judgeTemplateName(
  context: Context,
  previous: Previous<TemplateVersionOutputs>,
  templateName: unknown,
  others: readonly Change[],
): Promise<Change> {
  const replace: Change = { property: "templateName", kind: "replace" };
  const rename: Change = { property: "templateName", kind: "update" };
  if (typeof templateName !== "string") return replace;
  const version = await context.client.getTemplateVersion(previous.id).catch(undefinedWhenGone);
  if (version === undefined) return replace;
  if (version.template_id === undefined) return rename;
  const template = await context.client.getTemplate(version.template_id).catch(undefinedWhenGone);
  if (template === undefined) return replace;
  const holder = await context.client.getTemplateByName(template.organization_id, templateName).catch(undefinedWhenGone);
  if (holder !== undefined) return holder.id === template.id ? rename : replace;
  const replacing = others.filter((change) => change.kind === "replace").map((change) => `\`${change.property}\``);
  if (replacing.length === 0 || others.some((change) => change.property === "organization")) return replacing.length === 0 ? rename : replace;
  throw new CoderError(
    `\`templateName\` changes from "${template.name}" to "${templateName}" together with ${replacing.join(", ")}. ` +
      "The new version would be made before the template has its new name, and could not join it. Take two steps: " +
      "(1) change only the name, on the `Template` and here, and run `pulumi up`; (2) make the other changes and run `pulumi up` again.",
  );
}

/** Follows the import. The server may have given variables the values of an earlier version: then once more, with all of them named. */
async function importVersion(context: Context, request: CreationRequest, opened: TemplateVersion): Promise<TemplateVersion> {
  const { inputs, content } = request;
  const version = await keeping(context, opened, request, () => follow(context, opened, inputs));
  return keeping(context, version, request, async () => {
    if (request.template === undefined || opened.template_id === undefined) return version;
    const held = await context.client.getTemplateVersionVariables(version.id);
    warnOfInheritedSecrets(context, request, held);
    const inherited = inheritedVariables(request.variables, held);
    if (inherited.length === 0) return version;
    const names = inherited.map((variable) => `"${variable.name}"`).join(", ");
    const defaults = Object.fromEntries(inherited.map((variable) => [variable.name, variable.default_value]));
    if (isEqual({ ...defaults, ...request.variables }, request.variables) || inherited.some((variable) => variable.required)) {
      throw new CoderError(
        `Template version "${version.name}" took the values of ${names} from the template's active version, and not from the template's defaults. Name them in \`variables\`.`,
      );
    }
    context.log.info(`The server gave ${names} the value of an earlier version: importing again with the template's own defaults.`);
    await stepAside(context, version);
    const again: CreationRequest = { ...request, content, variables: { ...defaults, ...request.variables } };
    const second = await openVersion(context, again);
    return keeping(context, second, again, () => follow(context, second, inputs));
  });
}

function warnOfInheritedSecrets(context: Context, request: CreationRequest, held: Awaited<ReturnType<Context["client"]["getTemplateVersionVariables"]>>): void {
  const silent = held.filter((variable) => variable.sensitive && !(variable.name in request.variables)).map((variable) => `"${variable.name}"`);
  if (silent.length === 0) return;
  context.log.warning(
    `${silent.join(", ")} of template "${request.inputs.templateName}" ${silent.length === 1 ? "is a sensitive variable" : "are sensitive variables"} that \`variables\` does not name. ` +
      "The server may have kept a value that an earlier version was given, and does not tell. Name it to be sure.",
  );
}

async function keeping<Result>(context: Context, version: TemplateVersion, request: CreationRequest, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    if (thrown instanceof PartialError) throw thrown;
    const now = await context.client.with({}).getTemplateVersion(version.id).catch(() => version);
    throw new PartialError(version.id, await baseOutputs(context, now, request.inputs, request.content), thrown);
  }
}

/** Waits for the import. One that does not succeed gives its name back, whoever ended it. */
async function follow(context: Context, version: TemplateVersion, inputs: TemplateVersionInputs): Promise<TemplateVersion> {
  const { client, log, signal, deadlineMilliseconds } = context;
  const secrets = Object.values(inputs.variables)
    .filter((value) => typeof value !== "boolean")
    .map(variableText)
    .filter((text) => text.length >= SHORTEST_SECRET);
  try {
    return await followTemplateVersion({
      client,
      log,
      signal,
      deadlineMilliseconds,
      organization: organizationOf(context, inputs.organization),
      title: `Template version "${version.name}"`,
      templateVersionId: version.id,
      nameAfterFailure: nameAfterFailure(version),
      secrets,
    });
  } catch (thrown) {
    if (thrown instanceof JobError && isDead(thrown.details.status)) {
      // The operation's own signal may be what ended the job: giving the name back must not fall to it.
      await stepAside({ ...context, client: client.with({ signal: AbortSignal.timeout(10_000) }) }, version).catch((reason: unknown) =>
        log.warning(`The name "${version.name}" of the failed version could not be freed: ${messageOf(reason)}`),
      );
    }
    throw thrown;
  }
}

async function keepVersion(context: Context, version: TemplateVersion, news: TemplateVersionInputs, content: Content): Promise<TemplateVersionOutputs> {
  const base = await baseOutputs(context, version, news, content);
  try {
    return { ...base, ...(await importedOutputs(context, version)) };
  } catch (thrown) {
    throw new PartialError(version.id, base, thrown);
  }
}

async function refreshedOutputs(
  context: Context,
  version: TemplateVersion,
  known: Partial<TemplateVersionOutputs>,
  template?: Template,
): Promise<TemplateVersionOutputs> {
  const inputs = {
    templateName: known.templateName ?? template?.name ?? "",
    organization: known.organization,
    source: known.source ?? {},
    message: version.message,
    variables: known.variables ?? {},
    provisionerTags: known.provisionerTags ?? {},
    onDelete: known.onDelete ?? "archive",
  } as TemplateVersionInputs;
  const content = { digest: known.digest ?? "", files: known.files ?? {} };
  const base = await baseOutputs(context, version, inputs, content);
  if (version.job.status !== "succeeded") return base;
  // What an import found never changes: it is asked for once.
  const { parameters, presets, resources, sensitiveVariables } = known;
  const isComplete = known.status === "succeeded" && parameters && presets && resources && sensitiveVariables;
  return { ...base, ...(isComplete ? { parameters, presets, resources, sensitiveVariables } : await importedOutputs(context, version)) };
}

async function baseOutputs(
  context: Context,
  version: TemplateVersion,
  inputs: TemplateVersionInputs,
  content: Pick<Content, "digest" | "files">,
): Promise<TemplateVersionOutputs> {
  const organizationName = organizationOf(context, inputs.organization);
  const organization = await findOrganization(context, organizationName).catch(() => undefined);
  return {
    templateName: inputs.templateName,
    ...(inputs.organization !== undefined && { organization: inputs.organization }),
    source: inputs.source,
    name: version.name,
    message: version.message,
    variables: inputs.variables,
    provisionerTags: inputs.provisionerTags,
    onDelete: inputs.onDelete,
    digest: content.digest,
    files: content.files,
    organizationId: version.organization_id ?? organization?.id ?? "",
    ...(version.template_id !== undefined && { templateId: version.template_id }),
    jobId: version.job.id,
    status: version.job.status,
    archived: version.archived,
    parameters: [],
    presets: [],
    resources: { start: [], stop: [] },
    sensitiveVariables: [],
    warnings: version.warnings,
    createdAt: version.created_at,
    url: `${context.client.url}/templates/${organization?.name ?? organizationName}/${inputs.templateName}/versions/${version.name}`,
  };
}

type ImportedOutputs = Pick<TemplateVersionOutputs, "parameters" | "presets" | "resources" | "sensitiveVariables">;

async function importedOutputs(context: Context, version: TemplateVersion): Promise<ImportedOutputs> {
  const { client } = context;
  const [parameters, presets, resources, variables] = await Promise.all([
    client.getTemplateVersionParameters(version.id),
    client.getTemplateVersionPresets(version.id),
    client.getTemplateVersionResources(version.id),
    client.getTemplateVersionVariables(version.id),
  ]);
  return {
    parameters: parameters.map(toParameter),
    presets: presets.map(toPreset),
    resources: { start: toResources(resources, "start"), stop: toResources(resources, "stop") },
    sensitiveVariables: variables.filter((variable) => variable.sensitive).map((variable) => variable.name),
  };
}

function toParameter(parameter: TemplateVersionParameter): TemplateVersionOutputs["parameters"][number] {
  return {
    name: parameter.name,
    displayName: parameter.display_name,
    description: parameter.description,
    type: parameter.type,
    formType: parameter.form_type,
    mutable: parameter.mutable,
    required: parameter.required,
    ephemeral: parameter.ephemeral,
    defaultValue: parameter.default_value,
    icon: parameter.icon,
    options: parameter.options.map(({ name, description, value, icon }) => ({ name, description, value, icon })),
    ...(parameter.validation_error !== "" && { validationError: parameter.validation_error }),
    ...(parameter.validation_regex !== "" && { validationRegex: parameter.validation_regex }),
    ...(parameter.validation_min !== undefined && { validationMin: parameter.validation_min }),
    ...(parameter.validation_max !== undefined && { validationMax: parameter.validation_max }),
    ...(parameter.validation_monotonic !== "" && { validationMonotonic: parameter.validation_monotonic }),
  };
}

function toPreset(preset: Preset): TemplateVersionOutputs["presets"][number] {
  return {
    id: preset.id,
    name: preset.name,
    isDefault: preset.default,
    parameters: Object.fromEntries(preset.parameters.map(({ name, value }) => [name, value])),
  };
}

function toResources(resources: readonly WorkspaceResource[], transition: "start" | "stop"): TemplateVersionOutputs["resources"]["start"] {
  return resources
    .filter((resource) => resource.workspace_transition === transition)
    .map((resource) => ({
      type: resource.type,
      name: resource.name,
      agents: resource.agents.map((agent) => ({ name: agent.name, operatingSystem: agent.operating_system, architecture: agent.architecture })),
    }));
}
