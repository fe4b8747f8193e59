// Waiting for agents that really run: ready, failing, and never there. And what functions tell of them.
import { canRunAgents, runningAgentTemplate, type AgentOptions } from "./agent-template";
import { callFunction } from "./call-function";
import { useLive } from "./live";
import { eventually } from "./server-api";
import { messagesAt, statusLinesAt, type Stack } from "./stack";

const live = useLive("agent");

function program(agent: AgentOptions): string {
  return `
const coderd = require("pulumi-coderd");
const name = "${live.prefix}a";
const version = new coderd.TemplateVersion("version", { templateName: name, source: { files: ${JSON.stringify(runningAgentTemplate(agent))} } });
const template = new coderd.Template("template", { name, activeVersionId: version.id });
const workspace = new coderd.Workspace("workspace", { name, templateVersionId: template.activeVersionId, waitForAgents: true });
exports.agents = workspace.agents.apply((all) => all.map(({ name, status, lifecycleState }) => name + " " + status + " " + lifecycleState));
`;
}

async function workspaceAndAgent() {
  const workspace = await callFunction(live, "getWorkspace", { owner: "me", name: `${live.prefix}a` });
  return { workspace, agent: workspace.agents[0] };
}

(canRunAgents ? describe : describe.skip)("waitForAgents", () => {
  let stack: Stack;

  it("holds the workspace back until the startup script has ended, and says what it waits for", async () => {
    stack = await live.stack(program({ startupScript: "sleep 3" }));
    const result = await stack.up();
    expect(result.outputs["agents"]).toEqual(["main connected ready"]);
    expect(
      statusLinesAt(result, "workspace").some((line) => line.startsWith('Waiting for agents: agent "main" is ')),
    ).toBe(true);
    // The agent measures it after it has connected.
    const { workspace, agent } = await eventually(
      workspaceAndAgent,
      (found) => Object.keys(found.agent?.latency ?? {}).length > 0,
    );
    expect(Object.values(agent?.latency ?? {})).toContainEqual({
      preferred: true,
      latencyMilliseconds: expect.any(Number) as unknown,
    });
    expect(workspace).toMatchObject({ healthy: true, failingAgents: [] });
    expect(agent).toMatchObject({
      status: "connected",
      lifecycleState: "ready",
      health: { healthy: true, reason: "" },
      connectionTimeoutSeconds: 120,
      displayApps: expect.arrayContaining(["vscode", "web_terminal"]) as unknown,
      scripts: [{ runOnStart: true, startBlocksLogin: true }],
      logsOverflowed: false,
    });
    const times = [agent?.createdAt, agent?.firstConnectedAt, agent?.startedAt, agent?.readyAt].map((time = "") =>
      Date.parse(time),
    );
    expect(times).toEqual([...times].sort((left, right) => left - right));
    const timings = await callFunction(live, "getWorkspaceTimings", { workspaceId: workspace.id });
    expect(timings).toMatchObject({
      agentScriptTimings: [{ workspaceAgentId: agent?.id, stage: "start", status: "ok", exitCode: 0 }],
      agentConnectionTimings: [{ workspaceAgentId: agent?.id, stage: "connect" }],
    });
    await stack.expectNoChanges();
  });

  it("fails when the startup script fails, names the agent, and keeps the workspace for the next update", async () => {
    stack.writeProgram(program({ startupScript: "exit 1" }));
    const result = await stack.upFailing();
    expect(messagesAt(result, "workspace", "error").join("\n")).toContain(
      'agent "main" is connected, its state is "start_error": its startup script failed',
    );
    const { workspace, agent } = await workspaceAndAgent();
    expect(workspace).toMatchObject({ healthy: false, failingAgents: [agent?.id] });
    expect(agent).toMatchObject({ status: "connected", lifecycleState: "start_error", health: { healthy: false } });
    expect(agent?.health?.reason).not.toBe("");
    const { id } = stack.stateOf("workspace");
    stack.writeProgram(program({}));
    const mended = await stack.up();
    expect(mended.operations["workspace"]).toEqual(["update"]);
    expect(mended.outputs["agents"]).toEqual(["main connected ready"]);
    expect(stack.stateOf("workspace").id).toBe(id);
    await stack.expectNoChanges();
  });

  it("gives up on an agent that does not connect in the template's time", async () => {
    stack.writeProgram(program({ connects: false, connectionTimeoutSeconds: 3 }));
    const result = await stack.upFailing();
    expect(messagesAt(result, "workspace", "error").join("\n")).toContain(
      'agent "main" has timed out, its state is "created": it did not connect within 3 seconds',
    );
    const { agent } = await workspaceAndAgent();
    expect(agent).toMatchObject({ status: "timeout", latency: {}, health: { healthy: false } });
    expect(agent?.firstConnectedAt).toBeUndefined();
    await stack.destroy();
  });
});
