// Builds of a workspace: made one after the other, waited for, never sent twice, and never for a deleted workspace.
// What to build is decided elsewhere.
import { systemClock } from "../../client/transport/clock";
import type { RequestOptions } from "../../client/transport/transport";
import type { CreateWorkspaceBuildRequest, WorkspaceBuild } from "../../client/workspace-builds";
import type { Workspace } from "../../client/workspaces";
import { deadlineText } from "../../deadline";
import { ApiError, CoderError } from "../../errors";
import type { Context } from "../../handler";
import { clearDeleted, otherBuildBefore } from "./between";
import { followBuild, titleOf, waitUntilIdle, type WaitingOptions } from "./following";
import { heldValues } from "./parameters";
import { Patience } from "./patience";
import { notingStop } from "./restart";
import { valuesOfBuild, type ValueSources } from "./values";
import { getWorkspaceUnlessGone, GoneError, isActive, isClassic, workspaceUrl } from "./workspaces";

export interface BuildOptions extends WaitingOptions {
  /** The workspace, if it was read a moment ago and not changed since. It is not read again at first. */
  seen?: Workspace | undefined;
  /** Told as soon as a build exists, before it is done. */
  onBuild?: (build: WorkspaceBuild) => void;
}

/** A build that was begun, and the workspace as it was before. */
export interface Begun {
  workspace: Workspace;
  request: CreateWorkspaceBuildRequest;
  build: WorkspaceBuild;
  /** Nobody has asked for the values of the build before, and only the log needs them. */
  areValuesOnDemand?: boolean;
}

/** Makes builds of one workspace, one after the other. */
export class Builder {
  private readonly patience: Patience;
  private seen: Workspace | undefined;
  /** Set while `seen` has only a new latest build, and the rest of the workspace is from before it. */
  private ended: WorkspaceBuild | undefined;
  /** Build → the one whose values it has, as it was made without any. */
  private readonly origins = new Map<string, WorkspaceBuild>();

  constructor(
    private readonly context: Context,
    private readonly workspaceId: string,
    private readonly running: BuildOptions = {},
  ) {
    this.patience = new Patience(context, running.clock ?? systemClock);
    this.seen = running.seen !== undefined && isActive(running.seen.latest_build) ? undefined : running.seen;
  }

  /** The workspace, once no build of it is active. What others do in between is seen in it. */
  async idle(): Promise<Workspace> {
    this.seen ??= await waitUntilIdle(this.context, this.workspaceId, this.running, this.patience);
    return this.seen;
  }

  /**
   * Undefined when somebody else's build was faster: what to build has to be decided anew.
   * @param isOnTheWay whether it is a stop that is to be followed by a start
   */
  async begin(
    workspace: Workspace,
    request: CreateWorkspaceBuildRequest,
    isOnTheWay = false,
  ): Promise<Begun | undefined> {
    const { context } = this;
    if (request.transition === "start" && workspace.dormant_at !== undefined) {
      context.log.info(`Workspace "${workspace.name}" is dormant: it is woken up, as a dormant workspace can't start.`);
      await context.client.setWorkspaceDormant(workspace.id, false);
    }
    const send = (options?: RequestOptions): Promise<WorkspaceBuild | ApiError> =>
      postBuild(context, workspace, request, options);
    const build = isOnTheWay ? await notingStop(context, workspace.id, send) : await send();
    if (!(build instanceof ApiError)) return { workspace, request, build };
    const giveUp = (): CoderError => refusedTooLong(context, workspace, request, build);
    await this.patience.afterConflict(workspace.latest_build.id, giveUp);
    [this.seen, this.ended] = [undefined, undefined];
    return undefined;
  }

  /**
   * @returns the build that somebody else made right before it, since the workspace was seen
   * @throws JobError when the build fails; GoneError when somebody had deleted the workspace before it
   */
  async finish(begun: Begun): Promise<WorkspaceBuild | undefined> {
    const { workspace, request, build } = begun;
    const before = await otherBuildBefore(this.context, workspace, build);
    if (before?.transition === "delete" && request.transition !== "delete") {
      await clearDeleted(this.context, build);
      throw new GoneError(workspace.id);
    }
    let fresh: Workspace | undefined;
    const onWorkspace = (now: Workspace): void => void (fresh = now);
    const options = {
      ...this.running,
      sources: this.sourcesOf(begun),
      areValuesOnDemand: begun.areValuesOnDemand ?? false,
      ...(request.transition !== "delete" && { onWorkspace }),
    };
    const ended = await this.patience.whileOwnJob(() => followBuild(this.context, build, options));
    this.ended = fresh === undefined ? ended : undefined;
    const woken = request.transition === "start" && { dormant_at: undefined };
    this.seen = fresh ?? { ...workspace, latest_build: ended, ...woken };
    return before;
  }

  /**
   * The build has the values of the build before, those that are sent, and defaults, which the template publishes. A
   * preset brings others, and so may the template's code, which only the server runs.
   */
  private sourcesOf({ workspace, request, build }: Begun): ValueSources {
    const { rich_parameter_values: sent = [], template_version_preset_id } = request;
    const before = this.origins.get(workspace.latest_build.id) ?? workspace.latest_build;
    const hasOwnValues = !isClassic(workspace) || template_version_preset_id !== undefined;
    if (sent.length === 0 && !hasOwnValues) this.origins.set(build.id, before);
    return {
      builds: hasOwnValues ? [before, build] : [before],
      sent: { values: heldValues(sent), versionId: build.template_version_id },
      isClassic: isClassic(workspace),
    };
  }

