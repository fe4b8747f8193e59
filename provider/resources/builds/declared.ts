// What a version that the server does not have yet takes: judged by its code, with the rules and in the words that hold
// for one that it has.
import { capitalized, InputError, quoted, type InputFailure } from "../../errors";
import type { Needs } from "../../terraform/needs";
import { suggestion } from "../../validation";
import { isId, isProperties, UNKNOWN } from "../../values";
import type { DeclaredVersion } from "../names/declared-versions";
import { checkParameters, dependOnHeld } from "./parameter-rules";
import type { HeldValues } from "./parameters";

interface WantedOfDeclared {
  /** May hold unknown values, or be one. */
  parameters: unknown;
  /** Name or id; may be unknown. */
  preset: unknown;
  /** Asks for the values of the build before, where a rule needs them; undefined when there is none. */
  held: (() => Promise<HeldValues>) | undefined;
  allowsEphemeral: boolean;
  refusesImmutable: boolean;
  /** Whether what is missing here may be set already, or by another resource. */
  isPart?: boolean;
}

type DeclaredPreset = Needs["presets"][number];

/** Every parameter that a build with the declared version would not take. Empty where its code does not tell. */
export async function checkDeclared(version: DeclaredVersion, wanted: WantedOfDeclared): Promise<InputFailure[]> {
  const { parameters, allowsEphemeral, refusesImmutable } = wanted;
  const needs = await version.readNeeds();
  if (needs === undefined) return [];
  const preset = wanted.preset === undefined ? undefined : presetOf(version, needs, wanted.preset);
  if (parameters === UNKNOWN) return [];
  const isAllTold = wanted.isPart !== true && (wanted.preset === undefined || preset?.parameters !== undefined);
  const judged = Object.entries(isProperties(parameters) ? parameters : {}).filter(([name]) => isJudged(name, needs));
  const rules = {
    definitions: needs.parameters.map((each) => (isAllTold ? each : { ...each, required: false })),
    version: version.title,
    isDynamic: false,
    preset: preset && { name: preset.name, parameters: preset.parameters ?? [] },
    allowsEphemeral,
    refusesImmutable,
  };
  const values = Object.fromEntries(judged);
  const none: HeldValues | undefined = wanted.held === undefined ? undefined : new Map();
  const held = dependOnHeld(values, rules) ? await wanted.held?.() : none;
  return checkParameters(values, { ...rules, held });
}

/**
 * The preset that a workspace names; undefined where that is not certain.
 *
 * @throws InputError when the version has none of that name.
 */
export function presetOf(version: DeclaredVersion, needs: Needs, nameOrId: unknown): DeclaredPreset | undefined {
  if (typeof nameOrId !== "string") return undefined;
  const found = needs.presets.find(({ name }) => name === nameOrId);
  // Only the server gives ids.
  if (found !== undefined || !needs.arePresetsComplete || isId(nameOrId)) return found;
  throw new InputError([
    {
      property: "preset",
      reason: noPresetText(
        version.title,
        nameOrId,
        needs.presets.map(({ name }) => name),
      ),
    },
  ]);
}

export function noPresetText(version: string, nameOrId: string, names: readonly string[]): string {
  const known = names.length === 0 ? "It has none." : `It has ${quoted(names)}.`;
  const near = suggestion(nameOrId, names);
  return `${capitalized(version)} has no preset "${nameOrId}".${near === "" ? ` ${known}` : near}`;
}

/** What the code does not name may be there all the same. */
function isJudged(name: string, { parameters, others, isComplete }: Needs): boolean {
  return parameters.some((each) => each.name === name) || (isComplete && !others.includes(name));
}
