// Adopting a workspace that exists. It has to fit the declaration wherever no update could change it.
import type { Template } from "../../client/templates";
import type { Workspace } from "../../client/workspaces";
import { CoderError, type InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { objectOf } from "../../ownership/claims";
import { take } from "../../ownership/guard";
import type { HeldValues } from "../builds/parameters";
import { valuesOfBuild } from "../builds/values";
import type { VersionFacts } from "../builds/version-facts";
import { getWorkspaceUnlessGone } from "../builds/workspaces";
import { noSuch } from "../names/gone";
import { isSameName } from "./owner";
import type { WorkspaceInputs } from "./properties";

/** @throws CoderError when it is of another template, or another resource of the program has it */
export async function adoptWorkspace(context: Context, id: string, { version }: VersionFacts): Promise<Workspace> {
  take(context, objectOf("Workspace", id), "wanted");
  const workspace = await getWorkspaceUnlessGone(context, id);
  if (workspace === undefined)
    throw new CoderError(
      `Workspace ${id} was not adopted. ${noSuch("workspace", id)} Take \`adopt\` out to have a new one made.`,
    );
  if (workspace.template_id === version.template_id) return workspace;
  throw new CoderError(`Workspace ${id} was not adopted. ${otherTemplate(workspace, version.name)}`);
}

interface Adoption {
  failures: InputFailure[];
  /** Asks for the parameter values that the workspace has. */
  held: (() => Promise<HeldValues>) | undefined;
}

/** Why the workspace can't be adopted as declared, and the parameter values that it has. */
export async function checkAdoption(
  context: Context,
  inputs: MaybeUnknown<WorkspaceInputs>,
  template: Template,
  ownerId: string | undefined,
): Promise<Adoption> {
  const { adopt, name } = inputs;
  if (typeof adopt !== "string") return { failures: [], held: undefined };
  const workspace = await getWorkspaceUnlessGone(context, adopt);
  const refused = (reason: string): { failures: InputFailure[]; held: undefined } => ({
    failures: [{ property: "adopt", reason }],
    held: undefined,
  });
  if (workspace === undefined) return refused(noSuch("workspace", adopt));
  if (workspace.template_id !== template.id) return refused(otherTemplate(workspace, template.name));
  if (ownerId !== undefined && ownerId !== workspace.owner_id) {
    return refused(
      `Workspace "${workspace.name}" belongs to "${workspace.owner_name}", which no update changes. Set \`owner: ` +
        `"${workspace.owner_name}"\`.`,
    );
  }
  if (typeof name === "string" && !isSameName(name, workspace.name) && !workspace.allow_renames) {
    return refused(
      `The workspace is called "${workspace.name}", and the server does not rename any. Set \`name: ` +
        `"${workspace.name}"\`.`,
    );
  }
  return { failures: [], held: () => valuesOfBuild(context, workspace.latest_build.id) };
}

function otherTemplate(workspace: Workspace, wanted: string): string {
  return (
    `Workspace "${workspace.name}" is of template "${workspace.template_name}", which no update changes; the ` +
    `declared one is of "${wanted}". ` +
    "Declare that template, or leave `adopt` out and choose another `name`."
  );
}
