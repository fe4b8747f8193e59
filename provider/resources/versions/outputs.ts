// Template versions: from what the server answers to what a program and the state get.
import type { TemplateVersion, TemplateVersionVariable } from "../../client/template-versions";
import type { WorkspaceResource } from "../../client/workspace-resources";
import type { Context } from "../../handler";
import { toParameter, toPreset } from "../../outputs/template-versions";
import { findOrganization, organizationOf } from "../names/organizations";
import type { Content } from "./request";
import { SUPERSEDED, type VersionOutputs } from "./properties";
import { sensitiveNames, variablesToDeclare, variableTexts, wrongVariables } from "./variables";

/** Outputs that only a finished import tells. */
type ImportedOutputs = Pick<VersionOutputs, "parameters" | "presets" | "resources" | "sensitiveVariables">;

const NOTHING_FOUND: ImportedOutputs = {
  parameters: [],
  presets: [],
  resources: { start: [], stop: [] },
  sensitiveVariables: [],
};

/** Tags that the server gives every job. @see provisionersdk/provisionertags.go MutateTags */
export const SERVER_TAGS = ["scope", "owner"];

/** Outputs of a version that exists: the state's values where the server does not tell, and else the server's. */
export async function refreshedOutputs(
  context: Context,
  version: TemplateVersion,
  known: Partial<VersionOutputs>,
  templateName = "",
): Promise<VersionOutputs> {
  const tags = Object.entries(version.job.tags).filter(([tag]) => !SERVER_TAGS.includes(tag));
  const inputs = {
    templateName: known.templateName ?? templateName,
    organization: known.organization,
    source: known.source ?? {},
    variables: known.variables ?? {},
    provisionerTags: known.provisionerTags ?? Object.fromEntries(tags),
    onDelete: known.onDelete ?? "archive",
  };
  const base = await baseOutputs(context, version, inputs, {
    digest: known.digest ?? "",
    files: known.files ?? {},
    git: known.git,
  });
  if (known.status === SUPERSEDED) return { ...base, ...NOTHING_FOUND, status: SUPERSEDED };
  if (version.job.status !== "succeeded") return { ...base, ...NOTHING_FOUND };
  // The findings of an import never change: they are asked for once.
  const found = foundBefore(known);
  if (found !== undefined) return { ...base, ...found };
  const variables = await context.client.getTemplateVersionVariables(version.id);
  // No run saw the end of this import: it may have got values of an earlier version.
  const isWrong = known.variables !== undefined && wrongVariables(variableTexts(known.variables), variables).length > 0;
  return {
    ...base,
    ...(isWrong && { status: SUPERSEDED }),
    ...(known.variables === undefined && { variables: variablesToDeclare(variables) }),
    ...(await importedOutputs(context, version, variables)),
  };
}

/** The findings of the import, where the state has all of them. */
export function foundBefore(known: Partial<VersionOutputs>): ImportedOutputs | undefined {
  const { status, parameters, presets, resources, sensitiveVariables } = known;
  if (status !== "succeeded" || !parameters || !presets || !resources || !sensitiveVariables) return undefined;
  return { parameters, presets, resources, sensitiveVariables };
}

type OutputInputs = Pick<
  VersionOutputs,
  "templateName" | "organization" | "source" | "variables" | "provisionerTags" | "onDelete"
>;

export async function baseOutputs(
  context: Context,
  version: TemplateVersion,
  inputs: OutputInputs,
  content: Pick<Content, "digest" | "files" | "git">,
): Promise<Omit<VersionOutputs, keyof ImportedOutputs>> {
  const organizationName = version.organization_id ?? organizationOf(context, inputs.organization);
  // The name is only for the page's address: a failure must not lose the other outputs.
  const organization = await findOrganization(context, organizationName).catch(() => undefined);
  const place = organization?.name ?? organizationName;
  const { templateName, source, variables, provisionerTags, onDelete } = inputs;
  return {
    templateName,
    ...(inputs.organization !== undefined && { organization: inputs.organization }),
    source,
    name: version.name,
    message: version.message,
    variables,
    provisionerTags,
    onDelete,
    digest: content.digest,
    files: content.files,
    ...(content.git && { git: content.git }),
    organizationId: version.organization_id ?? organization?.id ?? "",
    ...(version.template_id !== undefined && { templateId: version.template_id }),
    jobId: version.job.id,
    status: version.job.status,
    archived: version.archived,
    warnings: version.warnings,
    createdAt: version.created_at,
    url: versionAddress(context, place, templateName, version.name),
  };
}

/** The version's page in the dashboard. */
export function versionAddress({ client }: Context, organization: string, template: string, version: string): string {
  return `${client.url}/templates/${organization}/${template}/versions/${version}`;
}

export async function importedOutputs(
  context: Context,
  version: TemplateVersion,
  variables: readonly TemplateVersionVariable[],
  mayHavePresets = true,
): Promise<ImportedOutputs> {
  const { client } = context;
  const [parameters, presets, resources] = await Promise.all([
    client.getTemplateVersionParameters(version.id),
    mayHavePresets ? client.getTemplateVersionPresets(version.id) : [],
    client.getTemplateVersionResources(version.id),
  ]);
  return {
    parameters: parameters.map(toParameter),
    presets: presets.map(toPreset),
    resources: { start: toResources(resources, "start"), stop: toResources(resources, "stop") },
    sensitiveVariables: sensitiveNames(variables),
  };
}

function toResources(
  resources: readonly WorkspaceResource[],
  transition: "start" | "stop",
): VersionOutputs["resources"]["start"] {
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
