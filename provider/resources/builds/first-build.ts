// The first build of a workspace that the program is about to make. Other resources that build the workspace come after
// it, and are judged while the workspace has no id yet.
import type { InputFailure } from "../../errors";
import type { Context } from "../../handler";
import { containsUnknown, isProperties, UNKNOWN } from "../../values";
import { keptByRun } from "../names/kept-by-run";
import { knownParameters, toText, type HeldValues } from "./parameters";
import { checkBuild, loadPreset, requiringNothing, type WantedBuild } from "./version-facts";

type FirstBuild = Pick<WantedBuild, "facts" | "parameters" | "preset" | "isClassic" | "ownerId">;

/** By the URN of the workspace. */
const firstBuilds = keptByRun(() => new Map<string, FirstBuild>());

/** The workspace of this operation is about to be made so. */
export function noteFirstBuild(context: Context, build: FirstBuild): void {
  firstBuilds(context).set(context.urn, build);
}

/** What a build with another resource's values would not take. Empty where a class does not tell of which workspace. */
export async function checkAfterFirst(
  context: Context,
  wanted: Pick<WantedBuild, "parameters" | "allowsEphemeral"> & { preset: unknown },
): Promise<InputFailure[]> {
  const urn = context.sources["workspaceId"];
  const first = urn === undefined ? undefined : firstBuilds(context).get(urn);
  if (first === undefined || containsUnknown(wanted.preset)) return [];
  // In the dynamic flow values decide which parameters there are.
  if (!first.isClassic && containsUnknown(first.parameters)) return [];
  const { facts, isClassic, ownerId } = first;
  const failures = await checkBuild(context, {
    ...wanted,
    facts: requiringNothing(facts),
    preset: typeof wanted.preset === "string" ? await loadPreset(context, facts.version, wanted.preset) : undefined,
    held: () => Promise.resolve(valuesOfFirst(first)),
    isClassic,
    ownerId,
    refusesImmutable: true,
  });
  first.parameters = merged(first.parameters, wanted.parameters);
  return failures;
}

/** A resource that comes after both finds the values of both. */
function merged(first: unknown, next: unknown): unknown {
  if (next === undefined || next === UNKNOWN) return next ?? first;
  return { ...(isProperties(first) ? first : {}), ...(isProperties(next) ? next : {}) };
}

/** Those that are declared: defaults may depend on them. */
function valuesOfFirst({ parameters, preset }: FirstBuild): HeldValues {
  const declared = Object.entries(knownParameters(parameters)).map(([name, value]) => [name, toText(value)] as const);
  return new Map([...declared, ...(preset?.parameters ?? []).map(({ name, value }) => [name, value] as const)]);
}
