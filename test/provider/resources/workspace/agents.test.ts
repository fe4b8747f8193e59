import type { WorkspaceAgent } from "../../../../provider/client/workspace-resources";
import type { Workspace } from "../../../../provider/client/workspaces";
import { waitForAgents } from "../../../../provider/resources/workspace/agents";
import { pollingClock } from "../../../fakes/clocks";
import type { FakeCoder } from "../../../fakes/coder";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

function agent(
  name: string,
  status: string,
  lifecycle_state: string,
  more: Partial<WorkspaceAgent> = {},
): WorkspaceAgent {
  return {
    id: name,
    created_at: "2026-01-01T00:00:00Z",
    name,
    status,
    lifecycle_state,
    apps: [],
    connection_timeout_seconds: 120,
    troubleshooting_url: "",
    ...more,
  } as unknown as WorkspaceAgent;
}

async function setUp(...agents: WorkspaceAgent[]): Promise<{ coder: FakeCoder; workspace: Workspace }> {
  const coder = await startCoder();
  coder.agents.push(...agents);
  const { versionId } = addTemplate(coder);
  return { coder, workspace: coder.addWorkspace("me", { name: "dev", template_version_id: versionId }) };
}

describe("waitForAgents", () => {
  it("waits for nothing when the template has no agents", async () => {
    const { coder, workspace } = await setUp();
    await waitForAgents(coder.context(), workspace, pollingClock());
    expect(coder.reads).toEqual([]);
  });

  it("returns when all agents are connected and their scripts are done", async () => {
    const slow = agent("slow", "connecting", "created");
    const { coder, workspace } = await setUp(agent("main", "connected", "ready"), slow);
    const clock = pollingClock((pauses) => {
      if (pauses === 2) Object.assign(slow, { status: "connected", lifecycle_state: "starting" });
      if (pauses === 4) slow.lifecycle_state = "ready";
    });
    await waitForAgents(coder.context(), structuredClone(workspace), clock);
    expect(coder.reads).toEqual(["getWorkspace", "getWorkspace", "getWorkspace", "getWorkspace"]);
  });

  it("does not wait for agents that an agent started itself", async () => {
    const { coder, workspace } = await setUp(
      agent("main", "connected", "ready"),
      agent("container", "connecting", "created", { parent_id: "main" }),
    );
    await expect(waitForAgents(coder.context(), workspace, pollingClock())).resolves.toBe(workspace);
  });

  it("fails with the name and state of each agent whose startup failed", async () => {
    const { coder, workspace } = await setUp(
      agent("main", "connected", "start_error"),
      agent("gpu", "timeout", "created", { troubleshooting_url: "https://help.example" }),
      agent("fine", "connected", "ready"),
    );
    await expect(waitForAgents(coder.context(), workspace, pollingClock())).rejects.toThrow(
      [
        'Workspace "admin/dev" is built, but agents were waited for (`waitForAgents`), and it will not have them ready:',
        '- agent "main" is connected, its state is "start_error": its startup script failed',
        '- agent "gpu" has timed out, its state is "created": it did not connect within 120 seconds, its `connection_timeout` in the template (https://help.example)',
        `Look at their logs, mend what is wrong, and run \`pulumi up\` again: ${coder.url}/@admin/dev`,
      ].join("\n"),
    );
  });

  it("fails at the deadline with the agents that are not ready", async () => {
    const { coder, workspace } = await setUp(agent("main", "connecting", "created"));
    await expect(waitForAgents(coder.context(), workspace, pollingClock())).rejects.toThrow(
      'it did not have them ready after 60 seconds (`coderd:jobTimeoutSeconds`):\n- agent "main" is connecting, its state is "created"\n',
    );
  });

  it("fails when somebody stops the workspace meanwhile", async () => {
    const { coder, workspace } = await setUp(agent("main", "connecting", "created"));
    const clock = pollingClock(() => coder.build(workspace.id, { transition: "stop" }));
    await expect(waitForAgents(coder.context(), structuredClone(workspace), clock)).rejects.toThrow(
      "it was stopped by a later build before they were",
    );
  });
});
