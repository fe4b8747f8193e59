// What is wrong with a declared workspace, as far as it can be known before anything is done: by rules that need no
// server, and by asking it.
import type { TemplateVersionExternalAuth } from "../../client/template-versions";
import type { Template } from "../../client/templates";
import { isGone, type InputFailure } from "../../errors";
import type { CheckResult, Context, MaybeUnknown } from "../../handler";
import { containsUnknown, type Properties } from "../../values";
import { checkDeclared } from "../builds/declared";
import { noteFirstBuild } from "../builds/first-build";
import {
  checkBuild,
  failuresOf,
  loadPreset,
  loadVersion,
  refusal,
  type VersionFacts,
  type WantedBuild,
} from "../builds/version-facts";
import { noSuch, undefinedWhenUntold } from "../names/gone";
import { declaredAt, handOn, importedAt } from "../names/declared-versions";
import { keptByRun } from "../names/kept-by-run";
import { nameReason } from "../names/rules";
import { upcomingVersion } from "../names/previewed";
import { lookUpTemplate } from "../names/templates";
import { isHeldByOther } from "../versions/holders";
import { checkAdoption } from "./adopt";
import { isCaller, ownerIdOf } from "./owner";
import type { WorkspaceInputs } from "./properties";
import { checkChanging, checkMaking } from "./rights";

type News = MaybeUnknown<WorkspaceInputs>;

/** Versions, where the token's user has logged in to all that they need. */
const loggedIn = keptByRun(() => new Set<string>());

export async function checkWorkspace(
  context: Context,
  declared: News,
  previousInputs: Properties | undefined,
): Promise<CheckResult> {
  const inputs: News = { ...declared, name: declared.name ?? context.resourceName };
  handOn(context, inputs.templateVersionId === undefined ? "templateId" : "templateVersionId");
  const isNew = previousInputs === undefined;
  // Awaited together: of two requests that fail, the second one's failure must not be left to nobody.
  // The next build of a workspace that exists is checked by `diff`, which is told the workspace's id.
  const failures = await Promise.all([
    checkFavorite(context, inputs).catch(failuresOf),
    isNew ? checkNew(context, inputs).catch(failuresOf) : checkChanging(context, inputs, previousInputs),
  ]);
  return { inputs, failures: failures.flat() };
}

/** Rules that need no server. */
export function workspaceRules(context: Context, declared: Properties): InputFailure[] {
  return [
    ...checkName(context, declared),
    ...checkSource(declared),
    ...checkTogether(declared),
    ...checkWait(declared),
  ];
}

function checkName(context: Context, declared: Properties): InputFailure[] {
  const reason = declared["name"] === undefined ? nameReason(context.resourceName) : undefined;
  if (reason === undefined) return [];
  return [
    {
      property: "name",
      reason:
        `Not set, so the resource's name "${context.resourceName}" is taken, which the server would refuse: ` +
        `${reason} Set \`name\`.`,
    },
  ];
}

function checkSource(declared: Properties): InputFailure[] {
  const given = [declared["templateId"], declared["templateVersionId"]].filter((id) => id !== undefined).length;
  if (given === 1) return [];
  const reason = "Exactly one of `templateId` and `templateVersionId` must be set";
  return [
    {
      property: "templateId",
      reason: given === 0 ? `${reason}; neither is.` : `${reason}; both are. Remove one: a version tells its template.`,
    },
  ];
}

function checkTogether(declared: Properties): InputFailure[] {
  if (declared["dormant"] !== true || declared["transition"] !== "start") return [];
  return [
    {
      property: "dormant",
      reason: 'Must not be true while `transition` is "start": a dormant workspace can\'t run. Remove one of the two.',
    },
  ];
}

/** Without the wait they would have no effect. */
function checkWait(declared: Properties): InputFailure[] {
  const { waitForAgents = false, waitForApps, agentTimeoutSeconds } = declared;
  if (waitForAgents !== false) return [];
  const failure = (property: string): InputFailure => ({
    property,
    reason: "Has an effect only with `waitForAgents: true`. Set that as well, or remove it.",
  });
  return [
    ...(waitForApps === true ? [failure("waitForApps")] : []),
    ...(typeof agentTimeoutSeconds === "number" ? [failure("agentTimeoutSeconds")] : []),
  ];
}

async function checkFavorite(context: Context, inputs: News): Promise<InputFailure[]> {
  const { favorite, owner } = inputs;
  if (favorite !== true || typeof owner !== "string" || (await isCaller(context, owner))) return [];
  return [
    {
      property: "favorite",
      reason:
        `Only the owner can make a workspace a favorite, and the token is not of "${owner}". Remove it, or use the ` +
        "owner's token.",
    },
  ];
}

