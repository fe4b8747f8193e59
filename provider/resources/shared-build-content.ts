// What a build is made with: parameters and preset, as this server takes them.
import type { Preset } from "../client/template-versions";
import type { CreateWorkspaceBuildRequest, WorkspaceBuildParameter } from "../client/workspace-builds";
import type { Context } from "../handler";
import type { Parameters } from "./shared-parameters";

type BuildContent = Pick<CreateWorkspaceBuildRequest, "rich_parameter_values" | "template_version_preset_id">;

/** A preset's values, which win over the declared ones. */
export function presetValues(preset: Preset | undefined): Parameters {
  return Object.fromEntries(preset?.parameters.map(({ name, value }) => [name, value]) ?? []);
}

/** A server that takes no preset gets its values: that is all that a preset is to a build. */
export async function buildContent(
  { client }: Context,
  preset: Preset | undefined,
  parameters: readonly WorkspaceBuildParameter[],
): Promise<BuildContent> {
  const takesPreset = preset !== undefined && (await client.explainLack("presetBuilds")) === undefined;
  const values = takesPreset ? [] : (preset?.parameters ?? []);
  const sent = [...parameters.filter(({ name }) => !values.some((value) => value.name === name)), ...values];
  return {
    ...(sent.length > 0 && { rich_parameter_values: sent }),
    ...(takesPreset && { template_version_preset_id: preset.id }),
  };
}
