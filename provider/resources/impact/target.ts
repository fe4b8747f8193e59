// The version that workspaces are to get: one that the server has, or one of which only the code is known.
import type { Template } from "../../client/templates";
import type { Context } from "../../handler";
import type { ParameterDefinition } from "../builds/parameter-rules";
import { loadVersion, presetsOf, refusal } from "../builds/version-facts";
import type { DeclaredVersion } from "../names/declared-versions";

export interface Target {
  /** Undefined for one that the server does not have yet. */
  id: string | undefined;
  /** Empty while it is not known. */
  name: string;
  parameters: readonly ParameterDefinition[];
  /** Whether a parameter that is not among them may be there all the same. */
  mayHave: (name: string) => boolean;
  /** Undefined where that is not certain. */
  presetNames: () => Promise<readonly string[] | undefined>;
}

/** @throws InputError at `templateVersionId` when the template can't have that version */
export async function versionTarget(context: Context, template: Template, versionId: string): Promise<Target> {
  const property = "templateVersionId";
  const { version, parameters } = await loadVersion(context, versionId, property);
  if (version.template_id !== template.id) {
    const reason = `Template version "${version.name}" does not belong to template "${template.name}".`;
    throw refusal(property, reason);
  }
  return {
    id: versionId,
    name: version.name,
    parameters,
    mayHave: () => false,
    presetNames: async () => (await presetsOf(context, versionId)).map(({ name }) => name),
  };
}

/** Undefined where the code can't be read. */
export async function declaredTarget({ versionName, readNeeds }: DeclaredVersion): Promise<Target | undefined> {
  const needs = await readNeeds();
  if (needs === undefined) return undefined;
  const names = needs.arePresetsComplete ? needs.presets.map(({ name }) => name) : undefined;
  return {
    id: undefined,
    name: typeof versionName === "string" ? versionName : "",
    parameters: needs.parameters,
    mayHave: (name) => !needs.isComplete || needs.others.includes(name),
    presetNames: () => Promise.resolve(names),
  };
}
