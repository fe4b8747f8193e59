import type { WorkspaceAgent } from "../../../../provider/client/workspace-resources";
import type { Workspace } from "../../../../provider/client/workspaces";
import { waitForAgents } from "../../../../provider/resources/workspace/agents";
import { agent, app, healthcheck } from "../../../fakes/agents";
import { pollingClock, StoppedClock } from "../../../fakes/clocks";
import type { FakeCoder } from "../../../fakes/coder";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

async function setUp(...agents: WorkspaceAgent[]): Promise<{ coder: FakeCoder; workspace: Workspace }> {
  const coder = await startCoder();
  coder.agents.push(...agents);
  const { versionId } = addTemplate(coder);
  return { coder, workspace: coder.addWorkspace("me", { name: "dev", template_version_id: versionId }) };
}

describe("waitForAgents", () => {
  it("waits for nothing when the template has no agents", async () => {
    const { coder, workspace } = await setUp();
    await waitForAgents(coder.context(), workspace, {}, pollingClock());
    expect(coder.reads).toEqual([]);
  });

  it("returns when all agents are connected and their scripts are done", async () => {
    const slow = agent("slow", "connecting", "created");
    const { coder, workspace } = await setUp(agent("main", "connected", "ready"), slow);
    const clock = pollingClock((pauses) => {
      if (pauses === 2) Object.assign(slow, { status: "connected", lifecycle_state: "starting" });
      if (pauses === 4) slow.lifecycle_state = "ready";
    });
    await waitForAgents(coder.context(), structuredClone(workspace), {}, clock);
    expect(coder.reads).toEqual(["getWorkspace", "getWorkspace", "getWorkspace", "getWorkspace"]);
  });

  it("does not wait for agents that an agent started itself", async () => {
    const { coder, workspace } = await setUp(
      agent("main", "connected", "ready"),
      agent("container", "connecting", "created", { parent_id: "main" }),
    );
    await expect(waitForAgents(coder.context(), workspace, {}, pollingClock())).resolves.toBe(workspace);
  });

  it("fails with the name and state of each agent whose startup failed", async () => {
    const { coder, workspace } = await setUp(
      agent("main", "connected", "start_error"),
      agent("gpu", "timeout", "created", { troubleshooting_url: "https://help.example" }),
      agent("fine", "connected", "ready"),
    );
    await expect(waitForAgents(coder.context(), workspace, {}, pollingClock())).rejects.toThrow(
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
    await expect(waitForAgents(coder.context(), workspace, {}, pollingClock())).rejects.toThrow(
      'it did not have them ready after 60 seconds (`coderd:jobTimeoutSeconds`):\n- agent "main" is connecting, its state is "created"\n',
    );
  });

  it("fails when somebody stops the workspace meanwhile", async () => {
    const { coder, workspace } = await setUp(agent("main", "connecting", "created"));
    const clock = pollingClock(() => coder.build(workspace.id, { transition: "stop" }));
    await expect(waitForAgents(coder.context(), structuredClone(workspace), {}, clock)).rejects.toThrow(
      "it was stopped by a later build before they were",
    );
  });

  it("fails at its own limit, exactly, with what the agents were last", async () => {
    const { coder, workspace } = await setUp(agent("main", "connecting", "created"));
    const clock = pollingClock();
    await expect(waitForAgents(coder.context(), workspace, { agentTimeoutSeconds: 5 }, clock)).rejects.toThrow(
      'it did not have them ready after 5 seconds (`agentTimeoutSeconds`):\n- agent "main" is connecting, its state is "created"\n',
    );
    expect(clock.now()).toBe(5_000);
    expect(coder.reads).toEqual(["getWorkspace", "getWorkspace", "getWorkspace"]);
  });

  it("takes what became ready in the last moment", async () => {
    const slow = agent("main", "connecting", "created");
    const { coder, workspace } = await setUp(slow);
    const clock = pollingClock((pauses) => {
      if (pauses === 3) Object.assign(slow, { status: "connected", lifecycle_state: "ready" });
    });
    await waitForAgents(coder.context(), structuredClone(workspace), { agentTimeoutSeconds: 5 }, clock);
    expect(clock.now()).toBe(5_000);
  });

  it("does not outlast the operation, however long its own limit is", async () => {
    const { coder, workspace } = await setUp(agent("main", "connecting", "created"));
    const clock = pollingClock();
    const deadline = { milliseconds: 10_000, setting: "customTimeouts.update", since: -6_000 };
    const context = coder.context({ deadline });
    await expect(waitForAgents(context, workspace, { agentTimeoutSeconds: 5 }, clock)).rejects.toThrow(
      "it did not have them ready after 10 seconds (`customTimeouts.update`):",
    );
    expect(clock.now()).toBe(4_000);
  });

  it("ends at once with an interrupt", async () => {
    const { coder, workspace } = await setUp(agent("main", "connecting", "created"));
    const interrupt = new AbortController();
    const clock = new StoppedClock();
    const context = coder.context({ signal: interrupt.signal });
    const ended = expect(waitForAgents(context, workspace, { agentTimeoutSeconds: 5 }, clock)).rejects.toThrow(
      "interrupted",
    );
    interrupt.abort(new Error("interrupted"));
    await ended;
    expect(clock.waits).toEqual([2_000]);
    expect(coder.reads).toEqual([]);
  });
});

describe("waitForApps", () => {
  it("does not look at the apps unless it is set", async () => {
    const { coder, workspace } = await setUp(
      agent("main", "connected", "ready", { apps: [app("editor", "unhealthy")] }),
    );
    for (const waitForApps of [undefined, false])
      await waitForAgents(coder.context(), workspace, { waitForApps }, pollingClock());
    expect(coder.reads).toEqual([]);
  });

  it("is done when every app with a health check is healthy", async () => {
    const apps = [
      app("editor", "healthy"),
      app("shell", "disabled", { healthcheck: { url: "", interval: 0, threshold: 0 } }),
    ];
    const { coder, workspace } = await setUp(agent("main", "connected", "ready", { apps }));
    await waitForAgents(coder.context(), workspace, { waitForApps: true }, pollingClock());
    expect(coder.reads).toEqual([]);
  });

  it("waits for an app to begin, and for an unhealthy one to recover", async () => {
    const editor = app("editor", "initializing");
    const { coder, workspace } = await setUp(agent("main", "connected", "ready", { apps: [editor] }));
    const clock = pollingClock((pauses) => {
      editor.health = pauses < 3 ? "unhealthy" : "healthy";
    });
    await waitForAgents(coder.context(), structuredClone(workspace), { waitForApps: true }, clock);
    expect(coder.shown).toEqual([
      'Waiting for agents: app "editor" of agent "main" is initializing',
      'Waiting for agents: app "editor" of agent "main" is unhealthy',
      'Waiting for agents: app "editor" of agent "main" is unhealthy',
    ]);
  });

  it("leaves out the apps of agents that are not connected or that an agent started itself", async () => {
    const apps = [app("editor", "initializing")];
    const { coder, workspace } = await setUp(
      agent("main", "disconnected", "ready", { apps }),
      agent("container", "connected", "ready", { apps, parent_id: "main" }),
    );
    const patience = { waitForApps: true, agentTimeoutSeconds: 1 };
    await expect(waitForAgents(coder.context(), workspace, patience, pollingClock())).rejects.toThrow(
      '(`agentTimeoutSeconds`):\n- agent "main" is disconnected, its state is "ready"\nLook at',
    );
  });

  it("fails at the limit with each app, its agent, its health and its health check", async () => {
    const every = { ...healthcheck, interval: 1 };
    const { coder, workspace } = await setUp(
      agent("main", "connected", "starting", {
        apps: [
          app("editor", "unhealthy"),
          app("fine", "healthy"),
          app("board", "initializing", { healthcheck: every }),
        ],
      }),
    );
    const patience = { waitForApps: true, agentTimeoutSeconds: 20 };
    await expect(waitForAgents(coder.context(), workspace, patience, pollingClock())).rejects.toThrow(
      [
        'Workspace "admin/dev" is built, but agents and apps were waited for (`waitForAgents`, `waitForApps`), and it ' +
          "did not have them ready after 20 seconds (`agentTimeoutSeconds`):",
        '- agent "main" is connected, its state is "starting"',
        '- app "editor" of agent "main" is unhealthy: its `healthcheck` asks http://localhost:8080/healthz every 5 ' +
          "seconds for an answer below 500. Start what is to answer there, or mend the `healthcheck` in the template",
        '- app "board" of agent "main" is initializing: its `healthcheck` asks http://localhost:8080/healthz every ' +
          "second for an answer below 500. Start what is to answer there, or mend the `healthcheck` in the template",
        `Look at their logs, mend what is wrong, and run \`pulumi up\` again: ${coder.url}/@admin/dev`,
      ].join("\n"),
    );
  });

  it.each([
    { ...healthcheck, interval: 0 },
    { ...healthcheck, threshold: 0 },
  ])("fails at once when the agent will never ask the app: %j", async (never) => {
    const apps = [app("editor", "initializing", { healthcheck: never })];
    const { coder, workspace } = await setUp(agent("main", "connected", "starting", { apps }));
    await expect(waitForAgents(coder.context(), workspace, { waitForApps: true }, pollingClock())).rejects.toThrow(
      '- app "editor" of agent "main" is initializing: its `healthcheck` of http://localhost:8080/healthz is never ' +
        "made, since its `interval` or `threshold` in the template is 0\n",
    );
    expect(coder.reads).toEqual([]);
  });
});
