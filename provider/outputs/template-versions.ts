// Parameters and presets of template versions as outputs.
import { z } from "zod";
import type { Preset, TemplateVersionParameter } from "../client/template-versions";
import { parameterFormType, parameterMonotony, parameterType } from "./enumerations";

const parameterOptionOutput = z
  .object({
    /** Name for people. */
    name: z.string(),
    /** What the template says about the option, in Markdown. */
    description: z.string(),
    /** Value of the parameter when the option is chosen, as text. */
    value: z.string(),
    /** Path or URL of an image; empty when the template gives none. */
    icon: z.string(),
  })
  .meta({ title: "TemplateVersionParameterOption" });

export const parameterOutput = z
  .object({
    /** Name of the parameter; workspaces set its value under this name. */
    name: z.string(),
    /** Name for people; empty when the template gives none. */
    displayName: z.string(),
    /** What the template says about the parameter, in Markdown. */
    description: z.string(),
    /** `string`, `number`, `bool` or `list(string)`. */
    type: parameterType,
    /** How the dashboard asks for it: `input`, `dropdown`, `slider` and others; empty from an older server. */
    formType: parameterFormType,
    /** Whether the value can change after the workspace is created. */
    mutable: z.boolean(),
    /** Whether a workspace must set a value. */
    required: z.boolean(),
    /** Whether a value is used for one build only. */
    ephemeral: z.boolean(),
    /** Value of workspaces that set none, as text: lists as JSON. */
    defaultValue: z.string(),
    /** Path or URL of an image; empty when the template gives none. */
    icon: z.string(),
    /** The values to choose from; empty when any value is allowed that passes the validation. */
    options: z.array(parameterOptionOutput),
    /** Message for a value that does not pass; absent when the template gives none. */
    validationError: z.string().optional(),
    /** Regular expression that a value must match, in Go's syntax; absent when there is none. */
    validationRegex: z.string().optional(),
    /** Smallest allowed number; absent when there is none. */
    validationMin: z.number().optional(),
    /** Largest allowed number; absent when there is none. */
    validationMax: z.number().optional(),
    /** `increasing` or `decreasing` when a workspace's number may only change in that direction; absent otherwise. */
    validationMonotonic: parameterMonotony.optional(),
  })
  .meta({ title: "TemplateVersionParameter" });

export const presetOutput = z
  .object({
    /** Id of the preset; each version has its own. */
    id: z.string(),
    /** Name of the preset, unique in the version. */
    name: z.string(),
    /** Whether the dashboard selects it unless another is chosen. */
    isDefault: z.boolean(),
    /** Values that the preset sets, by the parameters' names. */
    parameters: z.record(z.string(), z.string()),
  })
  .meta({ title: "TemplateVersionPreset" });

export function toParameter(
  parameter: Omit<TemplateVersionParameter, "description_plaintext">,
): z.output<typeof parameterOutput> {
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

export function toPreset(
  preset: Pick<Preset, "id" | "name" | "default" | "parameters">,
): z.output<typeof presetOutput> {
  return {
    id: preset.id,
    name: preset.name,
    isDefault: preset.default,
    parameters: Object.fromEntries(preset.parameters.map(({ name, value }) => [name, value])),
  };
}
