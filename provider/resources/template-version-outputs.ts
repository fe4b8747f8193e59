// Template versions: from what the server answers to what a program and the state get.
import type { Template } from "../client/templates";
import type { Preset, TemplateVersion, TemplateVersionParameter } from "../client/template-versions";
import type { WorkspaceResource } from "../client/workspace-resources";
import type { Context } from "../handler";
import { findOrganization, organizationOf } from "./shared-organizations";
import type { Content } from "./template-version-creation";
import type { TemplateVersionInputs, TemplateVersionOutputs } from "./template-version-properties";

/** Outputs of a version that exists: what is known stays, what may have changed is the server's. */
export async function refreshedOutputs(
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

export async function baseOutputs(
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

export async function importedOutputs(context: Context, version: TemplateVersion): Promise<ImportedOutputs> {
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
      agents: resource.agents.map((agent) => ({
        name: agent.name,
        operatingSystem: agent.operating_system,
        architecture: agent.architecture,
      })),
    }));
}
