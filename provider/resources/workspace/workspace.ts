// Workspaces: their lifecycle as desired state. One-off builds live in workspace-build.ts, parameters of other people's
// workspaces in build-parameters.ts.
import { CoderError } from "../../errors";
import { defineHandler } from "../../handler";
import { refreshBuilt } from "../builds/refresh";
import { isRestartNoted } from "../builds/restart";
import { deleteWorkspace } from "../builds/running";
import { loadPreset, loadVersion } from "../builds/version-facts";
import { getExistingAmongMany, isActive } from "../builds/workspaces";
import { forgetNextVersion } from "../names/declared-versions";
import { adoptWorkspace } from "./adopt";
import { checkWorkspace, workspaceRules } from "./check";
import { createWorkspace, ownedWorkspace } from "./create";
import { diffWorkspace, whyAnotherWorkspace } from "./diff";
import { previewWorkspace } from "./dry-run";
import { isStartedAnew, isWaitKnown, knownBuildOf, knownDeclaration, toOutputs } from "./outputs";
import { findWorkspace } from "./owner";
import { workspaceInputs, workspaceOutputs, type WorkspaceInputs } from "./properties";
import { naturalSettings } from "./settings";
import { settle } from "./update";

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
  preview: previewWorkspace,

  whyReplaced: whyAnotherWorkspace,

  async find(context, ownerAndName) {
    const [owner = "", name = ""] = ownerAndName.split("/");
    return (await findWorkspace(context, owner, name))?.id;
  },

  /** The template is declared, and no version: later versions are then left to the owner. */
  importInputs(_context, outputs) {
    return Promise.resolve({
      owner: outputs.ownerName,
      templateVersionId: undefined,
      ...naturalSettings(outputs),
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
    // The latest build of an adopted workspace is somebody else's: it is waited for, and not followed.
    const isFirstBuildOpen = news.adopt === undefined && (!isTakenOver || isActive(workspace.latest_build));
    // The server starts every new workspace; one that is to be dormant must not be left running.
    const transition = news.dormant === true ? "stop" : news.transition;
    const outputs = await settle(context, {
      workspace,
      news: { ...news, name, transition },
      // A new workspace is made with the preset; an adopted one still has to be built with it.
      outputs: news.adopt === undefined ? { preset: news.preset } : {},
      declared: new Set(),
      isFirstBuildOpen,
      isContentBuilt: !isTakenOver,
    });
    return { id: workspace.id, outputs };
  },

  async read(context, previous) {
    const { parameters, templateId } = previous.outputs;
    const known = knownBuildOf(previous.outputs);
    const needsValues = parameters !== undefined || templateId === undefined;
    const built = await refreshBuilt(context, previous.id, { ...known, parameters }, needsValues);
    if (built === undefined) return undefined;
    const isRestartOpen = await isRestartNoted(context, built.workspace, known);
    const declared = knownDeclaration(previous.outputs, built);
    const isWaitOpen = isWaitKnown(previous.outputs) || isStartedAnew(previous, built);
    return {
      id: built.workspace.id,
      outputs: toOutputs(context, built, declared, { isRestartOpen, isWaitOpen }),
    };
  },

  async update(context, { id, outputs, declared }, news) {
    const workspace = await getExistingAmongMany(context, id);
    const settled = await settle(context, { workspace, news, outputs, declared });
    forgetNextVersion(context, id);
    return settled;
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
