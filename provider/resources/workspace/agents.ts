// Waiting until a workspace's agents are connected, their startup scripts are done and, if asked for, their apps are
// healthy. The status "running" only means that Terraform is done.
import { systemClock, type Clock } from "../../client/transport/clock";
import type { WorkspaceAgent, WorkspaceApp } from "../../client/workspace-resources";
import type { Workspace } from "../../client/workspaces";
import { begun, deadlineText, remainingMilliseconds, type Deadline } from "../../deadline";
import { CoderError } from "../../errors";
import type { Context } from "../../handler";
import { sleep } from "../../jobs/clock";
import { getExistingWorkspace, workspaceUrl } from "../builds/workspaces";
import type { WorkspaceInputs } from "./properties";

/** Hidden output: the agents were not ready when the resource was changed last, or nobody has waited for them yet. */
export const WAIT_KEY = "__wait";

/** Some changes are only told when asked for, such as that an agent takes too long to connect. */
const POLL_MILLISECONDS = 2_000;

/** @see codersdk/workspaceagents.go WorkspaceAgentLifecycle */
const FAILED_LIFECYCLES: readonly string[] = [
  "start_error",
  "start_timeout",
  "shutting_down",
  "shutdown_error",
  "shutdown_timeout",
  "off",
];

type Patience = Pick<WorkspaceInputs, "agentTimeoutSeconds" | "waitForApps">;

/** An agent or an app that is not as it has to be. */
interface Unready {
  /** For the status line, and as the beginning of a line of the error. */
  description: string;
  /** Why it is so, or what it waits for: the end of that line. */
  advice: string;
  /** It will not become ready by itself. */
  isLost: boolean;
}

/** @throws CoderError that names the agents and apps that are not ready, and how they are. */
export async function waitForAgents(
  context: Context,
  workspace: Workspace,
  patience: Patience,
  clock: Clock = systemClock,
): Promise<Workspace> {
  const { client, signal } = context;
  const started = clock.now();
  const deadline = begun(limitOf(context.deadline, patience, started), started);
  // A server that is down is not asked again beyond that time either.
  const bounded = { ...context, deadline, client: client.with({ signal, deadline }) };
  for (let current = workspace; ; current = await getExistingWorkspace(bounded, workspace.id)) {
    const unready = agentsOf(current).flatMap((agent) => unreadyOf(agent, patience));
    const fail = (how: string): CoderError => notReady(context, current, { unready, patience, how });
    if (current.latest_build.status !== "running" || current.latest_build.id !== workspace.latest_build.id)
      throw fail(`was ${current.latest_build.status} by a later build before they were`);
    if (unready.length === 0) return current;
    if (unready.some(({ isLost }) => isLost)) throw fail("will not have them ready");
    const left = remainingMilliseconds(deadline, clock.now());
    if (left === 0) throw fail(`did not have them ready after ${deadlineText(deadline)}`);
    context.log.status(`Waiting for agents: ${unready.map(({ description }) => description).join(", ")}`);
    await sleep(clock, Math.min(POLL_MILLISECONDS, left), signal);
    signal.throwIfAborted();
  }
}

/** The shorter of the two: the time of this wait alone, and what the operation has left. */
function limitOf(deadline: Deadline, { agentTimeoutSeconds }: Patience, now: number): Deadline {
  if (agentTimeoutSeconds === undefined) return deadline;
  const milliseconds = agentTimeoutSeconds * 1_000;
  return milliseconds > remainingMilliseconds(deadline, now)
    ? deadline
    : { milliseconds, setting: "agentTimeoutSeconds" };
}

/** Agents that Terraform declares. Agents of containers, which an agent itself starts, come and go. */
function agentsOf(workspace: Workspace): WorkspaceAgent[] {
  return workspace.latest_build.resources
    .flatMap(({ agents }) => agents)
    .filter((agent) => agent.parent_id === undefined);
}

/** Only an agent that is connected tells how its apps are. */
function unreadyOf(agent: WorkspaceAgent, { waitForApps = false }: Patience): Unready[] {
  const isReady = agent.status === "connected" && agent.lifecycle_state === "ready";
  const apps = waitForApps && agent.status === "connected" ? agent.apps.filter((app) => !isWell(app)) : [];
  return [...(isReady ? [] : [unreadyAgent(agent)]), ...apps.map((app) => unreadyApp(agent, app))];
}

/** An app without a health check counts as well. */
function isWell({ health }: WorkspaceApp): boolean {
  return health === "healthy" || health === "disabled";
}

function unreadyAgent(agent: WorkspaceAgent): Unready {
  return {
    description:
      `agent "${agent.name}" ${agent.status === "timeout" ? "has timed out" : `is ${agent.status}`}, its state is ` +
      `"${agent.lifecycle_state}"`,
    advice: agentAdvice(agent),
    isLost: agent.status === "timeout" || FAILED_LIFECYCLES.includes(agent.lifecycle_state),
  };
}

/**
 * An unhealthy app may recover: the agent goes on asking, and one good answer makes it healthy. So it is waited for.
 * Without an interval and a threshold the agent never asks.
 *
 * @see agent/apphealth.go shouldStartTicker
 */
function unreadyApp(agent: WorkspaceAgent, { slug, health, healthcheck }: WorkspaceApp): Unready {
  const { url = "", interval = 0, threshold = 0 } = healthcheck ?? {};
  const isAsked = interval > 0 && threshold > 0;
  return {
    description: `app "${slug}" of agent "${agent.name}" is ${health}`,
    advice: isAsked
      ? `: its \`healthcheck\` asks ${url} every ${interval === 1 ? "second" : `${interval} seconds`} for an answer ` +
        "below 500. Start what is to answer there, or mend the `healthcheck` in the template"
      : `: its \`healthcheck\` of ${url} is never made, since its \`interval\` or \`threshold\` in the template is 0`,
    isLost: !isAsked,
  };
}

function notReady(
  context: Context,
  workspace: Workspace,
  { unready, patience, how }: { unready: readonly Unready[]; patience: Patience; how: string },
): CoderError {
  const awaited =
    patience.waitForApps === true
      ? "agents and apps were waited for (`waitForAgents`, `waitForApps`)"
      : "agents were waited for (`waitForAgents`)";
  return new CoderError(
    [
      `Workspace "${workspace.owner_name}/${workspace.name}" is built, but ${awaited}, and it ${how}:`,
      ...unready.map(({ description, advice }) => `- ${description}${advice}`),
      `Look at their logs, mend what is wrong, and run \`pulumi up\` again: ${workspaceUrl(context, workspace)}`,
    ].join("\n"),
  );
}

function agentAdvice(agent: WorkspaceAgent): string {
  if (agent.status === "timeout") {
    const help = agent.troubleshooting_url === "" ? "" : ` (${agent.troubleshooting_url})`;
    return (
      `: it did not connect within ${agent.connection_timeout_seconds} seconds, its \`connection_timeout\` in the ` +
      `template${help}`
    );
  }
  if (agent.lifecycle_state === "start_error") return ": its startup script failed";
  if (agent.lifecycle_state === "start_timeout") return ": its startup script took longer than the template allows";
  return "";
}
