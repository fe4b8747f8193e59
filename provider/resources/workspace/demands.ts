// What the version that a workspace is to be built with asks of its parameters: one that the server has, or one that
// the program declares.
import type { InputFailure } from "../../errors";
import type { Change, Context, MaybeUnknown } from "../../handler";
import { containsUnknown } from "../../values";
import { checkDeclared, presetOf } from "../builds/declared";
import type { HeldValues } from "../builds/parameters";
import { checkBuild, loadPreset, loadVersion } from "../builds/version-facts";
import {
  declaredAt,
  declaredFor,
  isOfTemplate,
  type DeclaredVersion,
  type NextVersion,
} from "../names/declared-versions";
import type { LastBuild } from "./last-build";
import type { WorkspaceInputs, WorkspaceOutputs } from "./properties";

type News = MaybeUnknown<WorkspaceInputs>;

export interface Demands {
  parameters: readonly { name: string; mutable: boolean }[];
  /** The declared preset, where it is to be built with. */
  preset: { parameters: readonly { name: string; value: string }[] | undefined } | undefined;
  /** Undefined where nothing is known of the version. */
  check: ((held: () => Promise<HeldValues>) => Promise<InputFailure[]>) | undefined;
}

interface WantedBuild {
  news: News;
  declared: DeclaredVersion | undefined;
  /** Those that differ from the state's. */
  parameters: readonly Change[];
  /** Whether the declared preset is to be built with. */
  hasNewPreset: boolean;
}

/** The version that the workspace gets, while its id is not known. */
export function declaredVersionOf(
  context: Context,
  { templateName }: Partial<WorkspaceOutputs>,
): DeclaredVersion | undefined {
  const version =
    context.sources["templateVersionId"] === undefined
      ? declaredFor(context, templateName)
      : declaredAt(context, "templateVersionId");
  // A version of another template replaces the workspace.
  const isOther = version !== undefined && templateName !== undefined && !isOfTemplate(version, templateName);
  return isOther ? undefined : version;
}

/** The inputs with the version that this preview has imported, where its id is not known yet. */
export function withImported(context: Context, outputs: Partial<WorkspaceOutputs>, news: News): News {
  if (!containsUnknown(news.templateVersionId)) return news;
  const id = declaredVersionOf(context, outputs)?.importedId;
  return id === undefined ? news : { ...news, templateVersionId: id };
}

/** For other resources that build the same workspace. */
export function nextVersion(context: Context, outputs: Partial<WorkspaceOutputs>, news: News): NextVersion {
  const { templateVersionId } = news;
  return typeof templateVersionId === "string"
    ? { id: templateVersionId }
    : { declared: declaredVersionOf(context, outputs) };
}

/** @throws InputError when there is no such version or preset. */
export async function demandsOf(context: Context, wanted: WantedBuild, before: LastBuild): Promise<Demands> {
  const { news, declared } = wanted;
  if (declared !== undefined) return demandsOfDeclared(context, { ...wanted, declared }, before);
  const isVersionKnown = !containsUnknown(news.templateVersionId);
  const versionId = typeof news.templateVersionId === "string" ? news.templateVersionId : before.versionId;
  const facts = await loadVersion(context, versionId, "templateVersionId");
  const { parameters } = facts;
  if (!isVersionKnown) return { parameters, preset: undefined, check: undefined };
  const preset =
    typeof news.preset === "string" && wanted.hasNewPreset
      ? await loadPreset(context, facts.version, news.preset)
      : undefined;
  const check = (held: () => Promise<HeldValues>): Promise<InputFailure[]> =>
    checkBuild(context, {
      facts,
      parameters: news.parameters,
      preset,
      held,
      isClassic: before.isClassic,
      ownerId: before.ownerId,
      allowsEphemeral: false,
      refusesImmutable: false,
    });
  return { parameters, preset, check };
}

/** What is wrong, and how a workspace that is declared to keep its version would get that of its template. */
export function advising(
  context: Context,
  { templateName, outdated }: Partial<WorkspaceOutputs>,
  { templateVersionId }: News,
  failures: InputFailure[],
): InputFailure[] {
  const isAhead = declaredAt(context, "templateId")?.isNew === true || declaredFor(context, templateName) !== undefined;
  if (templateVersionId !== undefined || (outdated !== true && !isAhead)) return failures;
  const advice =
    "With `templateId` the workspace keeps the version that it has. To build it with that of its template, declare " +
    "`templateVersionId` (`activeVersionId` of the `Template`) in its place.";
  return failures.map(({ property, reason }) => ({ property, reason: `${reason} ${advice}` }));
}

async function demandsOfDeclared(
  context: Context,
  { news, declared, parameters: changed }: WantedBuild & { declared: DeclaredVersion },
  before: LastBuild,
): Promise<Demands> {
  const needs = await declared.readNeeds();
  const known = needs?.parameters ?? [];
  // What the code does not tell is taken to be as it was.
  const earlier =
    changed.length === 0 ? [] : (await loadVersion(context, before.versionId, "templateVersionId")).parameters;
  const check = (held: () => Promise<HeldValues>): Promise<InputFailure[]> =>
    checkDeclared(declared, {
      parameters: news.parameters,
      preset: news.preset,
      held,
      allowsEphemeral: false,
      refusesImmutable: false,
    });
  return {
    parameters: [...known, ...earlier.filter(({ name }) => known.every((each) => each.name !== name))],
    preset: needs && presetOf(declared, needs, news.preset),
    check,
  };
}
