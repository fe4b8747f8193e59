// What was found about workspaces: by cause and name, each workspace once. Also the rules that lead to a finding. Pure.
import type { Workspace } from "../../client/workspaces";
import { IMPACT_KINDS, type ImpactCause, type ImpactKind } from "../../outputs/template-impact";
import { isEqual } from "../../values";
import { valueFault, type ParameterDefinition } from "../builds/parameter-rules";

export class Findings {
  private readonly byKind = new Map<ImpactKind, Map<string, Map<string, Workspace>>>();
  private readonly unchecked = new Set<string>();

  add(kind: ImpactKind | undefined, name: string, workspace: Workspace): void {
    if (kind === undefined) return;
    const byName = this.byKind.get(kind) ?? new Map<string, Map<string, Workspace>>();
    const found = byName.get(name) ?? new Map<string, Workspace>();
    this.byKind.set(kind, byName.set(name, found.set(workspace.id, workspace)));
  }

  leaveOut({ id }: Workspace): void {
    this.unchecked.add(id);
  }

  get uncheckedCount(): number {
    return this.unchecked.size;
  }

  get blockedCount(): number {
    return new Set(this.causes().flatMap(({ workspaces }) => workspaces.map(({ id }) => id))).size;
  }

  causes(): ImpactCause[] {
    return IMPACT_KINDS.flatMap((kind) =>
      [...(this.byKind.get(kind) ?? [])]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, found]) => ({ kind, name, workspaces: sorted([...found.values()]) })),
    );
  }
}

/**
 * Why a workspace with this value can't be updated as it is.
 *
 * @param held undefined when it has none
 * @param isRefused whether the server refuses the value, for whatever reason
 */
export function kindOf(
  definition: ParameterDefinition,
  held: string | undefined,
  isRefused: boolean,
): ImpactKind | undefined {
  // It has its default in each build.
  if (definition.ephemeral) return undefined;
  // The server takes an empty text for no value.
  if (definition.required && (held === undefined || held === "")) return "missingParameter";
  const fault = held === undefined ? undefined : valueFault(held, definition);
  if (fault === undefined && !isRefused) return undefined;
  if (!definition.mutable && held !== undefined) return "immutableParameter";
  return fault === "option" ? "invalidOption" : "invalidValue";
}

/**
 * Whether a workspace may have a value that the parameter refuses.
 *
 * @param before the parameter in the version of a successful build, which has taken the value
 */
export function mayRefuse(definition: ParameterDefinition, before: ParameterDefinition | undefined): boolean {
  const rules = rulesOf(definition);
  const hasRules =
    rules.type !== "string" || rules.options.length > 0 || rules.validation_regex !== "" || rules.required;
  return !definition.ephemeral && hasRules && (before === undefined || !isEqual(rules, rulesOf(before)));
}

/** Monotony is no matter: the value does not change. */
function rulesOf(definition: ParameterDefinition) {
  const { type, form_type, required, validation_regex, validation_min, validation_max } = definition;
  const options = definition.options.map(({ value }) => value).sort();
  return { type, form_type, required, validation_regex, validation_min, validation_max, options };
}

function sorted(workspaces: readonly Workspace[]): ImpactCause["workspaces"] {
  return workspaces
    .map(({ id, name, owner_name: ownerName }) => ({ id, name, ownerName }))
    .sort((left, right) => (addressOf(left) < addressOf(right) ? -1 : 1));
}

function addressOf({ ownerName, name }: ImpactCause["workspaces"][number]): string {
  return `${ownerName}/${name}`;
}
