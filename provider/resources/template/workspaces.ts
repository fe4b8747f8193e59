// The workspaces of a template: names those that prevent its deletion, or deletes them where the program asks for it.
import type { Template } from "../../client/templates";
import type { Workspace } from "../../client/workspaces";
import { CoderError, messageOf } from "../../errors";
import type { Context } from "../../handler";
import { deleteWorkspace } from "../builds/running";

const NAMED = 10;
const AT_ONCE = 4;

/**
 * " (2: admin/dev, admin/test)", as far as the token's user may see them. Never rejects: it only adds to an error
 * message.
 */
export async function describeWorkspacesOfTemplate(context: Context, template: Template): Promise<string> {
  const workspaces = await listWorkspaces(context, template).catch(() => []);
  const names = workspaces.slice(0, NAMED).map(fullName);
  const more = workspaces.length > NAMED ? `, and ${workspaces.length - NAMED} more` : "";
  return workspaces.length === 0 ? "" : ` (${workspaces.length}: ${names.join(", ")}${more})`;
}

/** @throws CoderError that names every workspace that could not be deleted, and why */
export async function deleteWorkspacesOfTemplate(context: Context, template: Template): Promise<void> {
  const waiting = await listWorkspaces(context, template);
  const total = waiting.length;
  const problems: string[] = [];
  let deleted = 0;
  const work = async (): Promise<void> => {
    for (let workspace = waiting.shift(); workspace !== undefined; workspace = waiting.shift()) {
      try {
        await deleteWorkspace(context, workspace.id, false);
        deleted += 1;
        context.log.status(`Deleted ${deleted} of ${total} workspaces of the template`);
      } catch (thrown) {
        context.signal.throwIfAborted();
        problems.push(`"${fullName(workspace)}": ${messageOf(thrown)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (problems.length > 0) {
    throw new CoderError(
      `Template "${template.name}" was not deleted: ${problems.length} of its ${total} workspaces could not be ` +
        `deleted. Mend what is wrong with them and run the same command again.\n${problems.join("\n")}`,
    );
  }
}

function fullName(workspace: Workspace): string {
  return `${workspace.owner_name}/${workspace.name}`;
}

/** The server can search by a template's name only. */
async function listWorkspaces(context: Context, template: Template): Promise<Workspace[]> {
  const q = `template:${template.name} organization:${template.organization_id}`;
  const found = await context.client.getAllWorkspaces({ q });
  return found.filter((workspace) => workspace.template_id === template.id);
}
