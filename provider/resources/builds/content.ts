// What a build is made with: parameters and preset, in the form that this server takes.
import type { Preset } from "../../client/template-versions";
import type { CreateWorkspaceBuildRequest } from "../../client/workspace-builds";
import type { Context } from "../../handler";
import { toBuildParameters, type HeldValues, type Parameters } from "./parameters";
import { isImmutable, type VersionFacts } from "./version-facts";

type BuildContent = Pick<CreateWorkspaceBuildRequest, "rich_parameter_values" | "template_version_preset_id">;

/**
 * A server that takes no presets gets the preset's values instead. An immutable value that the workspace has already is
 * left out, as an older server takes it for a change.
 *
 * @param held values of the build before; empty for the first
 */
export async function buildContent(
  { client }: Context,
  {
    facts,
    preset,
    parameters,
    held,
  }: { facts: VersionFacts; preset: Preset | undefined; parameters: Parameters | undefined; held: HeldValues },
): Promise<BuildContent> {
  const takesPreset = preset !== undefined && (await client.explainLack("presetBuilds")) === undefined;
  const values = takesPreset ? [] : (preset?.parameters ?? []);
  const declared = toBuildParameters(parameters, held).filter(
    ({ name }) => !values.some((value) => value.name === name),
  );
  const isKept = (name: string, value: string): boolean => isImmutable(name, facts) && held.get(name) === value;
  const sent = [...declared, ...values].filter(({ name, value }) => !isKept(name, value));
  return {
    ...(sent.length > 0 && { rich_parameter_values: sent }),
    ...(takesPreset && { template_version_preset_id: preset.id }),
  };
}