/** What is checked only for a workspace that is about to be created. */
async function checkNew(context: Context, inputs: News): Promise<InputFailure[]> {
  const owner =
    typeof inputs.owner === "string" || inputs.owner === undefined
      ? await ownerIdOf(context, inputs.owner ?? "me")
      : undefined;
  const source = await findSource(context, inputs);
  const known = source?.template && { template: source.template, property: source.property };
  const forbidden = await checkMaking(context, inputs, known);
  if (forbidden.length > 0) return forbidden;
  if (source === undefined) return checkDeclaredValues(context, inputs, undefined);
  const { template, facts, property } = source;
  if (template?.deprecated === true) {
    const why = template.deprecation_message === "" ? "." : `: ${template.deprecation_message}`;
    throw refusal(property, `Template "${template.name}" is deprecated, and takes no new workspaces${why}`);
  }
  const { failures, held } =
    template === undefined ? { failures: [], held: undefined } : await checkAdoption(context, inputs, template, owner);
  if (failures.length > 0) return failures;
  // The template is about to get another version.
  if (source.isOutdated) return checkDeclaredValues(context, inputs, held);
  // A workspace that is adopted can be built with it. A resource that has the version takes it out of the archive.
  if (held === undefined && facts.version.archived && !isHeldByOther(context, facts.version.id)) {
    throw refusal(
      property,
      `Template version "${facts.version.name}" is archived, and no new workspace can be made with it. Take it ` +
        "out of the archive, or give another version.",
    );
  }
  return [
    ...(await checkValues(context, inputs, source, { ownerId: owner, held })),
    ...(await checkLogins(context, inputs, facts, property)),
  ];
}

/** By the code of a version that the server does not have yet. */
async function checkDeclaredValues(
  context: Context,
  { templateVersionId, parameters, preset, adopt }: News,
  held: WantedBuild["held"],
): Promise<InputFailure[]> {
  const version = declaredAt(context, templateVersionId === undefined ? "templateId" : "templateVersionId");
  if (version === undefined) return [];
  return checkDeclared(version, {
    parameters,
    preset,
    held,
    allowsEphemeral: false,
    refusesImmutable: held !== undefined,
    isPart: adopt !== undefined && held === undefined,
  });
}

async function checkValues(
  context: Context,
  inputs: News,
  { template, facts }: Source,
  { ownerId, held }: { ownerId: string | undefined; held: WantedBuild["held"] },
): Promise<InputFailure[]> {
  const { preset, parameters } = inputs;
  // An unknown preset may bring the parameters that are missing.
  if (containsUnknown(preset) || ownerId === undefined) return [];
  const build = {
    facts,
    parameters,
    preset: typeof preset === "string" ? await loadPreset(context, facts.version, preset) : undefined,
    isClassic: template !== undefined && template.use_classic_parameter_flow !== false,
    ownerId,
  };
  if (held === undefined) noteFirstBuild(context, build);
  return checkBuild(context, { ...build, held, allowsEphemeral: false, refusesImmutable: held !== undefined });
}

interface Source {
  /** Undefined while only this preview has its version: the update makes it. */
  template: Template | undefined;
  facts: VersionFacts;
  property: string;
  /** The template is about to get another version, of which only the code is known. */
  isOutdated: boolean;
}

/** Undefined while the template or the version is not known. */
async function findSource(context: Context, inputs: News): Promise<Source | undefined> {
  const property = inputs.templateVersionId === undefined ? "templateId" : "templateVersionId";
  const given = inputs[property];
  const imported = importedAt(context, property);
  const versionId =
    property === "templateVersionId" && typeof given === "string"
      ? given
      : containsUnknown(given)
        ? imported
        : undefined;
  if (versionId !== undefined) {
    const facts = await loadVersion(context, versionId, property);
    const { template_id } = facts.version;
    const template = template_id === undefined ? undefined : await lookUpTemplate(context, template_id);
    return { template, facts, property, isOutdated: false };
  }
  if (typeof inputs.templateId !== "string") return undefined;
  const template = await lookUpTemplate(context, inputs.templateId).catch((thrown: unknown) => {
    if (isGone(thrown)) throw refusal("templateId", noSuch("template", String(inputs.templateId)));
    throw thrown;
  });
  const upcoming = imported ?? upcomingVersion(context, template.id);
  return {
    template,
    facts: await loadVersion(context, upcoming ?? template.active_version_id, property),
    property,
    isOutdated: upcoming === undefined && declaredAt(context, property)?.isNew === true,
  };
}

/** Log-ins that a version needs and the owner lacks: the server would build without them. */
async function checkLogins(
  context: Context,
  { owner }: News,
  { version }: VersionFacts,
  property: string,
): Promise<InputFailure[]> {
  const known = loggedIn(context);
  if (
    known.has(version.id) ||
    containsUnknown(owner) ||
    (typeof owner === "string" && !(await isCaller(context, owner)))
  )
    return [];
  const logins = await context.client.getTemplateVersionExternalAuth(version.id).catch(undefinedWhenUntold);
  const missing = (logins ?? []).filter((login) => !login.optional && !login.authenticated);
  if (missing.length === 0) known.add(version.id);
  return missing.map((login) => ({ property, reason: loginNeeded(login, version.name) }));
}

function loginNeeded(login: TemplateVersionExternalAuth, versionName: string): string {
  const provider = login.display_name === "" ? login.id : login.display_name;
  return (
    `Template version "${versionName}" needs the owner to be logged in to "${provider}". Open ` +
    `${login.authenticate_url}, log in, then run again.`
  );
}