  /**
   * The workspace when no more builds are wanted, with all that the builds changed of it. Undefined when somebody else
   * has built since.
   */
  async end(): Promise<Workspace | undefined> {
    const { ended } = this;
    if (ended === undefined) return this.idle();
    [this.seen, this.ended] = [undefined, undefined];
    const workspace = await this.idle();
    return workspace.latest_build.id === ended.id ? workspace : undefined;
  }
}

/** Makes the builds that `decide` wants, which is asked with the workspace whenever no build of it is active. */
export async function buildUntilDone(
  context: Context,
  workspaceId: string,
  decide: (workspace: Workspace) => Promise<CreateWorkspaceBuildRequest | undefined>,
  running: BuildOptions = {},
): Promise<Workspace> {
  const builder = new Builder(context, workspaceId, running);
  for (;;) {
    const workspace = await builder.idle();
    const request = await decide(workspace);
    if (request === undefined) {
      const ended = await builder.end();
      if (ended !== undefined) return ended;
      continue;
    }
    const begun = await builder.begin(workspace, request);
    if (begun === undefined) continue;
    running.onBuild?.(begun.build);
    await builder.finish(begun);
  }
}

/** Deletes a workspace with what it holds, and returns when it is gone. It may be gone before. */
export async function deleteWorkspace(
  context: Context,
  workspaceId: string,
  isOrphaned: boolean,
  running: BuildOptions = {},
): Promise<void> {
  const workspace = await getWorkspaceUnlessGone(context, workspaceId);
  if (workspace === undefined) return;
  await cancelPendingBuild(context, workspace);
  try {
    let isBuilt = false;
    await buildUntilDone(
      context,
      workspaceId,
      (current) => {
        if (isBuilt) return Promise.resolve(undefined);
        if (isOrphaned)
          context.log.warning(
            `Workspace "${current.name}" is deleted without destroying what it was built of (\`orphanOnDelete\`).`,
          );
        return Promise.resolve({ transition: "delete", ...(isOrphaned && { orphan: true }) });
      },
      { ...running, seen: workspace, onBuild: () => (isBuilt = true) },
    );
  } catch (thrown) {
    if (thrown instanceof GoneError) return;
    throw thrown;
  }
  throw new CoderError(
    `Workspace "${workspace.name}" still exists although its delete build succeeded. Run the same command again: ` +
      `${workspaceUrl(context, workspace)}`,
  );
}

/** Gives the server's refusal when somebody else's build was faster. After a lost answer, the build is looked for. */
async function postBuild(
  context: Context,
  workspace: Workspace,
  request: CreateWorkspaceBuildRequest,
  options: RequestOptions | undefined,
): Promise<WorkspaceBuild | ApiError> {
  try {
    return await context.client.createWorkspaceBuild(workspace.id, request, options);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.status === 409) return thrown;
    if (!thrown.isAnswerLost) throw thrown;
    // Where it can't be looked for either, the answer is still lost: the build may be there.
    const found = await findLostBuild(context, workspace, request).catch(() => undefined);
    if (found === undefined) throw thrown;
    context.log.info(`${titleOf(found)} was begun although the server's answer was lost.`);
    return found;
  }
}

async function findLostBuild(
  context: Context,
  workspace: Workspace,
  request: CreateWorkspaceBuildRequest,
): Promise<WorkspaceBuild | undefined> {
  const [builds, me] = await Promise.all([
    context.client.getWorkspaceBuilds(workspace.id, { limit: 5 }),
    context.client.getCurrentUser(),
  ]);
  const found = builds.find(
    (build) =>
      build.build_number === workspace.latest_build.build_number + 1 &&
      build.transition === request.transition &&
      build.initiator_id === me.id &&
      (request.template_version_id === undefined || request.template_version_id === build.template_version_id),
  );
  const sent = request.rich_parameter_values ?? [];
  if (found === undefined || sent.length === 0) return found;
  // The same user may have built in the dashboard, with other values.
  const held = await valuesOfBuild(context, found.id);
  return sent.every(({ name, value }) => held.get(name) === value) ? found : undefined;
}

function refusedTooLong(
  context: Context,
  workspace: Workspace,
  request: CreateWorkspaceBuildRequest,
  refusal: ApiError,
): CoderError {
  const { latest_build: latest, owner_name, name } = workspace;
  return new CoderError(
    `Workspace "${owner_name}/${name}" took no build (${request.transition}) within ` +
      `${deadlineText(context.deadline)}: the server says that another is in its way ` +
      `("${refusal.serverMessage}"). Its latest is build ${latest.build_number} (${latest.transition}), begun by ` +
      `"${latest.initiator_name}", which is ${latest.status}. ` +
      `See what holds the workspace, end it, then run \`pulumi up\` again: ${workspaceUrl(context, workspace)}`,
    { cause: refusal },
  );
}

/** A build that no provisioner has begun can be cancelled safely. If none ever begins it, waiting for it never ends. */
async function cancelPendingBuild(context: Context, workspace: Workspace): Promise<void> {
  const build = workspace.latest_build;
  if (build.job.status !== "pending" || build.transition === "delete") return;
  try {
    await context.client.cancelWorkspaceBuild(build.id);
  } catch (thrown) {
    // Refused (403), or it has ended meanwhile (400): then it is waited for.
    if (!(thrown instanceof ApiError) || (thrown.status !== 403 && thrown.status !== 400)) throw thrown;
  }
}
