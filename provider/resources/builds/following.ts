// Builds that are under way: the resource's own are followed to their end, those of others are only waited for.
import { readsOf } from "../../client/reads";
import { systemClock, type Clock } from "../../client/transport/clock";
import type { WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { deadlineText } from "../../deadline";
import { CoderError, JobError } from "../../errors";
import { afterFailure, type Context } from "../../handler";
import { followBuildAmongMany } from "../../jobs/follow";
import type { Secrets } from "../../jobs/logs";
import { Patience } from "./patience";
import { secretsOfBuild, type ValueSources } from "./values";
import { buildUrl, getExistingWorkspace, isActive } from "./workspaces";

export interface WaitingOptions {
  /** A build that an earlier run of this resource began. It is followed; builds of others are only waited for. */
  ownBuildId?: string | undefined;
  clock?: Clock;
}

interface FollowingOptions {
  sources?: ValueSources;
  /** Asks for the values only once a line of the log is to be shown: of a short build that succeeds, none is. */
  areValuesOnDemand?: boolean;
  /** Told of the workspace as the build has left it, where that takes no request more. */
  onWorkspace?: (workspace: Workspace) => void;
  clock?: Clock;
}

/** The workspace, once no build of it is active. It is no error here when a build fails: that is for the caller. */
export async function waitUntilIdle(
  context: Context,
  workspaceId: string,
  running: WaitingOptions = {},
  patience = new Patience(context, running.clock ?? systemClock),
): Promise<Workspace> {
  let isFollowed = false;
  for (let pauses = 0; ;) {
    const workspace = await getExistingWorkspace(context, workspaceId);
    const build = workspace.latest_build;
    if (!isActive(build)) return workspace;
    // The state may know a build that somebody else began. It is not followed: an interrupt would cancel it.
    if (
      !isFollowed &&
      build.id === running.ownBuildId &&
      build.initiator_id === (await context.client.getCurrentUser()).id
    ) {
      isFollowed = true;
      context.log.info(`${titleOf(build)} was begun by an earlier run: it is followed to its end first.`);
      await patience.whileOwnJob(() => followBuild(context, build, running).catch(ignoreFailedJob));
      continue;
    }
    if (pauses === 0)
      context.log.info(`${titleOf(build)} is under way, begun by "${build.initiator_name}": it is waited for first.`);
    context.log.status(
      `Waiting for build ${build.build_number} (${build.transition}), begun by "${build.initiator_name}"`,
    );
    await patience.pause(
      pauses,
      () =>
        new CoderError(
          `${titleOf(build)}, begun by "${build.initiator_name}", was still ${build.status} after ` +
            `${deadlineText(context.deadline)}. ` +
            `Wait for it to end, or cancel it, then run \`pulumi up\` again: ${buildUrl(context, build)}`,
        ),
    );
    pauses += 1;
  }
}

/**
 * Follows a build to its end. Values that may be secret are hidden in its log: those of `sources`, or else of this
 * build and the one before.
 */
export async function followBuild(
  context: Context,
  build: WorkspaceBuild,
  { sources, areValuesOnDemand = false, onWorkspace, clock }: FollowingOptions = {},
): Promise<WorkspaceBuild> {
  const { client, log, signal, deadline } = context;
  // After an interrupt, too, it is to be told what the build was doing.
  const secrets = (): Promise<Secrets> =>
    secretsOfBuild(signal?.aborted === true ? afterFailure(context) : context, build, sources);
  return followBuildAmongMany({
    client,
    log,
    signal,
    deadline,
    title: titleOf(build),
    organization: build.job.organization_id ?? context.defaultOrganization,
    workspaceBuildId: build.id,
    seen: build,
    ...(onWorkspace && { onWorkspace, findWorkspace: () => readsOf(client).workspaceNow(build.workspace_id) }),
    secrets: areValuesOnDemand ? secrets : await secrets(),
    ...(clock && { clock }),
  });
}

export function titleOf(build: WorkspaceBuild): string {
  return (
    `Build ${build.build_number} (${build.transition}) of workspace ` +
    `"${build.workspace_owner_name}/${build.workspace_name}"`
  );
}

function ignoreFailedJob(thrown: unknown): void {
  if (!(thrown instanceof JobError) || thrown.details.cause !== "job") throw thrown;
}
