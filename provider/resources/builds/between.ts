// What others built of a workspace between a look at it and a build that was made then: no answer of the server says
// so, but the build's number does.
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { endSentence, messageOf } from "../../errors";
import type { Context } from "../../handler";
import { followBuild, titleOf } from "./following";
import { hasFailed } from "./workspaces";

/** As many builds of others are looked through as fit between a look and a request. */
const LOOKED_THROUGH = 10;

/** The build of somebody else right before this one. Undefined where there is none, it failed, or nobody can tell. */
export async function otherBuildBefore(
  context: Context,
  seen: Workspace,
  build: WorkspaceBuild,
): Promise<WorkspaceBuild | undefined> {
  if (build.build_number <= seen.latest_build.build_number + 1) return undefined;
  const builds = await context.client.getWorkspaceBuilds(seen.id, { limit: LOOKED_THROUGH }).catch(() => []);
  const before = builds.find(({ build_number: number }) => number === build.build_number - 1);
  return before === undefined || hasFailed(before) ? undefined : before;
}

/**
 * The server takes builds for a workspace that is deleted, and would leave behind what they make. So such a build is
 * cancelled, and what it has made is deleted.
 */
export async function clearDeleted(context: Context, build: WorkspaceBuild): Promise<void> {
  const { client, log } = context;
  log.info(`${titleOf(build)} came after somebody had deleted the workspace: what it makes is deleted again.`);
  await client.cancelWorkspaceBuild(build.id).catch(ignored);
  await followBuild(context, build).catch(ignored);
  try {
    await followBuild(context, await client.createWorkspaceBuild(build.workspace_id, { transition: "delete" }));
  } catch (thrown) {
    log.warning(
      `What ${titleOf(build)} has made may be left behind, as the workspace was deleted before it: ` +
        `${endSentence(messageOf(thrown))} Look for what the template makes, and remove it there.`,
    );
  }
}

/** A start on top of a start. */
export function isSecondStart({ transition }: WorkspaceBuild, before: WorkspaceBuild | undefined): boolean {
  return transition === "start" && before?.transition === "start";
}

export function secondStartText(build: WorkspaceBuild): string {
  return (
    `${titleOf(build)} came right after a start by somebody else. The workspace is stopped and started once more, ` +
    "as its agents can't connect after a start on top of a start."
  );
}

function ignored(): void {
  // What comes after it decides.
}
