// What a template version declares. An imported version never changes: it is asked for once per process.
import type { OwnedDynamicParameterInputs } from "../../client/dry-runs";
import type { Preset, TemplateVersion, TemplateVersionParameter } from "../../client/template-versions";
import { SingleFlight } from "../../client/transport/single-flight";
import { InputError, isGone, type InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { containsUnknown } from "../../values";
import { noSuch, undefinedWhenUntold } from "../names/gone";
import { isPreviewedHere } from "../names/previewed";
import { evaluateParameters } from "./evaluations";
import { noPresetText } from "./declared";
import { checkParameters, dependOnHeld, toDefinition, type ParameterDefinition } from "./parameter-rules";
import { knownParameters, toText, type HeldValues } from "./parameters";

export interface VersionFacts {
  version: TemplateVersion;
  parameters: readonly TemplateVersionParameter[];
}

/** What a build is to be made with, as far as it is known. */
export interface WantedBuild {
  facts: VersionFacts;
  /** May hold unknown values, or be one. */
  parameters: unknown;
  preset: Preset | undefined;
  /** Asks for the values of the build before, where a rule needs them; undefined when there is none. */
  held: (() => Promise<HeldValues>) | undefined;
  /** Whether the template uses the classic flow, in which the server itself checks little. */
  isClassic: boolean;
  ownerId: string;
  allowsEphemeral: boolean;
  refusesImmutable: boolean;
}

const knownVersions = new SingleFlight<VersionFacts>();
const knownPresets = new SingleFlight<Preset[]>();

/** @throws InputError at `property` when there is no such version, or none that can be built with. */
export async function loadVersion(context: Context, versionId: string, property: string): Promise<VersionFacts> {
  const { client, signal } = context;
  try {
    return await knownVersions.get(`${client.identity} ${versionId}`, () => askForVersion(context, versionId), {
      signal,
    });
  } catch (thrown) {
    // The failure is shared, the property is each caller's own.
    if (thrown instanceof InputError) throw new InputError(thrown.failures.map(({ reason }) => ({ property, reason })));
    throw thrown;
  }
}

/** For a build that follows one of another resource, which may set what is missing. */
export function requiringNothing({ version, parameters }: VersionFacts): VersionFacts {
  return { version, parameters: parameters.map((parameter) => ({ ...parameter, required: false })) };
}

/** Whether a workspace keeps the parameter's first value. */
export function isImmutable(
  name: string,
  { parameters }: { parameters: readonly { name: string; mutable: boolean }[] },
): boolean {
  return parameters.some((parameter) => parameter.name === name && !parameter.mutable);
}

/** @throws InputError when the version has no preset of that name or id. */
export async function loadPreset(context: Context, version: TemplateVersion, nameOrId: string): Promise<Preset> {
  const preset = await findPreset(context, version, nameOrId);
  if (preset !== undefined) return preset;
  const names = (await presetsOf(context, version.id)).map(({ name }) => name);
  throw refusal("preset", noPresetText(titleOf(version), nameOrId, names));
}

async function findPreset(context: Context, version: TemplateVersion, nameOrId: string): Promise<Preset | undefined> {
  const presets = await presetsOf(context, version.id);
  return presets.find(({ id }) => id === nameOrId) ?? presets.find(({ name }) => name === nameOrId);
}

/** Every parameter that this build would not take. */
export async function checkBuild(context: Context, wanted: WantedBuild): Promise<InputFailure[]> {
  const { facts, parameters } = wanted;
  if (wanted.isClassic) {
    const rules = { ...rulesOf(wanted), definitions: facts.parameters };
    const held = dependOnHeld(parameters, rules) ? await wanted.held?.() : noValues(wanted);
    return checkParameters(parameters, { ...rules, held });
  }
  // In the dynamic flow values decide which parameters there are, and with what options.
  if (containsUnknown(parameters)) return [];
  const { evaluated, held } = await evaluateWithHeld(context, wanted);
  if (evaluated === undefined) return [];
  const definitions = evaluated.map(({ definition }) => definition);
  const failures = checkParameters(parameters, { ...rulesOf(wanted), held, definitions });
  if (failures.length > 0) return failures;
  return evaluated
    .filter(({ problem }) => problem !== undefined)
    .map(({ definition, problem }) => ({
      property: "parameters",
      reason: `Parameter "${definition.name}" is refused by the server: ${problem}`,
    }));
}

function rulesOf({ facts, preset, isClassic, allowsEphemeral, refusesImmutable }: WantedBuild) {
  return { version: titleOf(facts.version), isDynamic: !isClassic, preset, allowsEphemeral, refusesImmutable };
}

function titleOf({ name }: TemplateVersion): string {
  return `template version "${name}"`;
}

/** For rules that no held value decides. */
function noValues({ held }: WantedBuild): HeldValues | undefined {
  return held === undefined ? undefined : new Map();
}

/**
 * While everything that the version shows has a declared value, the values of the build before decide nothing: what is
 * not shown takes no value.
 */
async function evaluateWithHeld(
  context: Context,
  wanted: WantedBuild,
): Promise<{ evaluated: Evaluated[] | undefined; held: HeldValues | undefined }> {
  const { facts, parameters, preset } = wanted;
  const given = new Set([
    ...Object.keys(knownParameters(parameters)),
    ...(preset?.parameters ?? []).map(({ name }) => name),
  ]);
  const areGiven = (definitions: readonly { name: string }[]): boolean =>
    definitions.every(({ name }) => given.has(name));
  if (wanted.held === undefined || areGiven(facts.parameters)) {
    const evaluated = await evaluate(context, wanted, undefined);
    const definitions = evaluated?.map(({ definition }) => definition) ?? [];
    if (wanted.held === undefined) return { evaluated, held: undefined };
    if (areGiven(definitions)) {
      const isNeeded = dependOnHeld(parameters, { ...rulesOf(wanted), definitions });
      return { evaluated, held: isNeeded ? await wanted.held() : new Map() };
    }
  }
  const held = await wanted.held();
  return { evaluated: await evaluate(context, wanted, held), held };
}

export function refusal(property: string, reason: string): InputError {
  return new InputError([{ property, reason }]);
}

/** The failures of an InputError as values, for `check`; anything else is thrown on. */
export function failuresOf(thrown: unknown): InputFailure[] {
  if (thrown instanceof InputError) return [...thrown.failures];
  throw thrown;
}

async function askForVersion(context: Context, versionId: string): Promise<VersionFacts> {
  const { client } = context;
  const version = await client.getTemplateVersion(versionId).catch((thrown: unknown) => {
    if (isGone(thrown)) throw refusal("", noSuch("template version", versionId));
    throw thrown;
  });
  if (version.job.status !== "succeeded") {
    throw refusal(
      "",
      `Template version "${version.name}" can't be built: its import job is "${version.job.status}", not "succeeded".`,
    );
  }
  // One that this preview imported is to join a template that the update makes.
  if (version.template_id === undefined && !isPreviewedHere(context, versionId)) {
    throw refusal(
      "",
      `Template version "${version.name}" belongs to no template yet. Use \`activeVersionId\` of the \`Template\` ` +
        "that it is for, so that the template is made first.",
    );
  }
  return { version, parameters: await client.getTemplateVersionParameters(versionId) };
}

/** The presets of a version; empty when it has none. */
export function presetsOf({ client, signal }: Context, versionId: string): Promise<Preset[]> {
  return knownPresets.get(`${client.identity} ${versionId}`, () => client.getTemplateVersionPresets(versionId), {
    signal,
  });
}

/** A parameter as the server shows it to this owner with these values. */
export interface Evaluated {
  definition: ParameterDefinition;
  /** What the server finds wrong, without the value: it may be secret. */
  problem: string | undefined;
}

function evaluate(
  context: Context,
  wanted: WantedBuild,
  held: HeldValues | undefined,
): Promise<Evaluated[] | undefined> {
  const inputs: Record<string, string> = Object.fromEntries(held ?? []);
  for (const [name, value] of Object.entries(knownParameters(wanted.parameters))) inputs[name] = toText(value);
  for (const { name, value } of wanted.preset?.parameters ?? []) inputs[name] = value;
  return evaluateValues(context, wanted.facts.version.id, { inputs, owner_id: wanted.ownerId });
}

/** Undefined when the server is too old, or the template's own code fails: the build will say that. */
export async function evaluateValues(
  context: Context,
  versionId: string,
  asked: OwnedDynamicParameterInputs,
): Promise<Evaluated[] | undefined> {
  if ((await context.client.explainLack("parameterEvaluation")) !== undefined) return undefined;
  const answer = await evaluateParameters(context, versionId, asked).catch(undefinedWhenUntold);
  if (answer === undefined || answer.diagnostics.some(({ severity }) => severity === "error")) return undefined;
  return answer.parameters.map((parameter) => ({
    definition: toDefinition(parameter),
    problem: parameter.diagnostics.find(({ severity }) => severity === "error")?.summary,
  }));
}
