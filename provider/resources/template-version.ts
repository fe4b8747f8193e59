// Template versions: their lifecycle. Immutable but for name and message; replaced when content, variables or tags change.
import { readSource } from "../archive/read-source";
import type { TemplateVersion } from "../client/template-versions";
import { ApiError, CoderError, InputError, isGone, JobError, messageOf, PartialError, type InputFailure } from "../errors";
import { defineHandler, type Change, type Context, type Previous } from "../handler";
import { followTemplateVersion } from "../jobs/follow";
import { containsUnknown, isEqual, isProperties, UNKNOWN } from "../values";
import { explainGone, undefinedWhenGone } from "./shared-gone";
import { checkOrganization, organizationChanged, organizationOf } from "./shared-organizations";
import {
  exampleDigest,
  inheritedVariables,
  nameAfterFailure,
  nameWhenSuperseded,
  openVersion,
  stepAside,
  uploadContent,
  variableText,
  variableTexts,
  type Content,
  type CreationRequest,
  type VariableValue,
} from "./template-version-creation";
import { baseOutputs, importedOutputs, refreshedOutputs } from "./template-version-outputs";
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
    const template =
      version.template_id === undefined ? undefined : await context.client.getTemplate(version.template_id).catch(undefinedWhenGone);
    if (version.template_id !== undefined && template === undefined) return undefined;
    return { id: version.id, outputs: await refreshedOutputs(context, version, previous.outputs, template) };
  },

  async update(context, previous, news) {
    let version = await context.client
      .getTemplateVersion(previous.id)
      .catch((thrown: unknown) => explainGone(thrown, `Template version "${previous.outputs.name ?? previous.id}"`));
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
  if (replacing.length === 0 || others.some((change) => change.property === "organization"))
    return replacing.length === 0 ? rename : replace;
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
    await stepAside(context, version, nameWhenSuperseded(version));
    const again: CreationRequest = { ...request, content, variables: { ...defaults, ...request.variables } };
    const second = await openVersion(context, again);
    return keeping(context, second, again, () => follow(context, second, inputs));
  });
}

function warnOfInheritedSecrets(
  context: Context,
  request: CreationRequest,
  held: Awaited<ReturnType<Context["client"]["getTemplateVersionVariables"]>>,
): void {
  const silent = held
    .filter((variable) => variable.sensitive && !(variable.name in request.variables))
    .map((variable) => `"${variable.name}"`);
  if (silent.length === 0) return;
  context.log.warning(
    `${silent.join(", ")} of template "${request.inputs.templateName}" ${silent.length === 1 ? "is a sensitive variable" : "are sensitive variables"} that \`variables\` does not name. ` +
      "The server may have kept a value that an earlier version was given, and does not tell. Name it to be sure.",
  );
}

async function keeping<Result>(
  context: Context,
  version: TemplateVersion,
  request: CreationRequest,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    if (thrown instanceof PartialError) throw thrown;
    const now = await context.client
      .with({})
      .getTemplateVersion(version.id)
      .catch(() => version);
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

async function keepVersion(
  context: Context,
  version: TemplateVersion,
  news: TemplateVersionInputs,
  content: Content,
): Promise<TemplateVersionOutputs> {
  const base = await baseOutputs(context, version, news, content);
  try {
    return { ...base, ...(await importedOutputs(context, version)) };
  } catch (thrown) {
    throw new PartialError(version.id, base, thrown);
  }
}
