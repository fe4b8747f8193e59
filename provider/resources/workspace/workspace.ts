// Workspaces: their lifecycle as desired state. One-off builds live in workspace-build.ts, parameters of other people's
// workspaces in build-parameters.ts.
import type { Workspace } from "../../client/workspaces";
import { CoderError } from "../../errors";
import { defineHandler } from "../../handler";
import { isRestartNoted } from "../builds/restart";
import { deleteWorkspace, followBuild, getExistingWorkspace, isActive, isClassic } from "../builds/running";
import { loadPreset, loadVersion } from "../builds/version-facts";
import { adoptWorkspace } from "./adopt";
import { checkWorkspace, workspaceRules } from "./check";
import { createWorkspace, ownedWorkspace } from "./create";
import { diffWorkspace } from "./diff";
import { askedTransition, declaredOf, toOutputs, type Declared } from "./outputs";
import { findWorkspace } from "./owner";
import { workspaceInputs, workspaceOutputs, type WorkspaceInputs } from "./properties";
import {
  applyAgents,
  applyBuilds,
  applyDormancy,
  applySettings,
  keepingReached,
  openStopOf,
  readBuilt,
  type Progress,
} from "./update";

export const workspaceHandler = defineHandler({
  type: "Workspace",
  inputs: workspaceInputs,
  outputs: workspaceOutputs,
  stableOutputs: ["ownerId", "organizationId", "createdAt"],
  autonamed: "name",
  nameForm: "owner/name",
  owned: ownedWorkspace,
  isDeletedFirst: true,
  rules: workspaceRules,
  check: checkWorkspace,
  diff: diffWorkspace,

  async find(context, ownerAndName) {
    const [owner = "", name = ""] = ownerAndName.split("/");
    return (await findWorkspace(context, owner, name))?.id;
  },

  /**
   * What is as the server makes it need not be declared; a template says less than its version, and leaves updates to
   * the owner.
   */
  importInputs(_context, outputs) {
    return Promise.resolve({
      owner: outputs.ownerName,
      templateVersionId: undefined,
      autostartSchedule: outputs.autostartSchedule === "" ? undefined : outputs.autostartSchedule,
      automaticUpdates: outputs.automaticUpdates === "never" ? undefined : outputs.automaticUpdates,
      dormant: outputs.dormant ? true : undefined,
      favorite: outputs.favorite ? true : undefined,
      transition: outputs.dormant ? undefined : outputs.transition,
    });
  },

  async create(context, news) {
    const { client } = context;
    const versionId = news.templateVersionId ?? (await client.getTemplate(templateIdOf(news))).active_version_id;
    const facts = await loadVersion(
      context,
      versionId,
      news.templateVersionId === undefined ? "templateId" : "templateVersionId",
    );
    const preset = news.preset === undefined ? undefined : await loadPreset(context, facts.version, news.preset);
    const name = news.name ?? context.resourceName;
    const { workspace, isTakenOver } =
      news.adopt === undefined
        ? await createWorkspace(context, { name, owner: news.owner ?? "me", facts, preset, news })
        : { workspace: await adoptWorkspace(context, news.adopt, facts), isTakenOver: true };
    const reached = (made: Workspace): Declared => ({ ...news, transition: askedTransition(made, {}) });
    const progress: Progress = { isContentBuilt: !isTakenOver, isRestartOpen: false };
    // The server starts every new workspace; one that is to be dormant must not be left running.
    const wanted: WorkspaceInputs = news.dormant === true ? { ...news, transition: "stop" } : news;
    return keepingReached(context, workspace, progress, reached, async () => {
      await applySettings(context, workspace, { ...news, name }, () => false);
      // A build of an adopted one is somebody else's, and is only waited for.
      if (news.adopt === undefined && (!isTakenOver || isActive(workspace.latest_build))) {
        // Values that nobody gives are the template's own.
        const builds = news.parameters === undefined ? [] : [workspace.latest_build];
        await followBuild(context, workspace.latest_build, { sources: { builds, isClassic: isClassic(workspace) } });
      }
      const previous = { id: workspace.id, outputs: { preset: news.preset }, declared: new Set<string>() };
      const built = await applyBuilds(context, previous, wanted, progress);
      const { workspace: made, held } = await applyAgents(
        context,
        await applyDormancy(context, built, news.dormant),
        news,
      );
      const transition = news.transition ?? askedTransition(made, {});
      return { id: made.id, outputs: toOutputs(context, made, held, { ...news, transition }) };
    });
  },

  async read(context, previous) {
    const { parameters, templateId } = previous.outputs;
    const built = await readBuilt(context, previous.id, parameters !== undefined || templateId === undefined);
    if (built === undefined) return undefined;
    const { workspace, held } = built;
    const isRestartOpen = await isRestartNoted(context, workspace, openStopOf(previous.outputs));
    const declared = declaredOf(previous.outputs, workspace, held);
    return { id: workspace.id, outputs: toOutputs(context, workspace, held, declared, isRestartOpen) };
  },

  async update(context, previous, news) {
    const before = await getExistingWorkspace(context, previous.id);
    const { outputs } = previous;
    const progress: Progress = { isContentBuilt: false, isRestartOpen: openStopOf(outputs) !== undefined };
    // Whatever was to change is asked for again: the next update still sees the difference to what was before.
    const reached = (workspace: Workspace): Declared => ({
      ...news,
      transition: outputs.transition ?? askedTransition(workspace, outputs),
      preset: progress.isContentBuilt ? news.preset : outputs.preset,
    });
    return keepingReached(context, before, progress, reached, async () => {
      const wasDeclared = (property: string): boolean => previous.declared.has(property);
      const isChanged = await applySettings(context, before, news, wasDeclared);
      const built = await applyBuilds(context, previous, news, progress, isChanged ? undefined : before);
      const isDormant = news.dormant ?? (wasDeclared("dormant") ? false : undefined);
      const { workspace, held } = await applyAgents(context, await applyDormancy(context, built, isDormant), news);
      return toOutputs(context, workspace, held, {
        ...news,
        transition: news.transition ?? askedTransition(workspace, outputs),
      });
    });
  },

  async delete(context, previous) {
    await deleteWorkspace(context, previous.id, previous.outputs.orphanOnDelete ?? false, {
      ownBuildId: previous.outputs.latestBuild?.id,
    });
  },
});

function templateIdOf(news: WorkspaceInputs): string {
  if (news.templateId === undefined)
    throw new CoderError("Exactly one of `templateId` and `templateVersionId` must be set; neither is.");
  return news.templateId;
}
