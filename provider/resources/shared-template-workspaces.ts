// The workspaces of a template: naming those that keep it from being deleted, and deleting them where that was asked for.
import type { Template } from "../client/templates";
import type { Workspace } from "../client/workspaces";
import { ApiError, CoderError, isGone, messageOf } from "../errors";
import type { Context } from "../handler";
import { followWorkspaceBuild } from "../jobs/follow";

const PAGE = 100;
const NAMED = 10;
const AT_ONCE = 4;
/** A build that somebody else starts in between is waited for, but not for ever. */
const MOST_TRIES = 3;

/** " (2: admin/dev, admin/test)", as far as the token's user may see them. */
export async function describeWorkspacesOfTemplate(context: Context, template: Template): Promise<string> {
  const workspaces = await listWorkspaces(context, template);
  const names = workspaces.slice(0, NAMED).map((workspace) => `${workspace.owner_name}/${workspace.name}`);
  const more = workspaces.length > NAMED ? `, and ${workspaces.length - NAMED} more` : "";
  return workspaces.length === 0 ? "" : ` (${workspaces.length}: ${names.join(", ")}${more})`;
}

/** @throws CoderError that names every workspace that could not be deleted, and why. */
export async function deleteWorkspacesOfTemplate(context: Context, template: Template): Promise<void> {
  const waiting = await listWorkspaces(context, template);
  const total = waiting.length;
  const problems: string[] = [];
  let deleted = 0;
  const work = async (): Promise<void> => {
    for (let workspace = waiting.shift(); workspace !== undefined; workspace = waiting.shift()) {
      try {
        await deleteWorkspace(context, workspace);
        deleted += 1;
        context.log.status(`Deleted ${deleted} of ${total} workspaces of the template`);
      } catch (thrown) {
        problems.push(`"${workspace.owner_name}/${workspace.name}": ${messageOf(thrown)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (problems.length > 0) {
    throw new CoderError(
      `Template "${template.name}" was not deleted: ${problems.length} of its ${total} workspaces could not be deleted. Mend what is wrong with them and run the same command again.\n${problems.join("\n")}`,
    );
  }
}

async function deleteWorkspace(context: Context, workspace: Workspace): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    // A delete build of a deleted workspace would be accepted by the server: whether it still exists is asked each time.
    const current = await context.client.getWorkspace(workspace.id).catch((thrown: unknown) => {
      if (isGone(thrown)) return undefined;
      throw thrown;
    });
    if (current === undefined || current.latest_build.status === "deleted") return;
    const { status } = current.latest_build.job;
    if (status === "pending" || status === "running" || status === "canceling") {
      await follow(context, current, current.latest_build.id).catch((thrown: unknown) => {
        if (context.signal.aborted) throw thrown;
      });
      continue;
    }
    try {
      const build = await context.client.createWorkspaceBuild(workspace.id, { transition: "delete" });
      await follow(context, current, build.id);
      return;
    } catch (thrown) {
      const isRace = thrown instanceof ApiError && (thrown.status === 409 || thrown.isAnswerLost);
      if (!isRace || attempt >= MOST_TRIES) throw thrown;
    }
  }
}

async function follow(context: Context, workspace: Workspace, workspaceBuildId: string): Promise<void> {
  const { client, log, signal, deadlineMilliseconds } = context;
  const title = `Workspace "${workspace.owner_name}/${workspace.name}"`;
  await followWorkspaceBuild({
    client,
    log,
    signal,
    deadlineMilliseconds,
    organization: workspace.organization_id,
    title,
    workspaceBuildId,
  });
}

async function listWorkspaces(context: Context, template: Template): Promise<Workspace[]> {
  const found: Workspace[] = [];
  for (;;) {
    const q = `template:${template.name} organization:${template.organization_id}`;
    const { workspaces } = await context.client.getWorkspaces({ q, limit: PAGE, offset: found.length });
    found.push(...workspaces.filter((workspace) => workspace.template_id === template.id));
    if (workspaces.length < PAGE) return found;
  }
}
