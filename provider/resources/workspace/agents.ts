// Waiting until a workspace's agents are connected and their startup scripts are done. The status "running" only means
// that Terraform is done.
import { systemClock, type Clock } from "../../client/transport/clock";
import type { WorkspaceAgent } from "../../client/workspace-resources";
import type { Workspace } from "../../client/workspaces";
import { deadlineText, remainingMilliseconds } from "../../deadline";
import { CoderError } from "../../errors";
import type { Context } from "../../handler";
import { sleep } from "../../jobs/clock";
import { getExistingWorkspace, workspaceUrl } from "../builds/workspaces";

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

/** @throws CoderError that names the agents that are not ready, and how they are. */
export async function waitForAgents(
  context: Context,
  workspace: Workspace,
  clock: Clock = systemClock,
): Promise<Workspace> {
  const started = clock.now();
  const allowed = remainingMilliseconds(context.deadline, started);
  for (let current = workspace; ; current = await getExistingWorkspace(context, workspace.id)) {
    const agents = agentsOf(current);
    const waiting = agents.filter((agent) => !isReady(agent));
    if (current.latest_build.status !== "running" || current.latest_build.id !== workspace.latest_build.id) {
      throw notReady(context, current, waiting, `was ${current.latest_build.status} by a later build before they were`);
    }
    if (waiting.length === 0) return current;
    if (waiting.some(isLost)) throw notReady(context, current, waiting, "will not have them ready");
    if (clock.now() - started >= allowed) {
      throw notReady(context, current, waiting, `did not have them ready after ${deadlineText(context.deadline)}`);
    }
    context.log.status(`Waiting for agents: ${waiting.map(describe).join(", ")}`);
    await sleep(clock, POLL_MILLISECONDS, context.signal);
    context.signal.throwIfAborted();
  }
}

/** Agents that Terraform declares. Agents of containers, which an agent itself starts, come and go. */
function agentsOf(workspace: Workspace): WorkspaceAgent[] {
  return workspace.latest_build.resources
    .flatMap(({ agents }) => agents)
    .filter((agent) => agent.parent_id === undefined);
}

function isReady(agent: WorkspaceAgent): boolean {
  return agent.status === "connected" && agent.lifecycle_state === "ready";
}

function isLost(agent: WorkspaceAgent): boolean {
  return agent.status === "timeout" || FAILED_LIFECYCLES.includes(agent.lifecycle_state);
}

function notReady(context: Context, workspace: Workspace, agents: readonly WorkspaceAgent[], how: string): CoderError {
  const lines = agents.map((agent) => `- ${describe(agent)}${adviceFor(agent)}`);
  return new CoderError(
    [
      `Workspace "${workspace.owner_name}/${workspace.name}" is built, but agents were waited for ` +
        `(\`waitForAgents\`), and it ${how}:`,
      ...lines,
      `Look at their logs, mend what is wrong, and run \`pulumi up\` again: ${workspaceUrl(context, workspace)}`,
    ].join("\n"),
  );
}

/** For the status line, and as the beginning of a line of the error. */
function describe(agent: WorkspaceAgent): string {
  return (
    `agent "${agent.name}" ${agent.status === "timeout" ? "has timed out" : `is ${agent.status}`}, its state is ` +
    `"${agent.lifecycle_state}"`
  );
}

function adviceFor(agent: WorkspaceAgent): string {
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
